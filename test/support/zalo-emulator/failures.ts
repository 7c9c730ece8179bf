/** Failures that a test has ordered. */

export type FailureKind =
  /** An error in the envelope; `errorCode` spells its code as some methods do. */
  | { readonly code: number; readonly spelling?: 'error_code' | 'errorCode'; readonly status?: number }
  /** An answer as it is. */
  | { readonly body: string; readonly status?: number }
  | 'http-502-html'
  | 'reset'
  | 'hang'
  | 'apply-then-reset'
  | 'apply-then-hang';

export interface Failure {
  /** Any method where it is not given. */
  readonly method?: string;
  /** Any chat where it is not given. */
  readonly chatId?: string;
  /** How many calls fail; 1 by default. */
  readonly times?: number;
  readonly as: FailureKind;
}

export class FailureScript {
  readonly #failures: { readonly failure: Failure; left: number }[] = [];

  add(failure: Failure): void {
    this.#failures.push({ failure, left: failure.times ?? 1 });
  }

  /** How this call shall fail, if it shall; counts it. */
  next(method: string, chatId: unknown): FailureKind | null {
    const found = this.#failures.find(
      ({ failure, left }) => left > 0 && (failure.method ?? method) === method && (failure.chatId ?? chatId) === chatId,
    );
    if (!found) return null;
    found.left -= 1;
    return found.failure.as;
  }
}

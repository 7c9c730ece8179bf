/** Failures that a test has ordered. */
import type { ErrorParameters } from './bot-api-error.ts';

export type ScriptedAnswer =
  | ({ readonly code: number; readonly description: string } & ErrorParameters)
  /** The connection breaks, nothing is done. */
  | 'reset'
  /** No answer comes, nothing is done. */
  | 'hang'
  /** It is done, but the answer is lost; of a file half has come. */
  | 'apply-then-reset'
  | 'apply-then-hang'
  | '500'
  /** Something that is not the Bot API answers with a page and this status. */
  | { readonly page: number };

export interface ScriptedFailure {
  /** Any method, where absent; 'file' is the download of one. */
  readonly method?: string;
  readonly chatId?: number;
  /** Once, where absent. */
  readonly times?: number;
  readonly as: ScriptedAnswer;
}

export class FailureScript {
  private readonly left: { failure: ScriptedFailure; times: number }[] = [];

  add(failure: ScriptedFailure): void {
    this.left.push({ failure, times: failure.times ?? 1 });
  }

  clear(): void {
    this.left.length = 0;
  }

  /** The failure that this call meets, if any; it is used up. */
  take(method: string, chatId: unknown): ScriptedAnswer | undefined {
    const found = this.left.find(
      ({ failure, times }) =>
        times > 0 &&
        (failure.method === undefined || failure.method.toLowerCase() === method.toLowerCase()) &&
        (failure.chatId === undefined || failure.chatId === Number(chatId)),
    );
    if (found) found.times -= 1;
    return found?.failure.as;
  }
}

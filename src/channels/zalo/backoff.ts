/** Waiting between tries: longer each time, up to a cap, and never longer than until somebody stops it. */
import { setTimeout as wait } from 'node:timers/promises';

export interface BackoffLimits {
  /** Milliseconds before the second try. */
  readonly firstMs: number;
  readonly capMs: number;
}

export const DEFAULT_BACKOFF: BackoffLimits = { firstMs: 500, capMs: 30_000 };

export class Backoff {
  readonly #limits: BackoffLimits;
  readonly #random: () => number;
  #tries = 0;

  constructor(limits: BackoffLimits = DEFAULT_BACKOFF, random: () => number = Math.random) {
    this.#limits = limits;
    this.#random = random;
  }

  /** Milliseconds to wait now: doubled each time, up to the cap, less up to a half so that many do not return at once. */
  next(): number {
    const full = Math.min(this.#limits.capMs, this.#limits.firstMs * 2 ** Math.min(this.#tries, 30));
    this.#tries += 1;
    return Math.round(full * (1 - this.#random() / 2));
  }

  reset(): void {
    this.#tries = 0;
  }
}

/** Resolves after a time, or at once when the signal is raised. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}

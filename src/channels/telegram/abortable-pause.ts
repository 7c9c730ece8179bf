/** Waiting that a stop ends early. */
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after so many milliseconds, or at once when the signal says so. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** The milliseconds before a retry: twice as long each time, up to a limit, spread so that many do not come at once. */
export function backoffMs(failures: number, { retryMs, retryMaxMs }: { retryMs: number; retryMaxMs: number }): number {
  const full = Math.min(retryMs * 2 ** Math.min(failures, 20), retryMaxMs);
  return full * (0.75 + Math.random() / 4);
}

/** Long polling: one call after the other, each with at most one event. */
import { isCode, type ZaloApi } from './api.ts';
import { pause, type Backoff } from './backoff.ts';
import type { ZaloEvent } from './events.ts';

/** An answer without an event that comes sooner than this part of the wait asked for was no wait at all. */
const HASTY = 0.1;
const HASTY_PAUSE_MS = 1_000;

export interface Polling {
  /** How long the platform shall hold a poll. */
  readonly seconds: number;
  /** Ends polling; the event in hand is delivered first. */
  readonly signal: AbortSignal;
  readonly backoff: Backoff;
  /** Takes one event; the next poll waits for it, since an event is handed out once. */
  deliver(event: ZaloEvent): Promise<void>;
  /** A poll was answered. */
  onAnswer?(): void;
  /** A poll failed and is tried again after so many milliseconds. */
  onTrouble?(error: unknown, waitMs: number): void;
}

/** Polls until the signal is raised. Rejects when the token is refused (ZaloApiError 401) or `deliver` rejects. */
export async function poll(api: ZaloApi, polling: Polling): Promise<void> {
  while (!polling.signal.aborted) {
    for (const event of await nextEvents(api, polling)) await polling.deliver(event);
  }
}

async function nextEvents(api: ZaloApi, polling: Polling): Promise<ZaloEvent[]> {
  const { seconds, signal, backoff } = polling;
  const began = performance.now();
  try {
    const events = await api.getUpdates({ timeout: seconds }, signal);
    polling.onAnswer?.();
    const hasty =
      events.every((event) => event.event_name === '') && performance.now() - began < seconds * 1000 * HASTY;
    // A platform that answers without waiting would otherwise be asked a thousand times a second.
    if (hasty) await pause(Math.min(HASTY_PAUSE_MS, backoff.next()), signal);
    else backoff.reset();
    return events;
  } catch (error) {
    if (signal.aborted) return [];
    if (isCode(error, 401)) throw error;
    const waitMs = backoff.next();
    polling.onTrouble?.(error, waitMs);
    await pause(waitMs, signal);
    return [];
  }
}

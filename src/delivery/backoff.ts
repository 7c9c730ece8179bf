/** How long to wait before sending is tried again: doubling from one second, with jitter, up to five minutes. */
import type { Urgency } from '../model/outgoing.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
/** A word to somebody in danger does not sit out five minutes after the network is back. */
const LONGEST_SAFETY_MS = 15_000;

/** Milliseconds until the next attempt after so many; `random` gives 0–1, so that chats do not all come back at once. */
export function backoff(attempts: number, urgency: Urgency, random: () => number): number {
  const longest = urgency === 'safety' ? LONGEST_SAFETY_MS : LONGEST_MS;
  const upper = Math.min(longest, FIRST_MS * 2 ** Math.min(attempts + 1, 30));
  return Math.round(upper / 2 + (random() * upper) / 2);
}

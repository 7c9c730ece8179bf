import { dueNudges, type DueMessage } from '../../src/nudges/schedule.ts';
import { NOTHING_REPORTED, type Reported, type Subscription } from '../../src/nudges/subscription.ts';
import type { Timetable } from '../../src/nudges/timetable.ts';
import { timetable } from './nudge-world.ts';

export const HOUR = 3_600_000;

export interface Sent {
  readonly now: number;
  readonly message: DueMessage;
}

export interface Walk {
  readonly subscription: Subscription;
  readonly timetable?: Timetable;
  /** The instants at which the service is awake, in order. */
  readonly instants: Iterable<number>;
  readonly reported?: (now: number) => Reported;
  readonly snoozed?: (now: number) => ReadonlyMap<string, string>;
}

/** A group that follows a place from an instant on. */
export function follower(place: string, since: number, changes: Partial<Subscription> = {}): Subscription {
  return { place, group: true, nudges: true, weekly: false, since, lookedAt: since, ...changes };
}

/** What is sent when the schedule is asked at these instants, and how much is dropped. */
export function walk({ instants, reported, snoozed, ...options }: Walk): { sent: Sent[]; dropped: number } {
  const table = options.timetable ?? timetable;
  let subscription = options.subscription;
  let dropped = 0;
  const keys = new Set<string>();
  const sent: Sent[] = [];
  for (const now of instants) {
    const { occurrences, seasons } = table.of(subscription.place, new Date(now + 7 * HOUR).getUTCFullYear());
    const said = reported?.(now) ?? NOTHING_REPORTED;
    const off = snoozed?.(now) ?? new Map<string, string>();
    const input = { occurrences, seasons, subscription, sent: keys, reported: said, snoozed: off, now };
    const due = dueNudges({ ...input, world: table.world });
    if (!due.waiting) {
      dropped += due.dropped;
      subscription = { ...subscription, lookedAt: now };
    }
    if (!due.message) continue;
    sent.push({ now, message: due.message });
    for (const key of due.message.keys) keys.add(key);
    subscription = { ...subscription, messageAt: now };
  }
  return { sent, dropped };
}

/** Every instant from one to another, so many milliseconds apart. */
export function* every(step: number, from: number, to: number): Generator<number> {
  for (let now = from; now <= to; now += step) yield now;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** "Fri 2025-11-07 08:00 bp25-bao-cao-nam-don-vi 0": one line a nudge. */
export function lines(sent: readonly Sent[]): string[] {
  return sent.flatMap(({ now, message }) => {
    const local = new Date(now + 7 * HOUR);
    const when = `${WEEKDAYS[local.getUTCDay()]} ${local.toISOString().slice(0, 16).replace('T', ' ')}`;
    return [
      ...message.items.map(
        ({ occurrence, offset, late }) => `${when} ${occurrence.deadline} ${offset}${late ? ' late' : ''}`,
      ),
      ...message.seasons.map(({ items }) => `${when} season of ${items.map(({ deadline }) => deadline).join(' and ')}`),
      ...(message.weekly ? [`${when} week: ${message.weekly.map(({ deadline }) => deadline).join(' and ')}`] : []),
    ];
  });
}

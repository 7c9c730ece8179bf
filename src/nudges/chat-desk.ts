/** All that is known of a chat's nudges at the moment it says something about them. */
import { referencesOf } from './nudge-choices.ts';
import type { ChatMarks, NudgeRecords } from './nudge-records.ts';
import type { Occurrence } from './occurrence.ts';
import type { Subscription } from './subscription.ts';
import type { Timetable } from './timetable.ts';
import { yearOf } from './vietnam-clock.ts';

export interface ChatDesk extends ChatMarks {
  readonly chat: string;
  readonly subscription: Subscription;
  readonly occurrences: readonly Occurrence[];
  /** The references of the deadlines in the last nudge. */
  readonly offered: readonly string[];
}

/** Null for a chat that is not nudged. */
export async function openDesk(
  chat: string,
  records: NudgeRecords,
  timetable: () => Timetable,
  now: number,
): Promise<ChatDesk | null> {
  const kept = await records.subscription(chat, now);
  if (!kept) return null;
  const subscription = kept.value;
  const marks = await records.marks(chat, now, await records.units(subscription.place, now));
  const offer = await records.offer(chat, now);
  const { occurrences } = timetable().of(subscription.place, yearOf(now));
  return { ...marks, chat, subscription, occurrences, offered: referencesOf(offer ?? '') ?? [] };
}

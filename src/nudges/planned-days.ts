/** On which days a deadline is nudged. */
import { addDays } from '../text/dates.ts';
import type { NudgeWorld } from './nudge-world.ts';
import type { Occurrence } from './occurrence.ts';
import { instantAt } from './vietnam-clock.ts';

/** How a nudge stands to its deadline: days before the last working day, or one of these; a snooze with its day. */
export type Offset = number | 'after' | 'collect' | 'elsewhere' | `snooze-${string}`;

export interface PlannedNudge {
  readonly offset: Offset;
  readonly day: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * The nudges of a deadline for those whom it binds, the earliest first, at most one a day: on working days only. What
 * has happened already (an event) is not nudged afterwards.
 */
export function plannedNudges(occurrence: Occurrence, world: NudgeWorld): PlannedNudge[] {
  const { settings } = world.nudges;
  const { recurrence, lastWorkingDay } = occurrence;
  const offsets = recurrence ? settings.recurringOffsets[recurrence] : settings.offsets;
  const days = new Map<string, PlannedNudge>();
  // From the nearest on: where two fall on one day, the nearer names it.
  for (const offset of [...offsets].sort((a, b) => a - b)) {
    const day = world.workingDays.onOrBefore(addDays(lastWorkingDay, -offset));
    if (!days.has(day)) days.set(day, planned(offset, day, world));
  }
  const after = occurrence.kind === 'event' ? [] : [planned('after', occurrence.lateDay, world)];
  return [...days.values(), ...after].sort((a, b) => a.at - b.at);
}

/** The nudge for those who collect: once the others are late. */
export function plannedForCollector(occurrence: Occurrence, world: NudgeWorld): PlannedNudge[] {
  return occurrence.kind === 'event' ? [] : [planned('collect', occurrence.lateDay, world)];
}

/** A nudge on a day at the hour of nudges. */
export function planned(offset: Offset, day: string, world: NudgeWorld): PlannedNudge {
  return { offset, day, at: instantAt(day, world.nudges.settings.hour) };
}

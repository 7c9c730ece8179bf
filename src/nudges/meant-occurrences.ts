/** Which deadlines a chat means that says something about them. */
import { addDays } from '../text/dates.ts';
import { atLevel } from './agency-binding.ts';
import type { ChatDesk } from './chat-desk.ts';
import type { NudgeWorld } from './nudge-world.ts';
import { referenceOf, type Occurrence } from './occurrence.ts';
import { plannedNudges } from './planned-days.ts';
import type { ReportedWords } from './report-marks.ts';
import { markOf, NOTHING_REPORTED, roleOf, settledFor, unitsMarked } from './subscription.ts';
import { dayOf } from './vietnam-clock.ts';

/** How far ahead something may be marked as reported before its first nudge. */
const EARLY_DAYS = 60;
const PAST_DAYS = 31;

/** The deadlines that are named, else those of the last nudge that are open, else those being nudged. */
export function meantOccurrences(
  desk: ChatDesk,
  { references = [], undo = false, agency }: ReportedWords,
  now: number,
  world: NudgeWorld,
): Occurrence[] {
  if (references.length > 0) return byReference(desk, references);
  const all = openOccurrences(undo ? { ...desk, reported: NOTHING_REPORTED } : desk, agency, now, world);
  // Of an agency that none of them binds, it is said so of the deadline that is meant.
  if (agency !== undefined && all.length === 0) return meantOccurrences(desk, { undo }, now, world);
  const open = undo ? all.filter((each) => isMarked(desk, each)) : all;
  const offered = byReference(desk, desk.offered);
  const both = open.filter((each) => offered.includes(each));
  return both.length > 0 ? both : open;
}

function byReference({ occurrences }: ChatDesk, references: readonly string[]): Occurrence[] {
  return occurrences.filter((occurrence) => references.includes(referenceOf(occurrence)));
}

function isMarked({ reported }: ChatDesk, occurrence: Occurrence): boolean {
  return [reported.here, reported.elsewhere].some((marks) => unitsMarked(occurrence, marks).length > 0);
}

/** The deadlines that are being nudged, else the next ones; those of an agency where it is named. */
function openOccurrences(desk: ChatDesk, named: string | undefined, now: number, world: NudgeWorld): Occurrence[] {
  const today = dayOf(now);
  const open = desk.occurrences.filter(
    (each) =>
      isOpen(desk, each, named, world) &&
      today <= addDays(each.lateDay, PAST_DAYS) &&
      each.lastWorkingDay <= addDays(today, EARLY_DAYS),
  );
  const nudged = open.filter((each) => (plannedNudges(each, world)[0]?.day ?? today) <= today);
  return nudged.length > 0 ? nudged : open;
}

/** Who follows or collects may mark each unit; who is one of them itself only what is its own. */
function isOpen(
  { subscription, reported }: ChatDesk,
  occurrence: Occurrence,
  named: string | undefined,
  world: NudgeWorld,
): boolean {
  const role = roleOf(subscription, occurrence, world);
  if (named === undefined) return role === 'report' && settledFor(subscription, occurrence, reported, world) === null;
  const agency = atLevel(named, occurrence.level, world.agencies);
  const mark = markOf(occurrence, agency);
  const marked = reported.here.has(mark) || reported.elsewhere.has(mark);
  return role !== null && occurrence.bindingAgencies.includes(agency) && !marked;
}

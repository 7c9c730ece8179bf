/** Who is nudged, and what a chat has said about its deadlines. */
import { atLevel, unitId } from './agency-binding.ts';
import type { NudgeWorld } from './nudge-world.ts';
import type { Occurrence, Unit } from './occurrence.ts';

export interface Subscription {
  readonly place: string;
  /** Narrows to what binds this agency. */
  readonly agency?: string | undefined;
  readonly group: boolean;
  /** Before each deadline; on Monday mornings. */
  readonly nudges: boolean;
  readonly weekly: boolean;
  /** Milliseconds since 1970: what was planned before is not sent. */
  readonly since: number;
  /** Until when what was missed has been counted. */
  readonly lookedAt: number;
  /** When the chat was last nudged. */
  readonly messageAt?: number | undefined;
}

/** Stands for all units in a mark of one chat. */
export const ALL_UNITS = '*';

/** What was marked as reported: in this chat, and by single agencies anywhere at the place. */
export interface Reported {
  readonly here: ReadonlySet<string>;
  readonly elsewhere: ReadonlySet<string>;
}

export const NOTHING_REPORTED: Reported = { here: new Set(), elsewhere: new Set() };

/** The name of a mark: an occurrence and a unit. */
export function markOf(occurrence: { readonly key: string }, unit: string): string {
  return `${occurrence.key}|${unit}`;
}

/** The units that marks name for an occurrence. */
export function unitsMarked(occurrence: Occurrence, marks: ReadonlySet<string>): string[] {
  const start = markOf(occurrence, '');
  return [...marks].filter((mark) => mark.startsWith(start)).map((mark) => mark.slice(start.length));
}

/** The subscription's own agency at the level of an occurrence; undefined where it follows a whole place. */
export function agencyAt({ agency }: Subscription, occurrence: Occurrence, world: NudgeWorld): string | undefined {
  return agency === undefined ? undefined : atLevel(agency, occurrence.level, world.agencies);
}

/** What an occurrence is to a subscription: to be reported, to be collected, or nothing. */
export function roleOf(
  subscription: Subscription,
  occurrence: Occurrence,
  world: NudgeWorld,
): 'report' | 'collect' | null {
  const agency = agencyAt(subscription, occurrence, world);
  if (agency === undefined || occurrence.bindingAgencies.includes(agency)) return 'report';
  return occurrence.collectors.includes(agency) ? 'collect' : null;
}

/** The units that nobody has marked as having reported, in the order of the plan. */
export function missingUnits(occurrence: Occurrence, reported: Reported): readonly Unit[] {
  if (reported.here.has(markOf(occurrence, ALL_UNITS))) return [];
  return occurrence.units.filter((unit) => {
    const mark = markOf(occurrence, unitId(unit));
    return !reported.here.has(mark) && !reported.elsewhere.has(mark);
  });
}

/** Whether an occurrence is settled for a subscription: marked in its chat, elsewhere, or still open. */
export function settledFor(
  subscription: Subscription,
  occurrence: Occurrence,
  reported: Reported,
  world: NudgeWorld,
): 'here' | 'elsewhere' | null {
  if (reported.here.has(markOf(occurrence, ALL_UNITS))) return 'here';
  const agency = agencyAt(subscription, occurrence, world);
  if (agency === undefined || roleOf(subscription, occurrence, world) === 'collect')
    return missingUnits(occurrence, reported).length === 0 ? 'here' : null;
  const mark = markOf(occurrence, agency);
  if (reported.here.has(mark)) return 'here';
  return reported.elsewhere.has(mark) ? 'elsewhere' : null;
}

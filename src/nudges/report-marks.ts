/** For whom a chat says that a deadline is met, and where that counts: in this chat, or wherever the agency is. */
import { atLevel, unitId } from './agency-binding.ts';
import type { ChatDesk } from './chat-desk.ts';
import type { NudgeWorld } from './nudge-world.ts';
import type { Occurrence } from './occurrence.ts';
import { agencyAt, ALL_UNITS, roleOf, unitsMarked, type Subscription } from './subscription.ts';

export interface ReportedWords {
  /** The agency that is named, by its id. */
  readonly agency?: string | undefined;
  /** The references of deadlines; without them those of the last nudge. */
  readonly references?: readonly string[];
  readonly all?: boolean;
  readonly undo?: boolean;
}

export type Marking =
  | { readonly kind: 'not-bound'; readonly agency: string }
  /** Of several units it is not said which. */
  | { readonly kind: 'which-unit' }
  | {
      readonly kind: 'marked';
      /** Who has reported; null for all. */
      readonly unit: string | null;
      /** The units to mark in this chat, and those to mark for every chat of the place. */
      readonly here: readonly string[];
      readonly shared: readonly string[];
      /** Whether the chat follows more than its own agency. */
      readonly follows: boolean;
    };

/** What "đã nộp" marks. */
export function markingOf(
  { subscription }: ChatDesk,
  occurrence: Occurrence,
  words: ReportedWords,
  world: NudgeWorld,
): Marking {
  const { bindingAgencies, units } = occurrence;
  const agency = speaker(subscription, occurrence, words, world);
  if (agency !== undefined && !bindingAgencies.includes(agency)) return { kind: 'not-bound', agency };
  if (agency === undefined && words.all !== true && units.length > 1 && subscription.group)
    return { kind: 'which-unit' };
  const only = units.length === 1 ? units[0] : undefined;
  const unit = words.all === true ? null : (agency ?? (only ? unitId(only) : null));
  const here = unit === null ? [ALL_UNITS] : unitsMeant(occurrence, unit, world);
  const own = agencyAt(subscription, occurrence, world);
  const follows = own === undefined || roleOf(subscription, occurrence, world) === 'collect';
  // What one agency says of another counts in its own chat only.
  const mayShare = follows || own === agency;
  const { plural } = world.nudges;
  const shared = mayShare ? here.filter((each) => each !== ALL_UNITS && !plural.includes(each)) : [];
  return { kind: 'marked', unit, here, shared, follows };
}

/** The units whose marks "/danop huy" takes back: those of this chat, or that of its agency. */
export function unitsTakenBack(
  { subscription, reported }: ChatDesk,
  occurrence: Occurrence,
  words: ReportedWords,
  world: NudgeWorld,
): string[] {
  const agency = speaker(subscription, occurrence, words, world);
  return agency === undefined ? unitsMarked(occurrence, reported.here) : [agency, ALL_UNITS];
}

/** The agency that is named, else the chat's own, at the level of the deadline. */
function speaker(
  subscription: Subscription,
  occurrence: Occurrence,
  { agency: named }: ReportedWords,
  world: NudgeWorld,
): string | undefined {
  if (named === undefined) return agencyAt(subscription, occurrence, world);
  return atLevel(named, occurrence.level, world.agencies);
}

/** A name for many stands for each of them that the plan charges. */
function unitsMeant({ units, reporters }: Occurrence, unit: string, world: NudgeWorld): string[] {
  if (!world.nudges.collectives.some(({ agency }) => agency === unit)) return [unit];
  const others = new Set(reporters.map(unitId));
  return [unit, ...units.map(unitId).filter((each) => !others.has(each))];
}

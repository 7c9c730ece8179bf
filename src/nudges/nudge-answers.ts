/** What is said to somebody who turns nudges on or off, marks a deadline as reported, or puts it off. */
import type { Choice } from '../model/reply.ts';
import { capitalised } from '../text/sentence.ts';
import { plainText } from '../knowledge/source-text.ts';
import { unitId } from './agency-binding.ts';
import { missingLine, namedDay } from './nudge-text.ts';
import { agencyLabel, sentence, type NudgeWorld } from './nudge-world.ts';
import { referenceOf, type Occurrence } from './occurrence.ts';
import { missingUnits, roleOf, type Reported, type Subscription } from './subscription.ts';
import { dayOf } from './vietnam-clock.ts';

const MOST_SHOWN = 3;
const MOST_CHOICES = 9;

/** A sentence with its choices; the values of the choices are commands. */
export interface Spoken {
  readonly text: string;
  readonly choices: readonly Choice[];
}

/** A sentence without choices. */
export function spoken(...lines: readonly string[]): Spoken {
  return { text: lines.join('\n'), choices: [] };
}

/** That nudges are on, and the next deadlines. */
export function subscribedText(
  subscription: Subscription,
  occurrences: readonly Occurrence[],
  now: number,
  world: NudgeWorld,
): Spoken {
  const { hour, offsets, quietFrom, quietTo } = world.nudges.settings;
  const { place, agency } = subscription;
  const coming = occurrences.filter((each) => each.lastWorkingDay >= dayOf(now));
  const mine = coming.filter((each) => roleOf(subscription, each, world) === 'report').slice(0, MOST_SHOWN);
  const named =
    agency === undefined ? '' : sentence(world, 'subscribed-agency', { agency: agencyLabel(agency, world) });
  const before = offsets
    .filter((offset) => offset > 0)
    .sort((a, b) => b - a)
    .join(', ');
  const concerned = occurrences.some((each) => roleOf(subscription, each, world) !== null);
  return spoken(
    sentence(world, 'subscribed', {
      place: world.labels.place(place),
      agency: named,
      hour,
      offsets: before,
      quietFrom,
      quietTo,
    }),
    ...(mine.length > 0 ? [sentence(world, 'subscribed-next'), ...mine.map((each) => dayLine(each, world))] : []),
    ...(mine.length === 0 && (concerned || agency === undefined) ? [sentence(world, 'subscribed-nothing')] : []),
    ...(!concerned && agency !== undefined ? [bindsNothing(agency, place, world)] : []),
    sentence(world, 'subscribed-stop'),
  );
}

function bindsNothing(agency: string, place: string, world: NudgeWorld): string {
  return sentence(world, 'agency-binds-nothing', {
    agency: agencyLabel(agency, world),
    place: world.labels.place(place),
  });
}

function dayLine({ lastWorkingDay, what, dueText, reporters }: Occurrence, world: NudgeWorld): string {
  const names = reporters.map(({ name }) => name).join('; ');
  return sentence(world, 'weekly-item', { day: namedDay(lastWorkingDay, world), what, due: dueText, reporters: names });
}

/** Asks which deadline is meant. */
export function whichOccurrence(open: readonly Occurrence[], world: NudgeWorld): Spoken {
  const choices = open.slice(0, MOST_CHOICES).map((each) => ({
    label: sentence(world, 'reported-item', { what: capitalised(each.what), due: each.dueText }),
    value: `/danop #${referenceOf(each)}`,
  }));
  return { text: sentence(world, 'reported-which'), choices };
}

/** Asks which of several units has reported. */
export function whichUnit(occurrence: Occurrence, reported: Reported, world: NudgeWorld): Spoken {
  const reference = `#${referenceOf(occurrence)}`;
  const units = missingUnits(occurrence, reported).slice(0, MOST_CHOICES - 1);
  const choices = [
    ...units.map(({ name }) => ({ label: name, value: `/danop ${reference} ${name}` })),
    { label: sentence(world, 'choice-all'), value: `/danop ${reference} tatca` },
  ];
  return { text: sentence(world, 'reported-which-agency', wordsOf(occurrence)), choices };
}

/** That a deadline is marked, and who is still missing where the chat follows several. */
export function reportedText(
  occurrence: Occurrence,
  unit: string | null,
  followsAll: boolean,
  reported: Reported,
  world: NudgeWorld,
): Spoken {
  const values = wordsOf(occurrence);
  if (unit === null) return spoken(sentence(world, 'reported-here', values));
  const name = occurrence.units.find((each) => unitId(each) === unit)?.name ?? agencyLabel(unit, world);
  const missing = followsAll && occurrence.units.length > 1 ? missingLine(occurrence, reported, world) : null;
  return spoken(sentence(world, 'reported', { ...values, agency: name }), ...(missing === null ? [] : [missing]));
}

/** Until when a deadline is put off. */
export function snoozedText(occurrence: Occurrence, until: string, world: NudgeWorld): string[] {
  const { hour } = world.nudges.settings;
  const values = { ...wordsOf(occurrence), hour, day: namedDay(until, world) };
  const past = until > occurrence.lastWorkingDay ? [sentence(world, 'snoozed-past', values)] : [];
  return [sentence(world, 'snoozed', values), ...past];
}

/** The exact words of a deadline. */
export function originalText({ plan, source, section, quote, note }: Occurrence, world: NudgeWorld): string {
  if (plan === null) return sentence(world, 'original-circular', { source, section, note: note ?? '' }).trim();
  return sentence(world, 'original', { source, section, quote: plainText(quote) });
}

/** A deadline's words for a sentence about it. */
export function wordsOf({ what, dueText }: Occurrence): { what: string; due: string } {
  return { what, due: dueText };
}

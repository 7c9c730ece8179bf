/** A merged nudge in words: short, formal, units and never persons, fit to be pasted on. */
import { daysBetween, officeDate, weekday } from '../text/dates.ts';
import { capitalised } from '../text/sentence.ts';
import { agencyLabel, sentence, type NudgeWorld } from './nudge-world.ts';
import type { Occurrence, Season, Unit } from './occurrence.ts';
import type { DueItem, DueMessage } from './schedule.ts';
import { agencyAt, missingUnits, roleOf, type Reported, type Subscription } from './subscription.ts';
import { dayOf } from './vietnam-clock.ts';

const MOST_UNITS = 12;

export interface TextContext {
  readonly subscription: Subscription;
  readonly reported: Reported;
  /** All occurrences of the place, for what an agency collects. */
  readonly occurrences: readonly Occurrence[];
  readonly now: number;
  readonly world: NudgeWorld;
}

/** The text of a message. */
export function messageText({ items, seasons, weekly }: DueMessage, context: TextContext): string {
  const { subscription, world } = context;
  const late = items.length > 0 && items.every((item) => item.late);
  const place = world.labels.place(subscription.place);
  const blocks = [
    [
      sentence(world, late ? 'head-late' : 'head', { place }),
      addressee(context),
      ...(late ? [sentence(world, 'late')] : []),
    ],
    ...items.map((item, at) => itemLines(item, items.length > 1 ? at + 1 : null, context)),
    ...(weekly && weekly.length > 0 ? [weeklyLines(weekly, items.length > 0, context)] : []),
    ...seasons.map((season) => seasonLines(season, world)),
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

/** The units that have not reported, in the plan's order; null where nobody uses the marks yet. */
export function missingLine(occurrence: Occurrence, reported: Reported, world: NudgeWorld): string | null {
  const missing = missingUnits(occurrence, reported);
  if (missing.length === 0) return sentence(world, 'missing-none');
  if (missing.length === occurrence.units.length) return null;
  return sentence(world, 'missing', { count: missing.length, units: unitList(missing, world) });
}

/** The units by name; of many the first ones, and how many more. */
export function unitList(units: readonly Unit[], world: NudgeWorld): string {
  const names = units.slice(0, MOST_UNITS).map(({ name }) => name);
  const more = units.length - names.length;
  return [...names, ...(more > 0 ? [sentence(world, 'units-more', { count: more })] : [])].join('; ');
}

/** A day as offices write it, with its name: "thứ Sáu, 7/11/2025". */
export function namedDay(day: string, world: NudgeWorld): string {
  return `${world.nudges.weekdays[weekday(day) - 1] ?? ''}, ${officeDate(day)}`;
}

/** What is due, from whom, to whom through whom; without how long there is left. */
export function routeLines({ reporters, recipients, via }: Occurrence, world: NudgeWorld): string[] {
  const names = (units: readonly Unit[]) => units.map(({ name }) => name).join('; ');
  const lines = [sentence(world, 'reporters', { reporters: names(reporters) })];
  if (recipients.length > 0 && via)
    lines.push(sentence(world, 'recipients-via', { recipients: names(recipients), via: via.name }));
  else if (recipients.length > 0) lines.push(sentence(world, 'recipients', { recipients: names(recipients) }));
  else if (via) lines.push(sentence(world, 'via', { via: via.name }));
  return lines;
}

/** Where it is written. */
export function sourceText({ plan, source, section }: Occurrence, world: NudgeWorld): string {
  return sentence(world, plan === null ? 'source-circular' : 'source', { source, section });
}

function addressee({ subscription, world }: TextContext): string {
  if (subscription.agency === undefined) return sentence(world, 'to-all');
  return sentence(world, 'to-agency', { agency: agencyLabel(subscription.agency, world) });
}

function itemLines(item: DueItem, number: number | null, context: TextContext): string[] {
  const { occurrence, offset } = item;
  const { world, now } = context;
  const what = capitalised(occurrence.what);
  const head = number === null ? sentence(world, 'item', { what }) : sentence(world, 'item-numbered', { number, what });
  if (offset === 'elsewhere') return [head, elsewhereLine(occurrence, context)];
  return [
    head,
    dueLine(item, context),
    ...routeLines(occurrence, world),
    ...progressLines(item, context),
    sourceText(occurrence, world),
    ...(occurrence.note === undefined ? [] : [sentence(world, 'note', { note: occurrence.note })]),
    ...todayLine(occurrence, now, world),
    ...(occurrence.holidaysKnown ? [] : [sentence(world, 'no-holidays', { year: occurrence.lastDay.slice(0, 4) })]),
  ];
}

function dueLine({ occurrence, offset }: DueItem, { now, world }: TextContext): string {
  const due = occurrence.dueText;
  const day = namedDay(occurrence.lastWorkingDay, world);
  if (offset === 'collect') return sentence(world, 'due-collect', { due, day });
  const days = daysBetween(dayOf(now), occurrence.lastWorkingDay);
  if (days < 0) return sentence(world, 'due-past', { due, day });
  if (occurrence.kind === 'event') return sentence(world, 'due-event', { due });
  const left = days === 0 ? 'left-today' : days === 1 ? 'left-tomorrow' : 'left';
  return sentence(world, 'due', { due, day, left: sentence(world, left, { days }) });
}

/** Who is still missing: for those who follow several units, and for those who collect. */
function progressLines({ occurrence, offset }: DueItem, context: TextContext): string[] {
  const { subscription, reported, world } = context;
  if (offset === 'collect') return [missingLine(occurrence, reported, world) ?? sentence(world, 'missing-nobody-yet')];
  if (subscription.agency !== undefined) return upstreamLines(occurrence, context);
  const several = occurrence.units.length > 1 ? missingLine(occurrence, reported, world) : null;
  return several === null ? [] : [several];
}

/** What the agency itself collects first, once the others' last day is over. */
function upstreamLines(
  occurrence: Occurrence,
  { occurrences, reported, now, world, subscription }: TextContext,
): string[] {
  const agency = agencyAt(subscription, occurrence, world);
  const before = occurrences.filter(
    ({ key, collectors, lastWorkingDay }) =>
      occurrence.upstream.includes(key) && collectors.includes(agency ?? '') && lastWorkingDay < dayOf(now),
  );
  return before.flatMap((each) => {
    const missing = missingUnits(each, reported);
    const values = { due: each.dueText, count: missing.length, units: unitList(missing, world) };
    if (missing.length === each.units.length) return [sentence(world, 'missing-upstream-nobody-yet', values)];
    return missing.length === 0 ? [] : [sentence(world, 'missing-upstream', values)];
  });
}

function elsewhereLine(occurrence: Occurrence, { subscription, world }: TextContext): string {
  return sentence(world, 'elsewhere', { agency: agencyLabel(agencyAt(subscription, occurrence, world) ?? '', world) });
}

function todayLine({ today }: Occurrence, now: number, world: NudgeWorld): string[] {
  return today && dayOf(now) >= today.from ? [sentence(world, 'today', { today: today.text })] : [];
}

function weeklyLines(weekly: readonly Occurrence[], others: boolean, { world }: TextContext): string[] {
  const lines = weekly.map((each) =>
    sentence(world, 'weekly-item', {
      day: namedDay(each.lastWorkingDay, world),
      what: each.what,
      due: each.dueText,
      reporters: each.reporters.map(({ name }) => name).join('; '),
    }),
  );
  return [sentence(world, others ? 'weekly-more' : 'weekly'), ...lines];
}

function seasonLines({ items, place, year, lastYear }: Season, world: NudgeWorld): string[] {
  const values = { year, last: lastYear, place: world.labels.place(place) };
  const today = items[0]?.today;
  return [
    sentence(world, 'season', values),
    ...items.map(({ dueText, what }) => sentence(world, 'season-item', { due: capitalised(dueText), what })),
    sentence(world, 'season-ask', values),
    ...(today ? [sentence(world, 'today', { today: today.text })] : []),
  ];
}

/** The occurrences of a message that somebody can mark as done. */
export function actionable({ items }: DueMessage, { subscription, world }: TextContext): Occurrence[] {
  return items
    .filter(({ occurrence, offset }) => offset !== 'elsewhere' && roleOf(subscription, occurrence, world) === 'report')
    .map(({ occurrence }) => occurrence);
}

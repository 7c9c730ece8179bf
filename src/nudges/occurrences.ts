/** From the deadlines of a plan to dated occurrences; what has no date is left out, with the reason. */
import type { Deadline, Plan } from '../knowledge/schema.ts';
import { bindingOf, collectorsOf, idsOf, unitsOf, type Parties } from './agency-binding.ts';
import { sentence, type NudgeWorld } from './nudge-world.ts';
import type { Occurrence, Undated, Unit } from './occurrence.ts';
import { eventDay, isRelative, lastDayOf, recurringDays, relativeDay, spanEnd, type RuleDay } from './rule-days.ts';
import { addDays, officeDate } from '../text/dates.ts';

export interface PlanOccurrences {
  readonly occurrences: readonly Occurrence[];
  readonly undated: readonly Undated[];
}

/** One dated part of a deadline, and what explains its date. */
interface DatedPart extends RuleDay {
  readonly note?: string | undefined;
}

/** The occurrences of a plan's deadlines in its year, the earliest first. */
export function occurrencesOf(plan: Plan, world: NudgeWorld): PlanOccurrences {
  const undated: Undated[] = [];
  const dated = plan.deadlines.flatMap((deadline) => {
    const parts = partsOf(deadline, plan, world);
    if (typeof parts !== 'string') return parts.map((part) => occurrenceOf(deadline, part, parts.length, plan, world));
    const { section, what, dueText } = deadline;
    undated.push({ plan: plan.id, source: world.labels.plan(plan), section, what, dueText, reason: parts });
    return [];
  });
  const sorted = [...dated].sort((a, b) => a.lastDay.localeCompare(b.lastDay));
  return { occurrences: sorted.map((each) => ({ ...each, upstream: upstreamOf(each, sorted) })), undated };
}

/** The dates of a deadline, or why it has none. */
function partsOf(deadline: Deadline, plan: Plan, world: NudgeWorld): DatedPart[] | Undated['reason'] {
  const { due, dueText, recurrence, precision, kind, what } = deadline;
  if (recurrence) return recurringDays(deadline, plan.year) ?? 'no-rule';
  const event = eventDay([dueText, what], plan.year, world.nudges.events);
  if (due !== null && kind !== 'event') return [{ part: '', day: lastDayOf(due, dueText) }];
  if (isRelative(dueText)) {
    const end = event?.event.lunar === undefined ? (plan.period?.to ?? event?.day) : event.day;
    const day = end === undefined ? null : relativeDay(dueText, end, world.workingDays);
    return day === null ? 'no-event' : [{ part: '', day }];
  }
  // A feast of the lunar calendar has its own day, whatever quarter the plan writes beside it.
  if (kind === 'event' && event) {
    const note = event.event.label.replace('{day}', officeDate(event.day));
    return [{ part: '', day: event.day, note }];
  }
  if (due !== null) return [{ part: '', day: lastDayOf(due, dueText) }];
  const end = precision ? spanEnd(dueText, plan.year) : null;
  return end === null ? 'no-date' : [{ part: '', day: end }];
}

function occurrenceOf(deadline: Deadline, part: DatedPart, of: number, plan: Plan, world: NudgeWorld): Occurrence {
  const parties: Parties = { reporters: deadline.reporters, recipients: deadline.recipients, via: deadline.via };
  const { nudges, agencies } = world;
  return {
    key: [plan.id, deadline.id, ...(of > 1 && part.part ? [part.part] : [])].join('/'),
    plan: plan.id,
    deadline: deadline.id,
    place: plan.place,
    level: plan.level,
    kind: deadline.kind,
    period: deadline.period,
    ...(deadline.recurrence ? { recurrence: deadline.recurrence } : {}),
    what: deadline.what,
    dueText: writtenDue(deadline, part.day),
    ...workingDatesOf(part.day, world),
    ...parties,
    units: unitsOf(parties, plan, agencies, nudges.collectives),
    bindingAgencies: bindingOf(parties, agencies.values(), nudges.collectives),
    collectors: collectorsOf(parties, new Set(plan.deadlines.flatMap(({ reporters }) => idsOf(reporters)))),
    upstream: [],
    source: world.labels.plan(plan),
    section: deadline.section,
    quote: deadline.quote,
    note: part.note,
    today: todayOf(plan.place, parties, world),
  };
}

/** The working days that belong to the last day of a deadline. */
export function workingDatesOf(lastDay: string, { workingDays }: NudgeWorld) {
  const lastWorkingDay = workingDays.onOrBefore(lastDay);
  const lateDay = workingDays.after(lastDay);
  const holidaysKnown = [lastWorkingDay, lastDay, lateDay].every((day) => workingDays.knows(day));
  return { lastDay, lastWorkingDay, lateDay, holidaysKnown };
}

/** What became of the place, else of an agency on the way of the report. */
export function todayOf(placeId: string, { via, recipients, reporters }: Parties, world: NudgeWorld) {
  const place = world.places.get(placeId);
  if (place?.until && place.today) return { from: addDays(place.until, 1), text: place.today };
  const units: Unit[] = [...(via ? [via] : []), ...recipients, ...reporters];
  const text = units.map(({ agency }) => world.agencies.get(agency ?? '')?.today).find((line) => line !== undefined);
  return text === undefined ? undefined : { from: world.nudges.settings.changesFrom, text };
}

/** The deadline as written, with its year; a recurring one with the date that is meant. */
function writtenDue({ due, dueText, recurrence }: Deadline, lastDay: string): string {
  const year = (due ?? lastDay).slice(0, 4);
  if (recurrence) return `${dueText} (${officeDate(lastDay)})`;
  return due === null || dueText.includes(year) ? dueText : `${dueText}/${year}`;
}

/** What the reporters of a deadline collect before: same plan and period, earlier, through or to them. */
function upstreamOf(later: Occurrence, all: readonly Occurrence[]): string[] {
  const reporters = idsOf(later.reporters);
  return all
    .filter((each) => each.key !== later.key && each.period === later.period && each.kind === later.kind)
    .filter((each) => each.lastDay < later.lastDay && each.collectors.some((id) => reporters.includes(id)))
    .map(({ key }) => key);
}

/** Why a deadline has no date, in words. */
export function undatedReason({ reason }: Undated, world: NudgeWorld): string {
  return sentence(world, `undated-${reason}`);
}

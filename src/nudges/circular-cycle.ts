/** The yearly reports that a circular asks of every place, whether or not a plan repeats them. */
import type { CycleStep } from '../knowledge/nudges-schema.ts';
import { addDays } from '../text/dates.ts';
import { idsOf, type Parties } from './agency-binding.ts';
import type { NudgeWorld } from './nudge-world.ts';
import type { Occurrence } from './occurrence.ts';
import { todayOf, workingDatesOf } from './occurrences.ts';
import { dayOfMonth } from './rule-days.ts';

/** What the cycle asks of a place in a year; nothing where the place or its level had ended, or its plan asks the same. */
export function cycleOf(placeId: string, year: number, world: NudgeWorld): Occurrence[] {
  const place = world.places.get(placeId);
  if (!place || planAsks(placeId, year, world)) return [];
  return world.nudges.cycle.steps
    .filter((step) => step.level === place.kind)
    .map((step) => stepOccurrence(step, placeId, year, world))
    .filter(
      ({ lastDay, deadline }) => lastDay <= (endOf(deadline, world) ?? lastDay) && lastDay <= (place.until ?? lastDay),
    );
}

function planAsks(place: string, year: number, { plansOf }: NudgeWorld): boolean {
  return (plansOf.get(place) ?? []).some(
    (plan) =>
      plan.year === year &&
      plan.deadlines.some(({ kind, period, due }) => kind === 'report' && period === 'action-month' && due !== null),
  );
}

function endOf(step: string, world: NudgeWorld): string | undefined {
  return world.nudges.cycle.steps.find(({ id }) => id === step)?.until;
}

function stepOccurrence(step: CycleStep, place: string, year: number, world: NudgeWorld): Occurrence {
  const { cycle } = world.nudges;
  const [date, month] = step.before.split('/').map(Number);
  const parties: Parties = { reporters: step.reporters, recipients: step.recipients, via: null };
  return {
    key: `${cycle.id}/${step.id}/${place}/${year}`,
    plan: null,
    deadline: step.id,
    place,
    level: step.level,
    kind: 'report',
    period: 'action-month',
    what: step.what,
    dueText: `${beforeWords(step, world)}/${year}`,
    ...workingDatesOf(addDays(dayOfMonth(year, month!, date!), -1), world),
    ...parties,
    units: step.reporters,
    bindingAgencies: [...new Set([...idsOf(step.reporters), ...step.also])],
    collectors: [],
    upstream: [],
    source: cycle.source,
    section: cycle.section,
    quote: '',
    note: step.note,
    today: step.note === undefined ? todayOf(place, parties, world) : undefined,
  };
}

function beforeWords(step: CycleStep, world: NudgeWorld): string {
  return world.nudges.cycle.due.replace('{date}', step.before);
}

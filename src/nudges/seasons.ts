/** The one message at the start of a season whose new plan is missing: last year's days, named as such. */
import { addDays, daysBetween } from '../text/dates.ts';
import type { NudgeWorld } from './nudge-world.ts';
import type { Occurrence, Season } from './occurrence.ts';

/** The seasons of a place in a year; none where a plan of that year is loaded. */
export function seasonsOf(place: string, year: number, earlier: readonly Occurrence[], world: NudgeWorld): Season[] {
  const plans = (world.plansOf.get(place) ?? []).filter((plan) => plan.year <= year);
  const newest = plans.reduce<(typeof plans)[number] | null>(
    (best, plan) => (best && best.year >= plan.year ? best : plan),
    null,
  );
  if (!newest || newest.year === year) return [];
  const days = earlier.filter(({ plan, kind, recurrence }) => plan === newest.id && kind !== 'event' && !recurrence);
  return grouped(days, world.nudges.settings.seasonGapDays).map((items) => {
    const first = anniversary(items[0]!.lastDay, year);
    const day = world.workingDays.onOrBefore(addDays(first, -world.nudges.settings.seasonDays));
    const key = `${newest.id}/season/${year}/${items[0]!.lastDay.slice(5)}`;
    return { key, place, plan: newest.id, year, lastYear: newest.year, day, until: first, items };
  });
}

/** Deadlines that lie close together, counted from the first of each group. */
function grouped(sorted: readonly Occurrence[], gapDays: number): Occurrence[][] {
  const groups: Occurrence[][] = [];
  for (const each of sorted) {
    const group = groups.at(-1);
    if (group && daysBetween(group[0]!.lastDay, each.lastDay) <= gapDays) group.push(each);
    else groups.push([each]);
  }
  return groups;
}

/** The same day of another year; 28 February for 29. */
function anniversary(day: string, year: number): string {
  const same = `${year}${day.slice(4)}`;
  return Number.isNaN(Date.parse(same)) || !new Date(same).toISOString().startsWith(same) ? `${year}-02-28` : same;
}

/** The deadlines of places as one line of time: a year back and a year ahead, for the page. */
import { addDays, daysBetween } from '../text/dates.ts';
import type { Timetable } from './timetable.ts';
import { dayOf, yearOf } from './vietnam-clock.ts';

const REACH_DAYS = 365;
const SOON_DAYS = 14;

export interface TimelineEntry {
  readonly what: string;
  readonly place: string;
  /** The last working day on which it can be met, ISO. */
  readonly day: string;
  readonly daysLeft: number;
  readonly state: 'past' | 'soon' | 'open';
  readonly dueText: string;
  readonly reporters: string;
  readonly source: string;
  readonly section: string;
}

export interface Timeline {
  readonly today: string;
  readonly entries: readonly TimelineEntry[];
  /** The plans whose calendars can be subscribed to. */
  readonly calendars: readonly { readonly plan: string; readonly name: string }[];
}

/** The line of one place, or of all that have a plan. */
export function timelineOf(timetable: Timetable, place: string | null, now: number): Timeline {
  const today = dayOf(now);
  const places = timetable.places().filter((each) => place === null || each === place);
  const near = places.flatMap((each) =>
    timetable
      .of(each, yearOf(now))
      .occurrences.filter(
        ({ lastWorkingDay: day }) => day >= addDays(today, -REACH_DAYS) && day <= addDays(today, REACH_DAYS),
      ),
  );
  const entries = near.map((each): TimelineEntry => {
    const daysLeft = daysBetween(today, each.lastWorkingDay);
    return {
      what: each.what,
      place: timetable.world.labels.place(each.place),
      day: each.lastWorkingDay,
      daysLeft,
      state: daysLeft < 0 ? 'past' : daysLeft <= SOON_DAYS ? 'soon' : 'open',
      dueText: each.dueText,
      reporters: each.reporters.map(({ name }) => name).join('; '),
      source: each.source,
      section: each.section,
    };
  });
  const plans = timetable.world.plans.filter((plan) => places.includes(plan.place));
  return {
    today,
    entries: entries.sort((a, b) => a.day.localeCompare(b.day)),
    calendars: plans.map((plan) => ({ plan: plan.id, name: timetable.world.labels.plan(plan) })),
  };
}

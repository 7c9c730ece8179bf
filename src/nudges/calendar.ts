/** The deadlines of a plan as an iCalendar feed: all-day events on the last working day, with alarms. */
import { capitalised } from '../text/sentence.ts';
import { createHash } from 'node:crypto';
import ical, { ICalAlarmRelatesTo, ICalAlarmType, ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { officeDate } from '../text/dates.ts';
import { routeLines, sourceText } from './nudge-text.ts';
import { sentence, type NudgeWorld } from './nudge-world.ts';
import type { Occurrence } from './occurrence.ts';
import { occurrencesOf } from './occurrences.ts';
import { plannedNudges } from './planned-days.ts';
import { DAY_MS, instantAt } from './vietnam-clock.ts';

/** Names the events for good; it need not be an address. */
const DOMAIN = 'mang-non';
const REFRESH_SECONDS = 12 * 3600;

/** One event before it is written: what a subscriber would see of it. */
export interface CalendarEntry {
  /** The same for the same deadline, whatever becomes of its date. */
  readonly uid: string;
  /** Changes with anything that is shown. */
  readonly hash: string;
  readonly day: string;
  readonly summary: string;
  readonly description: string;
  /** Seconds from the beginning of the day: negative before it. */
  readonly alarms: readonly number[];
}

/** How often an entry has changed, and when last (milliseconds since 1970). */
export interface Revision {
  readonly sequence: number;
  readonly changedAt: number;
}

/** The events of a plan; null where there is no such plan. */
export function calendarEntries(planId: string, world: NudgeWorld): CalendarEntry[] | null {
  const plan = world.plans.find(({ id }) => id === planId);
  return plan ? occurrencesOf(plan, world).occurrences.map((each) => entryOf(each, world)) : null;
}

/** The feed of a plan's events. Throws nothing; entries without a revision count as new at the epoch. */
export function calendarText(
  planId: string,
  entries: readonly CalendarEntry[],
  revisions: ReadonlyMap<string, Revision>,
  world: NudgeWorld,
): string {
  const plan = world.plans.find(({ id }) => id === planId);
  const calendar = ical({
    name: sentence(world, 'calendar-name', { plan: plan ? world.labels.plan(plan) : planId }),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: DOMAIN, product: DOMAIN, language: 'VI' },
    ttl: REFRESH_SECONDS,
  });
  for (const { uid, day, summary, description, alarms } of entries) {
    const { sequence, changedAt } = revisions.get(uid) ?? { sequence: 0, changedAt: 0 };
    const event = calendar.createEvent({
      id: uid,
      sequence,
      stamp: new Date(changedAt),
      lastModified: new Date(changedAt),
      // The library writes the date in UTC, whatever zone the process runs in.
      start: new Date(day),
      allDay: true,
      summary,
      description,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
    for (const seconds of alarms) {
      const trigger = seconds < 0 ? { triggerBefore: -seconds } : { triggerAfter: seconds };
      const alarm = event.createAlarm({ type: ICalAlarmType.display, description: summary, ...trigger });
      // Else an alarm after the beginning would count from the end of the day; the constructor does not take it.
      alarm.relatesTo(ICalAlarmRelatesTo.start);
    }
  }
  return calendar.toString();
}

function entryOf(occurrence: Occurrence, world: NudgeWorld): CalendarEntry {
  const { key, lastWorkingDay, what, dueText } = occurrence;
  const summary = sentence(world, 'calendar-event', { what: capitalised(what), due: dueText });
  const description = [
    sentence(world, 'due-event', { due: `${dueText} (${officeDate(lastWorkingDay)})` }),
    ...routeLines(occurrence, world),
    sourceText(occurrence, world),
  ].join('\n');
  const start = instantAt(lastWorkingDay, '00:00');
  const alarms = plannedNudges(occurrence, world)
    .filter(({ day }) => day <= lastWorkingDay)
    .map(({ at }) => (at - start) / 1000);
  const hash = createHash('sha256')
    .update(JSON.stringify([lastWorkingDay, summary, description, alarms]))
    .digest('base64url');
  return { uid: `${key.replaceAll('/', '.')}@${DOMAIN}`, hash, day: lastWorkingDay, summary, description, alarms };
}

/** How long a feed may be kept by those who asked for it, in seconds. */
export const CALENDAR_MAX_AGE = DAY_MS / 1000 / 24;

/** Which nudges a chat is due now, merged into one message, and when to look again; pure, time is an argument. */
import { addDays, weekday } from '../text/dates.ts';
import type { NudgeWorld } from './nudge-world.ts';
import { datedKey, type Occurrence, type Season } from './occurrence.ts';
import { planned, plannedForCollector, plannedNudges, type Offset, type PlannedNudge } from './planned-days.ts';
import { roleOf, settledFor, type Reported, type Subscription } from './subscription.ts';
import { dayOf, DAY_MS, instantAt, minuteOfDay, MINUTE_MS, minutesOf } from './vietnam-clock.ts';

/** The longest time between two looks: a clock that was wrong for a while does no harm for longer. */
export const LONGEST_SLEEP_MS = DAY_MS;
/** So long after it was due nothing is said of a deadline any more. */
const OVER_DAYS = 31;

export interface ScheduleInput {
  /** Of the subscription's place, the earliest first. */
  readonly occurrences: readonly Occurrence[];
  readonly seasons: readonly Season[];
  readonly subscription: Subscription;
  /** The keys of what this chat was sent. */
  readonly sent: ReadonlySet<string>;
  readonly reported: Reported;
  /** The day until which an occurrence is put off, by its key. */
  readonly snoozed: ReadonlyMap<string, string>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly world: NudgeWorld;
}

/** One deadline in a message. */
export interface DueItem {
  readonly occurrence: Occurrence;
  readonly offset: Offset;
  readonly late: boolean;
}

export interface DueMessage {
  readonly items: readonly DueItem[];
  readonly seasons: readonly Season[];
  /** What falls into this week and the next, apart from the items; null where no summary is due. */
  readonly weekly: readonly Occurrence[] | null;
  /** The deadline and offset of everything in it: sent once, whatever happens. */
  readonly keys: readonly string[];
}

export interface DueNudges {
  readonly message: DueMessage | null;
  /** How many planned nudges were missed and are of no use any more, since the subscription was last looked at. */
  readonly dropped: number;
  /** Whether something is due and has to wait for its hour. */
  readonly waiting: boolean;
  /** When there is something to look at, in milliseconds since 1970; null where nothing is planned. */
  readonly nextWake: number | null;
}

/** What a deadline of this chat asks for now. */
interface Outlook {
  readonly item: DueItem | null;
  readonly dropped: number;
  readonly next: number | null;
}

/** A message that is due to be said once from a day on, as long as it helps. */
interface Standing {
  readonly key: string;
  readonly at: number;
  readonly useful: boolean;
}

/** The nudges of a chat that are due, or when they will be. */
export function dueNudges(input: ScheduleInput): DueNudges {
  const { subscription, now, world } = input;
  const outlooks = input.occurrences.map((occurrence) => outlookOf(occurrence, input));
  const items = outlooks.flatMap(({ item }) => item ?? []);
  const seasons = dueSeasons(input);
  const weekly = dueWeekly(input, items);
  const dropped = outlooks.reduce((sum, each) => sum + each.dropped, 0);
  const upcoming = [...outlooks.map(({ next }) => next), ...standingTimes(input)].filter((at) => at !== null);
  const nextWake = upcoming.length > 0 ? Math.min(...upcoming) : null;
  const keys = [
    ...items.map(({ occurrence, offset }) => nudgeKey(occurrence, offset)),
    ...seasons.map(seasonKey),
    ...(weekly ? [weeklyKey(now)] : []),
  ];
  if (keys.length === 0) return { message: null, dropped, waiting: false, nextWake };
  const open = sendableFrom(now, subscription, world);
  if (open > now) return { message: null, dropped, waiting: true, nextWake: Math.min(open, nextWake ?? open) };
  return { message: { items, seasons, weekly, keys }, dropped, waiting: false, nextWake };
}

/** The key of a nudge within its chat. */
export function nudgeKey(occurrence: Pick<Occurrence, 'key' | 'lastDay'>, offset: Offset): string {
  return `${datedKey(occurrence)}|${offset}`;
}

/** The earliest instant from `now` on at which a nudge may be sent: a working day's hours, a pause after the last one. */
export function sendableFrom(now: number, { messageAt }: Subscription, { nudges, workingDays }: NudgeWorld): number {
  const { hour, quietFrom, quietTo, pauseMinutes } = nudges.settings;
  // A message "in the future" is one of a clock that has been set back since.
  const paused = messageAt !== undefined && messageAt <= now ? messageAt + pauseMinutes * MINUTE_MS : now;
  const opening = hour > quietTo ? hour : quietTo;
  const at = Math.max(now, paused);
  const day = dayOf(at);
  if (!workingDays.has(day)) return instantAt(workingDays.after(day), opening);
  const minute = minuteOfDay(at);
  if (minute < minutesOf(opening)) return instantAt(day, opening);
  return minute < minutesOf(quietFrom) ? at : instantAt(workingDays.after(day), opening);
}

/** When a message of now is of no use any more: the quiet hours begin. */
export function usefulUntil(now: number, { nudges }: NudgeWorld): number {
  return instantAt(dayOf(now), nudges.settings.quietFrom);
}

function outlookOf(occurrence: Occurrence, input: ScheduleInput): Outlook {
  const { subscription, reported, world, now } = input;
  const over = dayOf(now) > addDays(occurrence.lateDay, OVER_DAYS);
  const role = subscription.nudges && !over ? roleOf(subscription, occurrence, world) : null;
  const settled = role === null ? 'here' : settledFor(subscription, occurrence, reported, world);
  if (role === null || settled === 'here') return { item: null, dropped: 0, next: null };
  const all = plansOf(occurrence, role, input).filter(({ at }) => at >= subscription.since);
  const past = all.filter(({ at }) => at <= now);
  const next = all.find(({ at }) => at > now)?.at ?? null;
  const item = itemOf(occurrence, past.at(-1), settled, input);
  const missed = past.filter(
    ({ at, offset }) => at > subscription.lookedAt && offset !== item?.offset && !wasSent(occurrence, offset, input),
  );
  return { item, dropped: settled === null ? missed.length : 0, next };
}

/** The planned nudges of a deadline, with the one that it was put off to in place of those until then. */
function plansOf(occurrence: Occurrence, role: 'report' | 'collect', input: ScheduleInput): PlannedNudge[] {
  const { world, snoozed, now } = input;
  const plans = role === 'report' ? plannedNudges(occurrence, world) : plannedForCollector(occurrence, world);
  const until = snoozed.get(occurrence.key);
  if (until === undefined) return plans;
  const again = planned(`snooze-${until}`, until, world);
  const kept = plans.filter(({ day, at }) => day >= until || (at <= now && now >= again.at));
  return kept.some(({ day }) => day === until) ? kept : [...kept, again].sort((a, b) => a.at - b.at);
}

/** What to say of a deadline now: its latest planned nudge, unless it was sent or is of no use any more. */
function itemOf(
  occurrence: Occurrence,
  latest: PlannedNudge | undefined,
  settled: 'elsewhere' | null | 'here',
  input: ScheduleInput,
): DueItem | null {
  const { now, world } = input;
  const today = dayOf(now);
  if (!latest || (today > occurrence.lastWorkingDay && latest.day !== today)) return null;
  const offset = settled === 'elsewhere' ? 'elsewhere' : latest.offset;
  if (wasSent(occurrence, offset, input) || wasSent(occurrence, latest.offset, input)) return null;
  const late = latest.day < today || now - latest.at > world.nudges.settings.lateAfterMinutes * MINUTE_MS;
  return { occurrence, offset, late };
}

function wasSent(occurrence: Occurrence, offset: Offset, { sent }: ScheduleInput): boolean {
  return sent.has(nudgeKey(occurrence, offset));
}

function seasonKey({ key }: Season): string {
  return `season|${key}`;
}

function seasonStanding(season: Season, { now, world }: ScheduleInput): Standing {
  const at = instantAt(season.day, world.nudges.settings.hour);
  return { key: seasonKey(season), at, useful: dayOf(now) <= season.until };
}

/** The seasons whose plan is missing, with the deadlines that concern the chat. */
function dueSeasons(input: ScheduleInput): Season[] {
  return seasonsFor(input).filter((season) => isDue(seasonStanding(season, input), input));
}

function seasonsFor({ seasons, subscription, world }: ScheduleInput): Season[] {
  if (!subscription.nudges) return [];
  return seasons
    .map((season) => ({
      ...season,
      items: season.items.filter((each) => roleOf(subscription, each, world) === 'report'),
    }))
    .filter(({ items }) => items.length > 0);
}

function isDue({ key, at, useful }: Standing, { now, sent, subscription }: ScheduleInput): boolean {
  return at <= now && at >= subscription.since && useful && !sent.has(key);
}

/** The Monday of the week of an instant. */
function mondayOf(now: number): string {
  const today = dayOf(now);
  return addDays(today, 1 - weekday(today));
}

function weeklyKey(now: number): string {
  return `weekly|${mondayOf(now)}`;
}

/** The summary of a week: on its first working day. */
function weeklyStanding(monday: string, { world, now }: ScheduleInput): Standing {
  const day = world.workingDays.onOrAfter(monday);
  const useful = day <= addDays(monday, 6) && dayOf(now) <= addDays(monday, 6);
  return { key: `weekly|${monday}`, at: instantAt(day, world.nudges.settings.hour), useful };
}

function dueWeekly(input: ScheduleInput, items: readonly DueItem[]): readonly Occurrence[] | null {
  const { subscription, occurrences, reported, world, now } = input;
  const monday = mondayOf(now);
  if (!subscription.weekly || !isDue(weeklyStanding(monday, input), input)) return null;
  const [from, to] = [dayOf(now), addDays(monday, 13)];
  const coming = occurrences.filter(
    (each) =>
      each.lastWorkingDay >= from &&
      each.lastWorkingDay <= to &&
      roleOf(subscription, each, world) === 'report' &&
      settledFor(subscription, each, reported, world) === null,
  );
  if (coming.length === 0) return null;
  return coming.filter((each) => !items.some(({ occurrence }) => occurrence.key === each.key));
}

/** When the summaries and seasons to come are to be looked at. */
function standingTimes(input: ScheduleInput): (number | null)[] {
  const { now, subscription } = input;
  const seasons = seasonsFor(input).map((season) => seasonStanding(season, input).at);
  const monday = mondayOf(now);
  const weeks = subscription.weekly ? [monday, addDays(monday, 7)].map((each) => weeklyStanding(each, input).at) : [];
  return [...seasons, ...weeks].map((at) => (at > now ? at : null));
}

/** What would be sent between two days, to which kind of subscriber, when and why; nothing is sent or stored. */
import { idsOf } from './agency-binding.ts';
import { agencyLabel, sentence, type NudgeWorld } from './nudge-world.ts';
import type { Occurrence, Undated } from './occurrence.ts';
import { undatedReason } from './occurrences.ts';
import type { Offset } from './planned-days.ts';
import { messageText, namedDay } from './nudge-text.ts';
import { dueNudges, nudgeKey, type DueMessage } from './schedule.ts';
import { NOTHING_REPORTED, type Subscription } from './subscription.ts';
import type { PlaceDates, Timetable } from './timetable.ts';
import { dayOf, DAY_MS, instantAt, MINUTE_MS } from './vietnam-clock.ts';

export interface RehearsalWish {
  /** ISO dates, both included. */
  readonly from: string;
  readonly to: string;
  /** A place's id; all places that have a plan where it is left out. */
  readonly place?: string | undefined;
}

/** One message; the fields are those of a line of JSON. */
export interface RehearsedMessage {
  /** An instant in Vietnam, "2025-11-07T08:00:00+07:00". */
  readonly at: string;
  readonly place: string;
  readonly subscriber: { readonly kind: 'place' | 'agency'; readonly agency: string | null; readonly name: string };
  readonly nudges: readonly RehearsedNudge[];
  readonly text: string;
}

export interface RehearsedNudge {
  readonly key: string;
  readonly plan: string | null;
  readonly deadline: string;
  readonly offset: Offset | 'season';
  readonly reason: string;
  readonly due: string;
  readonly lastWorkingDay: string;
}

export interface Rehearsal {
  readonly messages: readonly RehearsedMessage[];
  readonly undated: readonly Undated[];
  /** The years whose holidays are not known. */
  readonly unknownYears: readonly number[];
}

/** Runs the schedule over the days for each kind of subscriber: a whole place, and each agency that is named. */
export function rehearse(timetable: Timetable, { from, to, place }: RehearsalWish): Rehearsal {
  const places = place === undefined ? timetable.places() : [place];
  const year = Number(from.slice(0, 4));
  const dates = places.map((each) => timetable.of(each, year));
  const messages = places.flatMap((each) =>
    subscribersOf(timetable, each, from, to).flatMap((agency) => rehearseOne(timetable, each, agency, from, to)),
  );
  return {
    messages: messages.sort((a, b) => a.at.localeCompare(b.at)),
    undated: dates.flatMap(({ undated }) => undated),
    unknownYears: timetable.world.workingDays.unknownYears([from, to, ...lastDays(dates, from, to)]),
  };
}

/** A rehearsal for reading. */
export function rehearsalText({ messages, undated, unknownYears }: Rehearsal, world: NudgeWorld): string {
  const shown = messages.map(({ at, subscriber, nudges, text }) => {
    const reasons = [...new Set(nudges.map(({ reason }) => reason))].join('; ');
    const values = { day: namedDay(at.slice(0, 10), world), hour: at.slice(11, 16), subscriber: subscriber.name };
    const indented = text.split('\n').map((line) => (line === '' ? '' : `    ${line}`));
    return [sentence(world, 'rehearsal-head', { ...values, reason: reasons }), ...indented].join('\n');
  });
  const blocks = [
    ...unknownYears.map((year) => sentence(world, 'rehearsal-holidays', { year })),
    ...(shown.length > 0 ? shown : [sentence(world, 'rehearsal-none')]),
    ...undated.map((each) => undatedLine(each, world)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** A rehearsal for programs: one JSON object a message. */
export function rehearsalJson({ messages }: Rehearsal): string {
  return messages.map((message) => `${JSON.stringify(message)}\n`).join('');
}

function undatedLine(undated: Undated, world: NudgeWorld): string {
  const { source, section, what, dueText } = undated;
  const reason = undatedReason(undated, world);
  return sentence(world, 'rehearsal-undated', { plan: source, section, what, due: dueText, reason });
}

function lastDays(dates: readonly PlaceDates[], from: string, to: string): string[] {
  const all = dates.flatMap(({ occurrences }) => occurrences.map(({ lastDay }) => lastDay));
  return all.filter((day) => day >= from && day <= to);
}

/** Undefined for a whole place; then the agencies that the deadlines name, and those who collect. */
function subscribersOf(timetable: Timetable, place: string, from: string, to: string): (string | undefined)[] {
  const years = new Set([Number(from.slice(0, 4)), Number(to.slice(0, 4))]);
  const all = [...years].flatMap((year) => timetable.of(place, year).occurrences);
  const named = all.flatMap(({ plan, reporters, bindingAgencies, collectors }) => [
    ...(plan === null ? bindingAgencies : idsOf(reporters)),
    ...collectors,
  ]);
  return [undefined, ...new Set(named)];
}

function rehearseOne(
  timetable: Timetable,
  place: string,
  agency: string | undefined,
  from: string,
  to: string,
): RehearsedMessage[] {
  const { world } = timetable;
  const start = instantAt(from, '00:00');
  const end = instantAt(to, '00:00') + DAY_MS;
  const sent = new Set<string>();
  const messages: RehearsedMessage[] = [];
  let subscription: Subscription = {
    place,
    agency,
    group: true,
    nudges: true,
    weekly: false,
    since: start,
    lookedAt: start,
  };
  let now = start;
  while (now < end) {
    const { occurrences, seasons } = timetable.of(place, Number(dayOf(now).slice(0, 4)));
    const input = {
      occurrences,
      seasons,
      subscription,
      sent,
      reported: NOTHING_REPORTED,
      snoozed: new Map<string, string>(),
    };
    const due = dueNudges({ ...input, now, world });
    if (due.message) {
      for (const key of due.message.keys) sent.add(key);
      messages.push(rehearsed(due.message, subscription, occurrences, now, world));
      subscription = { ...subscription, messageAt: now };
    }
    // At a year's end the next year's days come into sight.
    now = due.nextWake === null ? nextYear(now) : Math.max(due.nextWake, now + MINUTE_MS);
  }
  return messages;
}

function nextYear(now: number): number {
  return instantAt(`${Number(dayOf(now).slice(0, 4)) + 1}-01-01`, '00:00');
}

function rehearsed(
  message: DueMessage,
  subscription: Subscription,
  occurrences: readonly Occurrence[],
  now: number,
  world: NudgeWorld,
): RehearsedMessage {
  const { place, agency } = subscription;
  const name = world.labels.place(place);
  const shown = agency === undefined ? sentence(world, 'rehearsal-place', { place: name }) : undefined;
  return {
    at: `${new Date(now + 7 * 60 * MINUTE_MS).toISOString().slice(0, 19)}+07:00`,
    place,
    subscriber: {
      kind: agency === undefined ? 'place' : 'agency',
      agency: agency ?? null,
      name: shown ?? sentence(world, 'rehearsal-agency', { agency: agencyLabel(agency ?? '', world), place: name }),
    },
    nudges: nudgesOf(message, world),
    text: messageText(message, { subscription, reported: NOTHING_REPORTED, occurrences, now, world }),
  };
}

function nudgesOf({ items, seasons }: DueMessage, world: NudgeWorld): RehearsedNudge[] {
  const described = ({ plan, deadline, dueText, lastWorkingDay }: Occurrence) => ({
    plan,
    deadline,
    due: dueText,
    lastWorkingDay,
  });
  return [
    ...items.map(({ occurrence, offset }) => ({
      key: nudgeKey(occurrence, offset),
      ...described(occurrence),
      offset,
      reason: reasonOf(offset, world),
    })),
    ...seasons.flatMap(({ key, items: days }) =>
      days.map((each) => ({
        key: `season|${key}`,
        ...described(each),
        offset: 'season' as const,
        reason: sentence(world, 'reason-season'),
      })),
    ),
  ];
}

function reasonOf(offset: Offset, world: NudgeWorld): string {
  if (offset === 0) return sentence(world, 'reason-day');
  if (typeof offset === 'number') return sentence(world, 'reason-before', { days: offset });
  if (offset === 'after' || offset === 'collect' || offset === 'elsewhere') return sentence(world, `reason-${offset}`);
  return sentence(world, 'reason-snooze');
}

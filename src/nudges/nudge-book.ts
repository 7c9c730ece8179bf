/**
 * Nudges over the store. A message, the marks that it was sent and the time of the next look are one commit: whoever
 * dies before it has sent nothing, whoever comes after it, in whatever process, finds the marks and sends nothing.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Outgoing } from '../model/outgoing.ts';
import type { NewDelivery, RecordName, Store, StoredRecord } from '../model/store.ts';
import { atLevel, unitId } from './agency-binding.ts';
import {
  openOccurrences,
  originalText,
  reportedText,
  snoozedText,
  spoken,
  subscribedText,
  whichOccurrence,
  whichUnit,
  wordsOf,
  type Spoken,
} from './nudge-answers.ts';
import { offerOf } from './nudge-choices.ts';
import {
  NudgeRecords,
  nameOf,
  sentId,
  SUBSCRIPTION,
  type ChatMarks,
  type Kept,
  type Sealing,
} from './nudge-records.ts';
import { actionable, messageText, type TextContext } from './nudge-text.ts';
import { agencyLabel, sentence, type NudgeWorld } from './nudge-world.ts';
import { referenceOf, type Occurrence } from './occurrence.ts';
import { dueNudges, LONGEST_SLEEP_MS, usefulUntil, type DueMessage } from './schedule.ts';
import { ALL_UNITS, markOf, NOTHING_REPORTED, roleOf, type Subscription } from './subscription.ts';
import type { Timetable } from './timetable.ts';
import { dayOf, MINUTE_MS } from './vietnam-clock.ts';

/** Chats looked at in one tick: more would keep the clock's other tasks waiting. */
const BATCH = 500;
/** How often a commit is tried anew that somebody else had come before. */
const TRIES = 3;

export interface NudgeBookOptions {
  readonly store: Store;
  readonly vault: Sealing;
  /** What is due where; another one after the plans have changed. */
  readonly timetable: () => Timetable;
  /** Makes a delivery of a message to a chat. */
  readonly delivery: (id: string, chat: string, message: Outgoing, now: number, expiresAt: number) => NewDelivery[];
}

/** What to say, and what to commit together with it. */
export interface NudgeAnswer extends Spoken {
  readonly put: readonly StoredRecord[];
  readonly remove: readonly RecordName[];
}

export interface ReportedWords {
  /** The agency that is named, by its id. */
  readonly agency?: string | undefined;
  /** The references of deadlines; without them those of the last nudge. */
  readonly references?: readonly string[];
  readonly all?: boolean;
  readonly undo?: boolean;
}

/** All that is known of a chat's nudges. */
interface Desk extends ChatMarks {
  readonly chat: string;
  readonly kept: Kept<Subscription>;
  readonly subscription: Subscription;
  readonly occurrences: readonly Occurrence[];
}

export class NudgeBook {
  private readonly records: NudgeRecords;
  private lastTick = -Infinity;

  constructor(private readonly options: NudgeBookOptions) {
    this.records = new NudgeRecords(options.store, options.vault);
  }

  /** Enqueues what is due; gives the chats that have mail. Rejects where the store cannot be reached. */
  async tick(now: number): Promise<string[]> {
    // A clock that was ahead for a while has put looks off to a time that is not near at all.
    if (now < this.lastTick - MINUTE_MS) await this.replan(now);
    this.lastTick = now;
    const chats: string[] = [];
    const units = new Map<string, Promise<ReadonlySet<string>>>();
    for (const record of await this.options.store.due(SUBSCRIPTION, now, BATCH)) {
      if (await this.look(record, units, now)) chats.push(record.id);
      // An embedded store answers at once: without a pause nothing else of the process would have its turn.
      await setImmediate();
    }
    return chats;
  }

  /** Has every chat looked at anew: at start, and whenever plans or holidays have changed. */
  async replan(now: number): Promise<void> {
    const all = await this.options.store.list(SUBSCRIPTION, now);
    const later = all.filter(({ dueAt }) => dueAt !== undefined && dueAt > now);
    for (const record of later) {
      const expect = [{ ...nameOf(record), body: record.body }];
      await this.options.store.commit({ expect, put: [{ ...record, dueAt: now }] }, now);
      // As in a tick: ten thousand chats are no reason to let nobody else have a turn.
      await setImmediate();
    }
  }

  /** Whether, and for what, a chat is nudged; null where it is not. */
  async subscription(chat: string, now: number): Promise<Subscription | null> {
    return (await this.records.subscription(chat, now))?.value ?? null;
  }

  /** Turns nudges on for a place, and an agency of it; the place is asked for where the chat has none. */
  async subscribe(
    chat: string,
    wanted: { readonly place?: string | undefined; readonly agency?: string | undefined; readonly group: boolean },
    now: number,
  ): Promise<NudgeAnswer> {
    const before = (await this.records.subscription(chat, now))?.value;
    const place = wanted.place ?? before?.place;
    if (place === undefined) return answer(spoken(this.say('place-needed')));
    const goesOn = before?.nudges === true && before.place === place;
    const times = goesOn ? before : { since: now, lookedAt: now };
    const { group, agency } = wanted;
    const weekly = before?.weekly ?? false;
    const subscription: Subscription = { ...times, place, agency, group, weekly, nudges: true };
    const text = subscribedText(subscription, this.occurrencesOf(place, now), now, this.world);
    return answer(text, [this.records.subscriptionRecord(chat, subscription, now, now)]);
  }

  /** Turns nudges and summaries off. */
  async unsubscribe(chat: string, now: number): Promise<NudgeAnswer> {
    const kept = await this.records.subscription(chat, now);
    if (!kept) return answer(spoken(this.say('not-subscribed')));
    return answer(spoken(this.say('unsubscribed')), [], [nameOf(kept.record)]);
  }

  /** Turns the summary on Mondays on or off; who had nothing before gets the nudges as well. */
  async setWeekly(
    chat: string,
    on: boolean,
    wanted: { readonly place?: string | undefined; readonly agency?: string | undefined; readonly group: boolean },
    now: number,
  ): Promise<NudgeAnswer> {
    const before = (await this.records.subscription(chat, now))?.value;
    const place = before?.place ?? wanted.place;
    if (!before && !on) return answer(spoken(this.say('not-subscribed')));
    if (place === undefined) return answer(spoken(this.say('place-needed')));
    const fresh: Subscription = { ...wanted, place, nudges: true, weekly: on, since: now, lookedAt: now };
    const subscription = before ? { ...before, weekly: on } : fresh;
    const { hour } = this.world.nudges.settings;
    const text = spoken(sentence(this.world, on ? 'weekly-on' : 'weekly-off', { hour }));
    return answer(text, [this.records.subscriptionRecord(chat, subscription, now, now)]);
  }

  /** The chat has chosen another place or agency: the records to commit, none where it is not nudged. */
  async moved(
    chat: string,
    chosen: { readonly place?: string | undefined; readonly agency?: string | undefined },
    now: number,
  ): Promise<readonly StoredRecord[]> {
    const before = (await this.records.subscription(chat, now))?.value;
    if (!before) return [];
    const place = chosen.place ?? before.place;
    const since = place === before.place ? {} : { since: now, lookedAt: now };
    const agency = chosen.agency ?? (place === before.place ? before.agency : undefined);
    return [this.records.subscriptionRecord(chat, { ...before, ...since, place, agency }, now, now)];
  }

  /** Somebody says that a deadline is met: by the chat's agency, by the one named, or by all. */
  async reported(chat: string, words: ReportedWords, now: number): Promise<NudgeAnswer> {
    const desk = await this.desk(chat, now);
    if (!desk) return answer(spoken(this.say('not-subscribed')));
    const chosen = await this.chosen(desk, words, now);
    if (chosen.length === 0) return answer(spoken(this.say('nothing-open')));
    const [occurrence] = chosen;
    if (!occurrence || chosen.length > 1) return answer(whichOccurrence(chosen, this.world));
    return words.undo ? this.undo(desk, occurrence, words, now) : this.mark(desk, occurrence, words);
  }

  /** Puts deadlines off to the next working day: those named, else those of the last nudge. */
  async snooze(chat: string, references: readonly string[], now: number): Promise<NudgeAnswer> {
    const desk = await this.desk(chat, now);
    if (!desk) return answer(spoken(this.say('not-subscribed')));
    const chosen = await this.chosen(desk, { references }, now);
    if (chosen.length === 0) return answer(spoken(this.say('nothing-open')));
    const until = this.world.workingDays.after(dayOf(now));
    const text = spoken(...chosen.flatMap((each) => snoozedText(each, until, this.world)));
    const marks = chosen.map((each) => this.records.snoozeRecord(chat, each, until));
    return answer(text, [...marks, this.records.subscriptionRecord(chat, desk.subscription, now, now)]);
  }

  /** The exact words of deadlines: those named, else those of the last nudge. */
  async original(chat: string, references: readonly string[], now: number): Promise<Spoken> {
    const desk = await this.desk(chat, now);
    if (!desk) return spoken(this.say('not-subscribed'));
    const chosen = await this.chosen(desk, { references }, now);
    if (chosen.length === 0) return spoken(this.say('nothing-open'));
    return spoken(...new Set(chosen.map((each) => originalText(each, this.world))));
  }

  /** The key of the choices under the last nudge, for numbers that are typed; null where there was none. */
  offered(chat: string, now: number): Promise<string | null> {
    return this.records.offer(chat, now);
  }

  /** A nudge could not be sent on its day: it counts as not sent, so that the next working day sees to it. */
  async expired(delivery: string, chat: string, now: number): Promise<void> {
    const marks = await this.records.sentWith(delivery.replace(/\.\d+$/, ''), chat, now);
    const kept = await this.records.subscription(chat, now);
    if (marks.length === 0 || !kept) return;
    const put = [this.records.subscriptionRecord(chat, kept.value, now, now)];
    await this.options.store.commit({ remove: marks, put }, now);
  }

  private get world(): NudgeWorld {
    return this.options.timetable().world;
  }

  private say(key: 'place-needed' | 'not-subscribed' | 'unsubscribed' | 'nothing-open'): string {
    return sentence(this.world, key);
  }

  private occurrencesOf(place: string, now: number): readonly Occurrence[] {
    return this.options.timetable().of(place, yearOf(now)).occurrences;
  }

  private async desk(chat: string, now: number): Promise<Desk | null> {
    const kept = await this.records.subscription(chat, now);
    if (!kept) return null;
    const subscription = kept.value;
    const marks = await this.records.marks(chat, now, await this.records.units(subscription.place, now));
    return { ...marks, chat, kept, subscription, occurrences: this.occurrencesOf(subscription.place, now) };
  }

  /** The deadlines that are named, else those of the last nudge that are open, else those being nudged. */
  private async chosen(desk: Desk, words: ReportedWords, now: number): Promise<Occurrence[]> {
    const { references = [], undo = false, agency } = words;
    const byReference = (wanted: readonly string[]) =>
      desk.occurrences.filter((occurrence) => wanted.includes(referenceOf(occurrence)));
    if (references.length > 0) return byReference(references);
    const reported = undo ? NOTHING_REPORTED : desk.reported;
    const all = openOccurrences(desk.subscription, desk.occurrences, reported, now, this.world, agency);
    // Of an agency that none of them binds, it is said so of the deadline that is meant.
    if (agency !== undefined && all.length === 0) return this.chosen(desk, { undo }, now);
    const open = undo ? all.filter((each) => this.isMarked(desk, each)) : all;
    const offered = byReference((await this.records.offer(desk.chat, now))?.split('-').slice(1) ?? []);
    const both = open.filter((each) => offered.includes(each));
    return both.length > 0 ? both : open;
  }

  private isMarked({ reported }: Desk, occurrence: Occurrence): boolean {
    const start = markOf(occurrence, '');
    return [...reported.here, ...reported.elsewhere].some((mark) => mark.startsWith(start));
  }

  private mark(desk: Desk, occurrence: Occurrence, { agency: named, all }: ReportedWords): NudgeAnswer {
    const { subscription, chat, reported } = desk;
    const agency = this.agencyFor(named ?? subscription.agency, occurrence);
    if (agency !== undefined && !occurrence.bindingAgencies.includes(agency))
      return answer(spoken(sentence(this.world, 'reported-not-bound', { agency: agencyLabel(agency, this.world) })));
    if (agency === undefined && all !== true && occurrence.units.length > 1 && subscription.group)
      return answer(whichUnit(occurrence, reported, this.world));
    const only = occurrence.units.length === 1 ? occurrence.units[0] : undefined;
    const unit = all === true ? null : (agency ?? (only ? unitId(only) : null));
    const units = unit === null ? [ALL_UNITS] : this.unitsMeant(occurrence, unit);
    const own = this.agencyFor(subscription.agency, occurrence);
    const collects = roleOf(subscription, occurrence, this.world) === 'collect';
    const follows = own === undefined || collects;
    // What one agency says of another counts in its own chat only.
    const mayShare = follows || own === agency;
    const { plural } = this.world.nudges;
    const shared = mayShare ? units.filter((each) => each !== ALL_UNITS && !plural.includes(each)) : [];
    const here = new Set([...reported.here, ...units.map((each) => markOf(occurrence, each))]);
    return answer(reportedText(occurrence, unit, follows, { ...reported, here }, this.world), [
      ...units.map((each) => this.records.reportedRecord(chat, occurrence, each)),
      ...shared.map((each) => this.records.unitRecord(occurrence, each)),
    ]);
  }

  /** A name for many stands for each of them that the plan charges. */
  private unitsMeant({ units, reporters }: Occurrence, unit: string): string[] {
    if (!this.world.nudges.collectives.some(({ agency }) => agency === unit)) return [unit];
    const others = new Set(reporters.map(unitId));
    return [unit, ...units.map(unitId).filter((each) => !others.has(each))];
  }

  /** Takes the marks of a deadline back: those of this chat, and that of its agency. */
  private undo(desk: Desk, occurrence: Occurrence, { agency: named }: ReportedWords, now: number): NudgeAnswer {
    const { subscription, chat, reported } = desk;
    const agency = this.agencyFor(named ?? subscription.agency, occurrence);
    const start = markOf(occurrence, '');
    const units = [...reported.here].filter((mark) => mark.startsWith(start)).map((mark) => mark.slice(start.length));
    const meant = agency === undefined ? units : [agency, ALL_UNITS];
    const remove = meant.flatMap((unit) => [
      nameOf(this.records.reportedRecord(chat, occurrence, unit)),
      ...(unit === ALL_UNITS ? [] : [nameOf(this.records.unitRecord(occurrence, unit))]),
    ]);
    // Looked at anew at once: what was held back by the mark may be due.
    const put = [this.records.subscriptionRecord(chat, subscription, now, now)];
    return answer(spoken(sentence(this.world, 'reported-undone', wordsOf(occurrence))), put, remove);
  }

  private agencyFor(agency: string | undefined, { level }: Occurrence): string | undefined {
    return agency === undefined ? undefined : atLevel(agency, level, this.world.agencies);
  }

  /** Looks at one chat; gives whether it has mail now. */
  private async look(
    record: StoredRecord,
    units: Map<string, Promise<ReadonlySet<string>>>,
    now: number,
  ): Promise<boolean> {
    const kept = this.records.subscriptionOf(record);
    // Sealed with a lost key, it can be read by nobody: it waits for its end without falling due again.
    if (!kept) {
      const { dueAt: _dueAt, ...rest } = record;
      await this.options.store.commit({ put: [rest] }, now);
      return false;
    }
    const { place } = kept.value;
    const ofPlace = units.get(place) ?? this.records.units(place, now);
    units.set(place, ofPlace);
    const marks = await this.records.marks(record.id, now, await ofPlace);
    return this.send(kept, marks, now, TRIES);
  }

  private async send(kept: Kept<Subscription>, marks: ChatMarks, now: number, tries: number): Promise<boolean> {
    const { record, value: subscription } = kept;
    const { occurrences, seasons } = this.options.timetable().of(subscription.place, yearOf(now));
    const due = dueNudges({ occurrences, seasons, subscription, ...marks, now, world: this.world });
    const looked = due.waiting ? subscription.lookedAt : now;
    const next = Math.min(due.nextWake ?? Infinity, now + LONGEST_SLEEP_MS);
    const message = due.message;
    const after: Subscription = { ...subscription, lookedAt: looked, ...(message ? { messageAt: now } : {}) };
    const put = [this.records.subscriptionRecord(record.id, after, Math.max(next, now + 1), now)];
    const expect = [{ ...nameOf(record), body: record.body }];
    const dropped = due.dropped > 0 && !due.waiting ? { 'nudges:dropped': due.dropped } : {};
    if (!message) {
      await this.options.store.commit({ expect, put, count: dropped }, now);
      return false;
    }
    const context: TextContext = { subscription, reported: marks.reported, occurrences, now, world: this.world };
    const mail = this.mail(record.id, message, context, now);
    const [once, ...others] = mail.marks;
    const late = message.items.filter((item) => item.late).length;
    const count = { ...dropped, 'nudges:sent': 1, ...(late > 0 ? { 'nudges:late': late } : {}) };
    const commit = {
      ...(once ? { once } : {}),
      expect,
      put: [...put, ...others, ...mail.offer],
      send: mail.send,
      count,
    };
    if (await this.options.store.commit(commit, now)) return true;
    return tries > 1 && this.sendOthers(kept, marks, message, now, tries);
  }

  /** Somebody came before, or marks are left of a chat that had this key: goes on without what is marked. */
  private async sendOthers(
    { record }: Kept<Subscription>,
    marks: ChatMarks,
    message: DueMessage,
    now: number,
    tries: number,
  ): Promise<boolean> {
    const current = await this.records.subscription(record.id, now);
    // Another process has looked at this chat meanwhile: the rest is its business.
    if (current?.record.body !== record.body) return false;
    const names = message.keys.map((key) => [key, sentId(record.id, key)] as const);
    const found = await Promise.all(names.map(([, id]) => this.options.store.get('sent-nudge', id, now)));
    const marked = names.flatMap(([key], at) => (found[at] ? [key] : []));
    return this.send(current, { ...marks, sent: new Set([...marks.sent, ...marked]) }, now, tries - 1);
  }

  private mail(chat: string, message: DueMessage, context: TextContext, now: number) {
    const offer = offerOf(actionable(message, context), this.world);
    const outgoing: Outgoing = {
      text: messageText(message, context),
      choices: offer?.choices ?? [],
      ...(offer ? { choicesKey: offer.choicesKey } : {}),
      urgency: 'nudge',
    };
    const id = deliveryId(chat, message.keys, dayOf(now));
    return {
      send: this.options.delivery(id, chat, outgoing, now, usefulUntil(now, this.world)),
      marks: message.keys.map((key) => this.records.sentRecord(chat, key, id, now)),
      offer: offer ? [this.records.offerRecord(chat, offer.choicesKey, now)] : [],
    };
  }
}

/** Whether a delivery is a nudge of this book. */
export function isNudgeDelivery(id: string): boolean {
  return id.startsWith('nudge-');
}

function deliveryId(chat: string, keys: readonly string[], day: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([chat, keys, day]))
    .digest('base64url');
  return `nudge-${hash.slice(0, 24)}`;
}

function answer(said: Spoken, put: readonly StoredRecord[] = [], remove: readonly RecordName[] = []): NudgeAnswer {
  return { ...said, put, remove };
}

function yearOf(now: number): number {
  return Number(dayOf(now).slice(0, 4));
}

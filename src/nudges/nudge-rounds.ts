/**
 * The clock's rounds: every chat that is due is looked at, and nudged of what is. A message, the marks that it was sent
 * and the time of the next look are one commit: whoever dies before it has sent nothing, whoever comes after it, in
 * whatever process, finds the marks and sends nothing.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Outgoing } from '../model/outgoing.ts';
import type { MakeDeliveries, Store, StoredRecord } from '../model/store.ts';
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
import { dueNudges, LONGEST_SLEEP_MS, usefulUntil, type DueMessage } from './schedule.ts';
import type { Subscription } from './subscription.ts';
import type { Timetable } from './timetable.ts';
import { dayOf, MINUTE_MS, yearOf } from './vietnam-clock.ts';

/** Chats looked at in one tick: more would keep the clock's other tasks waiting. */
const BATCH = 500;
/** How often a commit is tried anew that somebody else had come before. */
const TRIES = 3;

export interface NudgeRoundsOptions {
  readonly store: Store;
  readonly vault: Sealing;
  /** What is due where; another one after the plans have changed. */
  readonly timetable: () => Timetable;
  readonly delivery: MakeDeliveries;
}

export class NudgeRounds {
  private readonly records: NudgeRecords;
  private lastTick = -Infinity;

  constructor(private readonly options: NudgeRoundsOptions) {
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

  /** A nudge could not be sent on its day: it counts as not sent, so that the next working day sees to it. */
  async expired(delivery: string, chat: string, now: number): Promise<void> {
    const marks = await this.records.sentWith(delivery.replace(/\.\d+$/, ''), chat, now);
    const kept = await this.records.subscription(chat, now);
    if (marks.length === 0 || !kept) return;
    const put = [this.records.subscriptionRecord(chat, kept.value, now, now)];
    await this.options.store.commit({ remove: marks, put }, now);
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
    const timetable = this.options.timetable();
    const { world } = timetable;
    const { occurrences, seasons } = timetable.of(subscription.place, yearOf(now));
    const due = dueNudges({ occurrences, seasons, subscription, ...marks, now, world });
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
    const mail = this.mail(record.id, message, { subscription, reported: marks.reported, occurrences, now, world });
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

  private mail(chat: string, message: DueMessage, context: TextContext) {
    const { now, world } = context;
    const offer = offerOf(actionable(message, context), world);
    const outgoing: Outgoing = {
      text: messageText(message, context),
      choices: offer?.choices ?? [],
      ...(offer ? { choicesKey: offer.choicesKey } : {}),
      urgency: 'nudge',
    };
    const id = deliveryId(chat, message.keys, dayOf(now));
    return {
      send: this.options.delivery(id, chat, outgoing, now, usefulUntil(now, world)),
      marks: message.keys.map((key) => this.records.sentRecord(chat, key, id, now)),
      offer: offer ? [this.records.offerRecord(chat, offer.choicesKey, now)] : [],
    };
  }
}

/** Whether a delivery is a nudge of these rounds. */
export function isNudgeDelivery(id: string): boolean {
  return id.startsWith('nudge-');
}

function deliveryId(chat: string, keys: readonly string[], day: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([chat, keys, day]))
    .digest('base64url');
  return `nudge-${hash.slice(0, 24)}`;
}

/** What is kept of nudges, sealed: subscriptions, marks of what was sent, reported and put off, the last offer. */
import { z } from 'zod';
import type { RecordName, Store, StoredRecord } from '../model/store.ts';
import { addDays } from '../text/dates.ts';
import { datedKey, type Occurrence } from './occurrence.ts';
import { markOf, type Reported, type Subscription } from './subscription.ts';
import { DAY_MS, instantAt } from './vietnam-clock.ts';

export const SUBSCRIPTION = 'subscription';
const SENT = 'sent-nudge';
const REPORTED = 'reported';
const REPORTED_UNIT = 'reported-unit';
const SNOOZE = 'snooze';
const OFFER = 'nudge-offer';

/** Renewed at every look; a chat that nobody looks at any more is gone with the service. */
const SUBSCRIPTION_MS = 400 * DAY_MS;
/** Longer than any nudge of the same deadline comes after another. */
const SENT_MS = 120 * DAY_MS;
const OFFER_MS = 60 * DAY_MS;
/** A report of a deadline counts for so long after it. */
const REPORTED_DAYS = 120;

/** Seals and opens a text for the place where it is kept. */
export interface Sealing {
  seal(text: string, place: string): string;
  open(sealed: string, place: string): string | null;
}

const subscriptionSchema = z.object({
  place: z.string(),
  agency: z.string().optional(),
  group: z.boolean(),
  nudges: z.boolean(),
  weekly: z.boolean(),
  since: z.number(),
  lookedAt: z.number(),
  messageAt: z.number().optional(),
});
const sentSchema = z.object({ key: z.string(), delivery: z.string() });
const markSchema = z.object({ mark: z.string() });
const snoozeSchema = z.object({ key: z.string(), until: z.string() });
const offerSchema = z.object({ choicesKey: z.string() });

export interface Kept<T> {
  readonly record: StoredRecord;
  readonly value: T;
}

/** What a chat has been sent and has said. */
export interface ChatMarks {
  readonly sent: ReadonlySet<string>;
  readonly reported: Reported;
  readonly snoozed: ReadonlyMap<string, string>;
}

/** Sealed by kind and not by id: a chat that moves takes its records along. */
export class NudgeRecords {
  constructor(
    private readonly store: Store,
    private readonly vault: Sealing,
  ) {}

  async subscription(chat: string, now: number): Promise<Kept<Subscription> | null> {
    const record = await this.store.get(SUBSCRIPTION, chat, now);
    return record ? this.subscriptionOf(record) : null;
  }

  /** The subscription of a record; null where the key has changed. */
  subscriptionOf(record: StoredRecord): Kept<Subscription> | null {
    return this.open(record, subscriptionSchema);
  }

  /** All that a schedule asks of a chat; `units` are the marks of single agencies at its place. */
  async marks(chat: string, now: number, units: ReadonlySet<string>): Promise<ChatMarks> {
    const [sent, here, snoozed] = await Promise.all([
      this.all(SENT, sentSchema, chat, now),
      this.all(REPORTED, markSchema, chat, now),
      this.all(SNOOZE, snoozeSchema, chat, now),
    ]);
    return {
      sent: new Set(sent.map(({ value }) => value.key)),
      reported: { here: new Set(here.map(({ value }) => value.mark)), elsewhere: units },
      snoozed: new Map(snoozed.map(({ value }) => [value.key, value.until])),
    };
  }

  /** The marks of single agencies at a place, made in whatever chat. */
  async units(place: string, now: number): Promise<ReadonlySet<string>> {
    const marks = await this.all(REPORTED_UNIT, markSchema, placeKey(place), now);
    return new Set(marks.map(({ value }) => value.mark));
  }

  /** The names of the marks of a delivery. */
  async sentWith(delivery: string, chat: string, now: number): Promise<RecordName[]> {
    const sent = await this.all(SENT, sentSchema, chat, now);
    return sent.filter(({ value }) => value.delivery === delivery).map(({ record }) => nameOf(record));
  }

  /** The key of the choices offered last. */
  async offer(chat: string, now: number): Promise<string | null> {
    const record = await this.store.get(OFFER, chat, now);
    return (record ? this.open(record, offerSchema) : null)?.value.choicesKey ?? null;
  }

  subscriptionRecord(chat: string, value: Subscription, dueAt: number, now: number): StoredRecord {
    return { ...this.record(SUBSCRIPTION, chat, chat, value, now + SUBSCRIPTION_MS), dueAt };
  }

  sentRecord(chat: string, key: string, delivery: string, now: number): StoredRecord {
    return this.record(SENT, sentId(chat, key), chat, { key, delivery }, now + SENT_MS);
  }

  reportedRecord(chat: string, occurrence: Occurrence, unit: string): StoredRecord {
    const mark = markOf(occurrence, unit);
    return this.record(REPORTED, `${mark}|${chat}`, chat, { mark }, expiryOf(occurrence));
  }

  /** Belongs to no chat: it says of an agency what one of its chats has said. */
  unitRecord(occurrence: Occurrence, unit: string): StoredRecord {
    const mark = markOf(occurrence, unit);
    return this.record(REPORTED_UNIT, mark, placeKey(occurrence.place), { mark }, expiryOf(occurrence));
  }

  snoozeRecord(chat: string, occurrence: Occurrence, until: string): StoredRecord {
    const expiresAt = instantAt(addDays(until, 31), '00:00');
    return this.record(SNOOZE, `${datedKey(occurrence)}|${chat}`, chat, { key: occurrence.key, until }, expiresAt);
  }

  offerRecord(chat: string, choicesKey: string, now: number): StoredRecord {
    return this.record(OFFER, chat, chat, { choicesKey }, now + OFFER_MS);
  }

  private record(kind: string, id: string, chat: string, value: object, expiresAt: number): StoredRecord {
    return { kind, id, chat, body: this.vault.seal(JSON.stringify(value), kind), expiresAt };
  }

  private async all<T extends z.ZodType>(
    kind: string,
    schema: T,
    chat: string,
    now: number,
  ): Promise<Kept<z.output<T>>[]> {
    const records = await this.store.list(kind, now, chat);
    return records.flatMap((record) => this.open(record, schema) ?? []);
  }

  private open<T extends z.ZodType>(record: StoredRecord, schema: T): Kept<z.output<T>> | null {
    const opened = this.vault.open(record.body, record.kind);
    return opened === null ? null : { record, value: schema.parse(JSON.parse(opened)) };
  }
}

/** The id of the mark that a nudge was sent: deadline, chat, offset. */
export function sentId(chat: string, key: string): string {
  const at = key.lastIndexOf('|');
  return `${key.slice(0, at)}|${chat}|${key.slice(at + 1)}`;
}

/** The name of a record, for removing it. */
export function nameOf({ kind, id }: StoredRecord): RecordName {
  return { kind, id };
}

/** No chat has this key: no channel is called so. */
function placeKey(place: string): string {
  return `place:${place}`;
}

function expiryOf({ lastDay }: Occurrence): number {
  return instantAt(addDays(lastDay, REPORTED_DAYS), '00:00');
}

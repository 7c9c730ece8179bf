/**
 * The hand-over of a harm report: opened by consent, sent to the duty chat, taken on there, reminded of, erased.
 * Everything that happens is one commit with the messages that tell of it, so that what is said is what is stored.
 */
import { parseChatKey } from '../model/chat.ts';
import { HANDOVER_STEPS, type HandoverNote } from '../model/conversation.ts';
import type { Outgoing } from '../model/outgoing.ts';
import type { Commit, MakeDeliveries, NewDelivery, Store, StoredRecord } from '../model/store.ts';
import type { Vault } from '../storage/vault.ts';
import { fill } from '../text/sentence.ts';
import { CASE_KIND, caseRecord, newCode, openCase, type Case } from './case-record.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** When the duty officers are reminded of a case that nobody has taken on, counted from its delivery. */
const REMIND_AFTER_MINUTES = [10, 30];
/** A case that nobody takes on is erased after this time all the same. */
const UNTAKEN_HOURS = 7 * 24;
const DELIVERY_HOURS = 24;
/** Until then a note is expected in the duty chat; later the person is told the truth, and sending goes on. */
const DELIVERED_WITHIN_MS = 5 * MINUTE_MS;
const BATCH = 100;
/** Where a chat has gone that moved. */
const MOVED = 'moved';
const MOVED_MS = 400 * 24 * HOUR_MS;

/** The sentences of the duty chat and of the person who wrote. */
export interface CaseTexts {
  readonly note: string;
  readonly accept: string;
  readonly accepted: string;
  readonly taken: string;
  readonly unknown: string;
  readonly waiting: string;
  readonly sent: string;
  readonly received: string;
  readonly nobody: string;
  readonly undelivered: string;
  readonly how: string;
  /** The lines of a note with their labels. */
  readonly lines: (note: HandoverNote) => string[];
}

export interface CaseOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly dutyChat: string;
  readonly texts: CaseTexts;
  /** Hours from acceptance to erasure. */
  readonly keepHours: number;
  readonly delivery: MakeDeliveries;
}

export class CaseBook {
  private duty: string;

  constructor(private readonly options: CaseOptions) {
    this.duty = options.dutyChat;
  }

  get dutyChat(): string {
    return this.duty;
  }

  /** Goes along when the duty chat goes on under another id, as a group does that becomes a supergroup; for good. */
  async follow(from: string, to: string, now: number): Promise<void> {
    if (from !== this.duty) return;
    this.duty = to;
    const { store, dutyChat } = this.options;
    await store.commit({ put: [{ kind: MOVED, id: dutyChat, body: to, expiresAt: now + MOVED_MS }] }, now);
  }

  /** Takes up the id under which the duty chat goes on, where it has moved in an earlier run. */
  async resume(now: number): Promise<void> {
    this.duty = (await this.options.store.get(MOVED, this.options.dutyChat, now))?.body ?? this.duty;
  }

  /** What to commit so that a note is on its way; part of the commit of the turn in which the person agreed. */
  open(note: HandoverNote, reporter: string, now: number): Required<Pick<Commit, 'put' | 'send'>> {
    const { delivery, texts } = this.options;
    const code = newCode();
    const one: Case = { code, note, reporter, openedAt: now, deliveredAt: null, acceptedAt: null, reminders: 0 };
    const message: Outgoing = {
      ...this.withButton(code, [fill(texts.note, { code }), ...texts.lines(withoutEmpty(note))]),
      urgency: 'safety',
    };
    const expiresAt = now + DELIVERY_HOURS * HOUR_MS;
    return {
      put: [this.record(one, now + DELIVERED_WITHIN_MS, now)],
      send: delivery(deliveryId(code), this.duty, message, now, expiresAt),
    };
  }

  /** The duty chat has the note: stores the receipt and tells the person. Other deliveries are left alone. */
  async delivered(delivery: string, now: number): Promise<string[]> {
    const code = codeOf(delivery);
    const found = code ? await this.find(code, now) : null;
    if (!found || found.one.deliveredAt !== null) return [];
    const one = { ...found.one, deliveredAt: now };
    const text = fill(this.options.texts.sent, { code: one.code, time: clockTime(now) });
    return this.tell(found.record, one, text, now, now + REMIND_AFTER_MINUTES[0]! * MINUTE_MS);
  }

  /** The note could not be sent: the person is told. */
  async undelivered(delivery: string, now: number): Promise<string[]> {
    const code = codeOf(delivery);
    const found = code ? await this.find(code, now) : null;
    if (!found || found.one.deliveredAt !== null) return [];
    return this.tellUndelivered(found.record, found.one, now);
  }

  /** Somebody in the duty chat takes a case on: the line for the duty chat, and the chats that have mail. */
  async accept(code: string, now: number): Promise<{ readonly text: string; readonly chats: string[] }> {
    const { texts, keepHours } = this.options;
    const found = await this.find(code, now);
    if (!found) return { text: fill(texts.unknown, { code }), chats: [] };
    const { one, record } = found;
    if (one.acceptedAt !== null)
      return { text: fill(texts.taken, { code, time: clockTime(one.acceptedAt) }), chats: [] };
    const accepted = { ...one, acceptedAt: now, deliveredAt: one.deliveredAt ?? now };
    const text = fill(texts.received, { code, time: clockTime(now) });
    const chats = await this.tell(record, accepted, text, now, undefined);
    // Two officers at the same instant: the second sees what the first has stored.
    if (chats.length === 0) return this.accept(code, now);
    return { text: fill(texts.accepted, { code, time: clockTime(now), hours: keepHours }), chats };
  }

  /** Reminds of what nobody has taken on; gives the chats that have mail. */
  async tick(now: number): Promise<string[]> {
    const due = await this.options.store.due(CASE_KIND, now, BATCH);
    const chats: string[] = [];
    for (const record of due) {
      const one = openCase(record, this.options.vault);
      // A case sealed with a lost key can be read by nobody: it waits for its erasure without falling due again.
      if (!one) await this.options.store.commit({ put: [{ ...withoutDue(record) }] }, now);
      else chats.push(...(await this.remind(record, one, now)));
    }
    return chats;
  }

  private async remind(record: StoredRecord, one: Case, now: number): Promise<string[]> {
    const { texts, delivery } = this.options;
    if (one.deliveredAt === null) return this.tellUndelivered(record, one, now);
    const minutes = REMIND_AFTER_MINUTES[one.reminders] ?? 0;
    const next = REMIND_AFTER_MINUTES[one.reminders + 1];
    const reminded = { ...one, reminders: one.reminders + 1 };
    const message: Outgoing = {
      ...this.withButton(one.code, [fill(texts.waiting, { code: one.code, minutes })]),
      urgency: 'safety',
    };
    const expiresAt = now + HOUR_MS;
    const send = delivery(`case-${one.code}-remind-${one.reminders}`, this.duty, message, now, expiresAt);
    if (next === undefined) {
      const text = fill(texts.nobody, { code: one.code, minutes });
      send.push(...this.toReporter(reminded, `nobody`, text, now));
    }
    const dueAt = next === undefined ? undefined : one.deliveredAt + next * MINUTE_MS;
    const done = await this.store(record, reminded, send, now, dueAt);
    return done ? [this.duty, one.reporter] : [];
  }

  /** A button where the channel has such; the words to type everywhere. */
  private withButton(code: string, lines: readonly string[]): Pick<Outgoing, 'text' | 'choices' | 'choicesKey'> {
    const { texts } = this.options;
    const text = [...lines, fill(texts.how, { code })].join('\n');
    if (parseChatKey(this.duty)?.channel !== 'telegram') return { text, choices: [] };
    const choices = [{ label: fill(texts.accept, { code }), value: `/nhan ${code}` }];
    return { text, choices, choicesKey: choicesKeyOf(code) };
  }

  private tellUndelivered(record: StoredRecord, one: Case, now: number): Promise<string[]> {
    const text = fill(this.options.texts.undelivered, { code: one.code });
    return this.tell(record, one, text, now, undefined);
  }

  /** Stores a case together with a sentence to the person; gives the chat that has mail, or none where somebody was faster. */
  private async tell(record: StoredRecord, one: Case, text: string, now: number, dueAt: number | undefined) {
    const send = this.toReporter(one, `${one.deliveredAt ?? 0}-${one.acceptedAt ?? 0}`, text, now);
    return (await this.store(record, one, send, now, dueAt)) ? [one.reporter] : [];
  }

  private toReporter(one: Case, about: string, text: string, now: number): NewDelivery[] {
    const message: Outgoing = { text, choices: [], urgency: 'safety' };
    const id = `case-${one.code}-reporter-${about}`;
    return this.options.delivery(id, one.reporter, message, now, now + DELIVERY_HOURS * HOUR_MS);
  }

  private store(before: StoredRecord, one: Case, send: NewDelivery[], now: number, dueAt: number | undefined) {
    const expect = [{ kind: CASE_KIND, id: one.code, body: before.body }];
    return this.options.store.commit({ expect, put: [this.record(one, dueAt, now)], send }, now);
  }

  private record(one: Case, dueAt: number | undefined, now: number): StoredRecord {
    const { keepHours, vault } = this.options;
    const expiresAt =
      one.acceptedAt === null ? one.openedAt + UNTAKEN_HOURS * HOUR_MS : one.acceptedAt + keepHours * HOUR_MS;
    const due = dueAt === undefined ? {} : { dueAt };
    return caseRecord(one, { ...due, expiresAt: Math.max(expiresAt, now) }, vault);
  }

  private async find(code: string, now: number): Promise<{ one: Case; record: StoredRecord } | null> {
    const record = await this.options.store.get(CASE_KIND, code, now);
    const one = record ? openCase(record, this.options.vault) : null;
    return record && one ? { one, record } : null;
  }
}

/** The code of a case that a list of choices belongs to; null for any other list. */
export function caseOfChoices(choicesKey: string): string | null {
  return /^case-(MN-[A-Z]{2}\d{4})$/.exec(choicesKey)?.[1] ?? null;
}

function choicesKeyOf(code: string): string {
  return `case-${code}`;
}

function deliveryId(code: string): string {
  return `case-${code}-duty`;
}

/** A note split into several messages counts as delivered with its last one, which has the plain id. */
function codeOf(delivery: string): string | null {
  return /^case-(MN-[A-Z]{2}\d{4})-duty$/.exec(delivery)?.[1] ?? null;
}

function withoutDue({ dueAt: _dueAt, ...record }: StoredRecord): StoredRecord {
  return record;
}

function withoutEmpty(note: HandoverNote): HandoverNote {
  return Object.fromEntries(HANDOVER_STEPS.flatMap((step) => (note[step] ? [[step, note[step]]] : [])));
}

/** "14:05" in Vietnam. */
function clockTime(now: number): string {
  return new Date(now + 7 * HOUR_MS).toISOString().slice(11, 16);
}

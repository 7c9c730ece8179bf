/** What a store does, in the simplest words: the model that the real ones are compared with. */
import { URGENCIES } from '../../src/model/outgoing.ts';
import type { Commit, Delivery, NewDelivery, RecordName, Settlement, StoredRecord } from '../../src/model/store.ts';

interface Queued {
  readonly delivery: Delivery;
  readonly takenUntil: number | null;
}

export class StoreModel {
  private records: StoredRecord[] = [];
  /** The oldest first. */
  private queue: Queued[] = [];
  private readonly counters = new Map<string, number>();

  get(kind: string, id: string, now: number): StoredRecord | null {
    return this.records.find((each) => isNamed(each, { kind, id }) && each.expiresAt > now) ?? null;
  }

  list(kind: string, now: number, chat?: string): StoredRecord[] {
    return this.records
      .filter((each) => each.kind === kind && each.expiresAt > now && (chat === undefined || each.chat === chat))
      .sort(byId);
  }

  due(kind: string, now: number, limit: number): StoredRecord[] {
    return this.list(kind, now)
      .filter((each) => each.dueAt !== undefined && each.dueAt <= now)
      .sort((a, b) => a.dueAt! - b.dueAt!)
      .slice(0, limit);
  }

  commit({ once, expect = [], put = [], remove = [], send = [], count = {} }: Commit, now: number): boolean {
    if (once && this.get(once.kind, once.id, now)) return false;
    if (expect.some((each) => (this.get(each.kind, each.id, now)?.body ?? null) !== each.body)) return false;
    for (const record of once ? [once, ...put] : put) {
      this.remove(record);
      if (record.expiresAt > now) this.records.push(record);
    }
    for (const name of remove) this.remove(name);
    for (const delivery of send) this.enqueue(delivery, now);
    for (const [name, amount] of Object.entries(count)) {
      this.counters.set(name, (this.counters.get(name) ?? 0) + amount);
    }
    return true;
  }

  waitingChats(now: number, limit: number): string[] {
    this.tidy(now);
    const chats = [...new Set(this.queue.map(({ delivery }) => delivery.chat))];
    const next = chats.map((chat) => this.next(chat, now)).filter((each) => each !== null);
    return this.byAge(next, (a, b) => rank(a) - rank(b) || a.notBefore - b.notBefore)
      .slice(0, limit)
      .map(({ chat }) => chat);
  }

  take(chat: string, now: number, leaseMs: number): Delivery | null {
    this.tidy(now);
    const next = this.next(chat, now);
    if (next) this.change(next.id, (each) => ({ ...each, takenUntil: now + leaseMs }));
    return next;
  }

  settle(id: string, settlement: Settlement): void {
    if (settlement.kind !== 'later') {
      this.queue = this.queue.filter(({ delivery }) => delivery.id !== id);
      return;
    }
    const { notBefore, counted } = settlement;
    this.change(id, ({ delivery }) => ({
      delivery: { ...delivery, notBefore, attempts: delivery.attempts + (counted ? 1 : 0) },
      takenUntil: null,
    }));
  }

  /** Frees what was taken for too long. */
  recover(now: number): void {
    this.queue = this.queue.map((each) =>
      each.takenUntil !== null && each.takenUntil <= now ? { ...each, takenUntil: null } : each,
    );
  }

  dropDeliveries(chat: string): void {
    this.queue = this.queue.filter((each) => each.delivery.chat !== chat || each.takenUntil !== null);
  }

  forgetChat(chat: string): void {
    this.records = this.records.filter((each) => each.chat !== chat);
    this.queue = this.queue.filter(({ delivery }) => delivery.chat !== chat);
  }

  moveChat(from: string, to: string): void {
    const belongs = (chat: string | undefined): chat is string => chat === from || !!chat?.startsWith(`${from}/`);
    const moved = (chat: string) => to + chat.slice(from.length);
    for (const record of this.records.filter(({ chat }) => belongs(chat))) {
      const chat = moved(record.chat!);
      this.remove(record);
      const id = record.id === record.chat ? chat : record.id;
      this.remove({ kind: record.kind, id });
      this.records.push({ ...record, chat, id });
    }
    this.queue = this.queue.map((each) => {
      const { chat } = each.delivery;
      return belongs(chat) ? { ...each, delivery: { ...each.delivery, chat: moved(chat) } } : each;
    });
  }

  counts(prefix: string): Record<string, number> {
    return Object.fromEntries([...this.counters].filter(([name]) => name.startsWith(prefix)));
  }

  sweep(now: number): void {
    this.records = this.records.filter(({ expiresAt }) => expiresAt > now);
    this.tidy(now);
  }

  private remove(name: RecordName): void {
    this.records = this.records.filter((each) => !isNamed(each, name));
  }

  private enqueue(delivery: NewDelivery, now: number): void {
    const known = this.queue.find((each) => each.delivery.id === delivery.id);
    if (known && (known.delivery.expiresAt > now || (known.takenUntil !== null && known.takenUntil > now))) return;
    this.queue = this.queue.filter((each) => each !== known);
    this.queue.push({ delivery: { ...delivery, attempts: 0 }, takenUntil: null });
  }

  /** What would be taken of a chat: of each urgency only the oldest may go. */
  private next(chat: string, now: number): Delivery | null {
    const ofChat = this.queue.filter(({ delivery }) => delivery.chat === chat);
    if (ofChat.some(({ takenUntil }) => takenUntil !== null)) return null;
    const heads = URGENCIES.map((urgency) => ofChat.find(({ delivery }) => delivery.urgency === urgency)?.delivery);
    return heads.find((head) => head !== undefined && head.notBefore <= now) ?? null;
  }

  private change(id: string, changed: (each: Queued) => Queued): void {
    this.queue = this.queue.map((each) => (each.delivery.id === id ? changed(each) : each));
  }

  private tidy(now: number): void {
    this.recover(now);
    this.queue = this.queue.filter(({ delivery, takenUntil }) => takenUntil !== null || delivery.expiresAt > now);
  }

  private byAge(deliveries: readonly Delivery[], order: (a: Delivery, b: Delivery) => number): Delivery[] {
    const age = (wanted: Delivery) => this.queue.findIndex(({ delivery }) => delivery.id === wanted.id);
    return [...deliveries].sort((a, b) => order(a, b) || age(a) - age(b));
  }
}

function rank({ urgency }: Delivery): number {
  return URGENCIES.indexOf(urgency);
}

function isNamed(record: StoredRecord, { kind, id }: RecordName): boolean {
  return record.kind === kind && record.id === id;
}

/** As UTF-8 orders it. */
function byId(a: StoredRecord, b: StoredRecord): number {
  return Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
}

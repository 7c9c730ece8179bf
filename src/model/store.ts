/** The port of the store: records that may fall due or expire, an outbox, counters, leases; one atomic commit. */
import type { Outgoing, Urgency } from './outgoing.ts';

/** A small piece of state. Bodies are opaque: whoever writes personal things seals them first. */
export interface StoredRecord {
  readonly kind: string;
  readonly id: string;
  readonly body: string;
  /** The key of the chat that it belongs to: it is moved and forgotten with the chat. */
  readonly chat?: string;
  /** Milliseconds since 1970; `due` finds it from then on. */
  readonly dueAt?: number;
  /** Milliseconds since 1970; from then on it is as if it did not exist, and `sweep` removes it. */
  readonly expiresAt: number;
}

export interface RecordName {
  readonly kind: string;
  readonly id: string;
}

/** A message to be sent. The id is unique: enqueuing it again changes nothing. */
export interface NewDelivery {
  readonly id: string;
  readonly chat: string;
  readonly urgency: Urgency;
  /** Opaque, as of a record. */
  readonly body: string;
  readonly notBefore: number;
  /** Not worth sending from then on. */
  readonly expiresAt: number;
}

/** Makes the deliveries of a message to a chat; more than one where it is too long for one. */
export type MakeDeliveries = (
  id: string,
  chat: string,
  message: Outgoing,
  now: number,
  expiresAt: number,
) => NewDelivery[];

export interface Delivery extends NewDelivery {
  /** How often sending it has been tried before. */
  readonly attempts: number;
}

export type Settlement =
  | { readonly kind: 'done' }
  | { readonly kind: 'dropped' }
  /** `counted` is false where waiting was no failed attempt. */
  | { readonly kind: 'later'; readonly notBefore: number; readonly counted: boolean };

/** All of it or nothing. */
export interface Commit {
  /** Nothing is written, and the commit gives false, where this record exists; else it is created. */
  readonly once?: StoredRecord;
  /** Nothing is written, and the commit gives false, unless these records have exactly these bodies (null: absent). */
  readonly expect?: readonly (RecordName & { readonly body: string | null })[];
  readonly put?: readonly StoredRecord[];
  readonly remove?: readonly RecordName[];
  readonly send?: readonly NewDelivery[];
  /** Adds to counters, by name. */
  readonly count?: Readonly<Record<string, number>>;
}

/** Every method rejects with an error that holds no data where the store cannot be reached. Times are milliseconds. */
export interface Store {
  /** Whether the store answers. */
  ready(): Promise<boolean>;
  get(kind: string, id: string, now: number): Promise<StoredRecord | null>;
  /** All records of a kind, by id; of one chat where given. */
  list(kind: string, now: number, chat?: string): Promise<StoredRecord[]>;
  /** Records of a kind that are due, the earliest first. */
  due(kind: string, now: number, limit: number): Promise<StoredRecord[]>;
  commit(commit: Commit, now: number): Promise<boolean>;
  /** Chats with a delivery that can be taken now: safety first, then replies, then nudges; within each, the longest waiting. */
  waitingChats(now: number, limit: number): Promise<string[]>;
  /**
   * Takes the next delivery of a chat for `leaseMs`: the most urgent, then the oldest. Null where none is due, where one
   * of the chat is taken already, or where an earlier one of the same urgency waits for its time: order within a chat is
   * kept. Expired deliveries are dropped on the way.
   */
  take(chat: string, now: number, leaseMs: number): Promise<Delivery | null>;
  settle(id: string, settlement: Settlement): Promise<void>;
  /** Frees deliveries that a process left taken when it died. */
  recover(now: number): Promise<void>;
  /** Drops what waits for a chat. */
  dropDeliveries(chat: string): Promise<void>;
  /** Removes every record and delivery of a chat. */
  forgetChat(chat: string): Promise<void>;
  /**
   * Gives every record and delivery of a chat (its topics included) to another; ids and kinds stay, but a record whose
   * id is the chat's key gets the new key as its id.
   */
  moveChat(from: string, to: string): Promise<void>;
  /** Counters whose names begin so. */
  counts(prefix: string): Promise<Record<string, number>>;
  /** Takes a named lock for a time; null where somebody else has it. */
  lease(name: string, ms: number): Promise<Lease | null>;
  /** Removes what has expired. */
  sweep(now: number): Promise<void>;
  close(): Promise<void>;
}

export interface Lease {
  /** Gives the lock back; it frees itself after its time where the holder has died. */
  release(): Promise<void>;
}

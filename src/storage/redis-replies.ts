/** What the Lua scripts answer, as records and deliveries. */
import { URGENCIES, type Urgency } from '../model/outgoing.ts';
import type { Delivery, StoredRecord } from '../model/store.ts';

/** Id, body, expiry, chat and due time; the last two are empty where there is none. */
type RecordReply = readonly [string, string, string, string, string];
/** Id, urgency, body, the time before which it waits, expiry and attempts. */
type DeliveryReply = readonly [string, number, string, string, string, string];
/** Body, expiry, chat and due time of a record's hash. */
type HashReply = readonly [string | null, string | null, string | null, string | null];

/** The records of a kind that a script has answered. */
export function readRecords(kind: string, reply: unknown): StoredRecord[] {
  return (reply as readonly RecordReply[]).map((each) => readRecord(kind, each));
}

/** A record from its hash; null where there is none, or none any more. */
export function readHash(kind: string, id: string, reply: unknown, now: number): StoredRecord | null {
  const [body, expiresAt, chat, dueAt] = reply as HashReply;
  if (body === null || expiresAt === null || Number(expiresAt) <= now) return null;
  return readRecord(kind, [id, body, expiresAt, chat ?? '', dueAt ?? '']);
}

/** The delivery that was taken, if any. */
export function readDelivery(chat: string, reply: unknown): Delivery | null {
  if (reply === null) return null;
  const [id, urgency, body, notBefore, expiresAt, attempts] = reply as DeliveryReply;
  return {
    id,
    chat,
    urgency: URGENCIES[urgency] as Urgency,
    body,
    notBefore: Number(notBefore),
    expiresAt: Number(expiresAt),
    attempts: Number(attempts),
  };
}

function readRecord(kind: string, [id, body, expiresAt, chat, dueAt]: RecordReply): StoredRecord {
  return {
    kind,
    id,
    body,
    ...(chat === '' ? {} : { chat }),
    ...(dueAt === '' ? {} : { dueAt: Number(dueAt) }),
    expiresAt: Number(expiresAt),
  };
}

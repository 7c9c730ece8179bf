/** What the Lua scripts are given: a commit as a flat list of strings, each part with its length before it. */
import { URGENCIES } from '../model/outgoing.ts';
import type { Commit, NewDelivery, StoredRecord } from '../model/store.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Redis lets things expire somewhat late: by its own clock, while only those of the processes tell what is expired. */
const RECORD_GRACE = MINUTE;
/** A delivery may be in somebody's hands when it expires. */
const DELIVERY_GRACE = DAY;
/** Redis takes no infinite time. */
const LONGEST_TTL = 100 * 365 * DAY;

/** A number as Redis reads it; one that is none would fail amid a script, which takes nothing back. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) throw new TypeError('not a number');
  return String(value);
}

/** The arguments of a commit. */
export function commitArguments(commit: Commit, now: number): string[] {
  const { once, expect = [], put = [], remove = [], send = [], count = {} } = commit;
  return [
    numberText(now),
    ...counted(once ? [once] : [], (record) => recordArguments(record, now)),
    ...counted(expect, ({ kind, id, body }) => [kind, id, body === null ? 'absent' : 'present', body ?? '']),
    ...counted(put, (record) => recordArguments(record, now)),
    ...counted(remove, ({ kind, id }) => [kind, id]),
    ...counted(send, (delivery) => deliveryArguments(delivery, now)),
    ...counted(Object.entries(count), ([name, amount]) => [name, finiteText(amount)]),
  ];
}

function counted<T>(items: readonly T[], argumentsOf: (item: T) => readonly string[]): string[] {
  return [String(items.length), ...items.flatMap(argumentsOf)];
}

function recordArguments({ kind, id, body, chat, dueAt, expiresAt }: StoredRecord, now: number): string[] {
  const due = dueAt === undefined ? '' : numberText(dueAt);
  return [kind, id, body, chat ?? '', due, numberText(expiresAt), ttlText(expiresAt - now, RECORD_GRACE)];
}

function deliveryArguments(delivery: NewDelivery, now: number): string[] {
  const { id, chat, urgency, body, notBefore, expiresAt } = delivery;
  const ttl = ttlText(expiresAt - now, DELIVERY_GRACE);
  return [id, chat, String(URGENCIES.indexOf(urgency)), body, numberText(notBefore), numberText(expiresAt), ttl];
}

/** Milliseconds from now and not an instant: the clock of a rehearsal is not that of Redis. */
function ttlText(ms: number, grace: number): string {
  return ms <= 0 ? '0' : String(Math.ceil(Math.min(ms + grace, LONGEST_TTL)));
}

function finiteText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('not a finite number');
  return String(value);
}

/** A case: a note that somebody agreed to pass on, from the yes to the erasure. */
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Vault } from '../storage/vault.ts';
import type { StoredRecord } from '../model/store.ts';

export const CASE_KIND = 'case';

const text = z.string().optional();

/** What is kept, sealed. Times are milliseconds since 1970. */
const caseSchema = z.strictObject({
  code: z.string(),
  note: z.strictObject({ what: text, where: text, safe: text, phone: text }),
  /** The chat of the person who wrote, for the truth about what happened. */
  reporter: z.string(),
  openedAt: z.number(),
  /** When the duty chat had the note; null until then. */
  deliveredAt: z.number().nullable(),
  acceptedAt: z.number().nullable(),
  /** How many times the duty officers have been reminded. */
  reminders: z.number().int(),
});

export type Case = z.infer<typeof caseSchema>;

/** A code that is short enough to type; the letters that are taken for others are left out. */
export function newCode(): string {
  const letters = 'ABCDEGHKLMNPQRSTUVXY';
  const letter = () => letters[randomInt(letters.length)]!;
  return `MN-${letter()}${letter()}${String(randomInt(10_000)).padStart(4, '0')}`;
}

/** The record under which a case is kept; it holds nothing in clear but its code and its times. */
export function caseRecord(one: Case, times: { dueAt?: number; expiresAt: number }, vault: Vault): StoredRecord {
  const body = vault.seal(JSON.stringify(one), `${CASE_KIND}:${one.code}`);
  return { kind: CASE_KIND, id: one.code, body, ...times };
}

/** The case of a record; null where the key has changed since. */
export function openCase(record: StoredRecord, vault: Vault): Case | null {
  const opened = vault.open(record.body, `${CASE_KIND}:${record.id}`);
  return opened === null ? null : caseSchema.parse(JSON.parse(opened));
}

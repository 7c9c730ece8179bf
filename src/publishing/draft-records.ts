/** What is kept of documents on their way: requests to import, drafts, one-time links; all sealed. */
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { namesSchema } from '../knowledge/schema.ts';
import type { RecordName, Store, StoredRecord } from '../model/store.ts';
import type { Vault } from '../storage/vault.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const REQUEST = 'import';
const DRAFT = 'draft';
const UPLOAD = 'upload';
/** Documents are read one after another, a scan for up to twenty minutes: whoever sends many waits for the last of them. */
const REQUEST_MS = DAY_MS;
/** Requests looked through for one that can be opened. */
const MOST_DUE = 20;
export const DRAFT_DAYS = 7;
const UPLOAD_MS = 60 * MINUTE_MS;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

const requestSchema = z.object({ file: z.string(), name: z.string(), tries: z.number() });
const draftSchema = z.object({
  code: z.string(),
  /** Opens the review page, together with the code. */
  secret: z.string(),
  planId: z.string(),
  title: z.string(),
  /** Checked against the plan's schema only on approval: a draft may have gaps. */
  plan: z.unknown(),
  source: z.string(),
  names: namesSchema,
  problems: z.array(z.string()),
  review: z.string(),
  at: z.number(),
});
const uploadSchema = z.object({ chat: z.string() });

export type ImportRequestNote = z.infer<typeof requestSchema>;
export type KeptDraft = z.infer<typeof draftSchema>;

export interface Kept<T> {
  readonly record: StoredRecord;
  readonly value: T;
}

/** Random letters that are easily told apart and typed. */
export function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

export class DraftRecords {
  constructor(
    private readonly store: Store,
    private readonly vault: Vault,
  ) {}

  /** A request that falls due at a time. */
  request(id: string, chat: string, note: ImportRequestNote, dueAt: number, now: number): StoredRecord {
    return { ...this.sealed(REQUEST, id, note), chat, dueAt, expiresAt: now + REQUEST_MS };
  }

  /** The next request that nobody works on. */
  async dueRequest(now: number): Promise<Kept<ImportRequestNote> | null> {
    for (const record of await this.store.due(REQUEST, now, MOST_DUE)) {
      const kept = this.opened(record, requestSchema);
      if (kept) return kept;
    }
    return null;
  }

  draft(draft: KeptDraft, chat: string, now: number): StoredRecord {
    return { ...this.sealed(DRAFT, draft.code, draft), chat, expiresAt: now + DRAFT_DAYS * DAY_MS };
  }

  /** The drafts that wait in a chat, the oldest first. */
  async drafts(chat: string, now: number): Promise<Kept<KeptDraft>[]> {
    const records = await this.store.list(DRAFT, now, chat);
    const kept = records.flatMap((record) => this.opened(record, draftSchema) ?? []);
    return kept.sort((one, other) => one.value.at - other.value.at);
  }

  /** The draft of a review link; null for any other text. */
  async draftOfLink(key: string, now: number): Promise<KeptDraft | null> {
    const [code, secret] = [key.slice(0, 8), key.slice(8)];
    const record = await this.store.get(DRAFT, code, now);
    const draft = record ? this.opened(record, draftSchema)?.value : undefined;
    return draft && sameText(draft.secret, secret) ? draft : null;
  }

  /** A one-time link for a chat; the store never holds the key itself. */
  upload(key: string, chat: string, now: number): StoredRecord {
    return { ...this.sealed(UPLOAD, uploadId(key), { chat }), chat, expiresAt: now + UPLOAD_MS };
  }

  /** The chat that a link was made for, and what to remove to use it up. */
  async uploadOf(key: string, now: number): Promise<Kept<{ chat: string }> | null> {
    const record = await this.store.get(UPLOAD, uploadId(key), now);
    return record ? this.opened(record, uploadSchema) : null;
  }

  private sealed(kind: string, id: string, value: object) {
    return { kind, id, body: this.vault.seal(JSON.stringify(value), kind) };
  }

  /** Null where it cannot be opened any more: the key has changed. */
  private opened<T>(record: StoredRecord, schema: z.ZodType<T>): Kept<T> | null {
    const text = this.vault.open(record.body, record.kind);
    const value = text === null ? undefined : schema.safeParse(JSON.parse(text)).data;
    return value === undefined ? null : { record, value };
  }
}

/** The name of a record, as commits need it. */
export function nameOf({ kind, id }: RecordName): RecordName {
  return { kind, id };
}

function uploadId(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

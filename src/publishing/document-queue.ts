/** Files received in a chat: each is a request in the store until it has become a draft or a refusal. */
import type { ImportOutcome } from '../importing/import-apart.ts';
import type { Knowledge } from '../knowledge/load.ts';
import type { FetchedFile } from '../model/channel.ts';
import { parseChatKey } from '../model/chat.ts';
import type { ReceivedFile } from '../model/incoming.ts';
import type { Store } from '../model/store.ts';
import type { DraftBook, Drafting } from './draft-book.ts';
import { plainAnswer, type DraftAnswer } from './draft-answer.ts';
import { nameOf, type DraftRecords, type ImportRequestNote, type Kept } from './draft-records.ts';

const MINUTE_MS = 60_000;
/** The largest document, as the readers take it. */
const MOST_BYTES = 20 * 1024 * 1024;
/** Nobody else takes a request that is worked on; renewed while the work goes on. */
const CLAIM_MS = 2 * MINUTE_MS;
const RENEW_MS = MINUTE_MS / 2;
const RETRY_MS = MINUTE_MS / 2;
const MOST_TRIES = 10;

/** Imports a document in a process of its own; null where it is too much for that, rejects where it is stopped. */
export type Convert = (name: string, bytes: Uint8Array, knowledge: Knowledge) => Promise<ImportOutcome | null>;

export interface QueueOptions {
  readonly store: Store;
  readonly records: DraftRecords;
  readonly drafts: DraftBook;
  readonly knowledge: () => Knowledge;
  readonly convert: Convert;
  /** Fetches a received file from a channel. */
  readonly fetchFile: (channel: string, id: string, maxBytes: number) => Promise<FetchedFile>;
}

export class DocumentQueue {
  constructor(private readonly options: QueueOptions) {}

  /** What to commit so that a received file is imported soon. */
  request(id: string, chat: string, { id: file, name }: ReceivedFile, now: number): DraftAnswer {
    const record = this.options.records.request(id, chat, { file, name, tries: 0 }, now, now);
    return { ...plainAnswer(this.options.drafts.say('draft-reading')), put: [record] };
  }

  /** Works on the next request; gives the chats that have mail. Rejects where the store cannot be reached. */
  async tick(now: () => number): Promise<string[]> {
    const kept = await this.options.records.dueRequest(now());
    if (!kept) return [];
    const claimed = await this.claim(kept, now());
    if (!claimed) return [];
    const renewing = setInterval(() => void this.renew(claimed, now()).catch(() => undefined), RENEW_MS);
    try {
      return await this.work(claimed, now);
    } catch (error) {
      // Stopped, or the store was away: the request is there for the next time.
      await this.later(claimed, now());
      throw error;
    } finally {
      clearInterval(renewing);
    }
  }

  /** Null where somebody else has taken the request. */
  private async claim(
    { record, value }: Kept<ImportRequestNote>,
    now: number,
  ): Promise<Kept<ImportRequestNote> | null> {
    const note = { ...value, tries: value.tries + 1 };
    const claimed = {
      ...this.options.records.request(record.id, record.chat!, note, now + CLAIM_MS, now),
      expiresAt: record.expiresAt,
    };
    const expect = [{ ...nameOf(record), body: record.body }];
    return (await this.options.store.commit({ expect, put: [claimed] }, now)) ? { record: claimed, value: note } : null;
  }

  private async renew({ record }: Kept<ImportRequestNote>, now: number): Promise<void> {
    const expect = [{ ...nameOf(record), body: record.body }];
    await this.options.store.commit({ expect, put: [{ ...record, dueAt: now + CLAIM_MS }] }, now);
  }

  private async work(request: Kept<ImportRequestNote>, now: () => number): Promise<string[]> {
    const { record, value } = request;
    const chat = record.chat!;
    if (value.tries > MOST_TRIES) return this.refuse(request, this.options.drafts.say('draft-broke'), now());
    const fetched = await this.options.fetchFile(parseChatKey(chat)?.channel ?? '', value.file, MOST_BYTES);
    if (fetched.kind === 'unreachable' && value.tries < MOST_TRIES) return this.later(request, now());
    if (fetched.kind !== 'fetched')
      return this.refuse(request, this.options.drafts.say(`draft-${fetched.kind}`), now());
    const outcome = await this.options.convert(value.name, fetched.bytes, this.options.knowledge());
    if (!outcome) return this.refuse(request, this.options.drafts.say('draft-broke'), now());
    if (!outcome.ok) return this.refuse(request, outcome.error, now());
    const { commit } = await this.options.drafts.drafted(record.id, chat, outcome, now());
    return this.settle(request, commit, now());
  }

  private async later({ record }: Kept<ImportRequestNote>, now: number): Promise<string[]> {
    const expect = [{ ...nameOf(record), body: record.body }];
    await this.options.store.commit({ expect, put: [{ ...record, dueAt: now + RETRY_MS }] }, now);
    return [];
  }

  private refuse(request: Kept<ImportRequestNote>, reason: string, now: number): Promise<string[]> {
    const { drafts } = this.options;
    const { id, chat = '' } = request.record;
    const text = drafts.say('draft-failed', { file: request.value.name || drafts.say('draft-unnamed'), reason });
    const send = drafts.send(id, chat, { text, choices: [], urgency: 'reply' }, now);
    return this.settle(request, { put: [], remove: [], send }, now);
  }

  private async settle({ record }: Kept<ImportRequestNote>, commit: Drafting, now: number): Promise<string[]> {
    const expect = [{ ...nameOf(record), body: record.body }];
    const remove = [...commit.remove, nameOf(record)];
    const settled = await this.options.store.commit({ ...commit, expect, remove }, now);
    return settled ? [record.chat!] : [];
  }
}

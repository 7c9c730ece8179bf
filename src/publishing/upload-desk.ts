/** The web page's upload for administrators: a link that is good for an hour and for one document. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Knowledge } from '../knowledge/load.ts';
import type { Store } from '../model/store.ts';
import { reviewPath, type DraftBook } from './draft-book.ts';
import { plainAnswer, type DraftAnswer } from './draft-answer.ts';
import type { Convert } from './document-queue.ts';
import { nameOf, randomLetters, type DraftRecords, type Kept } from './draft-records.ts';

export interface UploadOptions {
  readonly store: Store;
  readonly records: DraftRecords;
  readonly drafts: DraftBook;
  readonly knowledge: () => Knowledge;
  readonly convert: Convert;
  readonly publicUrl: string | undefined;
  /** Tells the delivery that a chat has mail. */
  readonly wake: (chat: string) => Promise<void>;
  /** How long an upload waits for its import before the chat is told instead. */
  readonly patienceMs?: number;
}

/** What came of an upload: `taken` has used the link up. */
export interface Uploaded {
  readonly kind: 'taken' | 'refused' | 'expired';
  readonly text: string;
  readonly review?: string;
}

type Link = Kept<{ readonly chat: string }>;

/** Proxies give up a request after a minute. */
const PATIENCE_MS = 25_000;

export class UploadDesk {
  constructor(private readonly options: UploadOptions) {}

  /** A one-time link to the page where a document can be uploaded. */
  link(chat: string, now: number): DraftAnswer {
    const { publicUrl, drafts, records } = this.options;
    if (publicUrl === undefined) return plainAnswer(drafts.say('upload-none'));
    const key = randomLetters(32);
    const text = drafts.say('upload-link', { url: `${publicUrl}/upload/${key}` });
    return { ...plainAnswer(text), put: [records.upload(key, chat, now)] };
  }

  /** Whether a link is still good. */
  async isOpen(key: string, now: number): Promise<boolean> {
    return (await this.options.records.uploadOf(key, now)) !== null;
  }

  /** Imports a document that was uploaded behind a link; what takes long is told in the chat instead. */
  async take(key: string, name: string, bytes: Uint8Array, now: () => number): Promise<Uploaded> {
    const { records, drafts } = this.options;
    const link = await records.uploadOf(key, now());
    if (!link) return this.expired();
    const done = this.import(link, name, bytes, now);
    const patience = new AbortController();
    const late = pause(this.options.patienceMs ?? PATIENCE_MS, null, { signal: patience.signal }).catch(() => null);
    const first = await Promise.race([done, late]).finally(() => patience.abort());
    if (first) return first;
    const broken: Uploaded = { kind: 'refused', text: drafts.say('draft-broke') };
    void done
      .catch(() => broken)
      .then((outcome) => this.tellRefused(link, name, outcome, now()))
      .catch(() => undefined);
    return { kind: 'taken', text: drafts.say('upload-later') };
  }

  private async import(link: Link, name: string, bytes: Uint8Array, now: () => number): Promise<Uploaded> {
    const { convert, store, drafts, knowledge, wake } = this.options;
    const outcome = await convert(name, bytes, knowledge());
    if (!outcome?.ok) return { kind: 'refused', text: outcome?.error ?? drafts.say('draft-broke') };
    const { chat } = link.value;
    const { commit, text, draft } = await drafts.drafted(`upload-${link.record.id}`, chat, outcome, now());
    const expect = [{ ...nameOf(link.record), body: link.record.body }];
    const remove = [...commit.remove, nameOf(link.record)];
    if (!(await store.commit({ ...commit, expect, remove }, now()))) return this.expired();
    await wake(chat);
    return { kind: 'taken', text, review: reviewPath(draft) };
  }

  private async tellRefused(
    { record, value }: Link,
    name: string,
    { kind, text }: Uploaded,
    now: number,
  ): Promise<void> {
    if (kind !== 'refused') return;
    const { drafts, store, wake } = this.options;
    const message = {
      text: drafts.say('draft-failed', { file: name, reason: text }),
      choices: [],
      urgency: 'reply',
    } as const;
    await store.commit({ send: drafts.send(`refused-${record.id}-${now}`, value.chat, message, now) }, now);
    await wake(value.chat);
  }

  private expired(): Uploaded {
    return { kind: 'expired', text: this.options.drafts.say('upload-expired') };
  }
}

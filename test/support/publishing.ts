import { loadImportingWords } from '../../src/knowledge/importing-schema.ts';
import type { World } from '../../src/dialogue/world.ts';
import { failureOf, importBytes, reportOf } from '../../src/importing/import-file.ts';
import { reviewPage } from '../../src/importing/review/review-page.ts';
import type { FetchedFile } from '../../src/model/channel.ts';
import type { Store } from '../../src/model/store.ts';
import { KNOWLEDGE_DIRECTORY } from '../../src/open-world.ts';
import { ApprovedPlans } from '../../src/publishing/approved-plans.ts';
import { DocumentQueue, type Convert } from '../../src/publishing/document-queue.ts';
import { DraftBook } from '../../src/publishing/draft-book.ts';
import { DraftRecords } from '../../src/publishing/draft-records.ts';
import { UploadDesk } from '../../src/publishing/upload-desk.ts';
import type { Vault } from '../../src/storage/vault.ts';
import { sealedDelivery } from '../../src/turns/outgoing-parts.ts';
import { LIMITS } from './sent-messages.ts';

/** Imports in this process, so that a test need not wait for another one to start. */
export const convertHere: Convert = async (name, bytes, known) => {
  const words = loadImportingWords(KNOWLEDGE_DIRECTORY);
  try {
    const options = { knowledgeDirectory: KNOWLEDGE_DIRECTORY, words, knowledge: known };
    const result = await importBytes(name, bytes, options);
    const { plan, source, proposals, problems } = result.draft;
    const draft = { plan, source, names: proposals, problems, review: reviewPage(result, words) };
    return { ok: true, report: reportOf(result), ...draft };
  } catch (error) {
    return { ok: false, error: failureOf(name, error, words).error ?? '' };
  }
};

export interface TestPublishing {
  readonly convert?: Convert;
  readonly files?: (id: string) => FetchedFile;
  readonly publicUrl?: string;
  readonly folderVersion?: (id: string) => string | null;
  readonly patienceMs?: number;
}

/** All that works on documents, over a store. */
export function openTestPublishing(
  { store, vault, world }: { store: Store; vault: Vault; world: () => World },
  {
    convert = convertHere,
    files = () => ({ kind: 'gone' }),
    publicUrl,
    folderVersion = () => null,
    patienceMs,
  }: TestPublishing = {},
) {
  const approved = new ApprovedPlans(store, vault);
  const records = new DraftRecords(store, vault);
  const woken: string[] = [];
  const wake = (chat: string) => {
    woken.push(chat);
    return Promise.resolve();
  };
  const drafts = new DraftBook({
    records,
    world,
    words: loadImportingWords(KNOWLEDGE_DIRECTORY),
    approved,
    folderVersion,
    delivery: sealedDelivery({ vault, limits: LIMITS }),
    publicUrl,
  });
  const common = { store, records, drafts, knowledge: () => world().knowledge, convert };
  const fetchFile = (_channel: string, id: string) => Promise.resolve(files(id));
  return {
    approved,
    drafts,
    records,
    woken,
    documents: new DocumentQueue({ ...common, fetchFile }),
    uploads: new UploadDesk({ ...common, publicUrl, wake, ...(patienceMs === undefined ? {} : { patienceMs }) }),
  };
}

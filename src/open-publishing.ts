/** Documents on their way to the plans, and the plans as they change, put together. */
import { importApart } from './importing/import-apart.ts';
import { loadImportingWords } from './knowledge/importing-schema.ts';
import type { Log } from './log.ts';
import type { LiveWorld } from './live-world.ts';
import type { FetchedFile } from './model/channel.ts';
import type { MakeDeliveries, Store } from './model/store.ts';
import { ApprovedPlans } from './publishing/approved-plans.ts';
import { DocumentQueue, type Convert } from './publishing/document-queue.ts';
import { DraftBook } from './publishing/draft-book.ts';
import { DraftRecords } from './publishing/draft-records.ts';
import { LiveKnowledge } from './publishing/live-knowledge.ts';
import { UploadDesk } from './publishing/upload-desk.ts';
import type { Vault } from './storage/vault.ts';

export interface PublishingParts {
  readonly store: Store;
  readonly vault: Vault;
  readonly live: LiveWorld;
  /** The knowledge folder. */
  readonly directory: string;
  readonly log: Log;
  readonly publicUrl: string | undefined;
  readonly fetchFile: (channel: string, id: string, maxBytes: number) => Promise<FetchedFile>;
  readonly delivery: MakeDeliveries;
  readonly wake: (chat: string) => Promise<void>;
  /** Called once the program works with other plans. */
  readonly onChange: () => Promise<void>;
}

export interface Publishing {
  readonly drafts: DraftBook;
  readonly documents: DocumentQueue;
  readonly uploads: UploadDesk;
  readonly plans: LiveKnowledge;
  /** Ends what is being imported; its request stays. */
  stop(): void;
}

/** Puts them together; nothing is read from the store yet. */
export function openPublishing(parts: PublishingParts): Publishing {
  const { store, vault, live, directory, log, publicUrl, wake } = parts;
  const approved = new ApprovedPlans(store, vault);
  const plans = new LiveKnowledge({
    directory,
    folder: live.world().knowledge,
    approved,
    log: (event, plan) => log('warn', { event, ...(plan === undefined ? {} : { plan }) }),
    use: async (knowledge) => {
      await live.use(knowledge);
      await parts.onChange();
    },
  });
  const stopping = new AbortController();
  const convert: Convert = (name, bytes, { agencies, places, plans: all }) => {
    const plans = all.map(({ plan: { id, document } }) => ({ plan: { id, document } }));
    const known = { agencies: [...agencies], places: [...places], plans };
    const document = { name, bytes: Buffer.from(bytes).toString('base64') };
    return importApart({ ...document, knowledgeDirectory: directory, ...known }, stopping.signal);
  };
  const records = new DraftRecords(store, vault);
  const drafts = new DraftBook({
    records,
    world: live.world,
    words: loadImportingWords(directory),
    approved,
    folderVersion: (id) => plans.folderVersion(id),
    delivery: parts.delivery,
    publicUrl,
  });
  const common = { store, records, drafts, knowledge: () => live.world().knowledge, convert };
  return {
    drafts,
    plans,
    documents: new DocumentQueue({ ...common, fetchFile: parts.fetchFile }),
    uploads: new UploadDesk({ ...common, publicUrl, wake }),
    stop: () => stopping.abort(),
  };
}

/** What the tests of documents and drafts share: a store of their own, a chat's mail, and a document that was read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorld, type World } from '../../src/dialogue/world.ts';
import type { Knowledge } from '../../src/knowledge/load.ts';
import { namesSchema, planSchema, type Plan, type PlanNames } from '../../src/knowledge/schema.ts';
import type { Outgoing } from '../../src/model/outgoing.ts';
import type { Commit, Store } from '../../src/model/store.ts';
import type { Convert } from '../../src/publishing/document-queue.ts';
import type { DraftAnswer } from '../../src/publishing/draft-answer.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { StoreError } from '../../src/storage/store-error.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';
import { openDelivery } from '../../src/turns/outgoing-parts.ts';
import { convertHere, openTestPublishing, type TestPublishing } from '../support/publishing.ts';
import { knowledge } from '../support/world.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const NOW = Date.parse('2026-05-20T09:00:00+07:00');
export const CHAT = 'telegram:boss';
export const OTHER = 'zalo:deputy';
export const PUBLIC_URL = 'https://mangnon.example';
export const TEXT = readFileSync(join(import.meta.dirname, '../importing/documents/cao-bang-2026.txt'), 'utf8');
/** A place and agencies that the lists do not have. */
export const COMMUNE = readFileSync(join(import.meta.dirname, '../importing/documents/phuong-2026.md'), 'utf8');

export type Outcome = NonNullable<Awaited<ReturnType<Convert>>>;
export type Drafted = Extract<Outcome, { ok: true }>;

/** The draft of a document. */
export async function read(text: string, known: Knowledge = knowledge): Promise<Drafted> {
  const outcome = await convertHere('ke-hoach.txt', Buffer.from(text), known);
  if (!outcome?.ok) throw new Error('the document cannot be imported');
  return outcome;
}

/** The plan of a draft, with some of it changed. */
export function planOf({ plan }: Drafted, changes: Partial<Plan> = {}): Plan {
  return { ...planSchema.parse(plan), ...changes };
}

/** What a draft brings along. */
export function namesOf({ names }: Drafted): PlanNames {
  return namesSchema.parse(names);
}

/** The world of some knowledge; its gate, which takes longer to read than all the rest, finds nothing. */
export function worldOf(known: Knowledge = knowledge): World {
  return buildWorld(known, () => ({
    level: 'none',
    category: 'none',
    speaker: 'unknown',
    score: 0,
    uncertain: false,
    suspected: 'none',
    reasons: [],
  }));
}

export interface DeskOptions extends Omit<TestPublishing, 'publicUrl'> {
  readonly world?: () => World;
  /** Whether the page has a public address. */
  readonly published?: boolean;
}

/** The world as it is shipped. */
export const usual = worldOf();

/** A store with all that works on documents, and a clock that passes when it is told to. */
export function openDesk(options: DeskOptions = {}) {
  const { world = () => usual, published = true, ...rest } = options;
  const address = published ? { publicUrl: PUBLIC_URL } : {};
  const vault = createVault(newKey());
  const bodies: string[] = [];
  const line = { away: false };
  const store = wired(openSqliteStore(':memory:'), bodies, line);
  let now = NOW;
  return {
    ...openTestPublishing({ store, vault, world }, { ...address, ...rest }),
    store,
    vault,
    /** Whether the store cannot be reached. */
    line,
    /** Every body that was ever written. */
    bodies,
    now: () => now,
    pass: (ms: number) => (now += ms),
    /** Commits an answer as the turn does that it belongs to; gives it back. */
    settle: async (answer: DraftAnswer | Promise<DraftAnswer>): Promise<DraftAnswer> => {
      const said = await answer;
      await store.commit({ put: said.put, remove: said.remove }, now);
      return said;
    },
    /** Takes what waits for a chat as if it were sent. */
    mail: async (chat = CHAT): Promise<Outgoing[]> => {
      const out: Outgoing[] = [];
      for (;;) {
        const delivery = await store.take(chat, now, MINUTE);
        if (!delivery) return out;
        out.push(openDelivery(delivery.body, vault));
        await store.settle(delivery.id, { kind: 'done' });
      }
    },
    kept: async (kind: string, chat?: string) => (await store.list(kind, now, chat)).length,
  };
}

/** The store behind a line that may be down, noting the bodies that it is given. */
function wired(store: Store, bodies: string[], line: { readonly away: boolean }): Store {
  return new Proxy(store, {
    get: (target, name) => {
      if (line.away) return () => Promise.reject(new StoreError(String(name), 'UNREACHABLE'));
      if (name === 'commit')
        return (commit: Commit, now: number) => {
          bodies.push(...[...(commit.put ?? []), ...(commit.send ?? [])].map(({ body }) => body));
          return target.commit(commit, now);
        };
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

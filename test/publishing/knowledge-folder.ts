/** A copy of the knowledge folder that a test may edit, and the knowledge that a program makes of it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { loadKnowledge, type Knowledge, type LoadedPlan } from '../../src/knowledge/load.ts';
import { KNOWLEDGE_DIRECTORY } from '../../src/open-world.ts';
import { ApprovedPlans } from '../../src/publishing/approved-plans.ts';
import { LiveKnowledge } from '../../src/publishing/live-knowledge.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';
import { NOW } from './desk.ts';

/** Few of the plans, so that reading them takes no time. */
const COPIED = ['ha-lang-2025', 'minh-long-2025'];

/** Copies the folder without most of its plans and what only the safety gate reads. */
export function copyKnowledge() {
  const folder = mkdtempSync(join(tmpdir(), 'knowledge-'));
  const isCopied = (path: string) => {
    const inside = basename(dirname(path));
    return inside === 'plans' ? COPIED.includes(basename(path)) : inside !== 'safety' || path.endsWith('care.yaml');
  };
  cpSync(KNOWLEDGE_DIRECTORY, folder, { recursive: true, filter: isCopied });
  const plan = (id: string) => join(folder, 'plans', id, 'plan.yaml');
  return {
    folder,
    ids: COPIED,
    /** Puts a plan where people put it. */
    write: ({ plan: { id }, plan: data, source, names }: LoadedPlan) => {
      mkdirSync(dirname(plan(id)), { recursive: true });
      writeFileSync(plan(id), JSON.stringify(data));
      writeFileSync(join(dirname(plan(id)), 'source.txt'), source);
      if (names) writeFileSync(join(dirname(plan(id)), 'names.yaml'), JSON.stringify(names));
    },
    remove: (id: string) => rmSync(dirname(plan(id)), { recursive: true }),
    /** Replaces words in the file of a plan. */
    edit: (id: string, from: string, to: string) => {
      writeFileSync(plan(id), readFileSync(plan(id), 'utf8').replace(from, to));
    },
    destroy: () => rmSync(folder, { recursive: true }),
  };
}

/** What every copy holds as long as nobody edits it, read once. */
let unedited: Knowledge | undefined;

export function knowledgeOf({ folder }: KnowledgeCopy): Knowledge {
  return (unedited ??= loadKnowledge(folder));
}

export type KnowledgeCopy = ReturnType<typeof copyKnowledge>;

/** A program's knowledge over a copy of the folder and a store, and what came of each look. */
export function openLive(
  copy: KnowledgeCopy,
  { store = openSqliteStore(':memory:'), vault = createVault(newKey()) } = {},
) {
  const approved = new ApprovedPlans(store, vault);
  const used: Knowledge[] = [];
  const logged: string[] = [];
  const state = { failing: false };
  const live = new LiveKnowledge({
    directory: copy.folder,
    folder: knowledgeOf(copy),
    approved,
    log: (event, plan) => logged.push(plan === undefined ? event : `${event} ${plan}`),
    use: (knowledge) => {
      if (state.failing) return Promise.reject(new Error('away'));
      used.push(knowledge);
      return Promise.resolve();
    },
  });
  return {
    live,
    store,
    vault,
    approved,
    used,
    logged,
    state,
    ids: () => used.at(-1)?.plans.map(({ plan }) => plan.id),
    /** Looks at the folder until what has changed has also stopped changing. */
    look: async () => {
      await live.takeUpFolder(NOW);
      await live.takeUpFolder(NOW);
    },
    approve: async ({ names, ...loaded }: LoadedPlan) => {
      const replaces = live.folderVersion(loaded.plan.id);
      const none = { agencies: [], places: [] };
      await store.commit(approved.approval({ ...loaded, names: names ?? none, replaces }, NOW), NOW);
      await live.takeUpApproved(NOW);
    },
    withdraw: async (id: string) => {
      await store.commit((await approved.withdrawal(id, NOW)) ?? {}, NOW);
      await live.takeUpApproved(NOW);
    },
  };
}

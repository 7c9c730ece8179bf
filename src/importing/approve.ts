/** Drafts on disk, and taking one into the knowledge folder in place of its older version. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, dump, load as parseYaml } from 'js-yaml';
import type { ImportingWords } from '../knowledge/importing-schema.ts';
import { KnowledgeError, loadKnowledge } from '../knowledge/load.ts';
import { planSchema, type Plan } from '../knowledge/schema.ts';
import { comparePlans } from './plan-difference.ts';
import type { ImportResult } from './import-file.ts';
import { reviewPage } from './review/review-page.ts';

/** Writes plan.yaml, source.txt, proposals.yaml and review.html into a folder made for the draft; gives its path. */
export function writeDraft(result: ImportResult, directory: string, words: ImportingWords): string {
  const folder = join(directory, result.draft.plan.id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'plan.yaml'), toYaml(result.draft.plan));
  writeFileSync(join(folder, 'source.txt'), result.draft.source);
  writeFileSync(
    join(folder, 'proposals.yaml'),
    toYaml({
      ...result.draft.proposals,
      problems: result.draft.problems,
      warnings: result.warnings.map((warning) => warning.text),
    }),
  );
  writeFileSync(join(folder, 'review.html'), reviewPage(result, words));
  return folder;
}

export interface Approval {
  readonly id: string;
  readonly replaced: boolean;
  /** What changed against the older version, one line each. */
  readonly difference: readonly string[];
}

/**
 * Takes a draft folder into the knowledge folder. The whole knowledge is checked with it first, in a copy beside it;
 * a KnowledgeError names what is missing (an agency, a place) and nothing is changed.
 */
export function approveDraft(folder: string, knowledgeDirectory: string): Approval {
  const plan = readPlan(join(folder, 'plan.yaml'));
  const target = join(knowledgeDirectory, 'plans', plan.id);
  const replaced = existsSync(join(target, 'plan.yaml'));
  const difference = replaced ? comparePlans(readPlan(join(target, 'plan.yaml')), plan) : [];
  const stage = `${knowledgeDirectory.replace(/\/+$/, '')}.approving`;
  rmSync(stage, { recursive: true, force: true });
  try {
    cpSync(knowledgeDirectory, stage, { recursive: true });
    copyPlan(folder, join(stage, 'plans', plan.id));
    loadKnowledge(stage);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  // The new folder takes the old one's place by renaming, so that no reader finds half of it.
  const fresh = `${target}.new`;
  const old = `${target}.old`;
  rmSync(fresh, { recursive: true, force: true });
  copyPlan(folder, fresh);
  if (existsSync(target)) renameSync(target, old);
  renameSync(fresh, target);
  rmSync(old, { recursive: true, force: true });
  return { id: plan.id, replaced, difference };
}

function copyPlan(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const file of ['plan.yaml', 'source.txt']) cpSync(join(from, file), join(to, file));
}

function readPlan(path: string): Plan {
  const checked = planSchema.safeParse(parseYaml(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA }));
  if (checked.success) return checked.data;
  throw new KnowledgeError(checked.error.issues.map((issue) => `plan.yaml: ${issue.path.join('.')}: ${issue.message}`));
}

function toYaml(value: unknown): string {
  // Through JSON: a field that is undefined would stop the writer.
  return dump(JSON.parse(JSON.stringify(value)), { lineWidth: -1, noRefs: true });
}

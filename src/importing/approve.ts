/** Drafts on disk, and taking one into the knowledge folder in place of its older version. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, dump, load as parseYaml } from 'js-yaml';
import type { z } from 'zod';
import { planProblems } from '../knowledge/consistency.ts';
import type { ImportingWords } from '../knowledge/importing-schema.ts';
import { KnowledgeError, loadKnowledge, type Knowledge, type LoadedPlan } from '../knowledge/load.ts';
import { namesNeeded, withPlans } from '../knowledge/plan-names.ts';
import { namesSchema, planSchema, type PlanNames } from '../knowledge/schema.ts';
import { comparePlans } from './plan-difference.ts';
import type { ImportResult } from './import-file.ts';
import { reviewPage } from './review/review-page.ts';

/** Writes plan.yaml, source.txt, names.yaml, warnings.yaml and review.html into the draft's folder; gives its path. */
export function writeDraft(result: ImportResult, directory: string, words: ImportingWords): string {
  const { plan, source, proposals, problems } = result.draft;
  const folder = join(directory, plan.id);
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  keepCorrections(folder);
  write('plan.yaml', toYaml(plan));
  write('source.txt', source);
  write('names.yaml', toYaml(proposals));
  write('warnings.yaml', toYaml({ problems, warnings: result.warnings.map((warning) => warning.text) }));
  write('review.html', reviewPage(result, words));
  return folder;
}

/** A draft that was made before may hold a reviewer's work: it stays beside the new one. */
function keepCorrections(folder: string): void {
  const path = join(folder, 'plan.yaml');
  if (existsSync(path)) renameSync(path, join(folder, 'plan.previous.yaml'));
}

export interface Approval {
  /** The plan with all the names that it needs. */
  readonly loaded: LoadedPlan & { readonly names: PlanNames };
  readonly replaced: boolean;
  /** What changed against the older version, one line each. */
  readonly difference: readonly string[];
  /** Agencies and places that nobody knew before. */
  readonly newNames: readonly string[];
}

/** What approving a draft would change; throws a KnowledgeError that names what does not fit. */
export function judgeDraft(draft: LoadedPlan, knowledge: Knowledge, words: ImportingWords): Approval {
  const { plan, source } = draft;
  const loaded = { plan, source, names: namesNeeded(draft, knowledge) };
  const problems = planProblems(loaded, withPlans(knowledge, [loaded]));
  if (problems.length > 0) throw new KnowledgeError(problems);
  const before = knowledge.plans.find((each) => each.plan.id === plan.id)?.plan;
  const known = new Set([...knowledge.agencies, ...knowledge.places].map(({ id }) => id));
  const brought = [...loaded.names.places, ...loaded.names.agencies];
  return {
    loaded,
    replaced: before !== undefined,
    difference: before ? comparePlans(before, plan, words.review.kinds) : [],
    newNames: brought.filter(({ id }) => !known.has(id)).map(({ name }) => name),
  };
}

/** What approving a draft folder would change; throws a KnowledgeError that names what does not fit. */
export function checkDraft(folder: string, knowledgeDirectory: string, words: ImportingWords): Approval {
  return judgeDraft(readDraft(folder), loadKnowledge(knowledgeDirectory), words);
}

/** Takes a draft folder into the knowledge folder; where the draft does not fit, nothing is changed. */
export function approveDraft(folder: string, knowledgeDirectory: string, words: ImportingWords): Approval {
  const approval = checkDraft(folder, knowledgeDirectory, words);
  const { plan, source, names } = approval.loaded;
  const target = join(knowledgeDirectory, 'plans', plan.id);
  // Made beside the folder of plans: whoever reads that one meanwhile finds whole plans only.
  const stage = `${knowledgeDirectory.replace(/\/+$/, '')}.approving`;
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage);
  try {
    const fresh = join(stage, 'new');
    mkdirSync(fresh);
    // As the reviewer has written it, with the comments.
    cpSync(join(folder, 'plan.yaml'), join(fresh, 'plan.yaml'));
    writeFileSync(join(fresh, 'source.txt'), source);
    if (names.agencies.length + names.places.length > 0) writeFileSync(join(fresh, 'names.yaml'), toYaml(names));
    if (existsSync(target)) renameSync(target, join(stage, 'old'));
    renameSync(fresh, target);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  return approval;
}

function readDraft(folder: string): LoadedPlan {
  const plan = readYaml(folder, 'plan.yaml', planSchema);
  if (!existsSync(join(folder, 'source.txt'))) throw new KnowledgeError(['source.txt: is missing']);
  const names: PlanNames = existsSync(join(folder, 'names.yaml'))
    ? readYaml(folder, 'names.yaml', namesSchema)
    : { agencies: [], places: [] };
  return { plan, source: readFileSync(join(folder, 'source.txt'), 'utf8'), names };
}

function readYaml<T extends z.ZodType>(folder: string, file: string, schema: T): z.output<T> {
  const path = join(folder, file);
  if (!existsSync(path)) throw new KnowledgeError([`${file}: is missing; name the folder of a draft`]);
  const checked = schema.safeParse(parseYaml(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA }));
  if (checked.success) return checked.data;
  throw new KnowledgeError(checked.error.issues.map((issue) => `${file}: ${issue.path.join('.')}: ${issue.message}`));
}

function toYaml(value: unknown): string {
  // Through JSON: a field that is undefined would stop the writer.
  return dump(JSON.parse(JSON.stringify(value)), { lineWidth: -1, noRefs: true });
}

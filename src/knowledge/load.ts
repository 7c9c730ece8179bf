/** Reads and validates the whole `knowledge/` folder; a problem names its file, entry and field. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load as parseYaml } from 'js-yaml';
import type { z } from 'zod';
import { careSchema, type Care } from './care-schema.ts';
import { nudgesSchema, type Nudges } from './nudges-schema.ts';
import { findProblems } from './consistency.ts';
import type { Messages } from './messages.ts';
import { joinPlans } from './plan-names.ts';
import { finish, type Steps } from '../model/steps.ts';
import { agenciesSchema, contactsSchema, holidaysSchema, namesSchema, placesSchema, planSchema } from './schema.ts';
import type { Agency, Contact, Place, Plan, PlanNames } from './schema.ts';
import { messagesSchema, pageTextsSchema, vocabularySchema, type Vocabulary } from './vocabulary-schema.ts';

export interface LoadedPlan {
  readonly plan: Plan;
  readonly source: string;
  /** What the plan adds to the lists of agencies and places. */
  readonly names?: PlanNames;
}

export interface Knowledge {
  readonly plans: readonly LoadedPlan[];
  /** The entries of agencies.yaml and places.yaml alone; `agencies` and `places` have those of the plans as well. */
  readonly common: PlanNames;
  readonly places: readonly Place[];
  readonly agencies: readonly Agency[];
  readonly contacts: readonly Contact[];
  readonly holidays: ReadonlySet<string>;
  /** The last day that the table of holidays vouches for. */
  readonly holidaysUntil: string;
  readonly vocabulary: Vocabulary;
  readonly messages: Messages;
  readonly care: Care;
  readonly nudges: Nudges;
}

/** A plan as far as another document is compared with it. */
export interface KnownPlan {
  readonly id: string;
  readonly document: Readonly<Record<'title' | 'number', { readonly value: string | null }>>;
}

/** The agencies, places and plans that are known. */
export type KnownNames = Pick<Knowledge, 'agencies' | 'places'> & {
  readonly plans: readonly { readonly plan: KnownPlan }[];
};

/** All that is wrong with the knowledge folder, one line a problem, without any value of the data. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError';
  constructor(readonly problems: readonly string[]) {
    super(`knowledge: ${problems.length} problem(s)\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** Loads `knowledge/`; throws a KnowledgeError that lists every problem found. */
export function loadKnowledge(directory: string): Knowledge {
  return finish(knowledgeSteps(directory));
}

/** Loads as `loadKnowledge` does, and pauses after each plan, so that a running program can go on meanwhile. */
export function* knowledgeSteps(directory: string): Steps<Knowledge> {
  const problems: string[] = [];
  const read = <T extends z.ZodType>(file: string, schema: T): z.output<T> | null =>
    readYaml(join(directory, file), file, schema, problems);

  const places = read('places.yaml', placesSchema);
  const agencies = read('agencies.yaml', agenciesSchema);
  const contacts = read('contacts.yaml', contactsSchema);
  const holidays = read('holidays.yaml', holidaysSchema);
  const vocabulary = read('vocabulary.yaml', vocabularySchema);
  const messages = read('messages.yaml', messagesSchema);
  const care = read('safety/care.yaml', careSchema);
  const nudges = read('nudges.yaml', nudgesSchema);
  const plans = yield* planSteps(directory, problems);
  if (!places || !agencies || !contacts || !holidays || !vocabulary || !messages || !care || !nudges)
    throw new KnowledgeError(problems);

  const base = {
    common: { places, agencies },
    contacts,
    holidays: new Set(holidays.days.map((day) => day.date)),
    holidaysUntil: holidays.until,
    vocabulary,
    messages,
    care,
    nudges,
  };
  const knowledge = joinPlans(base, plans);
  problems.push(...(yield* findProblems(knowledge)));
  if (problems.length > 0) throw new KnowledgeError(problems);
  return knowledge;
}

/** Loads the sentences of the web page; throws a KnowledgeError where the file is wrong. */
export function loadPageTexts(directory: string): Record<string, string> {
  const problems: string[] = [];
  const texts = readYaml(join(directory, 'page.yaml'), 'page.yaml', pageTextsSchema, problems);
  if (!texts) throw new KnowledgeError(problems);
  return texts;
}

function* planSteps(directory: string, problems: string[]): Steps<LoadedPlan[]> {
  const root = join(directory, 'plans');
  const plans: LoadedPlan[] = [];
  if (!existsSync(root)) problems.push('plans: the folder is missing');
  const entries = existsSync(root) ? readdirSync(root, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const id of folders.sort()) {
    const loaded = loadPlan(directory, id, problems);
    if (loaded) plans.push(loaded);
    yield;
  }
  return plans;
}

function loadPlan(directory: string, id: string, problems: string[]): LoadedPlan | null {
  const folder = join(directory, 'plans', id);
  const file = `plans/${id}/plan.yaml`;
  const plan = readYaml(join(directory, file), file, planSchema, problems);
  const sourceFile = join(folder, 'source.txt');
  if (!existsSync(sourceFile)) problems.push(`plans/${id}: source.txt is missing; put the document's text there`);
  else if (plan && plan.id !== id) problems.push(`${file}: id: must equal the folder's name`);
  else if (plan) return { plan, source: readFileSync(sourceFile, 'utf8'), ...readNames(directory, id, problems) };
  return null;
}

function readNames(directory: string, id: string, problems: string[]): { names?: PlanNames } {
  const file = `plans/${id}/names.yaml`;
  if (!existsSync(join(directory, file))) return {};
  const names = readYaml(join(directory, file), file, namesSchema, problems);
  return names ? { names } : {};
}

function readYaml<T extends z.ZodType>(path: string, file: string, schema: T, problems: string[]): z.output<T> | null {
  let raw: unknown;
  try {
    raw = parseYaml(readFileSync(path, 'utf8'), { schema: CORE_SCHEMA });
  } catch (error) {
    problems.push(`${file}: cannot be read: ${error instanceof Error ? error.message.split('\n')[0] : 'unknown reason'}`);
    return null;
  }
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    problems.push(`${file}: ${describePath(raw, issue.path)}: ${issue.message}`);
  }
  return null;
}

/** The path to a field with the entry's own id where it has one ("assignments[dn25-a-3].section"). */
function describePath(raw: unknown, path: readonly PropertyKey[]): string {
  let here: unknown = raw;
  let text = '';
  for (const step of path) {
    here = typeof here === 'object' && here !== null ? (here as Record<PropertyKey, unknown>)[step] : undefined;
    const id = typeof here === 'object' && here !== null && 'id' in here ? String(here.id) : String(step);
    text += typeof step === 'number' ? `[${id}]` : `${text === '' ? '' : '.'}${String(step)}`;
  }
  return text || '(whole file)';
}

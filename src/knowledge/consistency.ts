/** What no schema can tell: references between files, unique ids, quotes that occur in their sources. */
import type { Steps } from '../model/steps.ts';
import type { Knowledge, LoadedPlan } from './load.ts';
import { plainText } from './source-text.ts';

/** Every inconsistency of loaded knowledge, one line each, naming file, entry and field. */
export function* findProblems(knowledge: Knowledge): Steps<string[]> {
  const places = new Set(knowledge.places.map((place) => place.id));
  const problems = [
    ...duplicates('places.yaml', knowledge.places),
    ...duplicates('agencies.yaml', knowledge.agencies),
    ...duplicates('contacts.yaml', knowledge.contacts),
  ];
  for (const place of knowledge.places) {
    for (const other of [...place.successors, ...(place.within ? [place.within] : [])]) {
      if (!places.has(other)) problems.push(`places.yaml: [${place.id}]: unknown place "${other}"`);
    }
  }
  const checked = planChecker(knowledge);
  for (const loaded of knowledge.plans) {
    problems.push(...checked(loaded));
    yield;
  }
  return problems;
}

/** What is inconsistent in one plan, among the agencies, places and topics of the knowledge. */
export function planProblems(loaded: LoadedPlan, knowledge: Knowledge): string[] {
  return planChecker(knowledge)(loaded);
}

function planChecker(knowledge: Knowledge): (loaded: LoadedPlan) => string[] {
  const agencies = new Set(knowledge.agencies.map((agency) => agency.id));
  const places = new Set(knowledge.places.map((place) => place.id));
  const topics = new Set(Object.keys(knowledge.vocabulary.topics));
  return (loaded) => [
    ...(places.has(loaded.plan.place) ? [] : [`plans/${loaded.plan.id}/plan.yaml: place: not in places.yaml`]),
    ...checkFacts(loaded, agencies, topics),
  ];
}

function duplicates(file: string, entries: readonly { readonly id: string }[]): string[] {
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const again = seen.has(entry.id);
    seen.add(entry.id);
    return again ? [`${file}: [${entry.id}]: id is used twice`] : [];
  });
}

function checkFacts({ plan, source }: LoadedPlan, agencies: ReadonlySet<string>, topics: ReadonlySet<string>): string[] {
  const words = plainText(source);
  const file = `plans/${plan.id}/plan.yaml`;
  const problems: string[] = [];
  const ids = new Set<string>();
  const visit = (node: unknown, path: string): void => {
    if (Array.isArray(node)) node.forEach((item, index) => visit(item, `${path}[${entryName(item, index)}]`));
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
    const fact = node as Record<string, unknown>;
    if (typeof fact['quote'] === 'string' && !words.includes(plainText(fact['quote']))) {
      problems.push(`${file}: ${path}.quote: does not occur in source.txt; copy the words exactly`);
    }
    if (typeof fact['id'] === 'string' && path !== '') {
      if (ids.has(fact['id'])) problems.push(`${file}: ${path}.id: is used twice`);
      ids.add(fact['id']);
    }
    if (typeof fact['agency'] === 'string' && !agencies.has(fact['agency'])) {
      problems.push(`${file}: ${path}.agency: "${fact['agency']}" is not in agencies.yaml`);
    }
    for (const topic of Array.isArray(fact['topics']) ? (fact['topics'] as string[]) : []) {
      if (!topics.has(topic)) problems.push(`${file}: ${path}.topics: "${topic}" is not in vocabulary.yaml`);
    }
    for (const [key, value] of Object.entries(fact)) visit(value, path === '' ? key : `${path}.${key}`);
  };
  visit(plan, '');
  return problems;
}

function entryName(item: unknown, index: number): string {
  return typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : String(index);
}

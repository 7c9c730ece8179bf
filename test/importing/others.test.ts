import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeDraft } from '../../src/importing/approve.ts';
import { UNKNOWN_PLACE } from '../../src/importing/draft/draft-plan.ts';
import { importFile, type ImportResult } from '../../src/importing/import-file.ts';
import { loadImportingWords } from '../../src/knowledge/importing-schema.ts';
import { loadKnowledge, type Knowledge } from '../../src/knowledge/load.ts';
import { namesSchema, planSchema } from '../../src/knowledge/schema.ts';
import { scoreDocument, testDocuments, type TestDocument } from './document-set.ts';
import { Scores } from './scoring.ts';

const knowledgeDirectory = join(import.meta.dirname, '..', '..', 'knowledge');
const words = loadImportingWords(knowledgeDirectory);

/** A hundred documents in the manner of many offices, with the facts that somebody else has read in them. */
describe('a hundred documents of other offices', () => {
  let knowledge: Knowledge;
  let imported: { readonly document: TestDocument; readonly result: ImportResult }[];

  beforeAll(async () => {
    knowledge = loadKnowledge(knowledgeDirectory);
    const documents = testDocuments(join(import.meta.dirname, 'others'));
    imported = [];
    for (const document of documents) {
      imported.push({ document, result: await importFile(document.path, { knowledgeDirectory, knowledge, words }) });
    }
  }, 60_000);

  it('give the facts, kind by kind', () => {
    const all = new Scores();
    for (const { document, result } of imported) all.add(scoreDocument(document.expected, result.plan));
    const goals = { heading: 0.95, slogans: 0.95, deadlines: 0.95, agencies: 0.95, targets: 0.9, bases: 0.95 };
    const further = { reporters: 0.95, recipients: 0.93, contacts: 0.85, period: 0.95, theme: 0.95 };
    for (const [kind, goal] of Object.entries({ ...goals, ...further })) {
      expect(all.precision(kind), `${kind}: precision`).toBeGreaterThanOrEqual(goal);
      expect(all.recall(kind), `${kind}: recall`).toBeGreaterThanOrEqual(goal);
    }
  });

  it('become drafts that can be approved as they are, every quote in its source', () => {
    const problems = imported.flatMap(({ document: { name }, result: { draft } }) => {
      const plan = planSchema.safeParse(draft.plan);
      if (!plan.success) return [`${name}: ${plan.error.issues[0]?.path.join('.')}`];
      if (plan.data.place === UNKNOWN_PLACE) return [];
      const loaded = { plan: plan.data, source: draft.source, names: namesSchema.parse(draft.proposals) };
      try {
        judgeDraft(loaded, knowledge, words);
        return [];
      } catch (error) {
        return [`${name}: ${String(error)}`];
      }
    });
    expect(problems).toEqual([]);
  });
});

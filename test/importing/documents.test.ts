import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { importFile } from '../../src/importing/import-file.ts';
import { loadKnowledge, type Knowledge } from '../../src/knowledge/load.ts';
import { planSchema } from '../../src/knowledge/schema.ts';
import { plainText } from '../../src/knowledge/source-text.ts';
import { scoreDocument, testDocuments } from './document-set.ts';
import { scorePlan, Scores } from './scoring.ts';

const knowledgeDirectory = join(import.meta.dirname, '..', '..', 'knowledge');
let knowledge: Knowledge;
beforeAll(() => {
  knowledge = loadKnowledge(knowledgeDirectory);
});

describe('documents of other places, years, levels and forms', () => {
  it.each(testDocuments().map((document) => [document.name, document] as const))(
    '%s gives the facts that a person reads in it',
    async (_, document) => {
      const result = await importFile(document.path, { knowledgeDirectory, knowledge });
      expect(scoreDocument(document.expected, result.plan).misses()).toBe('');
    },
  );

  it.each(testDocuments().map((document) => [document.name, document] as const))(
    '%s: every quote stands in the source, and the draft fits the schema',
    async (_, document) => {
      const { draft } = await importFile(document.path, { knowledgeDirectory, knowledge, id: 'nhap-2026' });
      const source = plainText(draft.source);
      const quotes: string[] = [];
      JSON.stringify(draft.plan, (key, value: unknown) => {
        if (key === 'quote' && typeof value === 'string') quotes.push(value);
        return value;
      });
      expect(quotes.filter((quote) => !source.includes(plainText(quote)))).toEqual([]);
      expect(planSchema.safeParse(draft.plan).error?.issues ?? []).toEqual([]);
    },
  );

  it('a document full of mistakes keeps them as written and warns of each', async () => {
    const document = testDocuments().find((each) => each.name === 'huyen-2023-loi')!;
    const { warnings } = await importFile(document.path, { knowledgeDirectory, knowledge });
    const codes = new Set(warnings.map((warning) => warning.code));
    expect([...codes]).toEqual(
      expect.arrayContaining([
        'bad-date',
        'bad-basis-date',
        'future-basis',
        'other-year',
        'odd-share',
        'skipped-section',
        'no-date',
      ]),
    );
  });
});

describe('the five plans', () => {
  it('import to what people curated, kind by kind', async () => {
    const all = new Scores();
    for (const { plan, source } of knowledge.plans) {
      const path = join(knowledgeDirectory, 'plans', plan.id, 'source.txt');
      all.add(scorePlan(plan, source, await importFile(path, { knowledgeDirectory, knowledge })));
    }
    for (const kind of [
      'dated deadlines',
      'slogans',
      'targets',
      'contacts',
      'legal bases',
      'agencies and roles',
      'assignments',
    ]) {
      expect([kind, all.precision(kind) >= 0.95, all.recall(kind) >= 0.95]).toEqual([kind, true, true]);
    }
    expect(all.precision('invented quotes')).toBe(1);
  });
});

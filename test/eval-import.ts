/** Imports the five source documents and compares with the curated facts: precision and recall by kind. */
import { join } from 'node:path';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { importFile } from '../src/importing/import-file.ts';
import { Scores, scorePlan } from './importing/scoring.ts';

const root = join(import.meta.dirname, '..');
const show = process.argv.includes('--show');
const knowledge = loadKnowledge(join(root, 'knowledge'));
const all = new Scores();
for (const { plan, source } of knowledge.plans) {
  const result = await importFile(join(root, 'knowledge', 'plans', plan.id, 'source.txt'), {
    knowledgeDirectory: join(root, 'knowledge'),
    knowledge,
  });
  const scores = scorePlan(plan, source, result);
  process.stdout.write(`\n${plan.id}  coverage ${result.coverage.share}\n${scores.table()}`);
  if (show) process.stdout.write(scores.misses());
  all.add(scores);
}
process.stdout.write(`\nall five\n${all.table()}`);

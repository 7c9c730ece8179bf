/**
 * Imports the five source documents and compares with the curated facts: precision and recall by kind.
 * `--forms` compares the same documents as text, Word, page and PDF; `--scans` as pictures (slow); `--large` shows what
 * 300 pages cost. `--show` prints what was missed, `--only NAME` keeps to some documents.
 */
import { join } from 'node:path';
import { importFile } from '../src/importing/import-file.ts';
import { loadKnowledge } from '../src/knowledge/load.ts';
import { Scores, scorePlan } from './importing/scoring.ts';

const root = join(import.meta.dirname, '..');
const show = process.argv.includes('--show');
const at = process.argv.indexOf('--only');
const only = at < 0 ? undefined : process.argv[at + 1];

if (process.argv.includes('--forms'))
  await (await import('./importing/forms/show-forms.ts')).showForms(root, show, only);
else if (process.argv.includes('--scans'))
  await (await import('./importing/forms/show-scans.ts')).showScans(root, show, only);
else if (process.argv.includes('--large')) await (await import('./importing/forms/show-large.ts')).showLarge(root);
else await scorePlans();

async function scorePlans(): Promise<void> {
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
}

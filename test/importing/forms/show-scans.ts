/** Imports documents from pictures of their pages and prints how much of the deadlines and slogans is found again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { squash } from '../../../src/importing/plain-fold.ts';
import { importBytes } from '../../../src/importing/import-file.ts';
import type { ImportedPlan } from '../../../src/importing/import-result.ts';
import { loadImportingWords } from '../../../src/knowledge/importing-schema.ts';
import { loadKnowledge } from '../../../src/knowledge/load.ts';
import { launchBrowser } from '../../support/browser.ts';
import { testDocuments } from '../document-set.ts';
import { Scores } from '../scoring.ts';
import { asPdf } from './as-pdf.ts';
import { picturePdf, scannedPages, type ScanOptions } from './as-scan.ts';
import { sheetOf } from './sheet.ts';

const QUALITIES: readonly (readonly [string, ScanOptions])[] = [
  ['200 dpi', { dpi: 200 }],
  ['150 dpi, turned, grainy', { dpi: 150, turned: 0.7, noise: 40 }],
];

/** Prints a line for each document and quality, then the totals. */
export async function showScans(root: string, show: boolean, only: string | undefined): Promise<void> {
  const knowledge = loadKnowledge(join(root, 'knowledge'));
  const words = loadImportingWords(join(root, 'knowledge'));
  const options = { knowledgeDirectory: join(root, 'knowledge'), knowledge, words };
  const browser = await launchBrowser();
  if (!browser) throw new Error('rendering scans needs a Chromium');
  const documents = [
    ...knowledge.plans.map((each) => ({
      name: each.plan.id,
      path: join(root, 'knowledge/plans', each.plan.id, 'source.txt'),
    })),
    ...testDocuments(),
  ].filter((each) => (only === undefined ? each.name !== 'huyen-2023-loi' : each.name.includes(only)));
  const totals = new Map(QUALITIES.map(([name]) => [name, new Scores()]));
  try {
    for (const document of documents) {
      const source = readFileSync(document.path);
      const { plan } = await importBytes('x', source, options);
      const pdf = await asPdf(browser, await sheetOf(source, words.dashedNames));
      for (const [name, quality] of QUALITIES) {
        const from = performance.now();
        const scan = await importBytes('x', await picturePdf(await scannedPages(pdf, quality)), options);
        const scores = scoreScan(plan, scan.plan);
        totals.get(name)!.add(scores);
        const seconds = Math.round((performance.now() - from) / 1_000);
        process.stdout.write(
          `${document.name}, ${name}: ${seconds} s, confidence ${scan.reading.confidence?.toFixed(0)}\n${scores.table()}`,
        );
        if (show) process.stdout.write(scores.misses());
      }
    }
  } finally {
    await browser.close();
  }
  for (const [name, scores] of totals) process.stdout.write(`\nall, ${name}\n${scores.table()}`);
}

/** Deadlines by date, rhythm or event and slogans by their words, against the import of the text itself. */
export function scoreScan(plain: ImportedPlan, scan: ImportedPlan): Scores {
  const scores = new Scores();
  const when = (plan: ImportedPlan): string[] =>
    plan.deadlines.map((each) =>
      JSON.stringify([
        each.due,
        each.precision,
        each.recurrence,
        each.relative?.days,
        each.relative?.hours,
        squash(each.dueText),
      ]),
    );
  const equal = (one: string, other: string): boolean => one === other;
  scores.compare('deadlines', when(plain), when(scan), equal);
  scores.compare('slogans', plain.slogans.map(squash), scan.slogans.map(squash), equal);
  scores.compare(
    'number and date',
    [plain.number, plain.date].filter(Boolean),
    [scan.number, scan.date].filter(Boolean),
    (one, other) => squash(one ?? '') === squash(other ?? ''),
  );
  return scores;
}

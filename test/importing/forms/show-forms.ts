/** Imports every document as text, .docx (two ways) and printed .pdf, and prints what differs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importBytes } from '../../../src/importing/import-file.ts';
import { loadImportingWords } from '../../../src/knowledge/importing-schema.ts';
import { loadKnowledge } from '../../../src/knowledge/load.ts';
import { launchBrowser } from '../../support/browser.ts';
import { testDocuments } from '../document-set.ts';
import { asDocx } from './as-docx.ts';
import { asHtml } from './as-html.ts';
import { asPdf, SETTINGS } from './as-pdf.ts';
import { differences } from './same-facts.ts';
import { sheetOf } from './sheet.ts';

/** Prints, for each document and form, the number of differing facts; with `show` the facts too. */
export async function showForms(root: string, show: boolean, only: string | undefined): Promise<void> {
  const knowledge = loadKnowledge(join(root, 'knowledge'));
  const words = loadImportingWords(join(root, 'knowledge'));
  const options = { knowledgeDirectory: join(root, 'knowledge'), knowledge, words };
  const documents = [
    ...knowledge.plans.map((each) => ({
      name: each.plan.id,
      path: join(root, 'knowledge/plans', each.plan.id, 'source.txt'),
    })),
    ...testDocuments(),
  ].filter((each) => only === undefined || each.name.includes(only));
  const browser = await launchBrowser();
  try {
    for (const document of documents) {
      const source = readFileSync(document.path);
      const sheet = await sheetOf(source, words.dashedNames);
      const plain = await importBytes('x', source, options);
      const forms: [string, Uint8Array][] = [
        ['docx', await asDocx(sheet, false)],
        ['docx numbered', await asDocx(sheet, true)],
        ['html', Buffer.from(asHtml(sheet))],
      ];
      if (browser)
        for (const setting of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[])
          forms.push([`pdf ${setting}`, await asPdf(browser, sheet, setting)]);
      for (const [form, bytes] of forms) {
        const found = differences(plain.plan, (await importBytes('x', bytes, options)).plan);
        process.stdout.write(
          `${document.name.padEnd(28)} ${form.padEnd(14)} ${found.length === 0 ? 'same' : `${found.length} differ`}\n`,
        );
        if (show) process.stdout.write(found.map((each) => `    ${each}\n`).join(''));
      }
    }
  } finally {
    await browser?.close();
  }
}

/** Prints how test documents are read, for whoever works on the importer: `npx tsx test/importing/show-documents.ts [name] [--folder DIR] [--brief]`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importFile } from '../../src/importing/import-file.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { scoreDocument, testDocuments } from './document-set.ts';
import { Scores } from './scoring.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { folder: { type: 'string' }, brief: { type: 'boolean' } },
});
const [name] = positionals;
const knowledgeDirectory = join(import.meta.dirname, '..', '..', 'knowledge');
const knowledge = loadKnowledge(knowledgeDirectory);
const all = new Scores();
for (const document of testDocuments(values.folder)) {
  if (name && !document.name.includes(name)) continue;
  const result = await importFile(document.path, { knowledgeDirectory, knowledge });
  const scores = scoreDocument(document.expected, result.plan);
  all.add(scores);
  if (values.brief) continue;
  process.stdout.write(`\n${document.name}  coverage ${result.coverage.share}\n${scores.misses()}`);
  if (name) process.stdout.write(`${result.warnings.map((warning) => `  ! ${warning.text}`).join('\n')}\n`);
  const open = result.coverage.open.map((line) => result.reading.lines[line]!.text);
  if (open.length > 0) process.stdout.write(`  open: ${open.join(' / ')}\n`);
}
process.stdout.write(`\n${all.table()}`);

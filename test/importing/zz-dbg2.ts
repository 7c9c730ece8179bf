import { join } from 'node:path';
import { AgencyBook } from '../../src/importing/facts/agency-book.ts';
import { subjectIn } from '../../src/importing/facts/deadlines/who-reports.ts';
import { verbAt } from '../../src/importing/facts/deadlines/duty-words.ts';
import { loadImportingWords } from '../../src/knowledge/importing-schema.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
const dir = join(import.meta.dirname, '..', '..', 'knowledge');
const book = new AgencyBook(loadKnowledge(dir).agencies, loadImportingWords(dir));
for (const t of process.argv.slice(2)) console.log(JSON.stringify({ subject: book.subject(t), within: book.subjectWithin(t), own: subjectIn(t, book), verb: verbAt(t), list: book.isList(t), parse: book.parse(t), at: book.listAt(t) }));

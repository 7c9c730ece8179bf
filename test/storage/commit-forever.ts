/** A process that commits without end, to be killed: `commit-forever.ts FILE FIRST COUNT` says a line after COUNT commits. */
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { delivery, NOW, record } from './samples.ts';

const [path, first, count] = process.argv.slice(2);
const store = openSqliteStore(path!);
for (let at = Number(first); ; at += 1) {
  const body = String(at);
  const put = [record('left', { body }), record('right', { body })];
  await store.commit({ once: record(`once ${at}`), put, send: [delivery(`d${at}`)], count: { commits: 1 } }, NOW);
  if (at === Number(first) + Number(count)) process.stdout.write('going\n');
}

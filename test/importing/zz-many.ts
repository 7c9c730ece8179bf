import { readFileSync } from 'node:fs';
import { deadlinesOf, fullWords } from './deadline-sentences.ts';
for (const block of readFileSync(process.argv[2]!, 'utf8').split('\n---\n')) {
  console.log('== ' + block.trim());
  for (const d of await deadlinesOf(block.trim())) console.log('   → ' + fullWords(d) + '  «' + d.what + '» ' + d.dueText);
}

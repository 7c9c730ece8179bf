/** Runs one fold of the cross-validation in a process of its own. */
import { readLexiconFile } from '../load-gate.ts';
import { readExamples } from './examples.ts';
import { runFold } from './trial.ts';

const [knowledge, number] = process.argv.slice(2);
if (!knowledge || number === undefined) throw new Error('usage: fold-worker KNOWLEDGE FOLD');
const trials = runFold(readExamples(knowledge), readLexiconFile(`${knowledge}/safety`), Number(number));
process.send?.(trials, () => process.disconnect());

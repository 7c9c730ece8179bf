/** Runs one fold of the cross-validation in a process of its own. */
import { GROUPS } from '../features.ts';
import { readLexiconFile } from '../load-gate.ts';
import { readExamples } from './examples.ts';
import { ablateFold, runFold } from './trial.ts';

const [knowledge, number, task] = process.argv.slice(2);
if (!knowledge || number === undefined) throw new Error('usage: fold-worker KNOWLEDGE FOLD [ablation]');
const examples = readExamples(knowledge);
const file = readLexiconFile(`${knowledge}/safety`);
const trials =
  task === 'ablation'
    ? ablateFold(examples, file, Number(number), GROUPS.length)
    : [runFold(examples, file, Number(number))];
process.send?.(trials, () => process.disconnect());

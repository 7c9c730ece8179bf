/**
 * Trains the safety gate: cross-validates, chooses thresholds, trains on everything, writes model.json and weights.bin.
 * With --evaluate it only cross-validates and prints.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readLexiconFile } from '../load-gate.ts';
import { formatModel } from '../model-file.ts';
import { FOLDS, readExamples } from './examples.ts';
import { summarise } from './summary.ts';
import { teach } from './teach.ts';
import { chooseThresholds } from './thresholds.ts';
import type { Trial } from './trial.ts';

const KNOWLEDGE = fileURLToPath(new URL('../../../knowledge', import.meta.url));
const WORKER = fileURLToPath(new URL('./fold-worker.ts', import.meta.url));
const PROCESSES = 2;
const SEED = 7;

const trials = await crossValidate();
const thresholds = chooseThresholds(trials);
console.log(summarise(trials, thresholds));
if (!process.argv.includes('--evaluate')) {
  const directory = `${KNOWLEDGE}/safety`;
  const model = teach(readExamples(KNOWLEDGE), readLexiconFile(directory), SEED);
  const { header, bytes } = formatModel({ ...model, thresholds });
  writeFileSync(`${directory}/model.json`, header);
  writeFileSync(`${directory}/weights.bin`, bytes);
  console.log(`written: ${bytes.length} bytes of weights`);
}

async function crossValidate(): Promise<Trial[]> {
  const waiting = Array.from({ length: FOLDS }, (_, number) => number);
  const done: Trial[][] = [];
  const run = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) done[next] = await runWorker(next);
  };
  await Promise.all(Array.from({ length: PROCESSES }, run));
  return done.flat();
}

function runWorker(number: number): Promise<Trial[]> {
  return new Promise((resolve, reject) => {
    const child = fork(WORKER, [KNOWLEDGE, String(number)]);
    let trialsOfFold: Trial[] | null = null;
    child.on('message', (message) => (trialsOfFold = message as Trial[]));
    child.on('error', reject);
    child.on('exit', () => (trialsOfFold ? resolve(trialsOfFold) : reject(new Error(`fold ${number} failed`))));
  });
}

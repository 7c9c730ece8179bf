/** Runs all folds, two at a time. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FOLDS } from './examples.ts';
import type { Trial } from './trial.ts';

const WORKER = fileURLToPath(new URL('./fold-worker.ts', import.meta.url));
const PROCESSES = 2;

/** The trials of every message. */
export async function crossValidate(knowledge: string): Promise<Trial[]> {
  return (await runFolds(knowledge, 'trials'))[0] ?? [];
}

/** The trials of every message, once for each kind of features left out. */
export async function crossValidateAblations(knowledge: string): Promise<Trial[][]> {
  return runFolds(knowledge, 'ablation');
}

async function runFolds(knowledge: string, task: string): Promise<Trial[][]> {
  const waiting = Array.from({ length: FOLDS }, (_, number) => number);
  const done: Trial[][][] = [];
  const run = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      done[next] = await runWorker(knowledge, next, task);
  };
  await Promise.all(Array.from({ length: PROCESSES }, run));
  return (done[0] ?? []).map((_, index) => done.flatMap((fold) => fold[index] ?? []));
}

function runWorker(knowledge: string, number: number, task: string): Promise<Trial[][]> {
  return new Promise((resolve, reject) => {
    const child = fork(WORKER, [knowledge, String(number), task]);
    let trials: Trial[][] | null = null;
    child.on('message', (message) => (trials = message as Trial[][]));
    child.on('error', reject);
    child.on('exit', () => (trials ? resolve(trials) : reject(new Error(`fold ${number} failed`))));
  });
}

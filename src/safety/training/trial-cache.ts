/** Cross-validated scores kept between runs: they take minutes to make and seconds to read. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Trial } from './trial.ts';

const PATH = fileURLToPath(new URL('../../../node_modules/.cache/safety-trials.json', import.meta.url));

/** Keeps trials for later runs. */
export function keepTrials(trials: readonly Trial[]): void {
  mkdirSync(dirname(PATH), { recursive: true });
  writeFileSync(PATH, JSON.stringify(trials));
}

/** The trials kept last; null where there are none. */
export function keptTrials(): Trial[] | null {
  return existsSync(PATH) ? (JSON.parse(readFileSync(PATH, 'utf8')) as Trial[]) : null;
}

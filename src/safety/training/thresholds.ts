/** Chooses thresholds from cross-validated scores. */
import { marginOf, type Thresholds } from '../gate.ts';
import type { Trial } from './trial.ts';

/** The share of harmless messages that may be taken for harm. */
const FALSE_ALARMS = 0.015;
const BAND = 2.2;
const STEP = 0.05;

/** Whether a trial would be caught. */
export function isCaught(trial: Trial, thresholds: Thresholds): boolean {
  return trial.phrases.length > 0 || marginOf(trial, thresholds) >= 0;
}

/** Whether a trial counts for false alarms: what people wrote, not the sentences of plans. */
export function countsAsBenign(trial: Trial): boolean {
  return trial.example.label === 'benign' && trial.example.weight === 1;
}

/** The pair of thresholds with the highest recall whose false alarms stay within the allowance. */
export function chooseThresholds(trials: readonly Trial[]): Thresholds {
  const benign = trials.filter(countsAsBenign);
  const harmful = trials.filter((trial) => trial.example.label !== 'benign');
  let best: Thresholds = { whole: 1e6, part: 1e6, band: BAND };
  let bestRecall = -1;
  for (let part = -1; part <= 3; part += 0.25) {
    const whole = lowestWhole(benign, part);
    const thresholds = { whole, part, band: BAND };
    const recall = harmful.reduce((sum, trial) => sum + (isCaught(trial, thresholds) ? weightOf(trial) : 0), 0);
    if (whole < 20 && recall > bestRecall) [best, bestRecall] = [thresholds, recall];
  }
  return best;
}

/** Misses of told harm weigh more than misses of worries. */
function weightOf(trial: Trial): number {
  return trial.example.label === 'concern' ? 1 : 1.5;
}

function lowestWhole(benign: readonly Trial[], part: number): number {
  const allowed = Math.floor(benign.length * FALSE_ALARMS);
  const fixed = benign.filter((trial) => isCaught(trial, { whole: 1e6, part, band: BAND })).length;
  if (fixed > allowed) return 1e6;
  const open = benign.filter((trial) => !isCaught(trial, { whole: 1e6, part, band: BAND }));
  const scores = open.map((trial) => trial.whole).sort((a, b) => b - a);
  return Math.ceil(((scores[allowed - fixed] ?? 0) + 1e-9) / STEP) * STEP;
}

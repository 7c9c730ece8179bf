/** Chooses calibration and thresholds from cross-validated scores. */
import { chanceOf, decidingScore, type Calibration, type Thresholds } from '../gate.ts';
import type { Trial } from './trial.ts';

/** The share of harmless messages that may be taken for harm, and of those of which the gate may be certain. */
const FALSE_ALARMS = 0.01;
const CERTAIN_ALARMS = 0.003;
/**
 * Chances of harm. Below the lower edge a message is ordinary; above it, what the plans do not answer gets the card;
 * from the upper edge on it gets the card whatever the plans say. Chosen from the curve of eval-safety.ts and from what
 * the dialogue makes of the messages: a lower edge finds little more and takes twice as many harmless ones for harm.
 */
const UNCERTAIN = 0.4;
const SURE = 0.8;
const NEWTON_STEPS = 25;
const STEP = 0.001;

/** The deciding score of a trial; a phrase outweighs any score. */
export function scoreOf(trial: Trial, calibration: Calibration): number {
  return trial.phrases.length > 0 ? Infinity : decidingScore(trial.whole, trial.part, calibration);
}

/** The chance of harm that the gate would name for a trial. */
export function chanceOfTrial(trial: Trial, calibration: Calibration): number {
  return chanceOf(scoreOf(trial, calibration), calibration);
}

/** Whether a trial counts for false alarms: what people wrote, not the sentences of plans. */
export function countsAsBenign(trial: Trial): boolean {
  return trial.example.label === 'benign' && trial.example.weight === 1;
}

/** The score below which all but a share of the trials lie (Infinity where phrases alone exceed the share). */
export function scoreAbove(trials: readonly Trial[], share: number, calibration: Calibration): number {
  const scores = trials.map((trial) => scoreOf(trial, calibration)).sort((a, b) => b - a);
  return scores[Math.floor(trials.length * share)] ?? Infinity;
}

/** What a part must score more than a whole, and the line from scores to chances. */
export function calibrate(trials: readonly Trial[]): Calibration {
  const benign = trials.filter(countsAsBenign);
  const harmful = trials.filter(({ example }) => example.label !== 'benign');
  const tried = [0, 0.5, 1, 1.5, 2, 2.5, 3, 4].map((part) => {
    const calibration = { part, slope: 1, offset: 0 };
    const caught = [FALSE_ALARMS, 2 * FALSE_ALARMS].map((share) => {
      const least = scoreAbove(benign, share, calibration);
      return harmful.filter((trial) => scoreOf(trial, calibration) > least).length;
    });
    return { part, caught: caught[0]! + caught[1]! };
  });
  const { part } = tried.reduce((best, next) => (next.caught > best.caught ? next : best));
  return { part, ...fitLine([...benign, ...harmful], part) };
}

/** Logistic regression on one number, by Newton's method. */
function fitLine(trials: readonly Trial[], part: number): { slope: number; offset: number } {
  let line = { slope: 1, offset: 0 };
  const scored = trials.map((trial) => ({
    score: decidingScore(trial.whole, trial.part, { part, ...line }),
    harm: trial.example.label === 'benign' ? 0 : 1,
  }));
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
    for (const { score, harm } of scored) {
      const chance = chanceOf(score, { part, ...line });
      const spread = chance * (1 - chance);
      g0 += chance - harm;
      g1 += (chance - harm) * score;
      h00 += spread;
      h01 += spread * score;
      h11 += spread * score * score;
    }
    const area = h00 * h11 - h01 * h01;
    line = {
      slope: line.slope - (h00 * g1 - h01 * g0) / area,
      offset: line.offset - (h11 * g0 - h01 * g1) / area,
    };
  }
  return { slope: rounded(line.slope), offset: rounded(line.offset) };
}

/** The thresholds; the gate is certain where almost no harmless message goes. */
export function chooseThresholds(trials: readonly Trial[], calibration: Calibration): Thresholds {
  const score = scoreAbove(trials.filter(countsAsBenign), CERTAIN_ALARMS, calibration);
  const certain = rounded(Math.ceil(chanceOf(score, calibration) / STEP) * STEP);
  return { uncertain: UNCERTAIN, sure: SURE, certain: Math.max(SURE, certain) };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

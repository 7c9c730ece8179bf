/** The gate: the lexicon and the trained model, ready to judge. */
import { groupScores, runningSums, scoreSpan, sigmoid, type Head } from './classifier.ts';
import { extractFeatures, type Features } from './features.ts';
import type { Lexicon } from './lexicon.ts';
import { windows, type Span } from './windows.ts';
import type { Word } from './words.ts';

/** How scores become chances of harm; chosen from cross-validated scores. */
export interface Calibration {
  /** What the best part of a long message must score more than a whole one: it had more chances to be wrong. */
  readonly part: number;
  readonly slope: number;
  readonly offset: number;
}

/** Chances (0–1) at which a verdict changes. */
export interface Thresholds {
  /** From here doubt begins: a quiet pointer to help. */
  readonly uncertain: number;
  /** From here a message counts as harm. */
  readonly sure: number;
  /** From here nothing is said of a possible mistake. */
  readonly certain: number;
}

/** Everything that assess needs; made by loadGate. */
export interface Gate {
  readonly lexicon: Lexicon;
  readonly harm: Head;
  readonly level: Head;
  readonly category: Head;
  readonly speaker: Head;
  readonly calibration: Calibration;
  readonly thresholds: Thresholds;
}

/** What the model says of a message before any verdict. */
export interface Measurement {
  readonly features: Features;
  readonly whole: Span;
  readonly wholeScore: number;
  /** The part with the highest score, where the message has parts. */
  readonly part: Span | null;
  readonly partScore: number;
  /** What each kind of feature adds to the score of the telling span, in the order of GROUPS. */
  readonly shares: readonly number[];
}

/** Scores a message (its abbreviations written out) as a whole and in its parts. */
export function measure(words: readonly Word[], gate: Gate): Measurement {
  const features = extractFeatures(words, gate.lexicon);
  const sums = runningSums(gate.harm, features);
  const whole = { from: 0, to: words.length };
  const wholeScore = scoreSpan(gate.harm, features, sums, whole);
  let part: Span | null = null;
  let partScore = -Infinity;
  for (const window of windows(words)) {
    const score = scoreSpan(gate.harm, features, sums, window);
    if (score > partScore) [part, partScore] = [window, score];
  }
  const telling = part && partScore - gate.calibration.part > wholeScore ? part : whole;
  return { features, whole, wholeScore, part, partScore, shares: groupScores(gate.harm, features, sums, telling) };
}

/** The score that decides: the whole's, or its best part's where that stands out. */
export function decidingScore(wholeScore: number, partScore: number, calibration: Calibration): number {
  return Math.max(wholeScore, partScore - calibration.part);
}

/** The chance (0–1) of harm that a deciding score stands for. */
export function chanceOf(score: number, calibration: Calibration): number {
  return sigmoid(calibration.slope * score + calibration.offset);
}

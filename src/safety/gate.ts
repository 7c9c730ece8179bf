/** The gate: the lexicon and the trained model, ready to judge. */
import { scoreLabels, type Head } from './classifier.ts';
import { extractFeatures, type Features } from './features.ts';
import type { Lexicon } from './lexicon.ts';
import { windows } from './windows.ts';
import type { Word } from './words.ts';

/** Where the model's scores become verdicts; chosen from cross-validated scores. */
export interface Thresholds {
  /** The lowest score of a whole message that counts as harm. */
  readonly whole: number;
  /** The same for a part of a long message, which has more chances to be wrong. */
  readonly part: number;
  /** Scores so near to a threshold are uncertain. */
  readonly band: number;
}

/** Everything that assess needs; made by loadGate. */
export interface Gate {
  readonly lexicon: Lexicon;
  readonly harm: Head;
  readonly level: Head;
  readonly category: Head;
  readonly speaker: Head;
  readonly thresholds: Thresholds;
}

/** What the model says of a message before any verdict. */
export interface Measurement {
  readonly whole: number;
  /** The highest score of a part, or -Infinity where the message has none. */
  readonly part: number;
  readonly wholeFeatures: Features;
  readonly partFeatures: Features | null;
}

/** Scores a message as a whole and in its parts. */
export function measure(words: readonly Word[], gate: Gate): Measurement {
  const wholeFeatures = extractFeatures(words, gate.lexicon);
  let part = -Infinity;
  let partFeatures: Features | null = null;
  for (const window of windows(words)) {
    const features = extractFeatures(window, gate.lexicon);
    const score = scoreLabels(gate.harm, features)[0]!;
    if (score <= part) continue;
    part = score;
    partFeatures = features;
  }
  return { whole: scoreLabels(gate.harm, wholeFeatures)[0]!, part, wholeFeatures, partFeatures };
}

/** How far a measurement lies above (or below) the nearest threshold. */
export function marginOf(measured: { readonly whole: number; readonly part: number }, thresholds: Thresholds): number {
  return Math.max(measured.whole - thresholds.whole, measured.part - thresholds.part);
}

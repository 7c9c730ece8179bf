/** Linear scores over hashed features with int8 weights. */
import type { Features } from './features.ts';

/** One question that the model answers with one of its labels. */
export interface Head {
  readonly name: string;
  readonly labels: readonly string[];
  /** The table of each label has 2^bits weights. */
  readonly bits: number;
  readonly bias: readonly number[];
  readonly scale: readonly number[];
  /** Tables of the labels one after the other. */
  readonly weights: Int8Array;
}

/** The sum of weights for each label. */
export function scoreLabels(head: Head, features: Features): number[] {
  const size = 2 ** head.bits;
  const mask = size - 1;
  return head.labels.map((_, label) => {
    const base = label * size;
    let sum = 0;
    for (let at = 0; at < features.index.length; at += 1) {
      sum += head.weights[base + (features.index[at]! & mask)]! * features.value[at]!;
    }
    return sum * head.scale[label]! + head.bias[label]!;
  });
}

/** Probabilities of a head's labels. */
export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** The logistic function. */
export function sigmoid(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/** Linear scores over hashed features with int8 weights. */
import { GROUPS, type Features } from './features.ts';
import type { Span } from './windows.ts';

/** One question that the model answers with one of its labels. */
export interface Head {
  readonly name: string;
  readonly labels: readonly string[];
  /** There are 2^bits buckets. */
  readonly bits: number;
  readonly bias: readonly number[];
  readonly scale: readonly number[];
  /** For each bucket one weight a label, side by side: a feature then costs one look into memory. */
  readonly weights: Int8Array;
}

/** What a group's sum over so many features is multiplied by: its weight over the root of their count. */
export function groupFactor(group: number, count: number): number {
  return count > 0 ? GROUPS[group]!.weight / Math.sqrt(count) : 0;
}

/** The sum of weights for each label over a run of words. */
export function scoreLabels(head: Head, features: Features, span: Span): number[] {
  const { weights, labels } = head;
  const count = labels.length;
  const mask = 2 ** head.bits - 1;
  const scores = new Float64Array(count);
  const sums = new Int32Array(count);
  for (let group = 0; group < features.length; group += 1) {
    const { hashes, ends } = features[group]!;
    const [from, to] = [ends[span.from]!, ends[span.to]!];
    sums.fill(0);
    for (let at = from; at < to; at += 1) {
      const row = (hashes[at]! & mask) * count;
      for (let label = 0; label < count; label += 1) sums[label]! += weights[row + label]!;
    }
    const factor = groupFactor(group, to - from);
    for (let label = 0; label < count; label += 1) scores[label]! += sums[label]! * factor;
  }
  return Array.from(scores, (score, label) => score * head.scale[label]! + head.bias[label]!);
}

/** The running sums of a head with one label over the words, one row for each group: any span then costs nothing. */
export function runningSums(head: Head, features: Features): Float64Array[] {
  const mask = 2 ** head.bits - 1;
  return features.map(({ hashes, ends }) => {
    const sums = new Float64Array(ends.length);
    let sum = 0;
    for (let word = 1; word < ends.length; word += 1) {
      for (let at = ends[word - 1]!; at < ends[word]!; at += 1) sum += head.weights[hashes[at]! & mask]!;
      sums[word] = sum;
    }
    return sums;
  });
}

/** What each group adds to the score of a span, by the running sums of its head. */
export function groupScores(head: Head, features: Features, sums: readonly Float64Array[], span: Span): number[] {
  return features.map(({ ends }, group) => {
    const count = ends[span.to]! - ends[span.from]!;
    const sum = sums[group]![span.to]! - sums[group]![span.from]!;
    return sum * groupFactor(group, count) * head.scale[0]!;
  });
}

/** The score of a span by the running sums of its head. */
export function scoreSpan(head: Head, features: Features, sums: readonly Float64Array[], span: Span): number {
  let score = head.bias[0]!;
  for (let group = 0; group < features.length; group += 1) {
    const { ends } = features[group]!;
    const sum = sums[group]![span.to]! - sums[group]![span.from]!;
    score += sum * groupFactor(group, ends[span.to]! - ends[span.from]!) * head.scale[0]!;
  }
  return score;
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

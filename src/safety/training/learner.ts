/** One head in training: logistic regression (softmax for several labels), AdaGrad, L2, smoothed labels. */
import { groupFactor, sigmoid, softmax, type Head } from '../classifier.ts';
import type { Features } from '../features.ts';
import type { Span } from '../windows.ts';

/** How a head learns. */
export interface LearnerOptions {
  readonly name: string;
  readonly labels: readonly string[];
  readonly bits: number;
  readonly rate: number;
  readonly decay: number;
  /** How far the wanted chances stay from 0 and 1: no message is learnt by heart. */
  readonly smoothing: number;
  /** A kind of features to do without, to see what it is worth; -1 for none. */
  readonly without: number;
}

/** Learns one head. */
export class Learner {
  private readonly mask: number;
  private readonly weights: Float32Array[];
  private readonly squares: Float32Array[];
  private readonly bias: number[];
  private readonly options: LearnerOptions;

  constructor(options: LearnerOptions) {
    this.options = options;
    this.mask = 2 ** options.bits - 1;
    this.weights = options.labels.map(() => new Float32Array(this.mask + 1));
    this.squares = options.labels.map(() => new Float32Array(this.mask + 1).fill(1));
    this.bias = options.labels.map(() => 0);
  }

  /** Learns that a span has a label (for a single label: null means that it has not). */
  learn(features: Features, span: Span, label: string | null, weight: number): void {
    const scores = this.weights.map((table, index) => this.score(table, features, span) + this.bias[index]!);
    const chances = scores.length === 1 ? [sigmoid(scores[0]!)] : softmax(scores);
    const { labels, smoothing } = this.options;
    for (const [index, name] of labels.entries()) {
      const wanted = name === label ? 1 - smoothing : smoothing;
      this.step(index, features, span, weight * (chances[index]! - wanted));
    }
  }

  private factor(group: number, count: number): number {
    return group === this.options.without ? 0 : groupFactor(group, count);
  }

  private score(table: Float32Array, features: Features, { from, to }: Span): number {
    let score = 0;
    for (let group = 0; group < features.length; group += 1) {
      const { hashes, ends } = features[group]!;
      const [first, last] = [ends[from]!, ends[to]!];
      let sum = 0;
      for (let at = first; at < last; at += 1) sum += table[hashes[at]! & this.mask]!;
      score += sum * this.factor(group, last - first);
    }
    return score;
  }

  private step(label: number, features: Features, { from, to }: Span, error: number): void {
    const { rate, decay } = this.options;
    const table = this.weights[label]!;
    const squares = this.squares[label]!;
    this.bias[label]! -= 0.02 * error;
    if (Math.abs(error) < 1e-3) return;
    for (let group = 0; group < features.length; group += 1) {
      const { hashes, ends } = features[group]!;
      const [first, last] = [ends[from]!, ends[to]!];
      const pull = error * this.factor(group, last - first);
      if (pull === 0) continue;
      for (let at = first; at < last; at += 1) {
        const bucket = hashes[at]! & this.mask;
        const gradient = pull + decay * table[bucket]!;
        squares[bucket]! += gradient * gradient;
        table[bucket]! -= (rate * gradient) / Math.sqrt(squares[bucket]!);
      }
    }
  }

  /** The head as it is used: weights rounded to int8 with a scale for each label. */
  quantise(): Head {
    const { name, labels, bits } = this.options;
    const size = this.mask + 1;
    const weights = new Int8Array(labels.length * size);
    const scale = this.weights.map((table) => limit(table) / 127);
    for (const [label, table] of this.weights.entries()) {
      for (let bucket = 0; bucket < size; bucket += 1) {
        const rounded = Math.round(table[bucket]! / (scale[label]! || 1));
        weights[bucket * labels.length + label] = Math.max(-127, Math.min(127, rounded));
      }
    }
    return { name, labels, bits, bias: [...this.bias], scale, weights };
  }
}

/** The largest weight worth keeping: rarer ones are cut so that the others keep their precision. */
function limit(table: Float32Array): number {
  const sizes = table.map(Math.abs).sort();
  return sizes[Math.floor(sizes.length * 0.99995)] || 1e-6;
}

/** One head in training: logistic regression (softmax for several labels), AdaGrad, L2. */
import type { Head } from '../classifier.ts';
import { sigmoid, softmax } from '../classifier.ts';
import type { Features } from '../features.ts';

/** How a head learns. */
export interface LearnerOptions {
  readonly name: string;
  readonly labels: readonly string[];
  readonly bits: number;
  readonly rate: number;
  readonly decay: number;
}

/** Learns one head. */
export class Learner {
  private readonly size: number;
  private readonly weights: Float32Array[];
  private readonly squares: Float32Array[];
  private readonly bias: number[];
  private readonly options: LearnerOptions;

  constructor(options: LearnerOptions) {
    this.options = options;
    this.size = 2 ** options.bits;
    this.weights = options.labels.map(() => new Float32Array(this.size));
    this.squares = options.labels.map(() => new Float32Array(this.size).fill(1));
    this.bias = options.labels.map(() => 0);
  }

  /** Learns that an example has a label (for a single label: null means that it has not). */
  learn(features: Features, label: string | null, weight: number): void {
    const scores = this.weights.map((table, index) => this.score(table, features) + this.bias[index]!);
    const chances = scores.length === 1 ? [sigmoid(scores[0]!)] : softmax(scores);
    for (const [index, name] of this.options.labels.entries()) {
      this.step(index, features, weight * (chances[index]! - (name === label ? 1 : 0)));
    }
  }

  private score(table: Float32Array, features: Features): number {
    let sum = 0;
    for (let at = 0; at < features.index.length; at += 1) {
      sum += table[features.index[at]! & (this.size - 1)]! * features.value[at]!;
    }
    return sum;
  }

  private step(label: number, features: Features, error: number): void {
    const { rate, decay } = this.options;
    const table = this.weights[label]!;
    const squares = this.squares[label]!;
    this.bias[label]! -= 0.02 * error;
    if (Math.abs(error) < 1e-3) return;
    for (let at = 0; at < features.index.length; at += 1) {
      const bucket = features.index[at]! & (this.size - 1);
      const gradient = error * features.value[at]! + decay * table[bucket]!;
      squares[bucket]! += gradient * gradient;
      table[bucket]! -= (rate * gradient) / Math.sqrt(squares[bucket]!);
    }
  }

  /** The head as it is used: weights rounded to int8 with a scale for each label. */
  quantise(): Head {
    const { name, labels, bits } = this.options;
    const weights = new Int8Array(labels.length * this.size);
    const scale = this.weights.map((table) => limit(table) / 127);
    for (const [label, table] of this.weights.entries()) {
      for (let bucket = 0; bucket < this.size; bucket += 1) {
        const rounded = Math.round(table[bucket]! / (scale[label]! || 1));
        weights[label * this.size + bucket] = Math.max(-127, Math.min(127, rounded));
      }
    }
    return { name, labels, bits, bias: [...this.bias], scale, weights };
  }
}

/** The largest weight worth keeping: rarer ones are cut so that the others keep their precision. */
function limit(table: Float32Array): number {
  const sizes = table.map(Math.abs).sort();
  return sizes[Math.floor(sizes.length * 0.9999)] || 1e-6;
}

/** Teaches the heads from lessons. */
import type { Head } from '../classifier.ts';
import type { Model } from '../model-file.ts';
import { Learner } from './learner.ts';
import { pick, seededRandom, shuffled } from './random.ts';
import type { Lesson, Sample } from './samples.ts';

const EPOCHS = 9;
const VARIANTS = 2;
const VARIANT_WEIGHT = 0.6;
const PART_WEIGHT = 0.5;
const COMMON = { rate: 0.6, decay: 1e-4, smoothing: 0.03, without: -1 };

/** The heads of a model; calibration and thresholds come from cross-validation. */
export type Heads = Omit<Model, 'calibration' | 'thresholds'>;

/** Trains all heads. */
export function teach(lessons: readonly Lesson[], seed: number): Heads {
  const harmful = lessons.filter(({ example }) => example.label !== 'benign');
  const categories = [...new Set(harmful.map(({ example }) => example.category))].sort();
  const level = new Learner({
    ...COMMON,
    name: 'level',
    labels: ['concern', 'disclosure', 'emergency'],
    bits: 17,
  });
  const category = new Learner({ ...COMMON, name: 'category', labels: categories, bits: 16 });
  const speaker = new Learner({ ...COMMON, name: 'speaker', labels: ['child', 'adult', 'official'], bits: 15 });
  eachSample(harmful, seed + 1, ({ example }, sample, weight) => {
    if (sample.partial) return;
    level.learn(sample.features, sample.whole, example.label, weight);
    category.learn(sample.features, sample.whole, example.category, weight);
  });
  eachSample(lessons, seed + 2, ({ example }, sample, weight) => {
    if (example.speaker !== 'unknown') speaker.learn(sample.features, sample.whole, example.speaker, weight);
  });
  return {
    harm: teachHarm(lessons, seed),
    level: level.quantise(),
    category: category.quantise(),
    speaker: speaker.quantise(),
  };
}

/** Trains the head that tells harm; without a kind of features where one is given. */
export function teachHarm(lessons: readonly Lesson[], seed: number, without = -1): Head {
  const harm = new Learner({ ...COMMON, name: 'harm', labels: ['harm'], bits: 20, without });
  const random = seededRandom(seed + 3);
  eachSample(lessons, seed, ({ example, parts }, sample, weight) => {
    harm.learn(sample.features, sample.whole, example.label === 'benign' ? null : 'harm', weight);
    // A part of a harmless message is harmless; of a harmful one nobody knows, so those are left out.
    const whole = sample.whole.to > 0 && weight === example.weight;
    if (whole && example.label === 'benign' && parts.length > 0)
      harm.learn(sample.features, pick(parts, random), null, weight * PART_WEIGHT);
  });
  return harm.quantise();
}

/** Goes through the lessons in the order of chance: each message as written, then some of its variants. */
function eachSample(
  lessons: readonly Lesson[],
  seed: number,
  learn: (lesson: Lesson, sample: Sample, weight: number) => void,
): void {
  const random = seededRandom(seed);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const lesson of shuffled(lessons, random)) {
      learn(lesson, lesson.written, lesson.example.weight);
      for (let count = 0; count < VARIANTS; count += 1)
        learn(lesson, pick(lesson.variants, random), lesson.example.weight * VARIANT_WEIGHT);
    }
  }
}

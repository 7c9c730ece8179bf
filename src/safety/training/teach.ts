/** Teaches the four heads from examples and their variants. */
import { extractFeatures } from '../features.ts';
import type { Model } from '../model-file.ts';
import { buildLexicon, type Lexicon, type LexiconFile } from '../lexicon.ts';
import { read } from '../reading.ts';
import { windows } from '../windows.ts';
import type { Example } from './examples.ts';
import { Learner } from './learner.ts';
import { pick, seededRandom, shuffled, type Random } from './random.ts';
import { randomVariant, shorteningsOf, type Variant } from './variants.ts';

const EPOCHS = 9;
const VARIANTS = 2;
const VARIANT_WEIGHT = 0.6;
const PART_WEIGHT = 0.5;

interface Learners {
  readonly harm: Learner;
  readonly level: Learner;
  readonly category: Learner;
  readonly speaker: Learner;
}

/** Trains a model; its thresholds are left at zero for the caller to choose. */
export function teach(examples: readonly Example[], file: LexiconFile, seed: number): Model {
  const lexicon = buildLexicon(file);
  const shortenings = shorteningsOf(file.spellings);
  const random = seededRandom(seed);
  const learners = newLearners(examples);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const example of shuffled(examples, random)) {
      teachOne(learners, example, { text: example.text, partial: false }, example.weight, lexicon);
      if (example.label === 'benign') teachPart(learners.harm, example, random, lexicon);
      for (let count = 0; count < VARIANTS; count += 1) {
        const variant = randomVariant(example.text, shortenings, random);
        teachOne(learners, example, variant, example.weight * VARIANT_WEIGHT, lexicon);
      }
    }
  }
  return {
    harm: learners.harm.quantise(),
    level: learners.level.quantise(),
    category: learners.category.quantise(),
    speaker: learners.speaker.quantise(),
    thresholds: { whole: 0, part: 0, band: 0 },
  };
}

function newLearners(examples: readonly Example[]): Learners {
  const harmful = examples.filter((example) => example.label !== 'benign');
  const categories = [...new Set(harmful.map((example) => example.category))].sort();
  const common = { rate: 0.3, decay: 1e-4 };
  return {
    harm: new Learner({ ...common, name: 'harm', labels: ['harm'], bits: 18 }),
    level: new Learner({ ...common, name: 'level', labels: ['concern', 'disclosure', 'emergency'], bits: 17 }),
    category: new Learner({ ...common, name: 'category', labels: categories, bits: 15 }),
    speaker: new Learner({ ...common, name: 'speaker', labels: ['child', 'adult', 'official'], bits: 15 }),
  };
}

/** A part of a harmless message is harmless; of a harmful one nobody knows, so those are left out. */
function teachPart(harm: Learner, example: Example, random: Random, lexicon: Lexicon): void {
  const parts = windows(read(example.text).judged);
  if (parts.length > 0) harm.learn(extractFeatures(pick(parts, random), lexicon), null, example.weight * PART_WEIGHT);
}

function teachOne(learners: Learners, example: Example, variant: Variant, weight: number, lexicon: Lexicon): void {
  const features = extractFeatures(read(variant.text).judged, lexicon);
  const harm = example.label !== 'benign';
  learners.harm.learn(features, harm ? 'harm' : null, weight);
  if (harm && !variant.partial) {
    learners.level.learn(features, example.label, weight);
    learners.category.learn(features, example.category, weight);
  }
  if (example.speaker !== 'unknown') learners.speaker.learn(features, example.speaker, weight);
}

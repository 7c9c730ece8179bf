/** Cross-validation of one fold: every message is judged by a model that never saw it or a variant of it. */
import { heavier } from '../assessment.ts';
import { fold } from '../../text/fold.ts';
import { assess } from '../assess.ts';
import type { Head } from '../classifier.ts';
import { measure, type Gate } from '../gate.ts';
import { buildLexicon, spellOut, type LexiconFile } from '../lexicon.ts';
import { scanPhrases } from '../phrase-scan.ts';
import { read } from '../reading.ts';
import type { Example } from './examples.ts';
import { seededRandom } from './random.ts';
import { makeLessons } from './samples.ts';
import { teach, teachHarm } from './teach.ts';
import { shorten, shorteningsOf, typos } from './variants.ts';

/** The ways in which a message is tried. */
export const SPELLINGS = ['as written', 'no diacritics', 'chat'] as const;

/** The scores of one message in one spelling. */
export interface Trial {
  readonly example: Example;
  readonly spelling: (typeof SPELLINGS)[number];
  readonly whole: number;
  /** The best part's score; -1e9 where the message has none. */
  readonly part: number;
  readonly phrases: readonly string[];
  /** Whether level, category and speaker would be right, were the message caught. */
  readonly levelRight: boolean;
  readonly categoryRight: boolean;
  readonly speakerRight: boolean;
}

/** Any score counts: what the verdict would be, were the message caught. */
const ALL_CAUGHT = {
  calibration: { part: 2, slope: 1, offset: 0 },
  thresholds: { uncertain: 0, sure: 0, certain: 1 },
};

/** Trains on the other folds and judges this one. */
export function runFold(examples: readonly Example[], file: LexiconFile, number: number): Trial[] {
  const others = makeLessons(
    examples.filter((example) => example.fold !== number),
    file,
    100 + number,
  );
  return judgeFold(examples, file, number, { ...teach(others, 100 + number), ...ALL_CAUGHT });
}

/** The same with the harm head only, for each kind of features left out. */
export function ablateFold(examples: readonly Example[], file: LexiconFile, number: number, kinds: number): Trial[][] {
  const others = makeLessons(
    examples.filter((example) => example.fold !== number),
    file,
    100 + number,
  );
  const none: Head = { name: 'none', labels: ['none'], bits: 8, bias: [0], scale: [0], weights: new Int8Array(256) };
  return Array.from({ length: kinds }, (_, without) => {
    const harm = teachHarm(others, 100 + number, without);
    return judgeFold(examples, file, number, { harm, level: none, category: none, speaker: none, ...ALL_CAUGHT });
  });
}

function judgeFold(
  examples: readonly Example[],
  file: LexiconFile,
  number: number,
  model: Omit<Gate, 'lexicon'>,
): Trial[] {
  const gate = { ...model, lexicon: buildLexicon(file) };
  const random = seededRandom(200 + number);
  const shortenings = shorteningsOf(file.spellings);
  return examples
    .filter((example) => example.fold === number)
    .flatMap((example) => [
      judge(example, 'as written', example.text, gate),
      judge(example, 'no diacritics', fold(example.text), gate),
      judge(example, 'chat', typos(shorten(example.text, shortenings, random), random), gate),
    ]);
}

function judge(example: Example, spelling: Trial['spelling'], text: string, gate: Gate): Trial {
  const words = spellOut(read(text).judged, gate.lexicon);
  const { wholeScore, partScore } = measure(words, gate);
  const caught = assess(text, gate);
  return {
    example,
    spelling,
    whole: wholeScore,
    part: Math.max(partScore, -1e9),
    phrases: scanPhrases(words, gate.lexicon).map((phrase) => phrase.id),
    levelRight: example.label !== 'benign' && heavier(caught.level, example.label) === caught.level,
    categoryRight: caught.category === example.category,
    speakerRight: caught.speaker === example.speaker,
  };
}

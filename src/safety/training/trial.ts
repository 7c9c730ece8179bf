/** Cross-validation of one fold: every message is judged by a model that never saw it or a variant of it. */
import { heavier } from '../assessment.ts';
import { fold } from '../../text/fold.ts';
import { assess } from '../assess.ts';
import { measure, type Gate } from '../gate.ts';
import { buildLexicon, spellOut, type LexiconFile } from '../lexicon.ts';
import { scanPhrases } from '../phrase-scan.ts';
import { read } from '../reading.ts';
import type { Example } from './examples.ts';
import { seededRandom } from './random.ts';
import { teach } from './teach.ts';
import { shorten, shorteningsOf, typos } from './variants.ts';

/** The scores of one message in one spelling. */
export interface Trial {
  readonly example: Example;
  readonly spelling: 'as written' | 'no diacritics' | 'chat';
  readonly whole: number;
  readonly part: number;
  readonly phrases: readonly string[];
  /** Whether level, category and speaker would be right, were the message caught. */
  readonly levelRight: boolean;
  readonly categoryRight: boolean;
  readonly speakerRight: boolean;
}

/** Trains on the other folds and judges this one. */
export function runFold(examples: readonly Example[], file: LexiconFile, number: number): Trial[] {
  const model = teach(
    examples.filter((example) => example.fold !== number),
    file,
    100 + number,
  );
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
  const words = read(text).judged;
  const { whole, part } = measure(words, gate);
  const caught = assess(text, { ...gate, thresholds: { whole: -1e9, part: -1e9, band: 0 } });
  return {
    example,
    spelling,
    whole,
    part: Math.max(part, -1e9),
    phrases: scanPhrases(spellOut(words, gate.lexicon), gate.lexicon).map((phrase) => phrase.id),
    levelRight: example.label !== 'benign' && heavier(caught.level, example.label) === caught.level,
    categoryRight: caught.category === example.category,
    speakerRight: caught.speaker === example.speaker,
  };
}

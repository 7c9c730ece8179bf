/** The training examples as the learner needs them: the features of each message and of its variants, made once. */
import { extractFeatures, type Features } from '../features.ts';
import { buildLexicon, spellOut, type Lexicon, type LexiconFile } from '../lexicon.ts';
import { read } from '../reading.ts';
import { windows, type Span } from '../windows.ts';
import type { Example } from './examples.ts';
import { seededRandom } from './random.ts';
import { randomVariant, shorteningsOf } from './variants.ts';

const VARIANTS = 6;

/** One text to learn from. */
export interface Sample {
  readonly features: Features;
  readonly whole: Span;
  /** Whether some of the message may be missing. */
  readonly partial: boolean;
}

/** An example with its texts: as written, and changed by chance. */
export interface Lesson {
  readonly example: Example;
  readonly written: Sample;
  readonly variants: readonly Sample[];
  /** The parts of a long message as written. */
  readonly parts: readonly Span[];
}

/** Makes the lessons of examples. */
export function makeLessons(examples: readonly Example[], file: LexiconFile, seed: number): Lesson[] {
  const lexicon = buildLexicon(file);
  const shortenings = shorteningsOf(file.spellings);
  const random = seededRandom(seed);
  return examples.map((example) => {
    const words = spellOut(read(example.text).judged, lexicon);
    const variants = Array.from({ length: VARIANTS }, () => {
      const { text, partial } = randomVariant(example.text, shortenings, random);
      return makeSample(text, partial, lexicon);
    });
    return { example, written: makeSample(example.text, false, lexicon), variants, parts: windows(words) };
  });
}

function makeSample(text: string, partial: boolean, lexicon: Lexicon): Sample {
  const words = spellOut(read(text).judged, lexicon);
  return { features: extractFeatures(words, lexicon), whole: { from: 0, to: words.length }, partial };
}

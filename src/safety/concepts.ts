/** Names what words are about, so that the model learns of "father" once and not of each word for him. */
import { standsAt, type Lexicon } from './lexicon.ts';
import type { Word } from './words.ts';

/** A stretch of the text: a concept, or a single word that has none. */
export interface Unit {
  readonly name: string;
  readonly concept: boolean;
  /** The position of its last word. */
  readonly last: number;
}

/** Children are up to this age; older numbers in a text are other things. */
const CHILD_AGE = 17;

/** Rewrites words (abbreviations written out) as concepts where they have one, longest entry first. */
export function toUnits(words: readonly Word[], lexicon: Lexicon): Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < words.length;) {
    const entry = entryAt(words, at, lexicon.benign) ?? entryAt(words, at, lexicon.concepts);
    if (entry) {
      at += entry.words.length;
      units.push({ name: entry.concept, concept: true, last: at - 1 });
    } else {
      units.push(plainUnit(words[at]!, at));
      at += 1;
    }
  }
  return units;
}

function entryAt(words: readonly Word[], at: number, index: Lexicon['concepts']) {
  return index.get(words[at]!.folded)?.find((entry) => standsAt(words, at, entry.words));
}

function plainUnit(word: Word, last: number): Unit {
  const first = word.folded.charCodeAt(0);
  if (first < 48 || first > 57 || !/^\d+(t|tuoi|th)?$/.test(word.folded))
    return { name: word.folded, concept: false, last };
  return {
    name: Number.parseInt(word.folded, 10) <= CHILD_AGE ? 'number-small' : 'number-large',
    concept: true,
    last,
  };
}

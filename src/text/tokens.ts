/** Words of a text in the forms that matching needs. */
import { fold, isPlain, toneKey } from './fold.ts';

export interface Token {
  /** Without diacritics, lower case. */
  readonly folded: string;
  /** With diacritics, independent of tone placement. */
  readonly key: string;
  /** True where the writer set no diacritic: the word may then stand for any accented one. */
  readonly plain: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}]+|%/gu;

/** Splits a text into its words; punctuation, emoji and control characters fall away. */
export function tokenize(text: string): Token[] {
  const words = text.normalize('NFC').toLowerCase().match(WORD) ?? [];
  return words.map(toToken);
}

/** Words come again and again, in plans and in questions; taking them apart costs more than looking them up. */
const seen = new Map<string, Token>();
const MOST_SEEN = 20_000;

/** Makes the token of one word. */
export function toToken(word: string): Token {
  const known = seen.get(word);
  if (known) return known;
  const token: Token = { folded: fold(word), key: toneKey(word), plain: isPlain(word) };
  if (seen.size < MOST_SEEN) seen.set(word, token);
  return token;
}

/** Whether a written word may be the given one: equal, or equal once the writer's missing diacritics are allowed for. */
export function tokenMatches(written: Token, wanted: Token): boolean {
  return written.folded === wanted.folded && (written.plain || wanted.plain || written.key === wanted.key);
}

/** The positions at which a phrase occurs among the words. */
export function findPhrase(words: readonly Token[], phrase: readonly Token[]): number[] {
  const found: number[] = [];
  for (let start = 0; start + phrase.length <= words.length; start += 1) {
    if (phrase.every((wanted, offset) => tokenMatches(words[start + offset]!, wanted))) found.push(start);
  }
  return found;
}

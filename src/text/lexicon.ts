/** The words of the knowledge base as phrases ready to be found in a message. */
import { tokenMatches, tokenize, type Token } from './tokens.ts';

export interface Phrase {
  readonly id: string;
  readonly tokens: readonly Token[];
  /** Written with a leading "=": the diacritics must be there, because the bare word is mostly another one. */
  readonly strict: boolean;
}

/** Phrases grouped by their first word, so that a message costs what its words cost. */
export class PhraseBook {
  private readonly byFirst = new Map<string, Phrase[]>();

  add(id: string, text: string): void {
    const tokens = tokenize(text);
    const first = tokens[0];
    if (!first) return;
    const list = this.byFirst.get(first.folded) ?? [];
    list.push({ id, tokens, strict: text.startsWith('=') });
    list.sort((a, b) => b.tokens.length - a.tokens.length);
    this.byFirst.set(first.folded, list);
  }

  /** The phrases that stand at a position, longest first. */
  matchAt(words: readonly Token[], at: number): Phrase[] {
    return this.startingWith(words[at]!).filter((phrase) => fits(phrase, words.slice(at, at + phrase.tokens.length)));
  }

  /** Every phrase that begins at a position, longest first. */
  startingWith(token: Token): readonly Phrase[] {
    return this.byFirst.get(token.folded) ?? [];
  }
}

/** Strict phrases need their diacritics; in phrases of several words one wrong diacritic is a typing error. */
function fits(phrase: Phrase, words: readonly Token[]): boolean {
  if (words.length < phrase.tokens.length) return false;
  if (phrase.strict) return phrase.tokens.every((wanted, at) => words[at]!.key === wanted.key);
  if (!phrase.tokens.every((wanted, at) => words[at]!.folded === wanted.folded)) return false;
  const wrong = phrase.tokens.filter((wanted, at) => !tokenMatches(words[at]!, wanted)).length;
  return wrong === 0 || (wrong === 1 && phrase.tokens.length > 2);
}

/** The words of the knowledge base as phrases ready to be found in a message. */
import { tokenize, type Token } from './tokens.ts';

export interface Phrase {
  readonly id: string;
  readonly tokens: readonly Token[];
}

/** Phrases grouped by their first word, so that a message costs what its words cost. */
export class PhraseBook {
  private readonly byFirst = new Map<string, Phrase[]>();

  add(id: string, text: string): void {
    const tokens = tokenize(text);
    const first = tokens[0];
    if (!first) return;
    const list = this.byFirst.get(first.folded) ?? [];
    list.push({ id, tokens });
    list.sort((a, b) => b.tokens.length - a.tokens.length);
    this.byFirst.set(first.folded, list);
  }

  /** Every phrase that begins at a position, longest first. */
  startingWith(token: Token): readonly Phrase[] {
    return this.byFirst.get(token.folded) ?? [];
  }
}

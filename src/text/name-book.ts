/** Names of places and agencies, found however they are run together: "LĐ-TB&XH", "ĐăkNông", "so gd dt". */
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';

export interface NameMatch {
  readonly id: string;
  readonly start: number;
  readonly length: number;
}

const LONGEST = 12;

export class NameBook {
  private readonly bySquashed = new Map<string, { id: string; key: string; words: number }[]>();

  add(id: string, names: readonly string[]): void {
    for (const name of names) {
      const tokens = tokenize(name);
      const squashed = tokens.map((token) => token.folded).join('');
      const entry = { id, key: tokens.map((token) => token.key).join(''), words: tokens.length };
      const list = this.bySquashed.get(squashed) ?? [];
      if (!list.some((other) => other.id === id && other.key === entry.key)) list.push(entry);
      this.bySquashed.set(squashed, list);
    }
  }

  /** All names among the words, the longest at each place, left to right. */
  find(tokens: readonly Token[]): NameMatch[] {
    const found: NameMatch[] = [];
    for (let start = 0; start < tokens.length; start += 1) {
      const match = this.longestAt(tokens, start);
      if (!match) continue;
      found.push(match);
      start += match.length - 1;
    }
    return found;
  }

  private longestAt(tokens: readonly Token[], start: number): NameMatch | null {
    let squashed = '';
    let key = '';
    let plain = true;
    let best: NameMatch | null = null;
    for (let length = 1; length <= LONGEST && start + length <= tokens.length; length += 1) {
      const token = tokens[start + length - 1]!;
      squashed += token.folded;
      key += token.key;
      plain &&= token.plain;
      const entries = this.bySquashed.get(squashed);
      if (!entries) continue;
      // A wrong tone in a name of several words is a typing error; in a single word it is another word.
      const entry = entries.find((each) => each.key === key) ?? entries.find((each) => plain || each.words > 1);
      if (entry) best = { id: entry.id, start, length };
    }
    return best;
  }
}

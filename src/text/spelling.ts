/**
 * Repairs typing errors. Fuse.js proposes known words; one edit and the neighbouring words decide: what is no
 * syllable needs only a known word, a true syllable is replaced only where that makes a pair that texts have.
 */
import Fuse from 'fuse.js';
import { isSyllable } from './syllables.ts';

export class SpellingGuide {
  private readonly known = new Set<string>();
  private readonly pairs = new Map<string, number>();
  private readonly fuse: Fuse<string>;
  private readonly proposals = new Map<string, readonly string[]>();

  /** Learns the words, without diacritics, of each text. */
  constructor(texts: Iterable<readonly string[]>) {
    for (const words of texts) {
      words.forEach((word, at) => {
        this.known.add(word);
        const next = words[at + 1];
        if (next !== undefined) this.count(`${word} ${next}`);
      });
    }
    this.fuse = new Fuse(
      [...this.known].filter((word) => /^[a-z]{2,}$/.test(word)),
      { threshold: 0.4, distance: 10 },
    );
  }

  /** Whether the texts have a folded word. */
  knows(folded: string): boolean {
    return this.known.has(folded);
  }

  /** The words that a folded word most likely stands for, or null when it is known or nothing is close. */
  repair(folded: string, before: string | undefined, after: string | undefined): readonly string[] | null {
    if (this.known.has(folded) || !/^[a-z]{2,12}$/.test(folded)) return null;
    const halves = this.halves(folded);
    if (halves) return halves;
    const close = this.propose(folded);
    const fitting = this.mostFitting(close, before, after);
    if (fitting) return [fitting];
    return isSyllable(folded) || folded.length < 3 || !close[0] ? null : [close[0]];
  }

  private count(pair: string): void {
    this.pairs.set(pair, (this.pairs.get(pair) ?? 0) + 1);
  }

  private mostFitting(words: readonly string[], before: string | undefined, after: string | undefined): string | null {
    let best: string | null = null;
    let most = 0;
    for (const word of words) {
      const seen = (this.pairs.get(`${before} ${word}`) ?? 0) + (this.pairs.get(`${word} ${after}`) ?? 0);
      if (seen > most) [best, most] = [word, seen];
    }
    return best;
  }

  private propose(folded: string): readonly string[] {
    const cached = this.proposals.get(folded);
    if (cached) return cached;
    const close = this.fuse
      .search(folded, { limit: 40 })
      .map((hit) => hit.item)
      .filter((word) => isOneEditAway(folded, word));
    if (this.proposals.size > 5000) this.proposals.clear();
    this.proposals.set(folded, close);
    return close;
  }

  /** Two words run together ("hocsinh"), where texts have them side by side. */
  private halves(folded: string): readonly string[] | null {
    if (isSyllable(folded)) return null;
    for (let cut = 2; cut <= folded.length - 2; cut += 1) {
      const [left, right] = [folded.slice(0, cut), folded.slice(cut)];
      if (isSyllable(left) && isSyllable(right) && this.pairs.has(`${left} ${right}`)) return [left, right];
    }
    return null;
  }
}

/** Whether one insertion, deletion, substitution or swap of neighbours turns one word into the other. */
export function isOneEditAway(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return a === b;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  const restA = a.slice(at);
  const restB = b.slice(at);
  if (restA.slice(1) === restB.slice(1)) return true;
  if (restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

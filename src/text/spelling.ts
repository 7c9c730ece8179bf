/** Repairs typing errors: Fuse.js proposes known words, an edit distance of one decides. */
import Fuse from 'fuse.js';
import { isSyllable } from './syllables.ts';

export class SpellingGuide {
  private readonly known: ReadonlySet<string>;
  private readonly fuse: Fuse<string>;
  private readonly cache = new Map<string, string | null>();

  constructor(words: readonly string[]) {
    const frequency = new Map<string, number>();
    for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    this.known = new Set(frequency.keys());
    this.fuse = new Fuse([...this.known].filter((word) => /^[a-z]{2,}$/.test(word)), {
      threshold: 0.4,
      distance: 10,
      includeScore: true,
    });
  }

  /** The known word that a folded word most likely stands for, or null when it is known, foreign or a true syllable. */
  repair(folded: string): string | null {
    if (this.known.has(folded) || isSyllable(folded) || !/^[a-z]{3,9}$/.test(folded)) return null;
    const cached = this.cache.get(folded);
    if (cached !== undefined) return cached;
    const proposals = this.fuse.search(folded, { limit: 24 }).map((hit) => hit.item);
    const repaired = proposals.find((word) => isOneEditAway(folded, word)) ?? null;
    if (this.cache.size > 5000) this.cache.clear();
    this.cache.set(folded, repaired);
    return repaired;
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

/** Finds messages that are nearly the same, so that cross-validation keeps them together. */
import { fold } from '../../text/fold.ts';

/** Texts that share so much of their word triples are kin. */
const KIN = 0.4;
/** Triples of more texts than this say nothing. */
const COMMON = 60;

/** For each text the index of one text that stands for all its kin. */
export function firstOfKin(texts: readonly string[]): number[] {
  const parent = texts.map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  const triples = texts.map(triplesOf);
  const holders = new Map<string, number[]>();
  for (const [index, own] of triples.entries()) {
    for (const [other, shared] of sharedWith(own, index, holders)) {
      if (shared / (own.size + triples[other]!.size - shared) >= KIN) parent[rootOf(index)] = rootOf(other);
    }
  }
  return texts.map((_, index) => rootOf(index));
}

function sharedWith(own: ReadonlySet<string>, index: number, holders: Map<string, number[]>): Map<number, number> {
  const shared = new Map<number, number>();
  for (const triple of own) {
    const others = holders.get(triple) ?? [];
    if (others.length < COMMON) for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
    others.push(index);
    holders.set(triple, others);
  }
  return shared;
}

function triplesOf(text: string): Set<string> {
  const words = fold(text).match(/[a-z0-9]+/g) ?? [];
  return new Set(words.slice(2).map((word, index) => `${words[index]!} ${words[index + 1]!} ${word}`));
}

/**
 * What the model sees of a text: hashed pieces of words, words in a row and concepts. Each piece is anchored at its
 * last word, so that running sums over the words serve every window of a long message.
 */
import { toUnits, type Unit } from './concepts.ts';
import type { Lexicon } from './lexicon.ts';
import type { Word } from './words.ts';

/** Changes whenever the features do: weights of another version are refused. */
export const FEATURE_VERSION = 4;

/** The kinds of features with the weight of each; a group's sum is divided by the root of its count. */
export const GROUPS = [
  { name: 'letters', weight: 1 },
  { name: 'accents', weight: 0.7 },
  { name: 'words', weight: 1.8 },
  { name: 'accented-words', weight: 0.8 },
  { name: 'concepts', weight: 1.4 },
  { name: 'families', weight: 0.8 },
] as const;

/** The hashes of one kind in the order of the words. */
export interface Pieces {
  readonly hashes: Uint32Array;
  /** How many hashes are anchored before each word, and at the end how many there are. */
  readonly ends: Uint32Array;
}

const SEED = 0x811c9dc5;
const PRIME = 0x01000193;
const CONCEPT_REACH = 6;
const FAMILY_REACH = 9;

/** All kinds of features of a text, in the order of GROUPS. */
export type Features = readonly Pieces[];

/** The features of words whose abbreviations are written out, one entry for each of GROUPS. */
export function extractFeatures(words: readonly Word[], lexicon: Lexicon): Features {
  const units = toUnits(words, lexicon);
  return [
    eachWord(words, (word, out) => append(out, wordPieces(word.folded, 11))),
    eachWord(words, (word, out) => {
      // Pieces of accented words only: a text without diacritics is judged by its folded words alone.
      if (!word.plain) append(out, wordPieces(word.key, 23));
    }),
    wordRows(words),
    accentedRows(words),
    eachUnit(words, units, conceptRow),
    eachUnit(words, units, (all, _own, at, out) => familyRows(all, lexicon, at, out)),
  ];
}

function eachWord(words: readonly Word[], add: (word: Word, out: number[]) => void): Pieces {
  const hashes: number[] = [];
  const ends = new Uint32Array(words.length + 1);
  for (let at = 0; at < words.length; at += 1) {
    add(words[at]!, hashes);
    ends[at + 1] = hashes.length;
  }
  return { hashes: Uint32Array.from(hashes), ends };
}

function eachUnit(
  words: readonly Word[],
  units: readonly Unit[],
  add: (units: readonly Unit[], hashes: readonly number[], at: number, out: number[]) => void,
): Pieces {
  const own = units.map((unit) => hashText(unit.name, unit.concept ? 67 : 71));
  const hashes: number[] = [];
  const ends = new Uint32Array(words.length + 1);
  let word = 0;
  for (let at = 0; at < units.length; at += 1) {
    for (; word < units[at]!.last; word += 1) ends[word + 1] = hashes.length;
    add(units, own, at, hashes);
  }
  for (; word < words.length; word += 1) ends[word + 1] = hashes.length;
  return { hashes: Uint32Array.from(hashes), ends };
}

/** The same words come again and again; taking one apart costs more than looking it up. */
const known = new Map<string, Uint32Array>();
const MOST_KNOWN = 20_000;

function wordPieces(word: string, salt: number): Uint32Array {
  const key = salt === 11 ? word : `${word} `;
  const found = known.get(key);
  if (found) return found;
  const out: number[] = [];
  pieces(word, salt, out);
  const made = Uint32Array.from(out);
  if (known.size < MOST_KNOWN) known.set(key, made);
  return made;
}

function append(out: number[], more: Uint32Array): void {
  for (let at = 0; at < more.length; at += 1) out.push(more[at]!);
}

/** Character n-grams (1–5) of a word with its boundaries. */
function pieces(word: string, salt: number, out: number[]): void {
  const text = ` ${word} `;
  for (let start = 0; start < text.length; start += 1) {
    let hash = mix(SEED, salt);
    const last = Math.min(text.length, start + 5);
    for (let at = start; at < last; at += 1) {
      hash = mix(hash, text.charCodeAt(at));
      if (at > start || (start > 0 && start < text.length - 1)) out.push(finish(hash));
    }
  }
}

/** Words, pairs, triples, and pairs with one or two words between them. */
function wordRows(words: readonly Word[]): Pieces {
  const own = words.map((word) => hashText(word.folded, 37));
  const hashes: number[] = [];
  const ends = new Uint32Array(words.length + 1);
  for (let at = 0; at < own.length; at += 1) {
    const d = own[at]!;
    hashes.push(finish(d));
    if (at > 0) hashes.push(finish(mix(own[at - 1]!, d)));
    if (at > 1) {
      const b = own[at - 2]!;
      hashes.push(finish(mix(mix(b, own[at - 1]!), d)), finish(mix(mix(b, 41), d)));
    }
    if (at > 2) hashes.push(finish(mix(mix(own[at - 3]!, 43), d)));
    ends[at + 1] = hashes.length;
  }
  return { hashes: Uint32Array.from(hashes), ends };
}

function accentedRows(words: readonly Word[]): Pieces {
  const hashes: number[] = [];
  const ends = new Uint32Array(words.length + 1);
  let before = 0;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const hash = hashText(word.key, 53);
    if (!word.plain) hashes.push(finish(hash));
    if (at > 0 && !(word.plain && words[at - 1]!.plain)) hashes.push(finish(mix(before, hash)));
    before = hash;
    ends[at + 1] = hashes.length;
  }
  return { hashes: Uint32Array.from(hashes), ends };
}

/** A concept alone, with concepts within reach before it, and rows of units with concepts for words. */
function conceptRow(units: readonly Unit[], own: readonly number[], at: number, out: number[]): void {
  const hash = own[at]!;
  if (units[at]!.concept) {
    out.push(finish(mix(hash, 79)));
    for (let other = Math.max(0, at - CONCEPT_REACH); other < at; other += 1) {
      if (units[other]!.concept) out.push(finish(mix(mix(own[other]!, 83), hash)));
    }
  }
  if (at > 0) out.push(finish(mix(mix(own[at - 1]!, 73), hash)));
  if (at > 1) out.push(finish(mix(mix(mix(own[at - 2]!, 73), own[at - 1]!), hash)));
}

/** Families of concepts in pairs and triples in their order: someone near, an act of harm, a child. */
function familyRows(units: readonly Unit[], lexicon: Lexicon, at: number, out: number[]): void {
  const here = lexicon.families.get(units[at]!.name);
  if (!here || !units[at]!.concept) return;
  const near: string[] = [];
  for (let other = at - 1; other >= Math.max(0, at - FAMILY_REACH) && near.length < 3; other -= 1) {
    const found = units[other]!.concept ? lexicon.families.get(units[other]!.name) : undefined;
    if (found) near.push(found[0]!);
  }
  for (const family of here) {
    const own = hashText(family, 97);
    out.push(finish(own));
    for (let second = 0; second < near.length; second += 1) {
      const pair = mix(hashText(near[second]!, 101), own);
      out.push(finish(pair));
      for (let third = second + 1; third < near.length; third += 1)
        out.push(finish(mix(pair, hashText(near[third]!, 103))));
    }
  }
}

function hashText(text: string, salt: number): number {
  let hash = mix(SEED, salt);
  for (let at = 0; at < text.length; at += 1) hash = mix(hash, text.charCodeAt(at));
  return hash;
}

function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, PRIME) ^ (value >>> 7);
}

/** Spreads a hash so that its low bits serve as a bucket. */
function finish(hash: number): number {
  const a = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const b = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (b ^ (b >>> 16)) >>> 0;
}

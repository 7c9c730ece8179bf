/** What the model sees of a text: hashed pieces of words, words in a row and concepts, in groups of equal weight. */
import { toUnits, type Unit } from './concepts.ts';
import { spellOut, type Lexicon } from './lexicon.ts';
import type { Word } from './words.ts';

/** Changes whenever the features do: weights of another version are refused. */
export const FEATURE_VERSION = 3;

/** Hashed features with their values. */
export interface Features {
  readonly index: Uint32Array;
  readonly value: Float32Array;
}

const SEED = 0x811c9dc5;
const PRIME = 0x01000193;
/** The weight of each group; each group's vector has this length whatever the message's. */
const GROUP_WEIGHT = { letters: 1, accents: 0.7, words: 1.2, accentedWords: 0.8, concepts: 1.4 };
const CONCEPT_REACH = 6;

/** The features of a run of words. */
export function extractFeatures(words: readonly Word[], lexicon: Lexicon): Features {
  const full = spellOut(words, lexicon);
  const units = toUnits(full, lexicon);
  const groups: [number[], number][] = [
    [letterPieces(words), GROUP_WEIGHT.letters],
    [accentPieces(full), GROUP_WEIGHT.accents],
    [wordRows(full), GROUP_WEIGHT.words],
    [accentedRows(full), GROUP_WEIGHT.accentedWords],
    [conceptRows(units), GROUP_WEIGHT.concepts],
  ];
  return join(groups);
}

function join(groups: readonly [number[], number][]): Features {
  const size = groups.reduce((sum, [hashes]) => sum + hashes.length, 0);
  const index = new Uint32Array(size);
  const value = new Float32Array(size);
  let at = 0;
  for (const [hashes, weight] of groups) {
    const each = hashes.length > 0 ? weight / Math.sqrt(hashes.length) : 0;
    index.set(hashes, at);
    value.fill(each, at, at + hashes.length);
    at += hashes.length;
  }
  return { index, value };
}

function letterPieces(words: readonly Word[]): number[] {
  const out: number[] = [];
  for (const word of words) append(out, remembered(foldedPieces, word, word.folded, 11));
  return out;
}

/** Pieces of accented words only: a text without diacritics is judged by its folded words alone. */
function accentPieces(words: readonly Word[]): number[] {
  const out: number[] = [];
  for (const word of words) if (!word.plain) append(out, remembered(keyPieces, word, word.key, 23));
  return out;
}

/** Windows share their words, so the pieces of a word object are hashed once and forgotten with it. */
const foldedPieces = new WeakMap<Word, readonly number[]>();
const keyPieces = new WeakMap<Word, readonly number[]>();

function remembered(
  memory: WeakMap<Word, readonly number[]>,
  word: Word,
  text: string,
  salt: number,
): readonly number[] {
  const known = memory.get(word);
  if (known) return known;
  const out: number[] = [];
  pieces(text, salt, out);
  memory.set(word, out);
  return out;
}

function append(out: number[], more: readonly number[]): void {
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
function wordRows(words: readonly Word[]): number[] {
  const hashes = words.map((word) => hashText(word.folded, 37));
  const out: number[] = [];
  for (let at = 0; at < hashes.length; at += 1) {
    const a = hashes[at]!;
    out.push(finish(a));
    if (at + 1 < hashes.length) out.push(finish(mix(a, hashes[at + 1]!)));
    if (at + 2 < hashes.length) {
      out.push(finish(mix(mix(a, hashes[at + 1]!), hashes[at + 2]!)));
      out.push(finish(mix(mix(a, 41), hashes[at + 2]!)));
    }
    if (at + 3 < hashes.length) out.push(finish(mix(mix(a, 43), hashes[at + 3]!)));
  }
  return out;
}

function accentedRows(words: readonly Word[]): number[] {
  const out: number[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const next = words[at + 1];
    const hash = hashText(word.key, 53);
    if (!word.plain) out.push(finish(hash));
    if (next && !(word.plain && next.plain)) out.push(finish(mix(hash, hashText(next.key, 53))));
  }
  return out;
}

/** Concepts, pairs of concepts within reach in their order, and rows of units with concepts for words. */
function conceptRows(units: readonly Unit[]): number[] {
  const hashes = units.map((unit) => hashText(unit.name, unit.concept ? 67 : 71));
  const out: number[] = [];
  for (let at = 0; at < units.length; at += 1) {
    if (units[at]!.concept) pairsFrom(units, hashes, at, out);
    const row = mix(hashes[at]!, 73);
    if (at + 1 < units.length) out.push(finish(mix(row, hashes[at + 1]!)));
    if (at + 2 < units.length) out.push(finish(mix(mix(row, hashes[at + 1]!), hashes[at + 2]!)));
  }
  return out;
}

function pairsFrom(units: readonly Unit[], hashes: readonly number[], at: number, out: number[]): void {
  out.push(finish(mix(hashes[at]!, 79)));
  const last = Math.min(units.length - 1, at + CONCEPT_REACH);
  for (let other = at + 1; other <= last; other += 1) {
    if (units[other]!.concept) out.push(finish(mix(mix(hashes[at]!, 83), hashes[other]!)));
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

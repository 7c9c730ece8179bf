/** Other ways in which one message may be typed, made by program so that the gate knows them. */
import { fold } from '../../text/fold.ts';
import { pick, type Random } from './random.ts';

/** Abbreviations for a written-out word. */
export type Shortenings = ReadonlyMap<string, readonly string[]>;

/** A changed text; `partial` where some of the message may be missing. */
export interface Variant {
  readonly text: string;
  readonly partial: boolean;
}

const TONE_KEYS: Record<string, string> = { '\u0300': 'f', '\u0301': 's', '\u0309': 'r', '\u0303': 'x', '\u0323': 'j' };
const SHAPE_KEYS: Record<string, string> = { '\u0302': '^', '\u0306': 'w', '\u031b': 'w' };
const LETTERS = 'a b c d e g h i k l m n o p q r s t u v x y'.split(' ');

/** Turns a table of abbreviations around. */
export function shorteningsOf(spellings: Readonly<Record<string, string>>): Shortenings {
  const out = new Map<string, string[]>();
  for (const [short, full] of Object.entries(spellings)) out.set(full, [...(out.get(full) ?? []), short]);
  return out;
}

/** One variant by chance. */
export function randomVariant(text: string, shortenings: Shortenings, random: Random): Variant {
  const kind = random();
  if (kind < 0.3) return { text: fold(text), partial: false };
  if (kind < 0.45) return { text: fold(typos(shorten(text, shortenings, random), random)), partial: false };
  if (kind < 0.58) return { text: typos(shorten(text, shortenings, random), random), partial: false };
  if (kind < 0.68) return { text: someFolded(text, random), partial: false };
  if (kind < 0.75) return { text: telexResidue(text, random), partial: false };
  return { text: random() < 0.5 ? fragment(text, random) : fold(fragment(text, random)), partial: true };
}

/** Types some words as raw Telex keys. */
export function telexResidue(text: string, random: Random): string {
  return eachWord(text, (word) => (random() < 0.6 ? toTelex(word) : word));
}

/** Replaces words by abbreviations and chat spellings. */
export function shorten(text: string, shortenings: Shortenings, random: Random): string {
  return eachWord(text, (word) => {
    const short = shortenings.get(word.toLowerCase());
    return short && random() < 0.5 ? pick(short, random) : word;
  });
}

/** Misspells about every ninth word. */
export function typos(text: string, random: Random): string {
  return eachWord(text, (word) => (word.length > 1 && random() < 0.11 ? misspell(word, random) : word));
}

/** Leaves out a stretch at the beginning or the end, never more than two fifths of the words. */
export function fragment(text: string, random: Random): string {
  const parts = text.split(/(?<=[.!?,;\n])\s+/);
  if (parts.length > 1) {
    const total = text.length;
    const shorter = random() < 0.5 ? parts.slice(1) : parts.slice(0, -1);
    const joined = shorter.join(' ');
    if (joined.length >= total * 0.6) return joined;
  }
  const words = text.split(/\s+/);
  const dropped = Math.floor(words.length * 0.25 * random());
  return random() < 0.5 ? words.slice(dropped).join(' ') : words.slice(0, words.length - dropped).join(' ');
}

function someFolded(text: string, random: Random): string {
  return eachWord(text, (word) => (random() < 0.4 ? fold(word) : word));
}

function eachWord(text: string, change: (word: string) => string): string {
  return text.normalize('NFC').replace(/[\p{L}\p{N}]+/gu, change);
}

/** A word as Telex keys. */
export function toTelex(word: string): string {
  let tone = '';
  let out = '';
  for (const part of word.toLowerCase().normalize('NFD')) {
    const shape = SHAPE_KEYS[part];
    if (TONE_KEYS[part]) tone = TONE_KEYS[part];
    else if (shape) out += shape === '^' ? out.at(-1)! : shape;
    else out += part === 'đ' ? 'dd' : part;
  }
  return out + tone;
}

function misspell(word: string, random: Random): string {
  const at = Math.floor(random() * (word.length - 1));
  const kind = random();
  if (kind < 0.35) return word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
  if (kind < 0.6) return word.slice(0, at) + word.slice(at + 1);
  if (kind < 0.8) return word.slice(0, at + 1) + word[at]! + word.slice(at + 1);
  return word.slice(0, at) + pick(LETTERS, random) + word.slice(at + 1);
}

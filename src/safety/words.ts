/**
 * A single pass from text to words. The tokens of `text/tokens.ts` cost a few normalisations a word, too much for a
 * hundred thousand characters; here each character is looked up in a table. Words are Tokens, so tokenMatches serves.
 */
import type { Token } from '../text/tokens.ts';

/** A word with its place among the sentences. */
export interface Word extends Token {
  /** True where a sentence begins with this word. */
  readonly opens: boolean;
}

interface Letter {
  readonly folded: string;
  readonly shape: string;
  readonly tone: string;
}

const TONES = new Set(['\u0300', '\u0301', '\u0303', '\u0309', '\u0323']);
const LONGEST_WORD = 32;
const LETTERS: (Letter | undefined)[] = [];
for (let code = 0; code < 0x1f00; code += 1) LETTERS[code] = toLetter(String.fromCharCode(code));

function toLetter(character: string): Letter | undefined {
  if (TONES.has(character)) return { folded: '', shape: '', tone: character };
  if (/\p{M}/u.test(character)) return { folded: '', shape: '', tone: '' };
  if (!/[\p{L}\p{N}%]/u.test(character)) return undefined;
  const parts = [...character.normalize('NFD')];
  const tone = parts.find((part) => TONES.has(part)) ?? '';
  const shape = parts
    .filter((part) => !TONES.has(part))
    .join('')
    .normalize('NFC');
  const folded = parts
    .filter((part) => !/\p{M}/u.test(part))
    .join('')
    .replace('đ', 'd');
  return { folded, shape, tone };
}

/** No letter carries as many marks; sorting a run of thousands takes normalize seconds. */
const LONG_MARKS = /(\p{M}{8})\p{M}+/gu;

/** Removes what only disguises a text: compatibility letters, zero-width characters, capitals. */
export function plainCase(text: string): string {
  return text
    .replace(LONG_MARKS, '$1')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '');
}

/** Splits a text, already in plain case, into words. */
export function scanWords(text: string): Word[] {
  const words: Word[] = [];
  let opens = true;
  let start = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (at < text.length && code < 0x1f00 && LETTERS[code]) {
      if (start < 0) start = at;
      continue;
    }
    if (start >= 0) {
      words.push(buildWord(text, start, Math.min(at, start + LONGEST_WORD), opens));
      opens = false;
      start = -1;
    }
    if (isSentenceEnd(code)) opens = true;
  }
  return words;
}

function isSentenceEnd(code: number): boolean {
  return code === 46 || code === 33 || code === 63 || code === 59 || code === 10 || code === 0x2026;
}

function buildWord(text: string, start: number, end: number, opens: boolean): Word {
  const simple = simpleWord(text, start, end);
  if (simple !== null) return { folded: simple, key: simple, plain: true, opens };
  let folded = '';
  let shape = '';
  let tone = '';
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const letter = LETTERS[code]!;
    tone ||= letter.tone;
    if (isDrawl(text, at, start, end)) continue;
    folded += letter.folded;
    shape += letter.shape;
  }
  return { folded, key: shape + tone, plain: folded === shape && tone === '', opens };
}

/** The word itself where it is ASCII without a letter drawn out: most words, and no work. */
function simpleWord(text: string, start: number, end: number): string | null {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127 || (at > start + 1 && code === text.charCodeAt(at - 1) && code === text.charCodeAt(at - 2)))
      return null;
  }
  return text.slice(start, end);
}

/** Whether a letter only draws out the one before ("đauuuu"): runs of three and more count as one. */
function isDrawl(text: string, at: number, start: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 97 || at === start || text.charCodeAt(at - 1) !== code) return false;
  let from = at;
  while (from > start && text.charCodeAt(from - 1) === code) from -= 1;
  let to = at;
  while (to + 1 < end && text.charCodeAt(to + 1) === code) to += 1;
  return to - from >= 2;
}

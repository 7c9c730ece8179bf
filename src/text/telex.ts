/**
 * Unconverted Telex ("Hanj baos caos"): people whose input method was off. Words are converted only where the
 * raw letters are no syllable and the converted ones are, so that ordinary words and English stay as they are.
 */
import { fold } from './fold.ts';
import { isSyllable } from './syllables.ts';

const TONE: Record<string, string> = { f: '\u0300', s: '\u0301', r: '\u0309', x: '\u0303', j: '\u0323' };
const SHAPES: [RegExp, string][] = [
  [/dd/g, 'đ'],
  [/uwow/g, 'ươ'],
  [/uow/g, 'ươ'],
  [/aa/g, 'â'],
  [/ee/g, 'ê'],
  [/oo/g, 'ô'],
  [/aw/g, 'ă'],
  [/ow/g, 'ơ'],
  [/uw/g, 'ư'],
];

/** Converts one word from Telex keys, or returns null where that gives no Vietnamese syllable. */
export function decodeTelexWord(word: string): string | null {
  const lower = word.toLowerCase();
  if (!/^[a-z]{2,10}$/.test(lower)) return null;
  const moved = lower.replace(/^(d)(.*)d$/, 'dd$2').replace(/([aeo])([^aeow]*)\1(?=[fsrxj]?$)/, '$1$1$2');
  const toneless = moved.match(/^(.*?[aeiouyw])([fsrxj])([a-z]*)$/) ?? moved.match(/^(.*[aeiouyw][a-z]*)([fsrxj])$/);
  let base = toneless ? toneless[1]! + (toneless[3] ?? '') : moved;
  for (const [keys, letter] of SHAPES) base = base.replace(keys, letter);
  base = base.replace(/w$/, '').replace(/u(?=o.*w)/, 'ư');
  if (base === lower || !isSyllable(fold(base))) return null;
  return toneless ? placeTone(base, TONE[toneless[2]!]!) : base;
}

function placeTone(base: string, tone: string): string {
  const at = base.search(/[ăâêôơư](?!.*[ăâêôơư])/u);
  const vowel =
    at >= 0 ? at : base.replace(/^(qu|gi(?=[aeiouy]))/, (onset) => '-'.repeat(onset.length)).search(/[aeiouy]/);
  if (vowel < 0) return base;
  return (base.slice(0, vowel + 1) + tone + base.slice(vowel + 1)).normalize('NFC');
}

/** Converts a message whose words are mostly unconverted Telex; other messages come back unchanged. */
export function decodeTelex(text: string): string {
  const words = text.split(/(\s+|[.,;:!?()"']+)/);
  const decoded = words.map((word) => (isSyllable(fold(word)) ? null : decodeTelexWord(word)));
  const hits = decoded.filter((word) => word !== null).length;
  const strange = words.filter((word) => /^[a-z]{2,}$/i.test(word) && !isSyllable(fold(word))).length;
  if (hits === 0 || hits < strange * 0.6 || (hits < 2 && words.length > 5)) return text;
  return words.map((word, index) => decoded[index] ?? word).join('');
}

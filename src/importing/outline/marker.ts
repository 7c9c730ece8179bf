/** The sign that opens a heading or an item: "IV.", "2.1.", "a)", "-", "+", "Điều 3." */
import { foldSame, isAllCaps } from '../plain-fold.ts';

export type MarkerKind = 'part' | 'roman' | 'article' | 'number' | 'decimal' | 'letter' | 'dash' | 'plus';

export interface Marker {
  readonly kind: MarkerKind;
  readonly label: string;
  /** The text after the marker. */
  readonly body: string;
}

const SIGNS: readonly (readonly [MarkerKind, RegExp])[] = [
  ['part', /^(?:phan\s+(?:thu\s+)?([ivx]+|[a-h]|\d|nhat|hai|ba|tu|bon)\s*[.:-]?(?:\s+(?=\S)|$))/],
  ['article', /^dieu\s+(\d{1,2})\s*[.:]\s*/],
  ['decimal', /^(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.):]?\s+(?=[\p{L}"“(\d])/u],
  [
    'number',
    /^(\d{1,2})\s*(?:[.)]|\/(?!\p{L}{2,}[-/]\p{L})|\s-|-(?=\s))(?:\s*(?=[\p{L}"“([])|\s+(?=\d+(?:[.,]\d+)?\s*%|\d{1,3}\/\d{1,3}\s+\p{L}|\d{2,3}\s+(?!thang\b|nam\b|ngay\b)[a-z]{2}))/u,
  ],
  ['letter', /^([a-h])\s*(?:[.)/]|-(?=\s))\s+(?=\S)/],
  ['letter', /^(\((?:\d{1,2}|[a-h]|iv|v|i{1,3})\))\s*(?=\S)/],
  ['dash', /^([-–—−•·▪●■◆►○◦✓➢❖★]|\*(?=\s))\s*(?=[^\s*])/],
  ['plus', /^(\+)\s*(?=\S)/],
];

/** The marker that a paragraph opens with; null where it opens with words. */
export function readMarker(text: string): Marker | null {
  const roman = readRoman(text);
  if (roman) return roman;
  const folded = foldSame(text);
  for (const [kind, sign] of SIGNS) {
    const match = sign.exec(folded);
    if (!match) continue;
    const body = text.slice(match[0].length);
    // "1.000 trẻ" and "15/5" are figures.
    if ((kind === 'number' || kind === 'decimal') && /^\d/.test(body) && !/\.\s+$/.test(match[0])) continue;
    if (kind === 'letter' && /\p{Lu}/u.test(text[0]!))
      return isAllCaps(body) ? { kind: 'part', label: text[0]!, body } : null;
    if (kind === 'part') return { kind, label: text.slice(0, match[0].length).replace(/[\s.:-]+$/, ''), body };
    return { kind, label: match[1]!.toUpperCase() === match[1] ? match[1] : match[1]!.toLowerCase(), body };
  }
  return null;
}

/** Roman numbers; a scan's "l." or "1I." counts where the words after it are capitals. */
function readRoman(text: string): Marker | null {
  const clear =
    /^([IVX]{1,5})\s*(?:[.\-–:)]\s*(?=\S)|\/\s*(?=\p{Lu}))/u.exec(text) ?? /^([IVX]{1,5})\s+(?=\p{Lu}{2})/u.exec(text);
  if (clear && romanValue(clear[1]!) > 0) return { kind: 'roman', label: clear[1]!, body: text.slice(clear[0].length) };
  const noisy = /^([IVXl|1!]{1,4})\s*[.,:]\s*(?=\S)/.exec(text);
  if (!noisy || /^1+$/.test(noisy[1]!)) return null;
  const label = noisy[1]!.replace(/[l|1!]/g, 'I');
  const body = text.slice(noisy[0].length);
  return isAllCaps(body) && romanValue(label) > 0 ? { kind: 'roman', label, body } : null;
}

const ROMANS = [
  '',
  'I',
  'II',
  'III',
  'IV',
  'V',
  'VI',
  'VII',
  'VIII',
  'IX',
  'X',
  'XI',
  'XII',
  'XIII',
  'XIV',
  'XV',
  'XVI',
];

/** The value of a roman number up to XVI; 0 for anything else. */
export function romanValue(label: string): number {
  return Math.max(0, ROMANS.indexOf(label));
}

/** The roman number of a value up to 16. */
export function romanOf(value: number): string {
  return ROMANS[value] ?? String(value);
}

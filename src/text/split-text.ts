/** Splits a text at a channel's limit: between paragraphs, else sentences, else words; never inside a phone number. */

/** Digits with a dot, space or hyphen between, an area code in brackets: torn apart, a phone number is dialled wrongly. */
const NUMBER = /\(?\+?\d(?:(?:\) ?|[. \u00A0-])?\d)+/gu;
/** Where a text may be cut, the best kind first; the cut lies behind the match. */
const PLACES = [/\n\s*\n\s*/gu, /\n\s*/gu, /[.!?…][)"'”’]*\s+/gu, /\s+/gu];
/** A paragraph that ends earlier than this share of the limit leaves too short a part: the next kind of place is tried. */
const LEAST = 0.5;

/**
 * The parts of a text, each of at most `limit` UTF-16 units and none empty; joined they are the text but for white space.
 * Only a single word or number longer than the limit is cut within, and even that between characters. Throws a
 * RangeError for a limit below 2, into which not every character fits.
 */
export function splitText(text: string, limit: number): string[] {
  if (!(limit >= 2)) throw new RangeError('limit below 2');
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = cutOf(rest, limit);
    const part = rest.slice(0, cut).trimEnd();
    if (part !== '') parts.push(part);
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

/** Where the first part of a text ends that is longer than the limit. */
function cutOf(text: string, limit: number): number {
  // One more than the limit: white space right behind it is a place as well, and is trimmed away.
  const window = text.slice(0, limit + 1);
  const numbers = numbersOf(text, limit);
  let fallback = 0;
  for (const place of PLACES) {
    const cut = lastPlace(window, place, limit, numbers);
    if (cut >= limit * LEAST) return cut;
    fallback = Math.max(fallback, cut);
  }
  if (fallback > 0) return fallback;
  return withinWord(text, limit, numbers);
}

/** The last cut of a kind whose part fits; 0 where there is none. */
function lastPlace(window: string, place: RegExp, limit: number, numbers: readonly Span[]): number {
  let last = 0;
  for (const match of window.matchAll(place)) {
    const cut = match.index + match[0].length;
    const fits = window.slice(0, cut).trimEnd().length <= limit;
    if (fits && !numbers.some((number) => number.from < cut && cut < number.to)) last = cut;
  }
  return last;
}

/** A word longer than the limit: before a number that would be torn, else between two characters. */
function withinWord(text: string, limit: number, numbers: readonly Span[]): number {
  const torn = numbers.find((number) => number.from < limit && limit < number.to);
  if (torn && torn.from > 0) return torn.from;
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The numbers that begin before the limit. */
function numbersOf(text: string, limit: number): Span[] {
  const near = text.slice(0, limit * 2 + 1);
  return [...near.matchAll(NUMBER)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

/** Folding that keeps every position, so that what is found in folded words can be cut out of the written ones. */
import { fold } from '../text/fold.ts';

const folded = new Map<string, string>();

/** Lower-cases and unaccents a text character by character; the result is exactly as long. */
export function foldSame(text: string): string {
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index]!;
    result += letter < '\u0080' ? letter.toLowerCase() : foldLetter(letter);
  }
  return result;
}

function foldLetter(letter: string): string {
  const known = folded.get(letter);
  if (known !== undefined) return known;
  const plain = fold(letter);
  const kept = plain.length === 1 ? plain : letter;
  folded.set(letter, kept);
  return kept;
}

/** Only the letters and digits of a text, folded: what two spellings of a name share. */
export function squash(text: string): string {
  return fold(text).replace(/[^a-z0-9]+/g, '');
}

/** Whether a text has capital letters and no small ones ("MỤC TIÊU 2025"). */
export function isAllCaps(text: string): boolean {
  return /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text);
}

/** Whether a text starts with a small letter, quotation marks and brackets apart. */
export function startsSmall(text: string): boolean {
  return /^["“(\u2018]*\p{Ll}/u.test(text);
}

/** The groups of a folded pattern (with the flag "d"), cut out of the written text; null without a match. */
export function matchFolded(text: string, sign: RegExp): (string | undefined)[] | null {
  const match = sign.exec(foldSame(text));
  const places = match?.indices as ([number, number] | undefined)[] | undefined;
  return places ? places.map((place) => (place ? text.slice(place[0], place[1]) : undefined)) : null;
}

/** A text without what a folded pattern matches: all of it for a pattern with the flag "g". */
export function dropFolded(text: string, sign: RegExp): string {
  let kept = '';
  let from = 0;
  foldSame(text).replace(sign, (found: string, ...rest: unknown[]) => {
    const at = rest.find((each) => typeof each === 'number') ?? 0;
    kept += text.slice(from, at);
    from = at + found.length;
    return found;
  });
  return kept + text.slice(from);
}

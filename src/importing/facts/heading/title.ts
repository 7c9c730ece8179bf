/** The kind of a document and the title below it. */
import { dropFolded, foldSame, isAllCaps } from '../../plain-fold.ts';
import type { Found } from './found.ts';
import { MOTTO, NUMBER, PLACE_DATE, type HeadLine } from './letterhead.ts';

export interface FoundType {
  readonly found: Found;
  /** The line that names the kind. */
  readonly at: number;
  /** Title words on the same line. */
  readonly rest: string;
}

const PREAMBLE =
  /^(can cu|thuc hien|theo|tren co so|xet|de |nham|tiep theo|trien khai|huong ung|kinh gui|chu tich|hoi dong|uy ban nhan dan (?:tinh|huyen|xa|phuong|thanh pho)|ubnd|thuc hien)\b/;
/** Words that no title has, but a preamble. */
const ISSUING = /(?:ban hanh|xay dung|trien khai) ke hoach|nhu sau|chi dao\b.*:$/;

/** The kind of the document: the first line of the heading that names one, alone or before the title. */
export function typeOf(lines: readonly HeadLine[], types: readonly string[], letter: string): FoundType | null {
  const known = types
    .map((type) => ({ type, sign: foldSame(type.normalize('NFC')) }))
    .sort((one, other) => other.sign.length - one.sign.length);
  for (const [at, { text, index }] of lines.entries()) {
    // A scan's "KẾ H0ẠCH".
    const folded = foldSame(text)
      .replace(/^[^a-z]+/, '')
      .replace(/(?<=[a-z])0|0(?=[a-z])/g, 'o');
    for (const { type, sign } of known) {
      if (folded.replace(/[^a-z]+$/, '') === sign && (isAllCaps(text) || text.length < 25))
        return { found: { value: type, quote: text, item: index }, at, rest: '' };
      const opens = text.length < 300 && folded.startsWith(`${sign} `) && isAllCaps(text.slice(0, sign.length));
      if (opens && !/so\s*:/.test(folded))
        return {
          found: { value: type, quote: text.slice(0, sign.length), item: index },
          at,
          rest: text.slice(sign.length).replace(/^[\s:-]+/, ''),
        };
    }
  }
  const about = lines.findIndex((line) => /^v\/v\b|^ve viec\b/.test(foldSame(line.text)));
  const line = lines[about];
  return line ? { found: { value: letter, quote: line.text, item: line.index }, at: about - 1, rest: '' } : null;
}

/** The title: the lines below the kind, up to the preamble; `last` is its last line. */
export function titleOf(
  lines: readonly HeadLine[],
  type: FoundType | null,
  types: readonly string[],
): { readonly found: Found; readonly last: number } | null {
  if (!type) return null;
  const parts: string[] = type.rest === '' ? [] : [type.rest];
  let last = type.at;
  for (let at = type.at + 1; at < lines.length && parts.length < 4; at += 1) {
    const { text } = lines[at]!;
    const folded = foldSame(text);
    if (!/^\(?(?:ban hanh )?kem theo|^[-_*=\s]+$/.test(folded)) {
      const isFrame = NUMBER.test(folded) || PLACE_DATE.test(folded) || MOTTO.test(folded);
      if (isFrame || types.some((each) => foldSame(each) === folded) || endsTitle(text, parts)) break;
      parts.push(text);
    }
    last = at;
  }
  const joined = dropFolded(parts.join(' '), /^v\/v\s*:?\s*/).replace(/[\s._-]+$/, '');
  const words = dropFolded(joined, /\s*\((?:ban hanh )?kem theo.*$/);
  const item = lines[Math.min(type.at + 1, lines.length - 1)]!.index;
  return words.length < 8 ? null : { found: { value: words, quote: parts.join(' '), item }, last };
}

/** Whether a line below the kind is no part of the title any more. */
function endsTitle(text: string, parts: readonly string[]): boolean {
  const folded = foldSame(text);
  const before = parts.join(' ');
  if (before.length > 300 || (before !== '' && /[.;:]$/.test(text) && text.length > 120)) return true;
  // The authority that decides stands below the title in capitals: "THỦ TƯỚNG CHÍNH PHỦ".
  if (before !== '' && isAllCaps(text) && !isAllCaps(before)) return true;
  if (!PREAMBLE.test(folded)) return false;
  if (/^(?:can cu|kinh gui)/.test(folded) || /[;:,]$/.test(text) || ISSUING.test(folded)) return true;
  // A title may name a document that it carries out; a second line that does is the preamble.
  return text.length > 300 || (before !== '' && (/^(?:theo|xet)/.test(folded) || NAMES_DOCUMENT.test(folded)));
}

const NAMES_DOCUMENT = /\bso\s*:?\s*\d|\d\/[a-z]|\bluat (?:so|tre em|hon nhan)/;

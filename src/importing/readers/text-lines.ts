/** Written text to lines: encodings, line ends, conversion litter, columns of the heading that share a line. */
import { plainText } from '../../knowledge/source-text.ts';
import { ImportError } from '../import-error.ts';
import { foldSame } from '../plain-fold.ts';
import { CELL_JOINT, MAX_CHARACTERS, type SourceLine } from '../reading.ts';
import { vietnameseWords, fromLegacy, guessLetters, inUnicode } from '../../text/legacy-letters.ts';

/** Decodes a text file: UTF-8, UTF-16 with or without its mark, else the code page that gives Vietnamese words. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const wide = wideEncoding(bytes);
  if (wide !== null) return new TextDecoder(wide).decode(bytes);
  try {
    return inUnicode(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return decodeOld(bytes);
  }
}

/** Text that is no clean Unicode; throws where no reading of it is Vietnamese, as garbage would become facts. */
function decodeOld(bytes: Uint8Array): string {
  const damaged = new TextDecoder('utf-8').decode(bytes);
  const lost = damaged.match(/\ufffd/g)?.length ?? 0;
  if (lost < damaged.length * 0.01 + 1 && vietnameseWords(damaged) > 0) return damaged;
  const western = new TextDecoder('windows-1252').decode(bytes);
  const letters = guessLetters(western);
  if (letters !== null) return fromLegacy(western, letters);
  const vietnamese = new TextDecoder('windows-1258').decode(bytes);
  const strange = western.match(/[\u0080-\uffff]/g)?.length ?? 0;
  if (vietnameseWords(vietnamese) >= 3 || strange < western.length * 0.005 + 5) return vietnamese;
  throw new ImportError('unknown-letters');
}

/** Which UTF-16 a text without a mark is in; null where it is in none. */
export function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 4_000);
  if (sample.length < 8 || !sample.includes(0)) return null;
  for (const encoding of ['utf-16le', 'utf-16be'] as const) {
    const text = new TextDecoder(encoding).decode(sample);
    const readable = text.match(/[\p{Script=Latin}\p{M}0-9\s!-/:-@“”–…]/gu)?.length ?? 0;
    if (readable > text.length * 0.95) return encoding;
  }
  return null;
}

/** The lines of a text; columns that share a line of the heading or the signature are taken apart. */
export function textLines(text: string): SourceLine[] {
  if (text.length > MAX_CHARACTERS) throw new ImportError('too-much-inside');
  const lines: SourceLine[] = [];
  let gap = false;
  let table = 0;
  let inTable = false;
  for (const raw of text.split(/\r\n|[\n\r\u0085\u2028\u2029\f\v]/)) {
    const clean = cleanLine(raw);
    if (
      clean === '' ||
      /^(?:[Tt]rang\s*)?[-–—]?\s*\d{1,3}\s*(?:\/\s*\d{1,3})?\s*[-–—]?$/.test(clean) ||
      /^[-_*=.\s]{3,}$/.test(clean)
    ) {
      gap = true;
      continue;
    }
    const cells = pipeCells(clean);
    if (cells) {
      if (!inTable) table += 1;
      inTable = true;
      if (!cells.every((cell) => /^:?-{2,}:?$/.test(cell)))
        lines.push({ text: cells.join(CELL_JOINT), gapBefore: gap, cells, table });
    } else {
      inTable = false;
      for (const part of columnsOf(raw)) {
        const words = cleanLine(part);
        if (words !== '') lines.push({ text: words, gapBefore: gap });
        gap = false;
      }
    }
    gap = false;
  }
  return lines;
}

/** Byte order marks, marks of direction, soft hyphens and what is no character. */
const INVISIBLE = /[\ufeff\u200b-\u200f\u202a-\u202e\u2060\u00ad\ufffe\uffff]/g;

/** One line as plain words: NFC, without bookmarks, emphasis, control characters and Markdown's heading marks. */
export function cleanLine(raw: string): string {
  const printable = raw.replace(/\p{Cc}/gu, (sign) => (/\s/.test(sign) ? sign : '')).replace(INVISIBLE, '');
  return plainText(printable.replace(/^\s*\*\s+(?=\S)/, '- '))
    .replace(/^#{1,6}\s+/, '')
    .replace(/\\([.\-+()[\]])/g, '$1');
}

function pipeCells(line: string): string[] | null {
  if (!line.startsWith('|') || !line.slice(1).includes('|')) return null;
  return line
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.replace(BREAK, ' ').trim());
}

/** A line break within a cell, as Markdown has it. */
const BREAK = /\s*<br\s*\/?>\s*/gi;

/** What opens a right-hand column: the motto, place and date, the signature; a blank date is no column. */
const RIGHT_COLUMN =
  /^(cong hoa xa hoi|doc lap|(kt|tm|tl|tuq|q)\.\s*\S|chu tich|pho chu tich|giam doc|pho giam doc|[^,]{3,30}, ngay\b)/;
const LEFT_COLUMN = /^(so\s*:|noi nhan|-|\+|ubnd|uy ban|hdnd|hoi dong|so |bo |v\/v)/;

/** The columns of the heading or the signature that share a line; one part for any other line. */
export function columnsOf(raw: string): string[] {
  const parts = raw.split(/\t+|\s{3,}/).filter((part) => part.trim() !== '');
  if (parts.length !== 2) return [raw];
  const [left, right] = [foldSame(cleanLine(parts[0]!)), foldSame(cleanLine(parts[1]!))];
  const name = /^\p{Lu}\p{Ll}+(\s\p{Lu}\p{Ll}+){1,4}$/u.test(cleanLine(parts[1]!));
  if (RIGHT_COLUMN.test(right) || (LEFT_COLUMN.test(left) && name)) return parts;
  return [raw];
}

/** The lines that every letterhead has: number and symbol, place and date, the national or the party's motto. */
import type { Item } from '../../outline/outline.ts';
import { foldSame } from '../../plain-fold.ts';
import { CELL_JOINT } from '../../reading.ts';
import { basesIn } from '../legal-bases.ts';
import { isoOf } from '../times/calendar.ts';
import type { Found } from './found.ts';

/** A line of the heading block: a paragraph, or one of several that conversion ran together. */
export type HeadLine = Pick<Item, 'text' | 'index'>;

export interface FoundDate extends Found {
  /** Null where day or month is left blank, or where there is no such day. */
  readonly iso: string | null;
  readonly impossible: boolean;
}

const BLANK = '[\\d.…_ ()\\[\\]]';
const DAY = `ngay\\s*(${BLANK}{0,12})\\s*thang\\s*(${BLANK}{0,12})\\s*nam\\s*(${BLANK}{2,12})`;
const SLASHED = `ngay\\s*(${BLANK}{0,12})\\s*[/.-]\\s*(${BLANK}{0,12})\\s*[/.-]\\s*(${BLANK}{4,8})$`;
export const PLACE_DATE = new RegExp(`^([^\\d,:]{2,45}),?\\s*(?:${DAY}|${SLASHED})`);
const SYMBOL = '[a-z0-9]+(?:\\s*[-–/&.]\\s*[a-z0-9]+)*';
export const NUMBER = new RegExp(`^s[o0]\\s*[:.]?\\s*([\\d.…_ ]*?)\\s*([/\\\\]|-(?=[a-z]+\\/))\\s*(${SYMBOL})\\s*$`);
export const MOTTO = /^(?:doan tncs ho chi minh|dang cong san viet nam)$|cong hoa xa hoi|doc lap\s*[-–.]?\s*tu do/;
/** Where a line that conversion ran together from the two columns parts again. */
const SEAM =
  /\s+(?=(?:cong hoa xa hoi chu|dang cong san viet nam$|doc lap\s*[-–.]?\s*tu do)|s[o0]\s*[:.]\s*[\d.…_ ]*[/-]\s?[a-z]|v\/v\s)|(?<=hanh phuc|\/[a-z0-9-]{2,20})\s+(?=[^\d,:]{2,30},\s*ngay\s)/;

/** The lines of the heading block, those of its two columns and of its table's cells apart. */
export function headLines(head: readonly Item[]): HeadLine[] {
  return head.flatMap((item) =>
    item.text.split(CELL_JOINT).flatMap((cell) => partAtSeams(cell).map((text) => ({ text, index: item.index }))),
  );
}

function partAtSeams(text: string): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  for (let seam = SEAM.exec(foldSame(rest)); seam && seam.index > 0; seam = SEAM.exec(foldSame(rest))) {
    parts.push(rest.slice(0, seam.index));
    rest = rest.slice(seam.index).trim();
  }
  return [...parts, rest].filter((part) => part !== '');
}

/** The number with its symbol; null where the digits are left blank. */
export function numberOf(head: readonly HeadLine[]): Found | null {
  for (const line of head) {
    const match = NUMBER.exec(foldSame(line.text));
    if (!match) continue;
    const digits = match[1]!.replace(/\D/g, '');
    if (digits === '') return null;
    const symbol = line.text
      .slice(match[0].length - match[3]!.length, match[0].length)
      .trim()
      .replace(/\s*([-–/&.])\s*/g, '$1');
    return { value: `${digits}${match[2] === '-' ? '-' : '/'}${symbol}`, quote: line.text, item: line.index };
  }
  // An attached plan names the decision that it came with.
  for (const line of head) {
    if (!/kem theo/.test(foldSame(line.text))) continue;
    const basis = basesIn(line.text)[0];
    if (basis?.number) return { value: basis.number, quote: line.text, item: line.index };
  }
  return null;
}

/** The date beside the place's name; that of the decision for a plan attached to one. */
export function dateOf(head: readonly HeadLine[]): FoundDate | null {
  for (const line of head) {
    // A scan's "ngay l4".
    const match = PLACE_DATE.exec(foldSame(line.text).replace(/(?<=ngay )l(?=\d\s)|(?<=ngay \d)l(?=\s)/, '1'));
    if (!match || /can cu|thuc hien|quyet dinh/.test(match[1]!)) continue;
    // The groups of the form that was not met are missing.
    const parts: (string | undefined)[] = match.slice(2);
    return writtenDate(
      line,
      parts.filter((part): part is string => part !== undefined),
    );
  }
  for (const line of head) {
    const basis = /kem theo/.test(foldSame(line.text)) ? basesIn(line.text)[0] : undefined;
    if (basis?.date)
      return { value: basis.date, quote: line.text, item: line.index, iso: basis.date, impossible: false };
  }
  return null;
}

function writtenDate(line: HeadLine, parts: readonly string[]): FoundDate | null {
  const [day, month, year] = parts.map((part) => part.replace(/\D/g, ''));
  if (!month) return null;
  const full = Boolean(day && month && year);
  const value = day
    ? `${Number(day)}/${Number(month)}/${year ?? ''}`
    : line.text.slice(foldSame(line.text).indexOf('thang'));
  const iso =
    full && Number(year) >= 1990 && Number(year) <= 2100 ? isoOf(Number(day), Number(month), Number(year)) : null;
  return { value, quote: line.text, item: line.index, iso, impossible: full && iso === null };
}

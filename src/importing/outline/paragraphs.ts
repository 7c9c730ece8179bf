/** Lines to paragraphs: documents come with any wrapping, broken at page ends, or one paragraph a line. */
import { foldSame, isAllCaps, startsSmall } from '../plain-fold.ts';
import { CELL_JOINT, type SourceLine } from '../reading.ts';
import { readMarker } from './marker.ts';

export interface Paragraph {
  /** Its lines joined by one space, as in the source with white space collapsed. */
  readonly text: string;
  /** Indexes of its lines, first and last. */
  readonly first: number;
  readonly last: number;
  readonly cells?: readonly string[];
  readonly table?: number;
}

interface Wrapping {
  readonly wrapped: boolean;
  readonly width: number;
  /** Whether empty lines part paragraphs, or stand between all lines. */
  readonly gapsCount: boolean;
}

const ENDED = /([.;:!?…]|\.\/\.?)["”’)\]]*$/;
const STARTS_ALONE =
  /^(noi nhan|kinh gui|can cu\b|xet de nghi|theo de nghi|tren day la|cong hoa xa hoi|doc lap|so\s*:|v\/v|phu luc|ke hoach$|quyet dinh$|(kt|tm|tl|tuq)\.|co quan|don vi|thoi gian|chu tri|phoi hop)/;
const OPEN_END =
  /(,|\s[-–]|[“"(]|\b(cua|va|cac|theo|cho|trong|ve|tai|voi|den|tu|do|la|so|tinh|huyen|xa|phuong|thanh pho|ngay|thang|nam|duoc))$/;

/** Whether a line breaks off where it cannot end; "Sơn La" and other names are no such words. */
function endsOpen(line: string): boolean {
  return OPEN_END.test(foldSame(line)) && !/\s\p{Lu}[\p{L}]*$/u.test(line);
}

/** Joins the lines that belong together; `names` are folded names with a dash inside, which no bullet may break. */
export function joinParagraphs(written: readonly SourceLine[], names: readonly string[]): Paragraph[] {
  const lines = withTables(written);
  const wrapping = measure(lines);
  const paragraphs: Paragraph[] = [];
  let parts: string[] = [];
  let first = 0;
  const close = (last: number): void => {
    if (parts.length > 0) paragraphs.push({ text: parts.join(' '), first, last });
    parts = [];
  };
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    if (line.cells) {
      close(index - 1);
      const above = paragraphs.at(-1);
      if (above?.cells && above.table === (line.table ?? 0) && continuesRow(above.cells, line.cells)) {
        paragraphs[paragraphs.length - 1] = joinedRow(above, above.cells, line, line.cells, index);
        return;
      }
      paragraphs.push({ text: line.text, first: index, last: index, cells: line.cells, table: line.table ?? 0 });
      return;
    }
    if (parts.length > 0 && before && belongs(before.text, line, wrapping, parts, names)) parts.push(line.text);
    else {
      close(index - 1);
      parts = [line.text];
      first = index;
    }
  });
  close(lines.length - 1);
  return paragraphs;
}

/** Lines of a table that was saved as text: neighbours with the same number of cells, three at least. */
function withTables(lines: readonly SourceLine[]): readonly SourceLine[] {
  let table = lines.reduce((most, line) => Math.max(most, line.table ?? 0), 0);
  const cells = lines.map((line) => (line.cells ? [] : line.text.split(CELL_JOINT).map((cell) => cell.trim())));
  const sameAs = (index: number, other: number): boolean =>
    cells[index]!.length > 2 && cells[index]!.length === cells[other]?.length;
  return lines.map((line, index) => {
    const follows = sameAs(index, index - 1);
    if (!follows && !sameAs(index, index + 1)) return line;
    if (!follows) table += 1;
    return { ...line, cells: cells[index]!, table };
  });
}

/** Cells that were broken over the lines of a drawn table: no number of its own, and each goes on with the one above. */
function continuesRow(above: readonly string[], cells: readonly string[]): boolean {
  if (cells.length < 3 || cells.length !== above.length || cells[0] !== '') return false;
  if (!/^(?:\d{1,3}|[IVX]{1,5}|\p{L})[.)]?$/u.test(above[0]!)) return false;
  const filled = cells.flatMap((cell, column) => (cell === '' ? [] : [column]));
  return (
    filled.length > 0 &&
    filled.every(
      (column) =>
        above[column] !== '' &&
        (startsSmall(cells[column]!) || (column > 1 && (endsOpen(above[column]!) || /[;,]$/.test(above[column]!)))),
    )
  );
}

function joinedRow(
  above: Paragraph,
  aboveCells: readonly string[],
  line: SourceLine,
  cells: readonly string[],
  last: number,
): Paragraph {
  return {
    ...above,
    text: `${above.text} ${line.text}`,
    last,
    cells: aboveCells.map((cell, column) => `${cell} ${cells[column]!}`.trim()),
  };
}

function measure(lines: readonly SourceLine[]): Wrapping {
  const plain = lines.filter((line) => !line.cells);
  const lengths = plain
    .map((line) => line.text.length)
    .filter((length) => length > 25)
    .sort((one, other) => one - other);
  const width = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
  const broken = plain.filter((line, index) => {
    const next = plain[index + 1];
    return next !== undefined && startsSmall(next.text) && !ENDED.test(line.text);
  }).length;
  const wrapped = width > 0 && width <= 160 && (broken > plain.length * 0.12 || width <= 95);
  const gaps = plain.filter((line) => line.gapBefore).length;
  return { wrapped, width, gapsCount: !wrapped || gaps < plain.length * 0.75 };
}

function belongs(
  before: string,
  line: SourceLine,
  wrapping: Wrapping,
  parts: readonly string[],
  names: readonly string[],
): boolean {
  const next = line.text;
  const folded = foldSame(next);
  if (bridgesName(before, next, names)) return true;
  if (splitsDate(before, next)) return true;
  const marker = readMarker(next);
  if (marker && !(marker.kind === 'dash' && /^\W*(19|20)\d\d/.test(marker.body) && /\d\s*$/.test(before))) return false;
  if (STARTS_ALONE.test(folded) && !(startsSmall(next) && !ENDED.test(before))) return false;
  const ended = ENDED.test(before);
  // A slogan in quotation marks is whole, whatever room its line has left.
  if (QUOTED_WHOLE.test(parts.join(' ')) && !startsSmall(next)) return false;
  if (startsSmall(next))
    return (
      !ended ||
      (wrapping.wrapped &&
        !(/[.!?]["”]?$/.test(before) && !/\.\.\.$/.test(before)) &&
        !(line.gapBefore && wrapping.gapsCount))
    );
  if (line.gapBefore && wrapping.gapsCount && !endsOpen(before)) return false;
  if (isAllCaps(before) && !isAllCaps(next)) return false;
  // The authority below a title: "THỦ TƯỚNG CHÍNH PHỦ".
  if (!isAllCaps(before) && isAllCaps(next) && next.split(' ').length > 2 && !endsOpen(before)) return false;
  if (isAllCaps(before) && isAllCaps(next)) return !ended && readMarker(parts[0]!) !== null;
  if (!wrapping.wrapped) return !ended && endsOpen(before) && before.length > 30;
  if (!ended && endsOpen(before) && before.length > 30) return true;
  const room = before.length + 1 + next.split(' ')[0]!.length;
  return room > wrapping.width * (ended ? 0.93 : 0.8);
}

const QUOTED_WHOLE = /^(?:[-+*•–]|\(?\d{1,2}[.)]|[a-h]\))?\s*[“"][^“”"]{8,300}[”"][.;,!]?$/;

/** "… trước ngày" or "… trong quý" at a line's end and the date's figures on the next: no number of a heading. */
function splitsDate(before: string, next: string): boolean {
  return (
    /\b(?:ngay(?: \d{1,2}(?: thang)?)?|thang|quy|nam|truoc|den|tu|va)$/.test(foldSame(before)) &&
    /^(?:\d{1,2}\s*[/-]\s*\d|\d{1,2}\s+(?:thang|nam)\b|(?:i{1,3}|iv)\s*(?:\/|nam)\s*\d|20\d\d\b)/.test(foldSame(next))
  );
}

/** "Lao động" at a line's end and "- Thương binh và Xã hội" on the next is one name. */
function bridgesName(before: string, next: string, names: readonly string[]): boolean {
  if (!/^[-–—]\s/.test(next) && !/[-–—]$/.test(before)) return false;
  const joined = foldSame(`${before.slice(-30)} ${next.slice(0, 30)}`).replace(/\s*[-–—]\s*/g, ' - ');
  const seam = foldSame(before.slice(-30))
    .replace(/\s*[-–—]\s*/g, ' - ')
    .trimEnd()
    .replace(/ -$/, '').length;
  return names.some((name) => {
    const at = joined.indexOf(name);
    return at >= 0 && at < seam && at + name.length > seam;
  });
}

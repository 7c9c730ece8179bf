/** Pieces of text on a page to lines: columns of the heading apart, tables as rows, running heads dropped. */
import { foldSame } from '../plain-fold.ts';
import { CELL_JOINT, type SourceLine } from '../reading.ts';
import { cleanLine } from './text-lines.ts';

/** A run of text at a place; y grows upwards, all in points. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

interface Segment {
  text: string;
  start: number;
  end: number;
}

interface Row {
  readonly y: number;
  readonly size: number;
  readonly segments: Segment[];
}

/** The lines of one page, top to bottom; `page` numbers its tables. */
export function linesOfPage(pieces: readonly Piece[], page: number): SourceLine[] {
  const rows = rowsOf(pieces);
  const lines: SourceLine[] = [];
  for (let index = 0; index < rows.length; index += 1) {
    const table = tableAt(rows, index);
    if (table) {
      for (const cells of table.rows)
        lines.push({ text: cells.join(CELL_JOINT), gapBefore: false, cells, table: page * 1_000 + index });
      index += table.used - 1;
      continue;
    }
    const row = rows[index]!;
    const before = rows[index - 1];
    const gap = before !== undefined && before.y - row.y > row.size * 1.9;
    row.segments.forEach((segment, at) => {
      const text = cleanLine(segment.text);
      if (text !== '') lines.push({ text, gapBefore: gap && at === 0 });
    });
  }
  return lines;
}

function rowsOf(pieces: readonly Piece[]): Row[] {
  const sorted = pieces
    .filter((piece) => piece.text.trim() !== '' || piece.width > 0)
    .sort((one, other) => other.y - one.y || one.x - other.x);
  const groups: Piece[][] = [];
  for (const piece of sorted) {
    const group = groups.at(-1);
    if (group && Math.abs(group[0]!.y - piece.y) < Math.max(group[0]!.size, piece.size) * 0.45) group.push(piece);
    else groups.push([piece]);
  }
  return groups
    .map((group) => {
      const ordered = group.sort((one, other) => one.x - other.x);
      const size = Math.max(...ordered.map((piece) => piece.size));
      const segments: Segment[] = [];
      for (const piece of ordered) {
        if (piece.text.trim() === '') continue;
        const last = segments.at(-1);
        const gap = last ? piece.x - last.end : 0;
        if (!last || gap > size * 2) segments.push({ text: piece.text, start: piece.x, end: piece.x + piece.width });
        else {
          const joint = gap > size * 0.16 && !/\s$/.test(last.text) && !/^\s/.test(piece.text) ? ' ' : '';
          last.text += joint + piece.text;
          last.end = Math.max(last.end, piece.x + piece.width);
        }
      }
      return { y: group[0]!.y, size, segments };
    })
    .filter((row) => row.segments.length > 0);
}

const HEADER = /^(stt|tt|so tt)$/;

/** A table whose first row names columns, beginning with a number column. */
function tableAt(rows: readonly Row[], index: number): { rows: string[][]; used: number } | null {
  const head = rows[index]!;
  const first = head.segments.findIndex((segment) => HEADER.test(foldSame(segment.text).trim()));
  // The number column's word may stand in the middle of a header of several lines.
  if (first !== 0 || head.segments.length < 3) return null;
  const columns = head.segments.map((segment) => ({ start: segment.start, end: segment.end }));
  const bounds = columns.map((column, at) => (at === 0 ? -Infinity : (columns[at - 1]!.end + column.start) / 2));
  const cellsOf = (row: Row): string[] | null => {
    const cells = columns.map(() => '');
    for (const segment of row.segments) {
      const centre = (segment.start + segment.end) / 2;
      const at = Math.max(
        0,
        bounds.findLastIndex((bound) => centre >= bound),
      );
      cells[at] = cells[at] === '' ? segment.text : `${cells[at]} ${segment.text}`;
    }
    return cells;
  };
  const found: string[][] = [head.segments.map((segment) => cleanLine(segment.text))];
  const tops = [head.y];
  let used = 1;
  let started = false;
  for (const row of rows.slice(index + 1)) {
    const wide =
      row.segments.length === 1 &&
      row.segments[0]!.start < columns[1]!.start &&
      row.segments[0]!.end > columns[1]!.end + 40 &&
      row.segments[0]!.text.length > 30;
    if (wide || /^(noi nhan|[ivx]+\. )/.test(foldSame(row.segments[0]!.text))) break;
    const cells = cellsOf(row)!;
    const opens = /^\s*(?:\d{1,3}|[IVX]+)[.)]?\s*$/.test(cells[0]!);
    if (opens || (!started && found.length === 0)) {
      started = true;
      found.push(cells.map(cleanLine));
      tops.push(row.y);
    } else {
      const last = found.at(-1)!;
      found[found.length - 1] = last.map((cell, at) => cleanLine(`${cell} ${cells[at]!}`));
    }
    used += 1;
  }
  return started ? { rows: found, used } : null;
}

/** Joins the pages without page numbers and without lines that stand at the edge of most pages. */
export function dropRunningLines(pages: readonly (readonly SourceLine[])[]): SourceLine[] {
  const edges = new Map<string, number>();
  const key = (line: SourceLine): string => foldSame(line.text).replace(/\d+/g, '#');
  for (const page of pages) {
    for (const line of new Set([...page.slice(0, 2), ...page.slice(-2)].map(key)))
      edges.set(line, (edges.get(line) ?? 0) + 1);
  }
  const often = Math.max(3, pages.length * 0.5);
  return pages.flatMap((page) =>
    page.filter((line, index) => {
      const edge = index < 2 || index >= page.length - 2;
      if (!edge || line.cells) return true;
      if (isPageNumber(line.text)) return false;
      return pages.length < 3 || (edges.get(key(line)) ?? 0) < often;
    }),
  );
}

/** "3", "- 3 -", "Trang 3/10". */
export function isPageNumber(text: string): boolean {
  return /^(?:trang\s*)?[-–—]?\s*\d{1,3}\s*(?:\/\s*\d{1,3})?\s*[-–—]?$/.test(foldSame(text));
}

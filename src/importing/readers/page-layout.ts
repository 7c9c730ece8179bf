/** Pieces of text on a page to lines with their place: columns of the heading apart, tables as rows. */
import { foldSame } from '../plain-fold.ts';
import type { SourceLine } from '../reading.ts';
import { guessedTable } from './guessed-tables.ts';
import { columnsAt } from './page-columns.ts';
import { isLayoutTable, tableLines } from './table-rows.ts';
import { cleanLine } from './text-lines.ts';
import type { Grid } from './ruled-tables.ts';

/** A run of text at a place; y grows upwards, all in points. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

export interface Segment {
  text: string;
  start: number;
  end: number;
}

export interface Row {
  readonly y: number;
  readonly size: number;
  readonly segments: Segment[];
}

/** A line with its place; `alone` says that nothing stood beside it. */
export interface PlacedLine {
  readonly line: SourceLine;
  readonly page: number;
  readonly start: number;
  readonly end: number;
  readonly y: number;
  readonly size: number;
  readonly alone: boolean;
}

/** The lines of one page, top to bottom; `grids` are the tables whose borders are drawn. */
export function linesOfPage(pieces: readonly Piece[], page: number, grids: readonly Grid[] = []): PlacedLine[] {
  const inside = grids.map((grid) => pieces.filter((piece) => grid.holds(piece)));
  const taken = new Set(inside.flat());
  const flow = linesOfRows(rowsOf(pieces.filter((piece) => !taken.has(piece))), page);
  for (const [index, grid] of grids.entries()) {
    const lines = gridLines(grid, inside[index]!, page, page * 1_000 + 500 + index);
    const at = flow.findIndex((line) => line.y < grid.top);
    flow.splice(at < 0 ? flow.length : at, 0, ...lines);
  }
  return flow;
}

/** The rows of a ruled table; a frame around text gives its lines, cell by cell. */
function gridLines(grid: Grid, pieces: readonly Piece[], page: number, table: number): PlacedLine[] {
  const cells = grid.cells(pieces).map((row) => row.map((cell) => rowsOf(cell).map(textOfRow)));
  const rows = cells.map((row) => row.map((lines) => lines.join(' ').replace(/\s+/g, ' ')));
  const placed = (line: SourceLine): PlacedLine => ({
    line,
    page,
    start: grid.left,
    end: grid.right,
    y: grid.top,
    size: 10,
    alone: false,
  });
  if (isLayoutTable(rows[0]?.length ?? 0, rows.length, rows.flat().join(' '), false))
    return cells.flat(2).map((text) => placed({ text, gapBefore: false }));
  return tableLines(rows, table).map(placed);
}

function textOfRow(row: Row): string {
  return cleanLine(row.segments.map((segment) => segment.text).join(' '));
}

function linesOfRows(rows: readonly Row[], page: number): PlacedLine[] {
  const lines: PlacedLine[] = [];
  const segments = rows.flatMap((row) => row.segments);
  const edges = [segments.map((segment) => segment.start), segments.map((segment) => segment.end)] as const;
  const middle = (Math.min(...edges[0]) + Math.max(...edges[1])) / 2;
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index]!;
    const { y, size } = row;
    const table = guessedTable(rows, index);
    if (table) {
      const [start, end] = [row.segments[0]!.start, row.segments.at(-1)!.end];
      for (const line of tableLines(table.rows, page * 1_000 + index))
        lines.push({ line, page, start, end, y, size, alone: false });
      index += table.used - 1;
      continue;
    }
    const columns = columnsAt(rows, index, middle);
    if (columns) {
      for (const { text, start, end, ...at } of columns.segments)
        lines.push({ line: { text: cleanLine(text), gapBefore: false }, page, start, end, ...at, alone: false });
      index += columns.used - 1;
      continue;
    }
    const before = rows[index - 1];
    const gap = before !== undefined && before.y - y > size * 1.9;
    row.segments.forEach(({ text: words, start, end }, at) => {
      const text = cleanLine(words);
      if (text !== '')
        lines.push({
          line: { text, gapBefore: gap && at === 0 },
          page,
          start,
          end,
          y,
          size,
          alone: row.segments.length === 1,
        });
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
  return groups.map(rowOf).filter((row) => row.segments.length > 0);
}

/** The pieces of one line, joined where no column parts them. */
function rowOf(group: readonly Piece[]): Row {
  const ordered = [...group].sort((one, other) => one.x - other.x);
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
  return { y: group[0]!.y, size, segments: segments.flatMap(withoutNeighbour) };
}

/** A long name on the left leaves little room before the state's name and motto. */
const RIGHT_HEAD = /\S\s+(?=(?:cong hoa xa hoi chu nghia|doc lap\s*[-–]\s*tu do|dang cong san viet nam)\b)/;

function withoutNeighbour(segment: Segment): Segment[] {
  const match = RIGHT_HEAD.exec(foldSame(segment.text.normalize('NFC')));
  if (!match) return [segment];
  const text = segment.text.normalize('NFC');
  const cut = match.index + 1;
  const seam = segment.start + ((segment.end - segment.start) * cut) / text.length;
  return [
    { text: text.slice(0, cut), start: segment.start, end: seam - 2 },
    { text: text.slice(cut).trim(), start: seam + 2, end: segment.end },
  ];
}

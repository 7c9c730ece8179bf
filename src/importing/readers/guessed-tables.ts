/** Tables without drawn borders, told by a first row that names columns, beginning with a number column. */
import { foldSame } from '../plain-fold.ts';
import type { Row } from './page-layout.ts';
import { cleanLine } from './text-lines.ts';

const HEADER = /^(stt|tt|so tt)$/;
const OPENS_ROW = /^\s*(?:\d{1,3}|[IVX]+)[.)]?\s*$/;
const AFTER_TABLE = /^(noi nhan|[ivx]+\. )/;

interface Column {
  readonly start: number;
  readonly end: number;
}

/** The table that begins at a row, and how many rows it takes; null where none begins. */
export function guessedTable(rows: readonly Row[], index: number): { rows: string[][]; used: number } | null {
  const head = rows[index]!;
  if (head.segments.length < 3 || !HEADER.test(foldSame(head.segments[0]!.text).trim())) return null;
  const columns = head.segments.map(({ start, end }) => ({ start, end }));
  const found: string[][] = [head.segments.map((segment) => cleanLine(segment.text))];
  let used = 1;
  for (const row of rows.slice(index + 1)) {
    if (leaves(row, columns)) break;
    const cells = cellsOf(row, columns);
    if (OPENS_ROW.test(cells[0]!)) found.push(cells.map(cleanLine));
    else found.push(found.pop()!.map((cell, at) => cleanLine(`${cell} ${cells[at]!}`)));
    used += 1;
  }
  return found.length > 1 ? { rows: found, used } : null;
}

/** Whether a row is a line of text again. */
function leaves({ segments }: Row, columns: readonly Column[]): boolean {
  const first = segments[0]!;
  const wide =
    segments.length === 1 &&
    first.start < columns[1]!.start &&
    first.end > columns[1]!.end + 40 &&
    first.text.length > 30;
  return wide || AFTER_TABLE.test(foldSame(first.text));
}

function cellsOf(row: Row, columns: readonly Column[]): string[] {
  const bounds = columns.map((column, at) => (at === 0 ? -Infinity : (columns[at - 1]!.end + column.start) / 2));
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
}

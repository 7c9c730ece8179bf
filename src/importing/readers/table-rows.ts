/** What a table in a file is for: rows of content, or only a frame that holds the heading side by side. */
import { foldSame } from '../plain-fold.ts';
import { CELL_JOINT, type SourceLine } from '../reading.ts';

const SIDE_BY_SIDE =
  /cong hoa xa hoi|dang cong san|noi nhan|chu tich|giam doc|truong (ban|phong)|^so\s*:|\bngay\s[\d\s.…]*thang\s[\d\s.…]*nam\b/;

/** Whether a table only sets lines beside each other; `words` are all its words. */
export function isLayoutTable(width: number, height: number, words: string, borderless: boolean): boolean {
  // One row of few cells names no columns: a frame around a text, or the two sides of a heading.
  if (width <= 1 || (height === 1 && width <= 3)) return true;
  const folded = foldSame(words);
  if (width > 3 || /\bstt\b/.test(folded)) return false;
  return (borderless && width === 2) || (height <= 8 && SIDE_BY_SIDE.test(folded));
}

/** The lines of a table's rows, empty rows left out. */
export function tableLines(rows: readonly (readonly string[])[], table: number): SourceLine[] {
  return rows
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => ({ text: cells.join(CELL_JOINT), gapBefore: false, cells, table }));
}

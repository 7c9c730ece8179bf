/** The tables of a Word document while it is read: cells, spans, tables inside tables. */
import type { SourceLine } from '../reading.ts';
import { isLayoutTable, tableLines } from './table-rows.ts';

interface Cell {
  lines: string[];
  span: number;
  /** Continues the cell above. */
  merged: boolean;
}

interface Table {
  rows: Cell[][];
  /** Names a style, which may draw lines, or draws lines itself. */
  ruled: boolean;
}

const SIDES = new Set(['w:top', 'w:bottom', 'w:left', 'w:right', 'w:start', 'w:end', 'w:insideH', 'w:insideV']);

export class WordTables {
  private readonly open: Table[] = [];
  private count = 0;

  get inside(): boolean {
    return this.open.length > 0;
  }

  /** Takes up what a tag says about the innermost table. */
  enter(name: string, value: string | undefined): void {
    const table = this.open.at(-1);
    if (name === 'w:tbl') this.open.push({ rows: [], ruled: false });
    else if (!table) return;
    else if (name === 'w:tr') table.rows.push([]);
    else if (name === 'w:tc') table.rows.at(-1)?.push({ lines: [], span: 1, merged: false });
    else if (name === 'w:tblStyle') table.ruled ||= value !== 'TableNormal';
    else if (SIDES.has(name) && value !== undefined) table.ruled ||= value !== 'none' && value !== 'nil';
    else if (name === 'w:gridSpan') this.change((cell) => (cell.span = Math.min(Number(value) || 1, 60)));
    else if (name === 'w:gridBefore')
      table.rows.at(-1)?.push({ lines: [], span: Math.min(Number(value) || 1, 60), merged: false });
    else if (name === 'w:vMerge') this.change((cell) => (cell.merged = value !== 'restart'));
  }

  /** Puts a line into the open cell; false outside of tables. */
  add(line: string): boolean {
    if (!this.inside) return false;
    this.change((cell) => cell.lines.push(line));
    return true;
  }

  /** Closes the innermost table: its lines, or none where it stands in a cell of another. */
  finish(): SourceLine[] {
    const table = this.open.pop();
    if (!table) return [];
    const words = table.rows.flat().flatMap((cell) => cell.lines);
    if (this.inside) {
      this.change((cell) => cell.lines.push(...words));
      return [];
    }
    const width = Math.max(0, ...table.rows.map((row) => row.length));
    if (isLayoutTable(width, table.rows.length, words.join(' '), !table.ruled))
      return words.map((text) => ({ text, gapBefore: false }));
    this.count += 1;
    return tableLines(filled(table), this.count);
  }

  private change(change: (cell: Cell) => unknown): void {
    const cell = this.open.at(-1)?.rows.at(-1)?.at(-1);
    if (cell) change(cell);
  }
}

/** The words of each row; a cell that spans rows says its words in each, one that spans columns in its first. */
function filled(table: Table): string[][] {
  let above: string[] = [];
  return table.rows.map((row) => {
    const cells: string[] = [];
    for (const cell of row) {
      const words = cell.merged ? (above[cells.length] ?? '') : cell.lines.join(' ').replace(/\s+/g, ' ');
      cells.push(words, ...Array<string>(cell.span - 1).fill(''));
    }
    return (above = cells);
  });
}

/** Word documents: paragraphs with the numbers that Word generates, tables; columns of the heading as lines. */
import { SaxesParser } from 'saxes';
import { ImportError } from '../import-error.ts';
import { foldSame } from '../plain-fold.ts';
import { CELL_JOINT, MAX_CHARACTERS, MAX_PAGES, type Reading, type SourceLine } from '../reading.ts';
import { cleanLine, columnsOf } from './text-lines.ts';
import { WordNumbering, type NumberingRef } from './word-numbering.ts';
import { readZipParts } from './zip-parts.ts';

/** Reads a .docx; throws an ImportError where it is no Word document, damaged or too large inside. */
export async function readDocx(bytes: Uint8Array): Promise<Reading> {
  const names = [
    'word/document.xml',
    'word/numbering.xml',
    'word/styles.xml',
    'docProps/app.xml',
    'content.xml',
    'xl/workbook.xml',
    'EncryptedPackage',
  ];
  const parts = await readZipParts(bytes, new Set(names));
  const document = parts.get('word/document.xml');
  if (document === undefined) throw new ImportError(parts.size > 0 ? 'unknown-format' : 'damaged');
  const pages = /<Pages>(\d+)<\/Pages>/.exec(parts.get('docProps/app.xml') ?? '')?.[1];
  if (Number(pages ?? 0) > MAX_PAGES) throw new ImportError('too-many-pages');
  try {
    return {
      format: 'docx',
      lines: new DocumentParser(new WordNumbering(parts.get('word/numbering.xml'), parts.get('word/styles.xml'))).parse(
        document,
      ),
    };
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError('damaged');
  }
}

interface Cell {
  lines: string[];
  span: number;
  /** Continues the cell above. */
  merged: boolean;
}

interface Table {
  rows: Cell[][];
}

interface OpenParagraph {
  text: string;
  style: string | null;
  number: string | null;
  level: number | null;
}

/** Elements whose text is no part of the document as it reads. */
const HIDDEN = new Set([
  'w:del',
  'w:instrText',
  'mc:Fallback',
  'w:footnotePr',
  'w:moveFrom',
  'w:pPrChange',
  'w:rPrChange',
]);

class DocumentParser {
  private readonly lines: SourceLine[] = [];
  private readonly tables: Table[] = [];
  private readonly open: OpenParagraph[] = [];
  private hidden = 0;
  private inText = false;
  private gap = false;
  private tableCount = 0;
  private characters = 0;

  constructor(private readonly numbering: WordNumbering) {}

  parse(xml: string): SourceLine[] {
    const parser = new SaxesParser();
    parser.on('opentag', (tag) => {
      this.enter(tag.name, tag.attributes);
    });
    parser.on('text', (text) => {
      this.write(text);
    });
    parser.on('closetag', (tag) => {
      this.leave(tag.name);
    });
    parser.write(xml).close();
    return this.lines;
  }

  private enter(name: string, attributes: Record<string, string>): void {
    if (HIDDEN.has(name)) this.hidden += 1;
    if (this.hidden > 0) return;
    const paragraph = this.open.at(-1);
    const table = this.tables.at(-1);
    const value = attributes['w:val'];
    if (name === 'w:p') this.open.push({ text: '', style: null, number: null, level: null });
    else if (name === 'w:t') this.inText = true;
    else if (name === 'w:tab' && paragraph && attributes['w:val'] === undefined) paragraph.text += '\t';
    else if ((name === 'w:br' || name === 'w:cr') && paragraph) paragraph.text += '\n';
    else if (name === 'w:noBreakHyphen' && paragraph) paragraph.text += '-';
    else if (name === 'w:pStyle' && paragraph) paragraph.style = value ?? null;
    else if (name === 'w:numId' && paragraph) paragraph.number = value ?? null;
    else if (name === 'w:ilvl' && paragraph) paragraph.level = Number(value);
    else if (name === 'w:tbl') this.tables.push({ rows: [] });
    else if (name === 'w:tr') table?.rows.push([]);
    else if (name === 'w:tc') table?.rows.at(-1)?.push({ lines: [], span: 1, merged: false });
    else if (name === 'w:gridSpan') this.cell((cell) => (cell.span = Math.min(Number(value) || 1, 60)));
    else if (name === 'w:vMerge') this.cell((cell) => (cell.merged = value !== 'restart'));
  }

  private write(text: string): void {
    if (!this.inText || this.hidden > 0) return;
    const paragraph = this.open.at(-1);
    if (paragraph) paragraph.text += text;
    this.characters += text.length;
    if (this.characters > MAX_CHARACTERS) throw new ImportError('too-much-inside');
  }

  private leave(name: string): void {
    if (HIDDEN.has(name)) this.hidden -= 1;
    if (this.hidden > 0) return;
    if (name === 'w:t') this.inText = false;
    else if (name === 'w:p') this.finish(this.open.pop()!);
    else if (name === 'w:tbl') this.finishTable(this.tables.pop()!);
  }

  private finish(paragraph: OpenParagraph): void {
    const marker = /\S/.test(paragraph.text) ? this.markerOf(paragraph) : '';
    const texts = paragraph.text.split('\n').flatMap((text) => this.columns(text));
    texts.forEach((text, index) => this.emit(index === 0 ? `${marker}${text}` : text));
    if (!/\S/.test(paragraph.text) && this.tables.length === 0) this.gap = true;
  }

  /** Tabs part the columns of a heading that has no table. */
  private columns(text: string): string[] {
    return columnsOf(text)
      .map(cleanLine)
      .filter((part) => part !== '');
  }

  private markerOf(paragraph: OpenParagraph): string {
    const style = paragraph.style === null ? null : this.numbering.ofStyle(paragraph.style);
    const id = paragraph.number ?? style?.id ?? null;
    if (id === null || id === '0') return '';
    const ref: NumberingRef = { id, level: paragraph.level ?? style?.level ?? 0 };
    return this.numbering.next(ref);
  }

  private emit(text: string): void {
    const clean = cleanLine(text);
    if (clean === '') return;
    const inTable = this.tables.at(-1);
    if (inTable) {
      this.cell((cell) => cell.lines.push(clean));
      return;
    }
    this.lines.push({ text: clean, gapBefore: this.gap });
    this.gap = false;
  }

  private finishTable(table: Table): void {
    if (this.tables.length > 0) {
      const outer = table.rows.flat().flatMap((cell) => cell.lines);
      this.cell((cell) => cell.lines.push(...outer));
      return;
    }
    if (isLayout(table)) {
      for (const row of table.rows)
        for (const cell of row) for (const line of cell.lines) this.lines.push({ text: line, gapBefore: false });
      this.gap = true;
      return;
    }
    this.tableCount += 1;
    let above: string[] = [];
    for (const row of table.rows) {
      const cells: string[] = [];
      for (const cell of row) {
        const words = cell.merged ? (above[cells.length] ?? '') : cell.lines.join(' ').replace(/\s+/g, ' ');
        cells.push(words, ...Array<string>(cell.span - 1).fill(''));
      }
      above = cells;
      if (cells.some((cell) => cell !== ''))
        this.lines.push({ text: cells.join(CELL_JOINT), gapBefore: false, cells, table: this.tableCount });
    }
    this.gap = true;
  }

  private cell(change: (cell: Cell) => unknown): void {
    const cell = this.tables.at(-1)?.rows.at(-1)?.at(-1);
    if (cell) change(cell);
  }
}

/** Tables without lines that only hold the heading or the signature side by side. */
function isLayout(table: Table): boolean {
  const width = Math.max(0, ...table.rows.map((row) => row.length));
  const words = foldSame(
    table.rows
      .flat()
      .flatMap((cell) => cell.lines)
      .join(' '),
  );
  return (
    width <= 1 ||
    (width <= 3 &&
      table.rows.length <= 4 &&
      /cong hoa xa hoi|noi nhan|chu tich|giam doc|^so\s*:/.test(words) &&
      !/\bstt\b/.test(words))
  );
}

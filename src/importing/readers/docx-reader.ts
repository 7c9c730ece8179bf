/**
 * Word documents: paragraphs with the numbers that Word generates, tables; columns of the heading as lines.
 *
 * Read here and not by mammoth, because mammoth keeps no generated number: "IV.", "2.1." and "a)" become bare items
 * of HTML lists (or nothing, as raw text), which leaves no section to cite.
 */
import { SaxesParser } from 'saxes';
import { ImportError } from '../import-error.ts';
import { MAX_CHARACTERS, MAX_PAGES, type Reading, type SourceLine } from '../reading.ts';
import { fromLegacy, guessLetters, lettersOfFont, type LegacyLetters } from '../../text/legacy-letters.ts';
import { cleanLine, columnsOf } from './text-lines.ts';
import { WordNumbering } from './word-numbering.ts';
import { WordStyles } from './word-styles.ts';
import { WordTables } from './word-tables.ts';
import { readZipParts } from './zip-parts.ts';

const PARTS = new Set([
  'word/document.xml',
  'word/numbering.xml',
  'word/styles.xml',
  'docProps/app.xml',
  // Other offices' files, to be told from damaged ones.
  'content.xml',
  'xl/workbook.xml',
  'ppt/presentation.xml',
]);

/** Reads a .docx; throws an ImportError where it is no Word document, damaged or too large inside. */
export async function readDocx(bytes: Uint8Array): Promise<Reading> {
  const parts = await readZipParts(bytes, PARTS);
  const document = parts.get('word/document.xml');
  if (document === undefined) throw new ImportError(parts.size > 0 ? 'unknown-format' : 'damaged');
  const pages = /<Pages>(\d+)<\/Pages>/.exec(parts.get('docProps/app.xml') ?? '')?.[1];
  if (Number(pages ?? 0) > MAX_PAGES) throw new ImportError('too-many-pages');
  try {
    const styles = new WordStyles(parts.get('word/styles.xml'));
    const numbering = new WordNumbering(parts.get('word/numbering.xml'), styles);
    return { format: 'docx', lines: new DocumentParser(numbering, styles, guessLetters(document)).parse(document) };
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError('damaged');
  }
}

interface OpenParagraph {
  text: string;
  style: string | null;
  number: string | null;
  level: number | null;
  /** Had words that were taken out under tracked changes. */
  cut: boolean;
}

interface OpenRun {
  font: string | undefined;
  style: string | null;
  hidden: boolean;
}

/** Elements whose text is no part of the document as it reads. */
const HIDDEN = new Set([
  'w:del',
  'w:instrText',
  'mc:Fallback',
  'w:moveFrom',
  'w:pPrChange',
  'w:rPrChange',
  'w:tblPrChange',
  'w:tcPrChange',
  'w:numberingChange',
  'w:sdtPr',
]);

/** Symbols that people use as list marks, by their place in Symbol and Wingdings. */
const PLUS_SYMBOLS = new Set(['F02B', '002B']);

class DocumentParser {
  private readonly lines: SourceLine[] = [];
  private readonly tables = new WordTables();
  private readonly open: OpenParagraph[] = [];
  private run: OpenRun = { font: undefined, style: null, hidden: false };
  private hidden = 0;
  private inText = false;
  private gap = false;
  private characters = 0;

  constructor(
    private readonly numbering: WordNumbering,
    private readonly styles: WordStyles,
    /** What all runs are written in whose fonts do not tell. */
    private readonly letters: LegacyLetters | null,
  ) {}

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
    const paragraph = this.open.at(-1);
    if (name === 'w:del' && paragraph) paragraph.cut = true;
    if (HIDDEN.has(name)) this.hidden += 1;
    if (this.hidden > 0) return;
    const value = attributes['w:val'];
    if (name === 'w:p') this.open.push({ text: '', style: null, number: null, level: null, cut: false });
    else if (name === 'w:r') this.run = { font: undefined, style: null, hidden: false };
    else if (name === 'w:t') this.inText = true;
    else if (paragraph) this.enterParagraph(name, value, attributes, paragraph);
    this.tables.enter(name, value);
  }

  private enterParagraph(
    name: string,
    value: string | undefined,
    attributes: Record<string, string>,
    paragraph: OpenParagraph,
  ): void {
    if ((name === 'w:tab' && value === undefined) || name === 'w:ptab') this.add('\t');
    else if (name === 'w:br' || name === 'w:cr') this.add('\n');
    else if (name === 'w:noBreakHyphen') this.add('-');
    else if (name === 'w:sym') this.add(symbol(attributes['w:char'] ?? '', paragraph.text));
    else if (name === 'w:pStyle') paragraph.style = value ?? null;
    else if (name === 'w:numId') paragraph.number = value ?? null;
    else if (name === 'w:ilvl') paragraph.level = Number(value);
    else if (name === 'w:rStyle') this.run.style = value ?? null;
    else if (name === 'w:rFonts') this.run.font = attributes['w:ascii'] ?? attributes['w:hAnsi'];
    else if (name === 'w:vanish') this.run.hidden = value !== '0' && value !== 'false';
  }

  private write(text: string): void {
    if (!this.inText || this.hidden > 0 || this.run.hidden) return;
    this.characters += text.length;
    if (this.characters > MAX_CHARACTERS) throw new ImportError('too-much-inside');
    this.add(this.unicode(text));
  }

  private add(text: string): void {
    const paragraph = this.open.at(-1);
    if (paragraph && !this.run.hidden) paragraph.text += text;
  }

  /** Text as Unicode, whatever its font shows. */
  private unicode(text: string): string {
    const font = this.run.font ?? this.styles.fontOf(this.run.style) ?? this.styles.fontOf(this.open.at(-1)?.style);
    const letters = lettersOfFont(font ?? this.styles.font);
    // Letters that no old font has were typed in Unicode, whatever the font's name.
    if (/[\u0100-\u024f\u1e00-\u1eff]/.test(text)) return text;
    if (letters !== null) return fromLegacy(text, letters, letters === 'tcvn3' && /h$/i.test(font ?? ''));
    return this.letters === null ? text : fromLegacy(text, this.letters);
  }

  private leave(name: string): void {
    if (HIDDEN.has(name)) this.hidden -= 1;
    if (this.hidden > 0) return;
    if (name === 'w:t') this.inText = false;
    else if (name === 'w:r' || name === 'w:pPr') this.run = { font: undefined, style: null, hidden: false };
    else if (name === 'w:p') this.finish(this.open.pop()!);
    else if (name === 'w:tbl') {
      this.lines.push(...this.tables.finish());
      this.gap = true;
    }
  }

  private finish(paragraph: OpenParagraph): void {
    const empty = !/\S/.test(paragraph.text);
    // Word numbers empty paragraphs too, but not those that tracked changes took out.
    const marker = empty && paragraph.cut ? '' : this.numbering.markerOf(paragraph);
    if (!empty) {
      const texts = paragraph.text.split('\n').flatMap(columns);
      texts.forEach((text, index) => this.emit(index === 0 ? `${marker}${text}` : text));
    } else if (!this.tables.inside) this.gap = true;
  }

  private emit(text: string): void {
    const clean = cleanLine(text);
    if (clean === '' || /^[-_*=.\s]{3,}$/.test(clean)) return;
    if (this.tables.add(clean)) return;
    this.lines.push({ text: clean, gapBefore: this.gap });
    this.gap = false;
  }
}

/** Tabs part the columns of a heading that has no table. */
function columns(text: string): string[] {
  return columnsOf(text)
    .map(cleanLine)
    .filter((part) => part !== '');
}

/** A symbol's meaning at the beginning of a paragraph is a list mark; elsewhere it is decoration. */
function symbol(place: string, before: string): string {
  if (/\S/.test(before)) return ' ';
  return PLUS_SYMBOLS.has(place.toUpperCase()) ? '+ ' : '- ';
}

/** The numbers that Word generates and does not store: "IV.", "2.1.", "a)", "-". */
import { SaxesParser } from 'saxes';
import { romanOf } from '../outline/marker.ts';

interface Level {
  start: number;
  format: string;
  text: string;
}

/** Where a paragraph's numbering is named: by itself or by its style. */
export interface NumberingRef {
  readonly id: string;
  readonly level: number;
}

export class WordNumbering {
  private readonly abstracts = new Map<string, Level[]>();
  private readonly numbers = new Map<string, { abstract: string; starts: Map<number, number> }>();
  private readonly counters = new Map<string, number[]>();
  private readonly styles = new Map<string, { id?: string; level?: number; basedOn?: string }>();

  constructor(numberingXml: string | undefined, stylesXml: string | undefined) {
    if (numberingXml) this.readNumbering(numberingXml);
    if (stylesXml) this.readStyles(stylesXml);
  }

  /** The numbering that a style brings along, through the styles it is based on. */
  ofStyle(style: string): NumberingRef | null {
    let id: string | undefined;
    let level: number | undefined;
    let name: string | undefined = style;
    for (let step = 0; name !== undefined && step < 10; step += 1) {
      const entry: { id?: string; level?: number; basedOn?: string } | undefined = this.styles.get(name);
      id ??= entry?.id;
      level ??= entry?.level;
      name = entry?.basedOn;
    }
    return id === undefined || id === '0' ? null : { id, level: level ?? 0 };
  }

  /** Counts a paragraph and gives its marker with a space; empty for numbering that shows nothing. */
  next(ref: NumberingRef): string {
    const number = this.numbers.get(ref.id);
    const levels = number && this.abstracts.get(number.abstract);
    const level = levels?.[ref.level];
    if (!number || !levels || !level) return '';
    const counters = this.counters.get(number.abstract + (number.starts.size > 0 ? `:${ref.id}` : '')) ?? [];
    this.counters.set(number.abstract + (number.starts.size > 0 ? `:${ref.id}` : ''), counters);
    counters[ref.level] =
      counters[ref.level] === undefined ? (number.starts.get(ref.level) ?? level.start) : counters[ref.level]! + 1;
    counters.length = ref.level + 1;
    if (level.format === 'none') return '';
    if (level.format === 'bullet') return /[+]/.test(level.text) ? '+ ' : '- ';
    const shown = level.text.replace(/%(\d)/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      const value = counters[at] ?? levels[at]?.start ?? 1;
      counters[at] ??= value;
      return formatted(value, at === ref.level ? level.format : (levels[at]?.format ?? 'decimal'));
    });
    return shown.trim() === '' ? '' : `${shown.trim()} `;
  }

  private readNumbering(xml: string): void {
    let abstract: Level[] | null = null;
    let level: Level | null = null;
    let number: { abstract: string; starts: Map<number, number> } | null = null;
    let override = 0;
    readTags(xml, (name, value, attribute) => {
      if (name === 'w:abstractNum') this.abstracts.set(attribute('w:abstractNumId'), (abstract = []));
      else if (name === 'w:num') {
        number = { abstract: '', starts: new Map() };
        this.numbers.set(attribute('w:numId'), number);
        abstract = null;
      } else if (name === 'w:abstractNumId' && number) number.abstract = value;
      else if (name === 'w:lvlOverride') override = Number(attribute('w:ilvl'));
      else if (name === 'w:startOverride' && number) number.starts.set(override, Number(value));
      else if (name === 'w:lvl' && abstract) {
        level = { start: 1, format: 'decimal', text: '' };
        abstract[Number(attribute('w:ilvl'))] = level;
      } else if (name === 'w:lvl') level = null;
      else if (level && name === 'w:start') level.start = Number(value);
      else if (level && name === 'w:numFmt') level.format = value;
      else if (level && name === 'w:lvlText') level.text = value;
    });
  }

  private readStyles(xml: string): void {
    let style: { id?: string; level?: number; basedOn?: string } | null = null;
    readTags(xml, (name, value, attribute) => {
      if (name === 'w:style') this.styles.set(attribute('w:styleId'), (style = {}));
      else if (style && name === 'w:basedOn') style.basedOn = value;
      else if (style && name === 'w:numId') style.id = value;
      else if (style && name === 'w:ilvl') style.level = Number(value);
    });
  }
}

function readTags(
  xml: string,
  onTag: (name: string, value: string, attribute: (name: string) => string) => void,
): void {
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    const attributes = tag.attributes as Record<string, string>;
    const attribute = (name: string): string => attributes[name] ?? '';
    onTag(tag.name, attribute('w:val'), attribute);
  });
  parser.write(xml).close();
}

function formatted(value: number, format: string): string {
  if (format === 'upperRoman') return romanOf(value);
  if (format === 'lowerRoman') return romanOf(value).toLowerCase();
  if (format === 'lowerLetter') return letterOf(value);
  if (format === 'upperLetter') return letterOf(value).toUpperCase();
  if (format === 'decimalZero') return String(value).padStart(2, '0');
  return String(value);
}

function letterOf(value: number): string {
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.floor((value - 1) / 26) + 1);
}

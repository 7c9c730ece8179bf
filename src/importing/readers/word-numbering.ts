/** The numbers that Word generates and does not store: "IV.", "2.1.", "a)", "-". */
import { romanOf } from '../outline/marker.ts';
import type { WordStyles } from './word-styles.ts';
import { readTags } from './word-tags.ts';

interface Level {
  start: number;
  format: string;
  text: string;
  /** All numbers in it are shown as "1", whatever their own level shows. */
  legal: boolean;
  /** Counts anew after a level up to this one (1 is the first; 0 never); absent: after any level above it. */
  restart?: number;
  /** The paragraph style that stands for this level. */
  style?: string;
}

interface Definition {
  readonly levels: Level[];
  /** The style whose numbering this one stands for. */
  link?: string;
}

interface Numbering {
  definition: string;
  readonly starts: Map<number, number>;
  readonly levels: Level[];
}

/** Where a paragraph's numbering is named: by itself or by its style. */
interface Numbered {
  readonly style: string | null;
  readonly number: string | null;
  readonly level: number | null;
}

export class WordNumbering {
  private readonly definitions = new Map<string, Definition>();
  private readonly numberings = new Map<string, Numbering>();
  private readonly counters = new Map<string, (number | undefined)[]>();

  constructor(
    xml: string | undefined,
    private readonly styles: WordStyles,
  ) {
    if (xml !== undefined) this.read(xml);
  }

  /** Counts a paragraph and gives its marker with a space; empty where it has none. */
  markerOf(paragraph: Numbered): string {
    const styled = paragraph.style === null ? null : this.styles.numberingOf(paragraph.style);
    const id = paragraph.number ?? styled?.id ?? null;
    const numbering = id === null || id === '0' ? undefined : this.numberings.get(id);
    if (id === null || !numbering) return '';
    const definition = this.definitionOf(numbering);
    const levels: (Level | undefined)[] = [...definition.levels];
    numbering.levels.forEach((level, at) => (levels[at] = level));
    const linked = levels.findIndex((level) => level?.style !== undefined && level.style === paragraph.style);
    return this.next(id, numbering, levels, paragraph.level ?? styled?.level ?? Math.max(0, linked));
  }

  private definitionOf(numbering: Numbering): Definition {
    const own = this.definitions.get(numbering.definition) ?? { levels: [] };
    const linked = own.link === undefined ? null : this.styles.numberingOf(own.link);
    const other = linked && this.numberings.get(linked.id);
    return (own.levels.length === 0 && other && this.definitions.get(other.definition)) || own;
  }

  private next(id: string, numbering: Numbering, levels: readonly (Level | undefined)[], at: number): string {
    const level = levels[at];
    if (!level) return '';
    const key = numbering.definition + (numbering.starts.size > 0 ? `:${id}` : '');
    const counters = this.counters.get(key) ?? [];
    this.counters.set(key, counters);
    const known = counters[at];
    counters[at] = known === undefined ? (numbering.starts.get(at) ?? level.start) : known + 1;
    for (let deeper = at + 1; deeper < counters.length; deeper += 1)
      if (at + 1 <= (levels[deeper]?.restart ?? deeper)) counters[deeper] = undefined;
    if (level.format === 'none') return '';
    if (level.format === 'bullet') return level.text.includes('+') ? '+ ' : '- ';
    const shown = level.text.replace(/%(\d)/g, (_, digit: string) => {
      const place = Number(digit) - 1;
      const value = (counters[place] ??= levels[place]?.start ?? 1);
      return formatted(value, level.legal ? 'decimal' : (levels[place]?.format ?? 'decimal'));
    });
    return shown.trim() === '' ? '' : `${shown.trim()} `;
  }

  private read(xml: string): void {
    let definition: Definition | null = null;
    let numbering: Numbering | null = null;
    let level: Level | null = null;
    let override = 0;
    readTags(xml, (name, value, attribute) => {
      if (name === 'w:abstractNum') {
        this.definitions.set(attribute('w:abstractNumId'), (definition = { levels: [] }));
        numbering = level = null;
      } else if (name === 'w:num') {
        this.numberings.set(attribute('w:numId'), (numbering = { definition: '', starts: new Map(), levels: [] }));
        definition = level = null;
      } else if (name === 'w:abstractNumId' && numbering) numbering.definition = value;
      else if (name === 'w:numStyleLink' && definition) definition.link = value;
      else if (name === 'w:lvlOverride') override = Number(attribute('w:ilvl'));
      else if (name === 'w:startOverride' && numbering) numbering.starts.set(override, Number(value));
      else if (name === 'w:lvl') {
        level = { start: 1, format: 'decimal', text: '', legal: false };
        const at = Number(attribute('w:ilvl'));
        // A file may claim any number here; Word knows nine levels.
        if (at >= 0 && at < 9) (numbering ?? definition)!.levels[at] = level;
      } else if (level) describe(level, name, value);
    });
  }
}

function describe(level: Level, name: string, value: string): void {
  if (name === 'w:start') level.start = Number(value);
  else if (name === 'w:numFmt') level.format = value;
  else if (name === 'w:lvlText') level.text = value;
  else if (name === 'w:isLgl') level.legal = value !== '0' && value !== 'false';
  else if (name === 'w:lvlRestart') level.restart = Number(value);
  else if (name === 'w:pStyle') level.style = value;
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
  const repeats = Math.min(Math.floor((value - 1) / 26) + 1, 9);
  return value < 1 ? String(value) : String.fromCharCode(97 + ((value - 1) % 26)).repeat(repeats);
}

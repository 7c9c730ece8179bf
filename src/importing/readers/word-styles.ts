/** What a Word document's styles bring along: numbering and fonts, through the styles they are based on. */
import { readTags } from './word-tags.ts';

interface Style {
  number?: string;
  level?: number;
  font?: string;
  basedOn?: string;
}

export class WordStyles {
  private readonly styles = new Map<string, Style>();
  /** The font of text without a style. */
  readonly font: string | undefined;

  constructor(xml: string | undefined) {
    const plain: Style = {};
    let usual: Style | null = null;
    let style: Style = plain;
    if (xml !== undefined)
      readTags(xml, (name, value, attribute) => {
        if (name === 'w:style') {
          this.styles.set(attribute('w:styleId'), (style = {}));
          if (attribute('w:default') === '1' && attribute('w:type') === 'paragraph') usual = style;
        } else if (name === 'w:basedOn') style.basedOn = value;
        else if (name === 'w:numId') style.number = value;
        else if (name === 'w:ilvl') style.level = Number(value);
        else if (name === 'w:rFonts' && attribute('w:ascii') !== '') style.font = attribute('w:ascii');
      });
    this.font = (usual as Style | null)?.font ?? plain.font;
  }

  /** The numbering that a style names; its level is null where the numbering itself links the style. */
  numberingOf(style: string): { readonly id: string; readonly level: number | null } | null {
    const id = this.first(style, 'number');
    return id === undefined || id === '0' ? null : { id, level: this.first(style, 'level') ?? null };
  }

  /** The font that a style names. */
  fontOf(style: string | null | undefined): string | undefined {
    return style === null || style === undefined ? undefined : this.first(style, 'font');
  }

  /** A style and those it is based on, nearest first; a ring of them ends. */
  private first<K extends 'number' | 'level' | 'font'>(style: string, key: K): Style[K] | undefined {
    let entry = this.styles.get(style);
    for (let step = 0; entry?.[key] === undefined && entry?.basedOn !== undefined && step < 12; step += 1)
      entry = this.styles.get(entry.basedOn);
    return entry?.[key];
  }
}

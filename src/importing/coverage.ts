/** Which lines of a document are accounted for: by a fact, a passage, a heading or the letterhead. */
import { foldSame } from './plain-fold.ts';
import type { Extraction } from './extract.ts';
import { sentencesOf } from './facts/sentences.ts';
import type { Reading } from './reading.ts';

export interface Coverage {
  /** 0 to 1. */
  readonly share: number;
  /** Indexes of lines that nothing claims. */
  readonly open: readonly number[];
}

/** White space collapsed, as quotes are compared. */
export function planText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Measures the lines of a reading against what was found in it. */
export function coverageOf(reading: Reading, found: Extraction): Coverage {
  const claimed = new Set<number>();
  const quotes = new Map<number, string[]>();
  const claim = (item: number, quote: string): void =>
    void quotes.set(item, [...(quotes.get(item) ?? []), planText(quote)]);
  for (const fact of [
    ...found.slogans.map((slogan) => ({ ...slogan, quote: sentenceAround(found, slogan) })),
    ...found.deadlines,
    ...found.assignments,
    ...found.targets,
    ...found.contacts,
    ...found.passages,
    ...found.themes,
    ...(found.period ? [found.period] : []),
  ])
    claim(fact.item, fact.quote);
  for (const item of found.items) {
    const whole =
      item.heading ||
      item.zone === 'ending' ||
      item.zone === 'closing' ||
      (item.zone === 'header' && isLetterhead(item.text, item.index, found)) ||
      /^\(?(?:ban hanh )?kem theo\b/.test(foldSame(item.text));
    const own = quotes.get(item.index) ?? [];
    const spread = spanning(found, quotes, item.index).some((quote) => quote.includes(planText(item.text)));
    const covered = whole || spread ? item.text.length : coveredLength(item.text, own);
    const isTableHead = item.cells !== undefined && own.length === 0 && item.cells.every((cell) => cell.length < 60);
    if (covered >= item.text.length * 0.6 || isTableHead)
      for (let line = item.first; line <= item.last; line += 1) claimed.add(line);
  }
  const open = reading.lines.map((_, index) => index).filter((index) => !claimed.has(index));
  return {
    share: reading.lines.length === 0 ? 0 : Math.round((1 - open.length / reading.lines.length) * 1000) / 1000,
    open,
  };
}

/** How many paragraphs a quote may run on over: a task with its labelled lines. */
const SPAN = 15;

/** The quotes of the paragraphs before one that go on over it. */
function spanning(found: Extraction, quotes: ReadonlyMap<number, readonly string[]>, index: number): string[] {
  const before = found.items.slice(Math.max(0, index - SPAN), index);
  return before.flatMap((item) => (quotes.get(item.index) ?? []).filter((quote) => quote.length > item.text.length));
}

/** A slogan quoted in a sentence accounts for the sentence. */
function sentenceAround(found: Extraction, { item, quote }: { readonly item: number; readonly quote: string }): string {
  const sentences = sentencesOf(found.items[item]?.text ?? '');
  return sentences.find((sentence) => sentence.text.includes(quote))?.text ?? quote;
}

function coveredLength(written: string, quotes: readonly string[]): number {
  // Empty cells leave double spaces that quotes do not have.
  const text = planText(written);
  const marks = new Uint8Array(text.length);
  for (const quote of quotes) {
    const at = text.indexOf(quote);
    if (at >= 0) marks.fill(1, at, at + quote.length);
    else if (quote.includes(text)) marks.fill(1);
  }
  return marks.reduce((sum, mark) => sum + mark, 0) + 4;
}

function isLetterhead(text: string, index: number, found: Extraction): boolean {
  const known = [
    found.heading.type,
    found.heading.title,
    found.heading.issuer,
    found.heading.number,
    found.heading.date,
  ].some((each) => each !== null && (each.item === index || each.quote.includes(text)));
  const sentence = /[.;:]$/.test(text) || /^can cu\b/.test(foldSame(text));
  return known || text.length < 120 || !sentence || /^(kinh gui|\(|v\/v)/.test(foldSame(text));
}

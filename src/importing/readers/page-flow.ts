/** Placed lines of all pages to the document's lines: running heads dropped, wrapped paragraphs and split tables joined. */
import { readMarker } from '../outline/marker.ts';
import { foldSame, startsSmall } from '../plain-fold.ts';
import { CELL_JOINT, type SourceLine } from '../reading.ts';
import type { PlacedLine } from './page-layout.ts';

/** The lines of a document, in order. */
export function flowOf(pages: readonly (readonly PlacedLine[])[]): SourceLine[] {
  const lines = dropRunningLines(pages);
  return joinTables(joinWrapped(lines));
}

/** All pages without page numbers and without lines that stand at the edge of most pages. */
function dropRunningLines(pages: readonly (readonly PlacedLine[])[]): PlacedLine[] {
  const edges = new Map<string, number>();
  const key = ({ line }: PlacedLine): string => foldSame(line.text).replace(/\d+/g, '#');
  for (const page of pages) {
    for (const line of new Set([...page.slice(0, 2), ...page.slice(-2)].map(key)))
      edges.set(line, (edges.get(line) ?? 0) + 1);
  }
  const often = Math.max(2, pages.length * 0.5);
  return pages.flatMap((page) =>
    page.filter((placed, index) => {
      const edge = index < 2 || index >= page.length - 2;
      if (!edge || placed.line.cells) return true;
      if (isPageNumber(placed.line.text)) return false;
      return pages.length < 2 || (edges.get(key(placed)) ?? 0) < often;
    }),
  );
}

/** "3", "- 3 -", "Trang 3/10". */
export function isPageNumber(text: string): boolean {
  return /^(?:trang\s*)?[-–—]?\s*\d{1,3}\s*(?:\/\s*\d{1,3})?\s*[-–—]?$/.test(foldSame(text));
}

/** How a document shows where a paragraph begins. */
interface Setting {
  readonly left: number;
  /** Where most first lines start that do not start at the left. */
  readonly indent: number;
  readonly right: number;
  /** Whether full lines end at one place. */
  readonly justified: boolean;
  /** Usual distance of lines, in heights of a letter. */
  readonly leading: number;
  readonly indented: boolean;
  readonly spaced: boolean;
}

/** Joins the lines of a paragraph; documents that show neither indents nor spaces are left as they are. */
function joinWrapped(lines: readonly PlacedLine[]): SourceLine[] {
  const setting = settingOf(lines);
  if (!setting.indented && !setting.spaced) return lines.map(({ line }) => line);
  const joined: SourceLine[] = [];
  lines.forEach((placed, index) => {
    const before = lines[index - 1];
    const last = joined.at(-1);
    if (before && last && continues(before, placed, last.text, setting))
      joined[joined.length - 1] = { ...last, text: `${last.text} ${placed.line.text}` };
    else joined.push(before && isParted(before, placed, setting) ? { ...placed.line, gapBefore: true } : placed.line);
  });
  return joined;
}

function settingOf(lines: readonly PlacedLine[]): Setting {
  const plain = lines.filter((placed) => placed.alone && !placed.line.cells);
  const left = leastCommon(plain.map((placed) => placed.start));
  const full = plain.filter((placed) => placed.start < left + 60);
  const ends = full.map((placed) => placed.end);
  const usual = commonest(ends);
  const justified = ends.filter((end) => Math.abs(end - usual) < 3).length > ends.length * 0.45;
  const steps = plain.flatMap((placed, index) => {
    const step = stepOf(plain[index - 1], placed);
    return step === null ? [] : [step];
  });
  const leading = leastCommon(steps.map((step) => step * 20)) / 20;
  const marked = full.filter((placed) => readMarker(placed.line.text) !== null);
  const indented = marked.filter((placed) => placed.start > left + 6);
  const wide = steps.filter((step) => step > leading * 1.15 && step < leading * 3);
  return {
    left,
    indent: commonest(full.map((placed) => placed.start).filter((start) => start > left + 6)),
    right: justified ? usual : Math.max(0, ...ends),
    justified,
    leading,
    indented: marked.length >= 3 && indented.length > marked.length * 0.8,
    spaced: steps.length > 5 && wide.length > steps.length * 0.12,
  };
}

/** The distance of two lines of a page, in heights of a letter; null across pages. */
function stepOf(before: PlacedLine | undefined, placed: PlacedLine): number | null {
  if (!before || before.page !== placed.page || before.y <= placed.y) return null;
  return (before.y - placed.y) / placed.size;
}

function isParted(before: PlacedLine, placed: PlacedLine, setting: Setting): boolean {
  if (!before.alone || !placed.alone || before.line.cells || placed.line.cells) return false;
  if (isCentred(before, setting) || isCentred(placed, setting)) return false;
  return isShort(before, placed, setting) || (stepOf(before, placed) ?? 0) > setting.leading * 1.15;
}

function continues(before: PlacedLine, placed: PlacedLine, words: string, setting: Setting): boolean {
  if (!before.alone || !placed.alone || before.line.cells || placed.line.cells) return false;
  if (isCentred(before, setting) || isShort(before, placed, setting)) return false;
  const step = stepOf(before, placed);
  if (setting.spaced && step !== null && step > setting.leading * 1.15) return false;
  const atLeft = Math.abs(placed.start - setting.left) < 3;
  if (setting.indented) return atLeft || (placed.start < before.start + 2 && !readMarker(placed.line.text));
  if (step !== null) return setting.spaced && !readMarker(placed.line.text);
  return !readMarker(placed.line.text) && (startsSmall(placed.line.text) || !/[.;:!?…/]["”)]?$/.test(words));
}

/** Whether the next line's first word had room on a line. */
function isShort(before: PlacedLine, placed: PlacedLine, setting: Setting): boolean {
  if (setting.justified) return before.end < setting.right - 4;
  const { text } = placed.line;
  const word = text.split(' ')[0]!.length + 1;
  const width = ((placed.end - placed.start) / Math.max(1, text.length)) * word;
  return before.end + width < setting.right - placed.size * 0.8;
}

function isCentred(placed: PlacedLine, { left, right, indent }: Setting): boolean {
  if (Math.abs(placed.start - indent) < 3) return false;
  const middle = (placed.start + placed.end) / 2;
  return placed.start > left + 12 && placed.end < right - 12 && Math.abs(middle - (left + right) / 2) < 12;
}

/** The least value that a good part of all shares within two points; a short document has as many indents as margins. */
function leastCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(Math.round(value / 2), (counts.get(Math.round(value / 2)) ?? 0) + 1);
  const common = [...counts].filter(([, count]) => count >= Math.max(2, values.length * 0.15));
  return 2 * Math.min(...(common.length > 0 ? common : [...counts]).map(([value]) => value));
}

/** The value that most others are within two points of. */
function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(Math.round(value / 2), (counts.get(Math.round(value / 2)) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return 2 * ([...counts].find(([, count]) => count === most)?.[0] ?? 0);
}

/** Tables that go on after a page's end: one number, one header, one row for what was cut through. */
function joinTables(lines: readonly SourceLine[]): SourceLine[] {
  const joined: SourceLine[] = [];
  let head: SourceLine | null = null;
  let part: number | undefined;
  let fresh = false;
  for (const line of lines) {
    const last = joined.at(-1);
    if (!line.cells) head = null;
    else if (last?.cells?.length !== line.cells.length || !head) head = line;
    else {
      fresh ||= line.table !== part;
      part = line.table;
      if (fresh && line.text === head.text) continue;
      if (fresh && line.cells[0] === '' && goesOn(last.cells, line.cells)) {
        joined[joined.length - 1] = cutThrough(last, line.cells);
        fresh = false;
        continue;
      }
    }
    fresh = false;
    part = line.table;
    joined.push(line.cells && head?.table !== undefined ? { ...line, table: head.table } : line);
  }
  return joined;
}

/** Whether a row is the rest of the one above: it has words only where that has some, and none of those were done. */
function goesOn(before: readonly string[], more: readonly string[]): boolean {
  return more.every((cell, at) => cell === '' || (before[at] !== '' && !/[.;!?]$/.test(before[at]!)));
}

function cutThrough(last: SourceLine, more: readonly string[]): SourceLine {
  const cells = last.cells!.map((cell, index) => `${cell} ${more[index] ?? ''}`.trim());
  return { ...last, cells, text: cells.join(CELL_JOINT) };
}

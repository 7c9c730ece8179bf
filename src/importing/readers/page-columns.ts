/** The heading and the signature of a page: two columns side by side, read one after the other. */
import { foldSame, isAllCaps } from '../plain-fold.ts';
import type { Row, Segment } from './page-layout.ts';
import { columnsOf } from './text-lines.ts';

/** The rows of a region in two columns, left column first. */
export interface Columns {
  readonly segments: readonly (Segment & { readonly y: number; readonly size: number })[];
  readonly used: number;
}

/** The two columns whose first row stands at `index`; null where the row opens none. */
export function columnsAt(rows: readonly Row[], index: number, middle: number): Columns | null {
  const seed = rows.slice(index, index + 4).findIndex(isPair);
  if (seed < 0 || !rows.slice(index, index + seed).every(opensColumn)) return null;
  const [first, second] = rows[index + seed]!.segments;
  const gutter = new Gutter(first!.end, second!.start);
  let used = 0;
  for (const row of rows.slice(index)) {
    const before = rows[index + used - 1];
    if (used > seed && ANNEX.test(foldSame(row.segments[0]!.text))) break;
    if (!gutter.parts(row.segments) || isCentred(row, middle)) break;
    const falls = used > 0 && before ? before.y - row.y : 0;
    // A signature stands far below its office, but what starts anew at the left is text again.
    if (falls > row.size * 3 && row.segments[0]!.start < gutter.place) break;
    used += 1;
  }
  if (used <= seed) return null;
  const placed = rows
    .slice(index, index + used)
    .flatMap(({ segments, y, size }) => segments.map((segment) => ({ ...segment, y, size })));
  const left = placed.filter((segment) => segment.start < gutter.place);
  const right = placed.filter((segment) => segment.start >= gutter.place);
  return { segments: [...left, ...right].reduce<(typeof placed)[number][]>(withBrokenEnd, []), used };
}

/** The strip between two columns that no line crosses. */
class Gutter {
  constructor(
    private from: number,
    private to: number,
  ) {}

  get place(): number {
    return (this.from + this.to) / 2;
  }

  /** Whether all segments stand on one side or the other; narrows the strip to what is still empty. */
  parts(segments: readonly Segment[]): boolean {
    const left = segments.filter((segment) => (segment.start + segment.end) / 2 < this.place);
    const right = segments.filter((segment) => !left.includes(segment));
    const from = Math.max(this.from, ...left.map((segment) => segment.end));
    const to = Math.min(this.to, ...right.map((segment) => segment.start));
    if (to - from < 3) return false;
    [this.from, this.to] = [from, to];
    return true;
  }
}

/** An annex begins on its own. */
const ANNEX = /^\s*(phu luc|phu bieu|bieu so)\b/;

/** Whether a line alone may be the first of a column: an office's name, a number, the list of recipients. */
function opensColumn({ segments }: Row): boolean {
  return segments.every(({ text }) => isAllCaps(text) || /^\s*(so\s*:|noi nhan)/.test(foldSame(text)));
}

function isPair({ segments }: Row): boolean {
  return segments.length === 2 && columnsOf(segments.map((segment) => segment.text).join('\t')).length === 2;
}

function isCentred({ segments }: Row, middle: number): boolean {
  const only = segments.length === 1 ? segments[0]! : null;
  return only !== null && Math.abs((only.start + only.end) / 2 - middle) < 12;
}

/** A narrow column breaks "ngày 20 tháng 5 năm / 2026" and "CHỦ NGHĨA VIỆT / NAM". */
function withBrokenEnd<S extends Segment>(lines: S[], line: S): S[] {
  const last = lines.at(-1);
  const broken =
    last &&
    ((/(ngay|thang|nam)\s*[\d.… ]*$/.test(foldSame(last.text)) && /^\s*(thang|nam|\d)/.test(foldSame(line.text))) ||
      (/\bcong ho\S+ xa hoi\b/.test(foldSame(last.text)) && /^\s*((nghia )?viet )?nam\s*$/.test(foldSame(line.text))));
  return broken
    ? [...lines.slice(0, -1), { ...last, text: `${last.text.trim()} ${line.text.trim()}` }]
    : [...lines, line];
}

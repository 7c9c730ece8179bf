/** Tables whose borders are drawn on a page: the grid of their lines, with cells that span several. */

/** A straight horizontal or vertical stroke. */
export interface Stroke {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const SLACK = 2.5;
const SHORTEST = 5;
/** Drawings have more strokes than any table; comparing all pairs of them would take too long. */
const MAX_STROKES = 2_500;

/** One table's grid. */
export class Grid {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  private readonly bottom: number;

  private constructor(
    private readonly xs: readonly number[],
    /** Falling. */
    private readonly ys: readonly number[],
    private readonly strokes: readonly Stroke[],
  ) {
    this.left = xs[0]!;
    this.right = xs.at(-1)!;
    this.top = ys[0]!;
    this.bottom = ys.at(-1)!;
  }

  /** The grid of strokes that touch each other; null where they are no table of two columns. */
  static of(strokes: readonly Stroke[]): Grid | null {
    const upright = strokes.filter(isUpright);
    const xs = clustered(upright.map((stroke) => stroke.x1));
    const level = strokes.filter((stroke) => !isUpright(stroke)).map((stroke) => stroke.y1);
    // A row that goes on over the page's end has no line below it, only those at its sides.
    const ends = upright.flatMap((stroke) => [stroke.y1, stroke.y2]);
    const ys = clustered([...level, Math.min(...ends), Math.max(...ends)]).reverse();
    return xs.length < 3 || ys.length < 2 ? null : new Grid(xs, ys, strokes);
  }

  /** Whether a piece of text stands in the table. */
  holds({ x, y, width }: Placed): boolean {
    const middle = x + width / 2;
    return middle > this.left && middle < this.right && y < this.top && y > this.bottom - SLACK;
  }

  /** The pieces by row and column; a cell that spans rows is repeated in each, as one that spans columns is not. */
  cells<P extends Placed>(pieces: readonly P[]): P[][][] {
    const grid: P[][][] = this.ys.slice(1).map(() => this.xs.slice(1).map(() => []));
    for (const piece of pieces) {
      const row = Math.max(
        0,
        this.ys.findLastIndex((y) => y > piece.y),
      );
      const column = Math.max(
        0,
        this.xs.findLastIndex((x) => x <= piece.x + Math.min(piece.width, 4) / 2 + 1),
      );
      const [atRow, atColumn] = this.owner(Math.min(row, grid.length - 1), Math.min(column, this.xs.length - 2));
      grid[atRow]![atColumn]!.push(piece);
    }
    for (let row = 1; row < grid.length; row += 1)
      for (let column = 0; column < this.xs.length - 1; column += 1)
        if (grid[row]![column]!.length === 0 && this.isOpenAbove(row, column) && !this.isOpenLeft(row, column))
          grid[row]![column] = grid[row - 1]![column]!;
    return grid;
  }

  /** The first cell of the area that a cell belongs to. */
  private owner(row: number, column: number): [number, number] {
    let [atRow, atColumn] = [row, column];
    while (atColumn > 0 && this.isOpenLeft(atRow, atColumn)) atColumn -= 1;
    while (atRow > 0 && this.isOpenAbove(atRow, atColumn)) atRow -= 1;
    return [atRow, atColumn];
  }

  private isOpenLeft(row: number, column: number): boolean {
    const x = this.xs[column]!;
    const y = (this.ys[row]! + this.ys[row + 1]!) / 2;
    return !this.strokes.some(
      (stroke) =>
        isUpright(stroke) &&
        Math.abs(stroke.x1 - x) <= SLACK &&
        Math.min(stroke.y1, stroke.y2) <= y &&
        Math.max(stroke.y1, stroke.y2) >= y,
    );
  }

  private isOpenAbove(row: number, column: number): boolean {
    const y = this.ys[row]!;
    const x = (this.xs[column]! + this.xs[column + 1]!) / 2;
    return !this.strokes.some(
      (stroke) =>
        !isUpright(stroke) &&
        Math.abs(stroke.y1 - y) <= SLACK &&
        Math.min(stroke.x1, stroke.x2) <= x &&
        Math.max(stroke.x1, stroke.x2) >= x,
    );
  }
}

/** The tables among a page's strokes, top to bottom. */
export function gridsOf(strokes: readonly Stroke[]): Grid[] {
  const long = strokes.filter(
    (stroke) => Math.abs(stroke.x2 - stroke.x1) + Math.abs(stroke.y2 - stroke.y1) >= SHORTEST,
  );
  if (long.length > MAX_STROKES) return [];
  return touching(long)
    .flatMap((group) => Grid.of(group) ?? [])
    .sort((one, other) => other.top - one.top);
}

function isUpright(stroke: Stroke): boolean {
  return Math.abs(stroke.x2 - stroke.x1) < Math.abs(stroke.y2 - stroke.y1);
}

/** Groups of strokes that hang together. */
function touching(strokes: readonly Stroke[]): Stroke[][] {
  const groups: Stroke[][] = [];
  const left = new Set(strokes);
  for (const start of strokes) {
    if (!left.delete(start)) continue;
    const group = [start];
    for (const stroke of group)
      for (const other of left)
        if (meet(stroke, other)) {
          left.delete(other);
          group.push(other);
        }
    groups.push(group);
  }
  return groups;
}

function meet(one: Stroke, other: Stroke): boolean {
  const apart = (a1: number, a2: number, b1: number, b2: number): boolean =>
    Math.max(a1, a2) + SLACK < Math.min(b1, b2) || Math.max(b1, b2) + SLACK < Math.min(a1, a2);
  return !apart(one.x1, one.x2, other.x1, other.x2) && !apart(one.y1, one.y2, other.y1, other.y2);
}

/** Places that are one, rising. */
function clustered(values: readonly number[]): number[] {
  const places: number[] = [];
  for (const value of [...values].sort((one, other) => one - other))
    if (places.length === 0 || value - places.at(-1)! > SLACK * 1.6) places.push(value);
  return places;
}

/** The straight lines that a PDF page draws. */
import type { PDFPageProxy } from 'pdfjs-dist/types/src/pdf.d.ts';
import { pdfEngine } from './pdf-engine.ts';
import type { Stroke } from './ruled-tables.ts';

type Matrix = readonly [number, number, number, number, number, number];

const LEVEL: Matrix = [1, 0, 0, 1, 0, 0];
/** pdf.js writes a path as one list: a code, then its numbers. */
const MOVE = 0;
const LINE = 1;
const CLOSE = 4;
const NUMBERS: Readonly<Record<number, number>> = { [MOVE]: 2, [LINE]: 2, 2: 6, 3: 4, [CLOSE]: 0 };

/** All horizontal and vertical lines of a page: strokes, edges of boxes, thin filled boxes. */
export async function strokesOf(page: PDFPageProxy): Promise<Stroke[]> {
  const { OPS } = await pdfEngine();
  const { fnArray, argsArray } = await page.getOperatorList();
  const strokes: Stroke[] = [];
  const saved: Matrix[] = [];
  let matrix = LEVEL;
  fnArray.forEach((operation, index) => {
    const values = argsArray[index] as unknown[] | null;
    if (operation === OPS.save || operation === OPS.paintFormXObjectBegin) saved.push(matrix);
    else if (operation === OPS.restore || operation === OPS.paintFormXObjectEnd) matrix = saved.pop() ?? LEVEL;
    else if (operation === OPS.transform) matrix = times(matrix, values as unknown as Matrix);
    else if (operation === OPS.constructPath && values && values[0] !== OPS.endPath)
      for (const path of values[1] as (ArrayLike<number> | null)[]) if (path) addStrokes(path, matrix, strokes);
    if (operation === OPS.paintFormXObjectBegin && Array.isArray(values?.[0]))
      matrix = times(matrix, values[0] as unknown as Matrix);
  });
  return strokes;
}

function addStrokes(path: ArrayLike<number>, matrix: Matrix, strokes: Stroke[]): void {
  let from: [number, number] | null = null;
  let first: [number, number] | null = null;
  for (let at = 0; at < path.length;) {
    const code = path[at]!;
    const numbers = NUMBERS[code];
    if (numbers === undefined) return;
    const to: [number, number] | null =
      code === CLOSE ? first : placed(matrix, path[at + numbers - 1] ?? 0, path[at + numbers] ?? 0);
    if (from && to && (code === LINE || code === CLOSE) && isStraight(from, to))
      strokes.push({ x1: from[0], y1: from[1], x2: to[0], y2: to[1] });
    if (code === MOVE) first = to;
    from = to;
    at += numbers + 1;
  }
}

function isStraight(from: readonly [number, number], to: readonly [number, number]): boolean {
  return Math.abs(from[0] - to[0]) < 0.7 || Math.abs(from[1] - to[1]) < 0.7;
}

function placed([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

function times(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [x, y] = placed(outer, e, f);
  const [ax, ay] = [outer[0] * a + outer[2] * b, outer[1] * a + outer[3] * b];
  const [cx, cy] = [outer[0] * c + outer[2] * d, outer[1] * c + outer[3] * d];
  return [ax, ay, cx, cy, x, y];
}

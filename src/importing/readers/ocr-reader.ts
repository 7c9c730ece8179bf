/** Pictures of text, recognised with tesseract's Vietnamese data that is installed with the program. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker, type Page, type Worker } from 'tesseract.js';
import { ImportError } from '../import-error.ts';
import type { Reading } from '../reading.ts';
import { flowOf } from './page-flow.ts';
import { linesOfPage, type Piece, type PlacedLine } from './page-layout.ts';
import type { ReadOptions } from './read-document.ts';

/** Words below this confidence (0 to 100) are kept; lines of nothing but such words are specks. */
const SPECK = 25;
/** Pictures are measured as if they filled a sheet of A4, so that distances mean what they mean in a PDF. */
const SHEET_WIDTH = 595;
/** A recognised word's box ends at its letters, a font's size does not. */
const SIZE_OF_BOX = 1.15;

export interface Recognised {
  readonly lines: PlacedLine[];
  readonly confidence: number;
}

export class Recogniser {
  private constructor(private readonly worker: Worker) {}

  /** Starts the engine; nothing is fetched, the data lies beside the program. */
  static async start(): Promise<Recogniser> {
    const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/vie/package.json'));
    return new Recogniser(
      await createWorker('vie', 1, {
        langPath: join(data, '4.0.0_best_int'),
        cacheMethod: 'none',
        gzip: true,
        errorHandler: () => undefined,
      }),
    );
  }

  /** The lines of a picture with the mean confidence of its words. */
  async recognise(picture: Uint8Array, page: number): Promise<Recognised> {
    const { data } = await this.worker.recognize(Buffer.from(picture), {}, { blocks: true });
    return { lines: linesOfPage(piecesOf(data), page), confidence: data.confidence };
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

/** The words where they would stand on a straight sheet. */
function piecesOf({ blocks }: Page): Piece[] {
  const lines = (blocks ?? [])
    .flatMap((block) => block.paragraphs)
    .flatMap((paragraph) => paragraph.lines)
    .filter((line) => line.confidence >= SPECK);
  const words = lines.flatMap((line) => line.words);
  const right = Math.max(1, ...words.map((word) => word.bbox.x1));
  const scale = SHEET_WIDTH / (right * 1.06);
  const size = middle(words.map((word) => word.bbox.y1 - word.bbox.y0)) * SIZE_OF_BOX * scale;
  const slope = middle(
    lines.map(({ baseline: { x0, y0, x1, y1 } }) => (x1 - x0 < right / 4 ? 0 : (y1 - y0) / (x1 - x0))).filter(Boolean),
  );
  return lines.flatMap((line) => {
    const { x0, y0, x1, y1 } = line.baseline;
    const y = -((y0 + y1) / 2 - (slope * (x0 + x1)) / 2) * scale;
    return line.words.map((word) => ({
      text: `${word.text} `,
      x: word.bbox.x0 * scale,
      y,
      width: (word.bbox.x1 - word.bbox.x0) * scale,
      size,
    }));
  });
}

function middle(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/** Reads one picture; throws an ImportError where it cannot be decoded. */
export async function readImage(bytes: Uint8Array, options: ReadOptions): Promise<Reading> {
  const recogniser = await Recogniser.start();
  try {
    options.onProgress?.(0, 1);
    const { lines, confidence } = await recogniser.recognise(bytes, 1);
    options.onProgress?.(1, 1);
    return { format: 'scan', lines: flowOf([lines]), confidence };
  } catch {
    throw new ImportError('damaged');
  } finally {
    await recogniser.stop();
  }
}

/** Pictures of text, recognised with tesseract's Vietnamese data that is installed with the program. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker, type Worker } from 'tesseract.js';
import { ImportError } from '../import-error.ts';
import type { Reading, SourceLine } from '../reading.ts';
import type { ReadOptions } from './read-document.ts';
import { isPageNumber } from './page-layout.ts';
import { textLines } from './text-lines.ts';

/** Words below this confidence (0 to 100) are kept; lines of nothing but such words are specks. */
const SPECK = 25;

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
  async recognise(picture: Uint8Array): Promise<{ lines: SourceLine[]; confidence: number }> {
    const { data } = await this.worker.recognize(Buffer.from(picture), {}, { text: true, blocks: true });
    const words = (data.blocks ?? []).flatMap((block) => block.paragraphs).flatMap((paragraph) => paragraph.lines);
    const specks = new Set(words.filter((line) => line.confidence < SPECK).map((line) => line.text.trim()));
    const lines = textLines(data.text).filter((line) => !specks.has(line.text) && !isPageNumber(line.text));
    return { lines, confidence: data.confidence };
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

/** Reads one picture; throws an ImportError where it cannot be decoded. */
export async function readImage(bytes: Uint8Array, options: ReadOptions): Promise<Reading> {
  const recogniser = await Recogniser.start();
  try {
    options.onProgress?.(0, 1);
    const { lines, confidence } = await recogniser.recognise(bytes);
    options.onProgress?.(1, 1);
    return { format: 'scan', lines, confidence };
  } catch {
    throw new ImportError('damaged');
  } finally {
    await recogniser.stop();
  }
}

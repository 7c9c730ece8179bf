/** PDF files: lines from the text layer, page by page; pages without one are recognised from their picture. */
import { join } from 'node:path';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/types/src/pdf.d.ts';
import { ImportError } from '../import-error.ts';
import { MAX_CHARACTERS, MAX_PAGES, type Reading } from '../reading.ts';
import type { ReadOptions } from './read-document.ts';
import { fromLegacy, guessLetters } from '../../text/legacy-letters.ts';
import { flowOf } from './page-flow.ts';
import { linesOfPage, type Piece, type PlacedLine } from './page-layout.ts';
import { PDF_ENGINE, pdfEngine } from './pdf-engine.ts';
import { strokesOf } from './page-strokes.ts';
import { gridsOf, type Grid } from './ruled-tables.ts';

/** Pages with less text are pictures, perhaps with a digital signature's few words. */
const LITTLE_TEXT = 300;

/** Reads a PDF; throws an ImportError where it is locked, damaged or too long. */
export async function readPdf(bytes: Uint8Array, options: ReadOptions): Promise<Reading> {
  return withPdf(bytes, async (document) => {
    if (document.numPages > MAX_PAGES) throw new ImportError('too-many-pages');
    const pages: Page[] = [];
    let characters = 0;
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await readPage(document, number);
      characters += page.characters;
      if (characters > MAX_CHARACTERS) throw new ImportError('too-much-inside');
      pages.push(page);
    }
    return finish(document, pages, options);
  });
}

async function finish(document: PDFDocumentProxy, pages: readonly Page[], options: ReadOptions): Promise<Reading> {
  const empty = pages.filter((page) => page.characters < 20).length;
  // A few empty pages are empty; a scan has a picture on nearly each.
  const confidences = empty > 0 && empty >= pages.length / 2 ? await recognise(document, pages, options) : [];
  const lines = flowOf(pages.map((page) => page.lines));
  if (confidences.length === 0) return { format: 'pdf', lines };
  return { format: 'scan', lines, confidence: confidences.reduce((sum, each) => sum + each, 0) / confidences.length };
}

interface Page {
  lines: readonly PlacedLine[];
  readonly characters: number;
}

async function withPdf<T>(bytes: Uint8Array, work: (document: PDFDocumentProxy) => Promise<T>): Promise<T> {
  const document = await openPdf(bytes);
  try {
    return await work(document);
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError('damaged');
  } finally {
    await document.loadingTask.destroy().catch(() => undefined);
  }
}

async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  const { getDocument } = await pdfEngine();
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    isEvalSupported: false,
    enableXfa: false,
    cMapUrl: `${join(PDF_ENGINE, 'cmaps')}/`,
    standardFontDataUrl: `${join(PDF_ENGINE, 'standard_fonts')}/`,
    wasmUrl: `${join(PDF_ENGINE, 'wasm')}/`,
  });
  try {
    return await task.promise;
  } catch (error) {
    await task.destroy().catch(() => undefined);
    throw new ImportError(error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'damaged');
  }
}

async function readPage(document: PDFDocumentProxy, number: number): Promise<Page> {
  const page = await document.getPage(number);
  const pieces = inLetters(await piecesOf(page));
  const grids = await gridsOn(page, pieces);
  page.cleanup();
  return {
    lines: linesOfPage(pieces, number, grids),
    characters: pieces.reduce((sum, piece) => sum + piece.text.trim().length, 0),
  };
}

/** The pieces in Unicode; PDFs made with old fonts hold the Western letters that those fonts show as Vietnamese. */
function inLetters(pieces: readonly Piece[]): readonly Piece[] {
  const letters = guessLetters(pieces.map((piece) => piece.text).join(' '));
  return letters === null ? pieces : pieces.map((piece) => ({ ...piece, text: fromLegacy(piece.text, letters) }));
}

/** The ruled tables of a page; looked for only where text steps back up or aside, as they take longer than the text. */
async function gridsOn(page: PDFPageProxy, pieces: readonly Piece[]): Promise<Grid[]> {
  const written = pieces.filter((piece) => piece.text.trim() !== '');
  const steps = written.filter((piece, index) => {
    const next = written[index + 1];
    if (!next) return false;
    return (
      next.y > piece.y + piece.size / 2 ||
      (next.x > piece.x + piece.width + piece.size && Math.abs(next.y - piece.y) < 1)
    );
  });
  return steps.length < 2 ? [] : gridsOf(await strokesOf(page));
}

/** Reads the pages that are pictures; gives the confidence of each. */
async function recognise(document: PDFDocumentProxy, pages: readonly Page[], options: ReadOptions): Promise<number[]> {
  const { Recogniser } = await import('./ocr-reader.ts');
  const recogniser = await Recogniser.start();
  const confidences: number[] = [];
  try {
    for (const [index, page] of pages.entries()) {
      options.onProgress?.(index, pages.length);
      if (page.characters >= LITTLE_TEXT) continue;
      const { lines, confidence } = await recogniser.recognise(await pictureOf(document, index + 1), index + 1);
      if (lines.length === 0) continue;
      page.lines = lines;
      confidences.push(confidence);
    }
    options.onProgress?.(pages.length, pages.length);
  } finally {
    await recogniser.stop();
  }
  return confidences;
}

async function piecesOf(page: PDFPageProxy): Promise<Piece[]> {
  const content = await page.getTextContent();
  return content.items.flatMap((item) => {
    if (!('str' in item) || item.str === '') return [];
    const [, , , scale, x, y] = item.transform as number[];
    return [
      { text: item.str, x: x ?? 0, y: y ?? 0, width: item.width, size: Math.abs(scale ?? 0) || item.height || 10 },
    ];
  });
}

const DOTS_PER_POINT = 200 / 72;

/** The canvases that pdf.js makes under node; its types know only the browser's. */
interface CanvasFactory {
  create(
    width: number,
    height: number,
  ): { readonly canvas: { toBuffer(type: string): Buffer }; readonly context: unknown };
  destroy(surface: unknown): void;
}

async function pictureOf(document: PDFDocumentProxy, number: number): Promise<Uint8Array> {
  const page = await document.getPage(number);
  const size = page.getViewport({ scale: 1 });
  const scale = Math.min(DOTS_PER_POINT, 3_500 / Math.max(size.width, size.height));
  const viewport = page.getViewport({ scale });
  const factory = document.canvasFactory as CanvasFactory;
  const surface = factory.create(Math.ceil(viewport.width), Math.ceil(viewport.height));
  try {
    await page.render({ canvas: surface.canvas, canvasContext: surface.context, viewport }).promise;
    return surface.canvas.toBuffer('image/png');
  } finally {
    factory.destroy(surface);
    page.cleanup();
  }
}

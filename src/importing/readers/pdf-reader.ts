/** PDF files: lines from the text layer, page by page; pages without one are recognised from their picture. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/types/src/pdf.d.ts';
import { ImportError } from '../import-error.ts';
import { MAX_CHARACTERS, MAX_PAGES, type Reading, type SourceLine } from '../reading.ts';
import type { ReadOptions } from './read-document.ts';
import { dropRunningLines, linesOfPage, type Piece } from './page-layout.ts';

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
  const lines = dropRunningLines(pages.map((page) => page.lines));
  if (confidences.length === 0) return { format: 'pdf', lines };
  return { format: 'scan', lines, confidence: confidences.reduce((sum, each) => sum + each, 0) / confidences.length };
}

interface Page {
  lines: readonly SourceLine[];
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
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    isEvalSupported: false,
    enableXfa: false,
    cMapUrl: `${join(root, 'cmaps')}/`,
    standardFontDataUrl: `${join(root, 'standard_fonts')}/`,
    wasmUrl: `${join(root, 'wasm')}/`,
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
  const pieces = await piecesOf(page);
  page.cleanup();
  return {
    lines: linesOfPage(pieces, number),
    characters: pieces.reduce((sum, piece) => sum + piece.text.trim().length, 0),
  };
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
      const { lines, confidence } = await recogniser.recognise(await pictureOf(document, index + 1));
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

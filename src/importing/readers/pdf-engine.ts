/** pdf.js for node: its small build, as the loader that runs TypeScript needs 130 MB more for the large one. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Engine = typeof import('pdfjs-dist/legacy/build/pdf.mjs');

/** Where the package's fonts and tables lie. */
export const PDF_ENGINE = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

const BUILD = join(PDF_ENGINE, 'legacy', 'build');

/** The engine, loaded where a PDF comes first. */
export async function pdfEngine(): Promise<Engine> {
  const engine = (await import(pathToFileURL(join(BUILD, 'pdf.min.mjs')).href)) as Engine;
  engine.GlobalWorkerOptions.workerSrc = pathToFileURL(join(BUILD, 'pdf.worker.min.mjs')).href;
  return engine;
}

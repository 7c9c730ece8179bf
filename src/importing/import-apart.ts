/**
 * Imports in a process of its own: a document may be made to use up time and memory, and an answer with 111 must not
 * wait for it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { ImportOutcome, ImportRequest } from './import-process.ts';

export type { ImportOutcome, ImportRequest } from './import-process.ts';

/** A scan of 300 pages takes the most of it. */
const MOST_MS = 20 * 60_000;
/** Twice what 300 pages of text take. */
const MOST_MEGABYTES = 1_000;

const SOURCE = import.meta.url.endsWith('.ts');
const ENTRY = fileURLToPath(new URL(`./import-process.${SOURCE ? 'ts' : 'js'}`, import.meta.url));

/**
 * Gives the draft of a document, or the sentence that says why there is none; null where the document was too much for
 * the process. Rejects where it is stopped.
 */
export async function importApart(
  request: ImportRequest,
  stopping: AbortSignal,
  megabytes = MOST_MEGABYTES,
): Promise<ImportOutcome | null> {
  stopping.throwIfAborted();
  // From its sources the process needs the loader that this one runs with.
  const loader = SOURCE ? ['--import', import.meta.resolve('tsx')] : [];
  const flags = [...loader, `--max-old-space-size=${megabytes}`];
  const child = spawn(process.execPath, [...flags, ENTRY], { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
  const end = () => void child.kill('SIGKILL');
  const timer = setTimeout(end, MOST_MS);
  stopping.addEventListener('abort', end);
  try {
    const output = buffer(child.stdout);
    // A process that ends before it has read everything closes the pipe: its exit tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(request));
    const [code, text] = await Promise.all([exitOf(child), output]);
    stopping.throwIfAborted();
    return code === 0 ? (JSON.parse(text.toString()) as ImportOutcome) : null;
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener('abort', end);
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  });
}

/** Chooses the reader by what a file really is, not by its name; enforces the limits before anything is unpacked. */
import { open, stat } from 'node:fs/promises';
import { ImportError } from '../import-error.ts';
import { MAX_BYTES, type Reading } from '../reading.ts';
import { decodeText, textLines, wideEncoding } from './text-lines.ts';

export interface ReadOptions {
  /** Told about slow work: pages done and pages in all. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** Reads a file; throws an ImportError where it is none of ours, too large, damaged or locked. */
export async function readDocument(path: string, options: ReadOptions = {}): Promise<Reading> {
  if (path.includes('\u0000')) throw new ImportError('missing');
  const known = await stat(path).catch(() => null);
  if (!known) throw new ImportError('missing');
  if (!known.isFile()) throw new ImportError('not-a-file');
  if (known.size > MAX_BYTES) throw new ImportError('too-large');
  const file = await open(path, 'r').catch(() => null);
  if (!file) throw new ImportError('missing');
  try {
    return await readBytes(await file.readFile(), options);
  } finally {
    await file.close();
  }
}

/** Reads a document's bytes. */
export async function readBytes(bytes: Uint8Array, options: ReadOptions = {}): Promise<Reading> {
  if (bytes.length === 0) throw new ImportError('empty');
  if (bytes.length > MAX_BYTES) throw new ImportError('too-large');
  const head = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1');
  const reading = await readAs(bytes, head, options);
  if (!reading.lines.some((line) => /\p{L}{2}/u.test(line.text))) throw new ImportError('no-text');
  return reading;
}

async function readAs(bytes: Uint8Array, head: string, options: ReadOptions): Promise<Reading> {
  if (head.startsWith('PK')) return (await import('./docx-reader.ts')).readDocx(bytes);
  if (head.includes('%PDF-')) return (await import('./pdf-reader.ts')).readPdf(bytes, options);
  if (head.startsWith('\u00d0\u00cf\u0011\u00e0'))
    throw new ImportError(looksEncrypted(bytes) ? 'encrypted' : 'old-word');
  if (isImage(head)) return (await import('./ocr-reader.ts')).readImage(bytes, options);
  if (head.startsWith('{\\rtf') || isBinary(bytes)) throw new ImportError('unknown-format');
  const text = decodeText(bytes);
  if (
    /^\s*(?:\ufeff)?(?:<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<(?:!doctype )?html|<(?:div|p|table|h[1-6]|meta|span|article)[\s>])/i.test(
      text,
    )
  )
    return (await import('./html-reader.ts')).readHtml(text);
  const lines = textLines(text);
  const marked = lines.length > 0 && /^#{1,6}\s|^\s*\|.*\|\s*$|\*\*[^*]+\*\*/m.test(text);
  return { format: marked ? 'md' : 'txt', lines };
}

/** A locked Word file is an old container with this stream inside. */
function looksEncrypted(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
}

function isImage(head: string): boolean {
  return (
    head.startsWith('\u0089PNG\r\n') ||
    head.startsWith('\u00ff\u00d8\u00ff') ||
    (head.startsWith('BM') && head.charCodeAt(6) === 0) ||
    head.startsWith('II*\u0000') ||
    head.startsWith('MM\u0000*') ||
    /^RIFF.{4}WEBP/s.test(head)
  );
}

function isBinary(bytes: Uint8Array): boolean {
  if (wideEncoding(bytes) !== null) return false;
  const sample = bytes.subarray(0, 8_000);
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)) return false;
  const odd = sample.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  return odd > sample.length * 0.02;
}

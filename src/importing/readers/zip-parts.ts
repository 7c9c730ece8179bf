/** Chosen parts of a zip file, with limits that hold whatever its directory claims. */
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { ImportError } from '../import-error.ts';

const MAX_PART = 64 * 1024 * 1024;
const MAX_ENTRIES = 5_000;

/** Unpacks the wanted parts into strings; throws where the archive is damaged, locked or unfolds to too much. */
export async function readZipParts(bytes: Uint8Array, wanted: ReadonlySet<string>): Promise<Map<string, string>> {
  const zip = await openZip(bytes);
  const parts = new Map<string, string>();
  try {
    await new Promise<void>((resolve, reject) => {
      let left = MAX_PART;
      let entries = 0;
      const fail = (error: unknown): void => reject(error instanceof ImportError ? error : new ImportError('damaged'));
      zip.on('error', fail);
      zip.on('end', resolve);
      zip.on('entry', (entry: Entry) => {
        entries += 1;
        if (entries > MAX_ENTRIES) {
          fail(new ImportError('too-much-inside'));
          return;
        }
        if (!wanted.has(entry.fileName)) {
          zip.readEntry();
          return;
        }
        if (entry.generalPurposeBitFlag & 1) {
          fail(new ImportError('encrypted'));
          return;
        }
        if (entry.uncompressedSize > left) {
          fail(new ImportError('too-much-inside'));
          return;
        }
        readEntry(zip, entry, left).then((text) => {
          left -= text.length;
          parts.set(entry.fileName, text.toString('utf8'));
          zip.readEntry();
        }, fail);
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
  return parts;
}

function openZip(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true }, (error, zip) => {
      if (error) reject(new ImportError('damaged'));
      else resolve(zip);
    });
  });
}

function readEntry(zip: ZipFile, entry: Entry, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) {
        reject(new ImportError('damaged'));
        return;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) stream.destroy(new ImportError('too-much-inside'));
        else chunks.push(chunk);
      });
      stream.on('error', reject);
      stream.on('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}

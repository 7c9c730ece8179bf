/** Tells whether anything in the knowledge folder has changed, without reading it. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Names, sizes and times of all files of a folder, as one text; null while it cannot be read. */
export async function folderStamp(directory: string): Promise<string | null> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const lines = files.sort().map(async (path) => {
      const { size, mtimeMs } = await stat(path);
      return `${path} ${size} ${mtimeMs}`;
    });
    return (await Promise.all(lines)).join('\n');
  } catch {
    return null;
  }
}

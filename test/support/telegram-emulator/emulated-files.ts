/** The files that people have sent: how the Bot API describes them, and for how long it has them. */
import { extname } from 'node:path/posix';
import { badRequest, BotApiError } from './bot-api-error.ts';

/** What a person sends. */
export interface SentFile {
  readonly name?: string;
  readonly bytes: Uint8Array;
  readonly caption?: string;
  readonly mime?: string;
  /** Where getFile says that it lies; a path such as Telegram gives, where absent. */
  readonly path?: string;
  /** Who tells how large it is: all answers, only the header of the download, or none. All, where absent. */
  readonly sizeSaid?: 'everywhere' | 'header' | 'nowhere';
}

interface KeptFile extends SentFile {
  readonly id: string;
  readonly path: string;
}

/** Bots get no files that are larger. */
const LIMIT_BYTES = 20 * 1024 * 1024;

export class EmulatedFiles {
  private readonly kept = new Map<string, KeptFile>();
  private nextFile = 1;

  /** Keeps a file; the Document of the Bot API. */
  add(file: SentFile): { readonly file_id: string } {
    const number = this.nextFile++;
    const { path = `documents/file_${number}${extname(file.name ?? '')}` } = file;
    const kept = { ...file, id: `EmulatedFileId-${number}`, path };
    this.kept.set(kept.id, kept);
    return {
      ...described(kept),
      ...(file.name === undefined ? {} : { file_name: file.name }),
      ...(file.mime === undefined ? {} : { mime_type: file.mime }),
    };
  }

  /** Has a file no more. */
  forget(id: string): void {
    this.kept.delete(id);
  }

  /** The File of the Bot API. */
  describe(id: unknown): object {
    const file = this.kept.get(String(id));
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.bytes.length > LIMIT_BYTES) throw badRequest('file is too big');
    return { ...described(file), file_path: file.path };
  }

  /** The file that lies there. */
  at(path: string): KeptFile {
    const file = [...this.kept.values()].find((each) => each.path === path);
    if (!file) throw new BotApiError(404, 'Not Found');
    return file;
  }
}

function described({ id, bytes, sizeSaid = 'everywhere' }: KeptFile) {
  const size = sizeSaid === 'everywhere' ? { file_size: bytes.length } : {};
  return { file_id: id, file_unique_id: `unique-${id}`, ...size };
}

/** The name of a file as it may be shown and kept: somebody else has chosen it. */
import { extname } from 'node:path/posix';
import { cut } from './message-format.ts';

const NAME_LIMIT = 200;
/** What is longer behind the last dot says nothing about the kind of a file. */
const EXTENSION_LIMIT = 10;

/** NFC, without folders, without what cannot be shown, at most so long; empty where no name is left. */
export function fileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const name = last
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .normalize('NFC');
  return /^\.*$/.test(name) ? '' : shortened(name);
}

/** A long name keeps its extension: that tells what the file is. */
function shortened(name: string): string {
  if (name.length <= NAME_LIMIT) return name;
  const found = extname(name);
  const extension = found.length > EXTENSION_LIMIT ? '' : found;
  const stem = name.slice(0, name.length - extension.length);
  return `${cut(stem, NAME_LIMIT - extension.length)}${extension}`;
}

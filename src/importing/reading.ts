/** What a reader makes of a file: its lines, in reading order, without litter of the conversion. */

export interface SourceLine {
  readonly text: string;
  /** Whether an empty line stood before it. */
  readonly gapBefore: boolean;
  /** The cells of a table's row; `text` then holds them joined by " | ". */
  readonly cells?: readonly string[];
  /** Rows of one table share its number. */
  readonly table?: number;
}

export type DocumentFormat = 'txt' | 'md' | 'html' | 'docx' | 'pdf' | 'scan';

export interface Reading {
  readonly format: DocumentFormat;
  readonly lines: readonly SourceLine[];
  /** Mean confidence of the recognised words, 0 to 100; absent where nothing had to be recognised. */
  readonly confidence?: number;
}

export const CELL_JOINT = ' | ';

/** Largest file, in bytes. */
export const MAX_BYTES = 20 * 1024 * 1024;
export const MAX_PAGES = 300;
/** Most characters that a document may unfold to; 300 full pages have about a million. */
export const MAX_CHARACTERS = 8_000_000;

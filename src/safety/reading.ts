/** How much of a message is read, and how. */
import { decodeTelex } from '../text/telex.ts';
import { plainCase, scanWords, type Word } from './words.ts';

const HEAD = 4000;
const TAIL = 2000;
/** Beyond this the phrase scan stops too; no channel delivers a message as long. */
const LONGEST = 200_000;

/** The words of a message: those that the model judges, and all for the phrases. */
export interface Reading {
  readonly judged: readonly Word[];
  readonly all: readonly Word[];
}

/** Reads a message: its beginning and end for the model, the whole for the phrases. */
export function read(text: string): Reading {
  if (text.length <= HEAD + TAIL) {
    const words = scanWords(decodeTelex(plainCase(text)));
    return { judged: words, all: words };
  }
  const ends = `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
  const judged = scanWords(decodeTelex(plainCase(ends)));
  return { judged, all: [...judged, ...scanWords(plainCase(text.slice(HEAD, LONGEST)))] };
}

/** Parts of a long message, so that a few sentences of harm among many others are not averaged away. */
import type { Word } from './words.ts';

const SMALLEST = 9;
const LARGEST = 32;
/** Messages up to this many words are judged as a whole only. */
const WHOLE = 24;
/** An upper bound on work: more windows than this never fit into the text examined. */
const MOST_WINDOWS = 220;

/** Runs of whole sentences (long ones cut with overlap); none for a short message. */
export function windows(words: readonly Word[]): Word[][] {
  if (words.length <= WHOLE) return [];
  const out: Word[][] = [];
  const sentences = splitSentences(words);
  for (let from = 0; from < sentences.length && out.length < MOST_WINDOWS; from += 1) {
    const run = [...sentences[from]!];
    for (let next = from + 1; run.length < SMALLEST && next < sentences.length; next += 1)
      run.push(...sentences[next]!);
    if (run.length < words.length || run.length > LARGEST) out.push(...cut(run));
  }
  return out;
}

function splitSentences(words: readonly Word[]): Word[][] {
  const sentences: Word[][] = [];
  for (const word of words) {
    const last = sentences.at(-1);
    if (!last || word.opens) sentences.push([word]);
    else last.push(word);
  }
  return sentences;
}

function cut(run: Word[]): Word[][] {
  if (run.length <= LARGEST) return [run];
  const parts: Word[][] = [];
  for (let at = 0; at < run.length - LARGEST / 2; at += LARGEST / 2) parts.push(run.slice(at, at + LARGEST));
  return parts;
}

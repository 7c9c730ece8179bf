/** Parts of a long message, so that a few sentences of harm among many others are not averaged away. */
import type { Word } from './words.ts';

const SMALLEST = 9;
const LARGEST = 32;
/** Messages up to this many words are judged as a whole only. */
const WHOLE = 24;
/** An upper bound on work. */
const MOST_WINDOWS = 400;

/** A run of words: from the first to before the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Runs of whole sentences (long ones cut with overlap); none for a short message. */
export function windows(words: readonly Word[]): Span[] {
  if (words.length <= WHOLE) return [];
  const out: Span[] = [];
  const starts = sentenceStarts(words);
  for (let at = 0; at + 1 < starts.length && out.length < MOST_WINDOWS; at += 1) {
    const from = starts[at]!;
    let next = at + 1;
    while (next + 1 < starts.length && starts[next]! - from < SMALLEST) next += 1;
    const to = starts[next]!;
    if (to - from < words.length || to - from > LARGEST) cut(from, to, out);
  }
  return out;
}

/** Where sentences begin, and at the end where the text ends. */
function sentenceStarts(words: readonly Word[]): number[] {
  const starts: number[] = [0];
  for (let at = 1; at < words.length; at += 1) if (words[at]!.opens) starts.push(at);
  starts.push(words.length);
  return starts;
}

function cut(from: number, to: number, out: Span[]): void {
  if (to - from <= LARGEST) {
    out.push({ from, to });
    return;
  }
  for (let at = from; at < to - LARGEST / 2; at += LARGEST / 2) out.push({ from: at, to: Math.min(to, at + LARGEST) });
}

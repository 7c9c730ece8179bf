/** Finds the phrases that must never be missed. */
import { standsAt, type Lexicon, type SafetyPhrase } from './lexicon.ts';
import type { Word } from './words.ts';

/** How far around a phrase a word of its `unless` list takes it back. */
const UNLESS_REACH = 8;
/** Up to this many words every phrase is simply tried. */
const SHORT = 300;

/** The phrases that occur among the words (abbreviations written out), each once. */
export function scanPhrases(words: readonly Word[], lexicon: Lexicon): SafetyPhrase[] {
  const found = new Set<SafetyPhrase>();
  const prospects = words.length > SHORT ? new Prospects(words, lexicon) : null;
  for (let at = 0; at < words.length; at += 1) {
    for (const phrase of prospects?.beginningAt(at) ?? lexicon.phrases.get(words[at]!.folded) ?? []) {
      if (words.length > phrase.maxWords || found.has(phrase)) continue;
      const end = matchGroups(words, at, phrase);
      if (end > 0 && !isTakenBack(words, at, end, phrase, lexicon)) found.add(phrase);
    }
  }
  return [...found];
}

/** A phrase all of whose groups may occur in a text, and where its second group may begin. */
interface Prospect {
  readonly phrase: SafetyPhrase;
  /** By the number of a word: whether the second group may begin with it; null where there is none. */
  readonly second: Uint8Array | null;
  readonly reach: number;
}

/** What is worth looking for in a long text: few phrases have all their words somewhere in it. */
class Prospects {
  private readonly numbers: Uint32Array;
  private readonly byFirst: readonly Prospect[][];

  constructor(words: readonly Word[], lexicon: Lexicon) {
    const known = new Map<string, number>();
    this.numbers = Uint32Array.from(words, ({ folded }) => {
      const number = known.get(folded) ?? known.size;
      known.set(folded, number);
      return number;
    });
    const byFirst: Prospect[][] = Array.from(known, () => []);
    for (const phrase of new Set([...lexicon.phrases.values()].flat())) {
      const groups = phrase.groups.map((group) => firstsOf(group, known));
      if (groups.some((firsts) => firsts.size === 0)) continue;
      const second = groups[1] ? marks(groups[1], known.size) : null;
      const lengths = [...phrase.groups[0]!.values()].flat().map((alternative) => alternative.length);
      const prospect = { phrase, second, reach: Math.max(...lengths) + phrase.within };
      for (const first of groups[0]!) byFirst[first]!.push(prospect);
    }
    this.byFirst = byFirst;
  }

  /** The phrases that may begin at a word. */
  beginningAt(at: number): SafetyPhrase[] {
    const out: SafetyPhrase[] = [];
    for (const { phrase, second, reach } of this.byFirst[this.numbers[at]!]!) {
      if (second === null || this.hasMark(second, at + 1, at + reach)) out.push(phrase);
    }
    return out;
  }

  private hasMark(marked: Uint8Array, from: number, to: number): boolean {
    const last = Math.min(this.numbers.length - 1, to);
    for (let at = from; at <= last; at += 1) if (marked[this.numbers[at]!] === 1) return true;
    return false;
  }
}

/** The numbers of first words of those alternatives of which the text has every word. */
function firstsOf(group: SafetyPhrase['groups'][number], known: ReadonlyMap<string, number>): Set<number> {
  const firsts = new Set<number>();
  for (const [first, alternatives] of group) {
    const number = known.get(first);
    if (number === undefined) continue;
    if (alternatives.some((words) => words.every(({ folded }) => known.has(folded)))) firsts.add(number);
  }
  return firsts;
}

function marks(numbers: ReadonlySet<number>, size: number): Uint8Array {
  const marked = new Uint8Array(size);
  for (const number of numbers) marked[number] = 1;
  return marked;
}

/** The position after the phrase that begins here, or 0. */
function matchGroups(words: readonly Word[], start: number, phrase: SafetyPhrase): number {
  let at = start;
  for (let index = 0; index < phrase.groups.length; index += 1) {
    const end = matchGroup(words, at, index === 0 ? 0 : phrase.within, phrase.groups[index]!);
    if (end === 0) return 0;
    at = end;
  }
  return at;
}

function matchGroup(
  words: readonly Word[],
  from: number,
  slack: number,
  group: SafetyPhrase['groups'][number],
): number {
  const last = Math.min(from + slack, words.length - 1);
  for (let at = from; at <= last; at += 1) {
    const wanted = group.get(words[at]!.folded)?.find((alternative) => standsAt(words, at, alternative));
    if (wanted) return at + wanted.length;
  }
  return 0;
}

function isTakenBack(
  words: readonly Word[],
  start: number,
  end: number,
  phrase: SafetyPhrase,
  lexicon: Lexicon,
): boolean {
  if (isIdiom(words, start, end, lexicon)) return true;
  const from = sentenceStart(words, start);
  const to = sentenceEnd(words, end);
  for (let at = from; at < to; at += 1) {
    for (const wanted of phrase.unless) if (standsAt(words, at, wanted)) return true;
  }
  return false;
}

/** What another sentence speaks of takes nothing back, so that a report around a cry does not silence it. */
function sentenceStart(words: readonly Word[], start: number): number {
  let at = start;
  while (at > 0 && start - at < UNLESS_REACH && !words[at]!.opens) at -= 1;
  return at;
}

function sentenceEnd(words: readonly Word[], end: number): number {
  let at = end;
  while (at < words.length && at - end < UNLESS_REACH && !words[at]!.opens) at += 1;
  return at;
}

/** Whether an idiom covers or overlaps the phrase: then its words do not mean what they say. */
function isIdiom(words: readonly Word[], start: number, end: number, lexicon: Lexicon): boolean {
  for (let at = Math.max(0, start - 4); at < end; at += 1) {
    for (const idiom of lexicon.benign.get(words[at]!.folded) ?? []) {
      if (at + idiom.words.length > start && standsAt(words, at, idiom.words)) return true;
    }
  }
  return false;
}

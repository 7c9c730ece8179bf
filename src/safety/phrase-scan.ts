/** Finds the phrases that must never be missed. */
import { standsAt, type Lexicon, type SafetyPhrase } from './lexicon.ts';
import type { Word } from './words.ts';

/** How far around a phrase a word of its `unless` list takes it back. */
const UNLESS_REACH = 8;

/** The phrases that occur among the words (abbreviations written out), each once. */
export function scanPhrases(words: readonly Word[], lexicon: Lexicon): SafetyPhrase[] {
  const found = new Set<SafetyPhrase>();
  for (let at = 0; at < words.length; at += 1) {
    for (const phrase of lexicon.phrases.get(words[at]!.folded) ?? []) {
      if (found.has(phrase) || words.length > phrase.maxWords) continue;
      const end = matchGroups(words, at, phrase);
      if (end > 0 && !isTakenBack(words, at, end, phrase, lexicon)) found.add(phrase);
    }
  }
  return [...found];
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
  const from = Math.max(0, start - UNLESS_REACH);
  const to = Math.min(words.length, end + UNLESS_REACH);
  for (let at = from; at < to; at += 1) {
    for (const wanted of phrase.unless) if (standsAt(words, at, wanted)) return true;
  }
  return false;
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

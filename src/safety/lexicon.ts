/** The words of phrases.yaml made ready: spellings, concepts and phrases over words. */
import { z } from 'zod';
import { tokenMatches } from '../text/tokens.ts';
import { plainCase, scanWords, type Word } from './words.ts';

const level = z.enum(['concern', 'disclosure', 'emergency']);
const wordList = z.string().min(1);

/** The shape of phrases.yaml. Lists of words are one string, entries parted by commas. */
export const lexiconSchema = z.strictObject({
  spellings: z.record(z.string(), wordList),
  concepts: z.record(z.string(), wordList),
  families: z.record(z.string(), wordList),
  benign: z.array(wordList),
  phrases: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]+$/),
      level,
      category: z.string().regex(/^[a-z-]+$/),
      groups: z.array(wordList).min(1),
      within: z.number().int().min(0).max(12).default(3),
      maxWords: z.number().int().positive().optional(),
      unless: wordList.optional(),
    }),
  ),
});

/** phrases.yaml as read. */
export type LexiconFile = z.infer<typeof lexiconSchema>;

/** Entries found by their first folded word. */
export type EntryIndex<T> = ReadonlyMap<string, readonly (T & { readonly words: readonly Word[] })[]>;

/** One phrase that must never be missed. */
export interface SafetyPhrase {
  readonly id: string;
  readonly level: 'concern' | 'disclosure' | 'emergency';
  readonly category: string;
  /** Each group is a set of alternatives by their first folded word; one of each must follow the other. */
  readonly groups: readonly ReadonlyMap<string, readonly (readonly Word[])[]>[];
  /** How many words may stand between two groups. */
  readonly within: number;
  /** The phrase counts only in messages of at most so many words. */
  readonly maxWords: number;
  readonly unless: readonly (readonly Word[])[];
}

/** Everything of phrases.yaml in the form that matching needs. */
export interface Lexicon {
  readonly spellings: ReadonlyMap<string, readonly Word[]>;
  readonly concepts: EntryIndex<{ readonly concept: string }>;
  readonly benign: EntryIndex<{ readonly concept: string }>;
  /** The families that a concept belongs to. */
  readonly families: ReadonlyMap<string, readonly string[]>;
  readonly phrases: ReadonlyMap<string, readonly SafetyPhrase[]>;
}

/** Makes the lexicon of a file's content. */
export function buildLexicon(file: LexiconFile): Lexicon {
  const spellings = Object.entries(file.spellings).map(
    ([key, full]) => [toWords(key)[0]?.key ?? key, toWords(full)] as const,
  );
  const concepts = Object.entries(file.concepts).flatMap(([concept, list]) => entries(concept, list));
  return {
    spellings: new Map(spellings),
    concepts: indexEntries(concepts),
    benign: indexEntries(file.benign.flatMap((list) => entries('benign', list))),
    families: familiesOf(file.families),
    phrases: indexPhrases(file.phrases.map(toPhrase)),
  };
}

/** Whether an entry stands at a position among the words. */
export function standsAt(words: readonly Word[], at: number, wanted: readonly Word[]): boolean {
  if (at + wanted.length > words.length) return false;
  for (let offset = 0; offset < wanted.length; offset += 1) {
    if (!tokenMatches(words[at + offset]!, wanted[offset]!)) return false;
  }
  return true;
}

/** Writes out abbreviations; words that are none stay as they are. */
export function spellOut(words: readonly Word[], lexicon: Lexicon): Word[] {
  const out: Word[] = [];
  for (const word of words) {
    const full = lexicon.spellings.get(word.key);
    if (!full) out.push(word);
    else out.push(...full.map((part, index) => (index === 0 && word.opens ? part : { ...part, opens: false })));
  }
  return out;
}

function familiesOf(families: LexiconFile['families']): Map<string, string[]> {
  const byConcept = new Map<string, string[]>();
  for (const [family, list] of Object.entries(families)) {
    for (const concept of list.split(',')) append(byConcept, concept.trim(), family);
  }
  return byConcept;
}

function toWords(text: string): Word[] {
  return scanWords(plainCase(text));
}

function splitList(list: string): Word[][] {
  return list
    .split(',')
    .map(toWords)
    .filter((words) => words.length > 0);
}

function entries(concept: string, list: string): { concept: string; words: Word[] }[] {
  return splitList(list).map((words) => ({ concept, words }));
}

function indexEntries<T>(all: (T & { words: readonly Word[] })[]): EntryIndex<T> {
  const byFirst = new Map<string, (T & { words: readonly Word[] })[]>();
  for (const entry of all) append(byFirst, entry.words[0]!.folded, entry);
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);
  return byFirst;
}

function toPhrase(phrase: LexiconFile['phrases'][number]): SafetyPhrase {
  return {
    ...phrase,
    groups: phrase.groups.map((group) => byFirstWord(splitList(group))),
    maxWords: phrase.maxWords ?? Infinity,
    unless: phrase.unless ? splitList(phrase.unless) : [],
  };
}

function byFirstWord(list: readonly Word[][]): Map<string, Word[][]> {
  const byFirst = new Map<string, Word[][]>();
  for (const words of list) append(byFirst, words[0]!.folded, words);
  return byFirst;
}

function indexPhrases(phrases: readonly SafetyPhrase[]): Map<string, SafetyPhrase[]> {
  const byFirst = new Map<string, SafetyPhrase[]>();
  for (const phrase of phrases) {
    for (const first of phrase.groups[0]!.keys()) append(byFirst, first, phrase);
  }
  return byFirst;
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

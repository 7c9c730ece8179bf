/**
 * An inverted index over all facts. Facts of one plan lie side by side, so a question about a known place
 * costs what that plan's facts cost; without a place only the postings of the question's rarest words are read.
 */
import { tokenize, type Token } from '../text/tokens.ts';
import type { Fact } from './facts.ts';

/** One thing a question asks for: a word, or a topic that several words may express. */
export interface Term {
  readonly words: readonly Token[];
  readonly topic?: string;
  /** Lower than 1 for words of the context that only help to choose. */
  readonly weight: number;
}

export interface Hit {
  readonly fact: Fact;
  /** Sum of the weights found, with bonuses for words that stand together. */
  readonly score: number;
  /** Share of the question's weight that the fact holds, 0–1. */
  readonly coverage: number;
  /** Weight of what was found, words that stand together counting more; grows with the question. */
  readonly evidence: number;
  /** How many of the terms were found. */
  readonly found: number;
  /** Whether every topic of the question is met; false for a question without one. */
  readonly onTopic: boolean;
}

/** A fact with its words as numbers: 300,000 facts of 40 words take 100 MB this way, and many times that as strings. */
interface Entry {
  readonly fact: Fact;
  /** Word numbers without diacritics, in order. */
  readonly folded: Int32Array;
  /** Word numbers with diacritics, in order. */
  readonly keys: Int32Array;
}

const POSTINGS_BUDGET = 4000;
const UNKNOWN_WORD = 1.2;

export class FactIndex {
  private readonly entries: Entry[] = [];
  private readonly postings = new Map<string, number[]>();
  private readonly foldedNumbers = new Numbering();
  private readonly keyNumbers = new Numbering();
  private readonly topicPostings = new Map<string, number[]>();
  private readonly ranges = new Map<string, { from: number; to: number }>();

  /** Adds the facts of one plan. */
  addPlan(planId: string, facts: readonly { readonly fact: Fact; readonly text: string; readonly topics: readonly string[] }[]): void {
    const from = this.entries.length;
    for (const { fact, text, topics } of facts) {
      const number = this.entries.length;
      const tokens = tokenize(text);
      const folded = Int32Array.from(tokens, (token) => this.foldedNumbers.take(token.folded));
      const keys = Int32Array.from(tokens, (token) => this.keyNumbers.take(token.key));
      for (const word of new Set(tokens.map((token) => token.folded))) push(this.postings, word, number);
      const topicSet = new Set([...fact.topics, ...topics]);
      for (const topic of topicSet) push(this.topicPostings, topic, number);
      this.entries.push({ fact: { ...fact, topics: [...topicSet] }, folded, keys });
    }
    this.ranges.set(planId, { from, to: this.entries.length });
  }

  /** How much a word tells: high for rare words, and highest for words that no fact has. */
  rarity(word: string): number {
    return this.rarityOf(this.postings.get(word)?.length ?? 0);
  }

  private rarityOf(facts: number): number {
    return Math.log(1 + this.entries.length / (1 + facts));
  }

  /** The words of every fact without diacritics, in order. */
  *texts(): Iterable<readonly string[]> {
    for (const entry of this.entries) yield Array.from(entry.folded, (number) => this.foldedNumbers.word(number));
  }

  /** The facts of a plan. */
  factsOf(planId: string): Fact[] {
    const range = this.ranges.get(planId);
    return range ? this.entries.slice(range.from, range.to).map((entry) => entry.fact) : [];
  }

  /** The facts that hold the terms best, best first; of the given plans only, when given. */
  search(terms: readonly Term[], plans: readonly string[] | null, accept: (fact: Fact) => boolean, limit: number): Hit[] {
    const weighted = terms.map((term) => ({ term, weight: this.termWeight(term), words: term.words.map((word) => this.numbered(word)) }));
    const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) return [];
    const hits: Hit[] = [];
    for (const number of this.candidates(terms, plans)) {
      const entry = this.entries[number]!;
      if (!accept(entry.fact)) continue;
      const hit = scoreEntry(entry, weighted, total);
      if (hit.score > 0) hits.push(hit);
    }
    return hits.sort((a, b) => b.score - a.score).slice(0, limit);
  }

  /** Words that no plan has are mostly the chatter around the question: they count, but less than a rare known word. */
  private termWeight(term: Term): number {
    const known = term.topic !== undefined || term.words.some((word) => (word.plain ? this.postings.has(word.folded) : this.keyNumbers.find(word.key) >= 0));
    if (!known) return term.weight * UNKNOWN_WORD;
    const topic = term.topic === undefined ? 0 : this.rarityOf(this.topicPostings.get(term.topic)?.length ?? 0);
    return term.weight * Math.max(0.3, topic, ...term.words.map((word) => (this.postings.has(word.folded) ? this.rarity(word.folded) : 0)));
  }

  private numbered(word: Token): NumberedWord {
    return { folded: this.foldedNumbers.find(word.folded), key: word.plain ? ANY : this.keyNumbers.find(word.key) };
  }

  private candidates(terms: readonly Term[], plans: readonly string[] | null): Iterable<number> {
    const found = new Set<number>();
    if (plans) {
      for (const plan of plans) {
        const range = this.ranges.get(plan);
        for (let number = range?.from ?? 0; number < (range?.to ?? 0); number += 1) found.add(number);
      }
      return found;
    }
    const lists = terms.flatMap((term) => [
      ...term.words.map((word) => this.postings.get(word.folded) ?? []),
      ...(term.topic ? [this.topicPostings.get(term.topic) ?? []] : []),
    ]);
    return withinBudget(lists.filter((list) => list.length > 0).sort((a, b) => a.length - b.length));
  }
}

/** The facts of the rarest words as far as the budget goes; words so common that one alone exceeds it are intersected. */
function withinBudget(lists: readonly (readonly number[])[]): Set<number> {
  let found = new Set(lists[0]);
  for (const list of lists.slice(1)) {
    if (found.size > POSTINGS_BUDGET) {
      const both = new Set(list.filter((number) => found.has(number)));
      if (both.size > 0) found = both;
    } else if (found.size + list.length <= POSTINGS_BUDGET) for (const number of list) found.add(number);
    else break;
  }
  return found.size <= POSTINGS_BUDGET ? found : new Set([...found].slice(0, POSTINGS_BUDGET));
}

/** Numbers for words, given out in the order of their first appearance. */
class Numbering {
  private readonly numbers = new Map<string, number>();
  private readonly words: string[] = [];

  take(word: string): number {
    const known = this.numbers.get(word);
    if (known !== undefined) return known;
    this.numbers.set(word, this.words.length);
    return this.words.push(word) - 1;
  }

  /** The number of a word, or -1 for one that never appeared. */
  find(word: string): number {
    return this.numbers.get(word) ?? -1;
  }

  word(number: number): string {
    return this.words[number] ?? '';
  }
}

/** Matches whatever diacritics stand there: the writer set none. */
const ANY = -2;

interface NumberedWord {
  readonly folded: number;
  readonly key: number;
}

interface WeightedTerm {
  readonly term: Term;
  readonly weight: number;
  readonly words: readonly NumberedWord[];
}

function scoreEntry(entry: Entry, weighted: readonly WeightedTerm[], total: number): Hit {
  let covered = 0;
  let together = 0;
  let previous: readonly number[] = [];
  let previousWeight = 0;
  let found = 0;
  let topics = 0;
  let missed = 0;
  for (const { term, weight, words } of weighted) {
    const { share, at } = matchTerm(entry, term, words);
    covered += weight * share;
    if (share >= 0.5) found += 1;
    if (term.topic !== undefined && term.weight > 0.5) topics += 1;
    if (term.topic !== undefined && term.weight > 0.5 && share < 0.5) missed += 1;
    if (share > 0 && at.some((position) => previous.includes(position - 1) || previous.includes(position - 2))) {
      together += Math.min(weight, previousWeight) * 0.5;
    }
    previous = share > 0 ? at.map((position) => position + term.words.length - 1) : [];
    previousWeight = weight;
  }
  const length = 1 + 0.02 * Math.log(1 + entry.folded.length);
  const evidence = covered + together;
  return { fact: entry.fact, score: evidence / length, coverage: covered / total, evidence, found, onTopic: topics > 0 && missed === 0 };
}

function matchTerm(entry: Entry, term: Term, words: readonly NumberedWord[]): { share: number; at: readonly number[] } {
  const first = words[0]?.folded ?? -1;
  let best = 0;
  const at: number[] = [];
  for (let start = first < 0 ? -1 : entry.folded.indexOf(first); start >= 0; start = entry.folded.indexOf(first, start + 1)) {
    if (!words.every((word, offset) => entry.folded[start + offset] === word.folded)) continue;
    const agrees = words.every((word, offset) => word.key === ANY || entry.keys[start + offset] === word.key);
    best = Math.max(best, agrees ? 1 : 0.5);
    at.push(start);
  }
  if (best < 1 && term.topic && entry.fact.topics.includes(term.topic)) best = Math.max(best, 0.85);
  return { share: best, at };
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/**
 * `npm run bench [-- --json]`: the index over a country, 3,355 plans with about 300,000 facts made by mixing the sentences
 * of the real ones, and the whole dialogue over the plans there are.
 */
import { openWorld } from '../src/open-world.ts';
import { decide } from '../src/dialogue/decide.ts';
import { readText } from '../src/dialogue/reading.ts';
import type { Fact } from '../src/knowledge/facts.ts';
import { FactIndex } from '../src/knowledge/index.ts';
import { messageOf, questionSets } from './support/questions.ts';

const PLANS = 3355;
const FACTS_EACH = 90;
const SEED = 20_261_122;

const world = openWorld();
const facts = [...world.plans.keys()].flatMap((id) => world.index.factsOf(id));
const questions = questionSets().flatMap((set) => set.questions);

const random = generator(SEED);
const started = performance.now();
const before = process.memoryUsage().rss;
const index = new FactIndex();
for (let plan = 0; plan < PLANS; plan += 1) index.addPlan(`plan-${plan}`, Array.from({ length: FACTS_EACH }, mixed));
const readySeconds = (performance.now() - started) / 1000;

const terms = questions.map((question) => readText(question.text, world).terms).filter((list) => list.length > 0);
const report = {
  country: {
    plans: PLANS,
    facts: PLANS * FACTS_EACH,
    readySeconds: round(readySeconds),
    memoryMegabytes: Math.round((process.memoryUsage().rss - before) / 1e6),
    knownPlaceMs: quantiles(
      terms.map((list, at) => time(() => index.search(list, [`plan-${at % PLANS}`], () => true, 10))),
    ),
    noPlaceMs: quantiles(terms.map((list) => time(() => index.search(list, null, () => true, 10)))),
  },
  dialogueMs: quantiles(questions.map((question) => time(() => decide(messageOf(question), {}, world)))),
};
console.log(process.argv.includes('--json') ? JSON.stringify(report) : JSON.stringify(report, null, 2));

/** A fact of its own words: the halves of two real ones. */
function mixed(): { fact: Fact; text: string; topics: readonly string[] } {
  const [a, b] = [pick(), pick()];
  const [left, right] = [a.quote.split(' '), b.quote.split(' ')];
  const text = [
    ...left.slice(0, left.length / 2),
    ...right.slice(right.length / 2),
    `x${Math.floor(random() * 50_000)}`,
  ].join(' ');
  return { fact: a, text, topics: a.topics };
}

function pick(): Fact {
  return facts[Math.floor(random() * facts.length)]!;
}

function time(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

function quantiles(times: readonly number[]): { p50: number; p99: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p99: at(0.99) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** A small reproducible generator (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixedBits = Math.imul(state ^ (state >>> 15), 1 | state);
    mixedBits = (mixedBits + Math.imul(mixedBits ^ (mixedBits >>> 7), 61 | mixedBits)) ^ mixedBits;
    return ((mixedBits ^ (mixedBits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

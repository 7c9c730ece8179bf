import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/dialogue/decide.ts';
import { plainText } from '../../src/knowledge/source-text.ts';
import type { Reply } from '../../src/model/reply.ts';
import { askAll, describeScore, messageOf, questionSets, scoreOf } from '../support/questions.ts';
import { knowledge, realWorld } from '../support/world.ts';

/** The share of questions that has to be answered right, and the share of wrong answers that is too much. */
const FLOOR = 0.93;
const WRONG_CEILING = 0.05;
const LONGEST_REPLY = 4000;

const sources = new Map(knowledge.plans.map(({ plan, source }) => [plan.id, plainText(source)]));
const questions = questionSets().flatMap((set) => set.questions);

/** What is wrong with a reply's evidence; empty for one that proves what it says. */
function faultsOf(reply: Reply): string[] {
  const invented = reply.citations.filter(
    ({ plan, quote }) => quote === '' || !sources.get(plan)?.includes(plainText(quote)),
  );
  return [
    ...(reply.kind === 'answer' && reply.citations.length === 0 ? ['answers without a citation'] : []),
    ...invented.map(({ plan, quote }) => `cites what ${plan} does not say: ${quote}`),
    ...(reply.citations.some(({ section }) => section === '') ? ['cites without a section'] : []),
    ...(reply.text.trim() === '' ? ['says nothing'] : []),
    ...(reply.text.length > LONGEST_REPLY ? [`is ${reply.text.length} characters long`] : []),
    ...(/undefined|\[object|NaN|\{\w+\}/.test(reply.text) ? ['shows an unfilled place'] : []),
  ];
}

describe('the question sets', () => {
  const asked = askAll(questions, realWorld());
  const score = scoreOf(asked);

  it(`are answered right in at least ${FLOOR * 100} % and wrong in at most ${WRONG_CEILING * 100} %`, () => {
    console.log(`questions: ${describeScore(score)}`);
    expect(score.right / score.total).toBeGreaterThanOrEqual(FLOOR);
    expect(score.wrong / score.total).toBeLessThanOrEqual(WRONG_CEILING);
  });

  it('get only answers that cite the exact words of a plan', () => {
    const faults = asked.flatMap(({ question, reply }) => faultsOf(reply).map((fault) => `${question.id}: ${fault}`));
    expect(faults).toEqual([]);
  });

  it('get a line with 111 under every private "unknown"', () => {
    const unknown = asked.filter(({ question, reply }) => question.channel === 'private' && reply.kind === 'unknown');
    expect(unknown.length).toBeGreaterThan(10);
    expect(unknown.filter(({ reply }) => !reply.text.split('\n').at(-1)?.includes('111'))).toEqual([]);
  });
});

describe('questions put together from others', () => {
  const word = fc.constantFrom(...new Set(questions.flatMap((question) => question.text.split(/\s+/))));
  const piece = fc.oneof(
    fc.constantFrom(...questions.map((question) => question.text)),
    fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' ')),
  );
  const turns = fc.array(
    fc.record({
      like: fc.constantFrom(...questions),
      text: fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(' ')),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('get only answers that cite the exact words of a plan', () => {
    fc.assert(
      fc.property(turns, (conversation) => {
        let memory = {};
        for (const { like, text } of conversation) {
          const decision = decide({ ...messageOf(like), text }, memory, realWorld());
          expect(faultsOf(decision.reply)).toEqual([]);
          memory = decision.conversation;
        }
      }),
      { numRuns: 300 },
    );
  });
});

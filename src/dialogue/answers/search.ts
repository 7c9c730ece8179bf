/** The last resort: the passage or task whose words meet the question; refuses unless most of them do. */
import type { Fact } from '../../knowledge/facts.ts';
import type { Term } from '../../knowledge/index.ts';
import { asks, type Ask } from '../ask.ts';
import { citationOf, say, sourceLine, todayLines, type Draft } from '../draft.ts';
import type { World } from '../world.ts';
import { charged, isEnough } from './assignments.ts';

const KINDS = new Set(['assignment', 'passage', 'target', 'slogan', 'theme', 'deadline']);

/** Answers from whatever the plan says in the question's words; null when too few of them occur together. */
export function answerSearch(ask: Ask, world: World): Draft | null {
  const { terms } = ask.reading;
  // A number alone is in any plan; slogans that the plan does not have are in no other part of it.
  if (!terms.some(isWord)) return null;
  if (asks(ask, 'slogan') && ask.plan.slogans.length === 0) return null;
  const hits = world.index.search(terms, [ask.plan.id], (fact) => KINDS.has(fact.kind), 6);
  const best = hits[0];
  if (!best || !(terms.length === 1 && !terms[0]!.topic ? best.coverage >= 0.95 : isEnough(best))) return null;
  if (best.found / terms.length < 0.5 && best.evidence < 14 && !best.onTopic) return null;
  if (asks(ask, 'when') && !/\d{1,2}\/\d|Qu\S+ [IV]+|\d{4}/u.test(best.fact.quote)) return null;
  if (asks(ask, 'howMany') && !/\d/.test(best.fact.quote)) return null;
  const near = hits.filter((hit) => hit.score >= best.score * 0.7).map((hit) => hit.fact);
  const charging = (fact: Fact) => fact.kind === 'assignment' && fact.data.parties.length > 0;
  const ordered = asks(ask, 'who', 'lead')
    ? [...near.filter(charging), ...near.filter((fact) => !charging(fact))]
    : near;
  const shown = distinct(ordered).slice(0, 3);
  const parties = shown.flatMap((fact) =>
    fact.kind === 'assignment' ? fact.data.parties.map((party) => party.agency) : [],
  );
  return {
    kind: 'answer',
    lines: [
      ...shown.flatMap((fact) => [...partyLine(fact, world), sourceLine(fact, world, terms, 500)]),
      ...todayLines(ask.plan, parties, world),
    ],
    citations: shown.map(citationOf),
    confidence: best.coverage * 0.9,
    focus: {
      topic: parties.length > 0 ? 'who' : 'search',
      plans: [ask.plan.id],
      agencies: parties,
      ...(shown[0]?.kind === 'assignment' ? { factId: shown[0].data.id } : {}),
    },
  };
}

function isWord(term: Term): boolean {
  return term.words.some((word) => /\p{L}/u.test(word.folded));
}

function partyLine(fact: Fact, world: World): string[] {
  if (fact.kind !== 'assignment' || fact.data.parties.length === 0) return [];
  return [say(world, 'who-first', { agencies: charged(fact, world) })];
}

function distinct(facts: readonly Fact[]): Fact[] {
  const seen = new Set<string>();
  return facts.filter((fact) => !seen.has(fact.quote) && seen.add(fact.quote));
}

/** The Action Month: theme, period, slogans. */
import type { FactOf } from '../../knowledge/facts.ts';
import { daysBetween, officeDate } from '../../text/dates.ts';
import { asks, spoken, type Ask } from '../ask.ts';
import { citationOf, say, sourceLine, type Draft } from '../draft.ts';
import type { World } from '../world.ts';

type SloganFact = FactOf<'slogan'>;

/** Answers a question on slogans: all, how many, the n-th, the next, or by topic. */
export function answerSlogan(ask: Ask, world: World): Draft | null {
  const leaning = ask.focus?.topic === 'slogan';
  const counted = /\bcau (so |thu )?\d|\bcau (ve|nao|noi ve|gi)\b|\b(sau|truoc) cau\b/.test(spoken(ask));
  if (!asks(ask, 'slogan') && !leaning && !counted) return null;
  const all = world.index.factsOf(ask.plan.id).filter((fact): fact is SloganFact => fact.kind === 'slogan');
  if (all.length === 0) return null;
  if (asks(ask, 'count') && !ask.reading.terms.some((term) => term.topic && term.topic !== 'thang-hanh-dong'))
    return allDraft(all, ask, world);
  const several = firstOrLast(ask, all);
  if (several) return sloganDraft(several, ask, world, 1);
  const neighbour = ask.reading.terms.length > 0 && asks(ask, 'next', 'previous') ? neighbourOf(all, ask, world) : null;
  if (neighbour !== null) return byNumber(neighbour, all, ask, world);
  if (ask.reading.ordinals.length > 1)
    return sloganDraft(
      all.filter((fact) => ask.reading.ordinals.includes(String(fact.data.number))),
      ask,
      world,
      1,
    );
  const asked = askedNumber(ask, all.length);
  if (asked !== null) return byNumber(asked, all, ask, world);
  const terms = ask.reading.terms.filter(
    (term) =>
      !/^(cau|noi|in|tuyen truyen|khau|hieu|khau hieu|thong diep|thang hanh dong|dau|treo|bang ron)$/.test(
        term.words.map((word) => word.folded).join(' '),
      ),
  );
  const quoted = terms.length >= 3 && /\b(thu|so) may\b/.test(spoken(ask));
  const hits = terms.length > 0 ? world.index.search(terms, [ask.plan.id], (fact) => fact.kind === 'slogan', 4) : [];
  const best = hits[0];
  if (best && best.coverage >= (quoted ? 0.6 : 0.35)) {
    const near = hits.filter((hit) => hit.score >= best.score * 0.55).map((hit) => hit.fact as SloganFact);
    return sloganDraft(near, ask, world, Math.max(0.7, best.coverage));
  }
  if (quoted)
    return {
      kind: 'unknown',
      lines: [say(world, 'slogan-none', { plan: world.labels.plan(ask.plan) })],
      citations: [],
      confidence: 1,
      focus: focusOf(ask, undefined),
    };
  if (leaning && !asks(ask, 'slogan', 'list', 'count')) return null;
  if (asks(ask, 'who', 'lead', 'duties') && !asks(ask, 'list', 'count')) return null;
  return allDraft(all, ask, world);
}

/** "3 câu đầu", "hai câu cuối". */
function firstOrLast(ask: Ask, all: readonly SloganFact[]): SloganFact[] | null {
  const match = spoken(ask).match(/\b(\d{1,2}|hai|ba|bon|nam) (?:cau|khau hieu|thong diep) (dau|cuoi)/);
  if (!match) return null;
  const count = Number(match[1]) || ['hai', 'ba', 'bon', 'nam'].indexOf(match[1]!) + 2;
  return match[2] === 'dau' ? all.slice(0, count) : all.slice(-count);
}

/** The number after or before the slogan that the question quotes or describes. */
function neighbourOf(all: readonly SloganFact[], ask: Ask, world: World): number | null {
  const hit = world.index.search(ask.reading.terms, [ask.plan.id], (fact) => fact.kind === 'slogan', 1)[0];
  if (!hit || hit.coverage < 0.35) return null;
  const number = (hit.fact as SloganFact).data.number;
  const wanted = asks(ask, 'previous') && !/\bsau cau\b/.test(spoken(ask)) ? number - 1 : number + 1;
  return all.some((fact) => fact.data.number === wanted) ? wanted : null;
}

function askedNumber(ask: Ask, count: number): number | null {
  const said = ask.reading.ordinals[0];
  if (said !== undefined) return Number(said);
  const current = ask.focus?.topic === 'slogan' ? Number(ask.focus.number) : Number.NaN;
  if (asks(ask, 'next') && current) return current + 1;
  if (asks(ask, 'previous') && current) return current - 1;
  if (asks(ask, 'last')) return count;
  if (asks(ask, 'first')) return 1;
  const bare = ask.reading.tokens.filter((token) => /^\d{1,2}$/.test(token.folded));
  return bare.length === 1 && ask.reading.terms.length <= 1 && !asks(ask, 'count') ? Number(bare[0]!.folded) : null;
}

function byNumber(number: number, all: readonly SloganFact[], ask: Ask, world: World): Draft {
  const fact = all.find((each) => each.data.number === number);
  if (fact) return sloganDraft([fact], ask, world, 1);
  return {
    kind: 'unknown',
    lines: [say(world, 'slogan-range', { number, count: all.length })],
    citations: [],
    confidence: 1,
    focus: focusOf(ask, undefined),
  };
}

function sloganDraft(facts: readonly SloganFact[], ask: Ask, world: World, confidence: number): Draft {
  return {
    kind: 'answer',
    lines: [
      ...facts.map((fact) => say(world, 'slogan-first', { number: fact.data.number, text: fact.data.text })),
      sourceLine(facts[0]!, world),
    ],
    citations: facts.map(citationOf),
    confidence,
    focus: focusOf(ask, facts[0]!.data.number),
  };
}

function allDraft(all: readonly SloganFact[], ask: Ask, world: World): Draft {
  return {
    kind: 'answer',
    lines: [
      say(world, 'slogan-count', { plan: world.labels.plan(ask.plan), count: all.length }),
      ...all.map((fact) => say(world, 'slogan-item', { number: fact.data.number, text: fact.data.text })),
      sourceLine(all[0]!, world),
    ],
    citations: all.map(citationOf),
    confidence: 1,
    focus: focusOf(ask, undefined),
  };
}

function focusOf(ask: Ask, number: number | undefined): Draft['focus'] {
  return {
    topic: 'slogan',
    plans: [ask.plan.id],
    agencies: [],
    ...(number === undefined ? {} : { number: String(number) }),
  };
}

/** Answers what the theme of the Action Month (or another event) is. */
export function answerTheme(ask: Ask, world: World): Draft | null {
  if (!asks(ask, 'theme') || asks(ask, 'who', 'lead', 'sender')) return null;
  const all = world.index.factsOf(ask.plan.id).filter((fact) => fact.kind === 'theme');
  const event = ask.reading.terms
    .map((term) => term.topic)
    .find((topic) => topic === 'trung-thu' || topic === 'dien-dan-tre-em');
  const shown = event ? all.filter((fact) => fact.data.event === event) : all;
  const chosen = event && asks(ask, 'actionMonth') ? all : shown;
  if (chosen.length === 0) return null;
  const values = new Map(chosen.map((fact) => [fact.data.event, fact]));
  return {
    kind: 'answer',
    lines: [
      ...[...values.values()].map((fact) =>
        say(world, 'theme-first', {
          event: say(world, `event-${fact.data.event}`),
          year: ask.plan.year,
          value: fact.data.value,
        }),
      ),
      ...(ask.plan.period && asks(ask, 'period', 'time', 'when')
        ? [
            say(world, 'period-first', {
              text: ask.plan.period.text,
              from: officeDate(ask.plan.period.from),
              to: officeDate(ask.plan.period.to),
            }),
          ]
        : []),
      sourceLine(chosen[0]!, world),
    ],
    citations: chosen.map(citationOf),
    confidence: 1,
    focus: { topic: 'theme', plans: [ask.plan.id], agencies: [] },
  };
}

/** Answers when the Action Month is. */
export function answerPeriod(ask: Ask, world: World): Draft | null {
  const leaning = ask.focus?.topic === 'theme' || ask.focus?.topic === 'slogan';
  if (
    !(asks(ask, 'actionMonth') || leaning) ||
    !asks(ask, 'period', 'time', 'when', 'daysLeft') ||
    asks(ask, 'report', 'makePlan', 'who')
  )
    return null;
  const fact = world.index.factsOf(ask.plan.id).find((each) => each.kind === 'period');
  if (fact?.kind !== 'period') return null;
  const { from, to } = fact.data;
  const status =
    ask.today < from
      ? say(world, 'period-status-before', { days: daysBetween(ask.today, from) })
      : ask.today <= to
        ? say(world, 'period-status-during', { days: daysBetween(ask.today, to) })
        : say(world, 'period-status-after');
  return {
    kind: 'answer',
    lines: [
      say(world, 'period-first', { text: fact.data.text, from: officeDate(from), to: officeDate(to) }),
      status,
      sourceLine(fact, world),
    ],
    citations: [citationOf(fact)],
    confidence: 1,
    focus: { topic: 'theme', plans: [ask.plan.id], agencies: [] },
  };
}

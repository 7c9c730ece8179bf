/** Targets: by number, by content, how many, and who leads them. */
import type { FactOf } from '../../knowledge/facts.ts';
import { plainText } from '../../knowledge/source-text.ts';
import { sameBody } from '../agency-match.ts';
import { asks, spoken, type Ask } from '../ask.ts';
import { citationOf, roleWord, say, sourceLine, todayLines, type Draft } from '../draft.ts';
import type { World } from '../world.ts';

type TargetFact = FactOf<'target'>;

/** Answers a question on targets of a plan; null when it is not about them or the plan has none. */
export function answerTarget(ask: Ask, world: World): Draft | null {
  const all = world.index.factsOf(ask.plan.id).filter((fact): fact is TargetFact => fact.kind === 'target');
  if (all.length === 0) return null;
  const leaning = ask.focus?.topic === 'target';
  if (asks(ask, 'who', 'lead') && !leaning && !spoken(ask).includes('chi tieu')) return null;
  const about = asks(ask, 'target') || leaning;
  const number =
    ask.reading.ordinals[0] ??
    (leaning && asks(ask, 'anaphora', 'lead', 'who') && ask.reading.terms.length === 0 ? ask.focus.number : undefined);
  if (about && number !== undefined) return byNumber(all, number, ask, world);
  if (about && asks(ask, 'count') && ask.reading.terms.filter((term) => term.topic !== undefined).length === 0)
    return countDraft(all, ask, world);
  if (about && ask.reading.agencies.length > 0) {
    const led = ofAgency(all, ask, world);
    if (led) return led;
  }
  if (!about && !asks(ask, 'howMany', 'compare')) return null;
  return byContent(about, ask, world);
}

function byNumber(all: readonly TargetFact[], number: string, ask: Ask, world: World): Draft {
  const fact =
    all.find((each) => normalise(each.data.number) === normalise(number)) ??
    all.find((each) => each.data.number.split('.').at(-1) === normalise(number));
  if (!fact) {
    const line = say(world, 'target-range', { number, plan: world.labels.plan(ask.plan), count: all.length });
    return { kind: 'unknown', lines: [line], citations: [], confidence: 1, focus: focusOf(ask) };
  }
  return targetDraft([fact], ask, world, 1);
}

function normalise(number: string): string {
  return number.replace(/^0+/, '');
}

function targetDraft(facts: readonly TargetFact[], ask: Ask, world: World, confidence: number): Draft {
  const fact = facts[0]!;
  const who = asks(ask, 'who', 'lead', 'yesNo', 'coordinate') && fact.data.leads.length > 0;
  const first = who
    ? say(world, 'target-who', { agencies: leads(fact, world), number: fact.data.number, text: words(fact) })
    : numbered(fact, ask, world);
  const leadLines =
    !who && fact.data.leads.length > 0 ? [say(world, 'target-lead', { agencies: leads(fact, world) })] : [];
  const rest = facts.slice(1).map((each) => say(world, 'target-item', { number: each.data.number, text: words(each) }));
  const leadSources = fact.data.leads.map((lead) => ({ plan: fact.plan, section: lead.section, quote: lead.quote }));
  return {
    kind: 'answer',
    lines: [
      first,
      ...leadLines,
      ...rest,
      sourceLine(fact, world, ask.reading.terms),
      ...leadSources.slice(0, 2).map((source) =>
        say(world, 'source-line', {
          plan: world.labels.plan(fact.plan),
          section: source.section,
          quote: plainText(source.quote),
        }),
      ),
      ...(fact.note ? [say(world, 'note-line', { note: fact.note })] : []),
      ...todayLines(
        ask.plan,
        fact.data.leads.map((lead) => lead.agency),
        world,
      ),
    ],
    citations: [...facts.map(citationOf), ...leadSources.map(citationOf)],
    confidence,
    focus: {
      ...focusOf(ask),
      agencies: fact.data.leads.map((lead) => lead.agency),
      number: fact.data.number,
      factId: fact.data.id,
    },
  };
}

function focusOf(ask: Ask): Draft['focus'] {
  return { topic: 'target', plans: [ask.plan.id], agencies: [] };
}

function numbered(fact: TargetFact, ask: Ask, world: World): string {
  return say(world, 'target-first', { number: fact.data.number, year: ask.plan.year, text: words(fact) });
}

/** The target's words without its own number in front, which the sentence has already said. */
function words(fact: TargetFact): string {
  return plainText(fact.quote)
    .replace(/^\d+(\.\d+)*\.?\s+/, '')
    .replace(/^[^\d:]{1,14}\d+:\s*/, '');
}

function leads(fact: TargetFact, world: World): string {
  return fact.data.leads
    .map((lead) =>
      say(world, 'who-agency', { name: world.agencies.get(lead.agency)?.name ?? '', role: roleWord(lead.role, world) }),
    )
    .join('; ');
}

function countDraft(all: readonly TargetFact[], ask: Ask, world: World): Draft {
  return {
    kind: 'answer',
    lines: [
      say(world, 'target-count', { plan: world.labels.plan(ask.plan), count: all.length }),
      ...all.slice(0, 3).map((fact) => say(world, 'target-item', { number: fact.data.number, text: words(fact) })),
      sourceLine(all.at(-1)!, world),
    ],
    citations: [citationOf(all[0]!), citationOf(all.at(-1)!)],
    confidence: 1,
    focus: focusOf(ask),
  };
}

function ofAgency(all: readonly TargetFact[], ask: Ask, world: World): Draft | null {
  if (asks(ask, 'yesNo')) return null;
  const agency = ask.reading.agencies[0]!;
  const led = all.filter((fact) => fact.data.leads.some((lead) => sameBody(lead.agency, agency, world)));
  if (led.length === 0 || ask.reading.terms.some((term) => term.topic !== undefined)) return null;
  const lead = led[0]!.data.leads.find((each) => sameBody(each.agency, agency, world))!;
  return {
    kind: 'answer',
    lines: [
      say(world, 'target-of-agency', {
        agency: world.agencies.get(lead.agency)?.name ?? '',
        numbers: led.map((fact) => fact.data.number).join(', '),
      }),
      ...led
        .slice(0, 8)
        .map((fact) => say(world, 'target-item', { number: fact.data.number, text: words(fact).slice(0, 150) })),
      say(world, 'source-line', {
        plan: world.labels.plan(ask.plan),
        section: lead.section,
        quote: plainText(lead.quote),
      }),
    ],
    citations: [citationOf({ plan: ask.plan, section: lead.section, quote: lead.quote })],
    confidence: 0.95,
    focus: { ...focusOf(ask), agencies: [lead.agency] },
  };
}

function byContent(about: boolean, ask: Ask, world: World): Draft | null {
  const terms = ask.reading.terms.filter(
    (term) =>
      !/^(chi tieu|muc tieu|chi|tieu|muc|dat|%|phan tram|con|giam|tang|ty le|toi thieu)$/.test(
        term.words.map((word) => word.folded).join(' '),
      ),
  );
  const hits = world.index.search(terms, [ask.plan.id], (fact) => fact.kind === 'target', 6);
  const best = hits[0];
  if (!best || best.coverage < (about ? 0.4 : 0.6)) return null;
  const near = hits
    .filter((hit) => hit.score >= best.score * 0.75)
    .slice(0, 3)
    .map((hit) => hit.fact as TargetFact);
  return targetDraft(near, ask, world, best.coverage);
}

/** Phone numbers, only as the plans and the reviewed national list have them; 111 always comes first. */
import type { FactOf } from '../../knowledge/facts.ts';
import { asks, type Ask } from '../ask.ts';
import { citationOf, say, sourceLine, type Draft } from '../draft.ts';
import type { World } from '../world.ts';

const PHONE = /^(111|113|114|115|1022|1800\d*|02713|0\d{8,10})$/;
/** The one office whose own number the plans name. */
const SOCIAL_CENTRE = 'tt-btxh';

/** Answers a question on a hotline or phone number with the plan's contacts; null when none is asked for. */
export function answerContact(ask: Ask, world: World): Draft | null {
  const numbers = ask.reading.tokens.filter((token) => PHONE.test(token.folded));
  if (!asks(ask, 'contact') && numbers.length === 0) return null;
  const hotline = asks(ask, 'hotline') || numbers.length > 0;
  const ofOffice = asks(ask, 'office') || ask.reading.agencies.some((agency) => agency !== SOCIAL_CENTRE);
  if (asks(ask, 'duties', 'lead', 'report', 'target', 'slogan')) return null;
  if (asks(ask, 'who') && !asks(ask, 'contact') && ask.reading.terms.length > 1) return null;
  if (ofOffice && !hotline) return asks(ask, 'who') ? null : noNumber(world);
  const all = world.index.factsOf(ask.plan.id).filter((fact): fact is FactOf<'contact'> => fact.kind === 'contact');
  if (all.length === 0) return null;
  const asked = numbers
    .map((token) => token.folded)
    .filter((number) => !all.some((fact) => fact.data.phone.replace(/\D/g, '').startsWith(number)));
  if (asked.length > 0) return absent(all, ask, world);
  const ordered = [...all].sort((a, b) => rank(a, ask) - rank(b, ask));
  return {
    kind: 'answer',
    lines: [
      ...ordered.map((fact) => say(world, 'contact-first', { phone: fact.data.phone, name: fact.data.name })),
      ...(ordered.some((fact) => fact.data.phone !== '111')
        ? [say(world, 'contact-as-of', { plan: world.labels.plan(ask.plan) })]
        : []),
      sourceLine(ordered[0]!, world),
      ...purpose(ordered[0]!, ask, world),
    ],
    citations: ordered.map(citationOf),
    confidence: 0.9,
    focus: { topic: 'contact', plans: [ask.plan.id], agencies: [] },
  };
}

/** What the plan says a number other than 111 is for. */
function purpose(fact: FactOf<'contact'>, ask: Ask, world: World): string[] {
  if (fact.data.phone === '111') return [];
  const task = world.index
    .factsOf(ask.plan.id)
    .find((each) => each.kind === 'assignment' && each.data.parties.length > 0 && each.quote.includes(fact.data.phone));
  return task ? [sourceLine(task, world)] : [];
}

function rank(fact: FactOf<'contact'>, ask: Ask): number {
  const named = ask.reading.tokens.some(
    (token) => token.folded.length > 2 && fact.data.phone.replace(/\D/g, '').startsWith(token.folded),
  );
  return named ? 0 : fact.data.phone === '111' ? 1 : 2;
}

/** The plans name no office's telephone: says so and gives 111. */
function noNumber(world: World): Draft {
  const lines = [say(world, 'contact-none'), say(world, 'contact-national')];
  return { kind: 'unknown', lines, citations: [], confidence: 1, focus: { topic: 'contact', plans: [], agencies: [] } };
}

/** A number that this plan does not name: says so and gives 111. */
function absent(all: readonly FactOf<'contact'>[], ask: Ask, world: World): Draft {
  return {
    kind: 'unknown',
    lines: [say(world, 'unknown-plan', { plan: world.labels.plan(ask.plan) }), say(world, 'contact-national')],
    citations: all.slice(0, 1).map(citationOf),
    confidence: 1,
    focus: { topic: 'contact', plans: [ask.plan.id], agencies: [] },
  };
}

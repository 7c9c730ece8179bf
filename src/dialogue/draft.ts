/** Building blocks of answers: sentences from `messages.yaml`, lists of plans, sources, excerpts. */
import type { Fact } from '../knowledge/facts.ts';
import { messageOf } from '../knowledge/messages.ts';
import type { Plan, Role } from '../knowledge/schema.ts';
import { plainText } from '../knowledge/source-text.ts';
import type { Focus } from '../model/conversation.ts';
import type { Citation, ReplyKind } from '../model/reply.ts';
import { fold } from '../text/fold.ts';
import type { Term } from '../knowledge/index.ts';
import type { World } from './world.ts';

const MOST_NAMES = 8;

/** An answer of one plan before it is decided whether it is given. */
export interface Draft {
  readonly kind: ReplyKind;
  readonly lines: readonly string[];
  readonly citations: readonly Citation[];
  /** How well the plan's words meet the question, 0–1. */
  readonly confidence: number;
  readonly focus: Omit<Focus, 'question'>;
}

/** The sentence of a key, its {places} filled in; throws where the key is missing. */
export function say(world: World, key: string, values: Readonly<Record<string, string | number>> = {}): string {
  return messageOf(world.knowledge.messages, key, values);
}

/** The plans there are, by name; of many only the first, and how many more. */
export function planNames(world: World): string {
  const plans = [...world.plans.values()];
  const names = plans.slice(0, MOST_NAMES).map((plan) => world.labels.plan(plan));
  const more = plans.length - names.length;
  return [...names, ...(more > 0 ? [say(world, 'plans-more', { count: more })] : [])].join('; ');
}

/** The word for a role: chủ trì, phối hợp, thực hiện. */
export function roleWord(role: Role, world: World): string {
  return say(world, `role-${role}`);
}

/** The full name of an agency, or the plan's own words for it. */
export function agencyName(
  party: { readonly agency?: string | undefined; readonly name?: string | undefined },
  world: World,
): string {
  return party.name ?? (party.agency ? (world.agencies.get(party.agency)?.name ?? party.agency) : '');
}

/** The line that names plan, section and exact words. */
export function sourceLine(fact: Fact, world: World, terms: readonly Term[] = [], length = 420): string {
  return say(world, 'source-line', {
    plan: world.labels.plan(fact.plan),
    section: fact.section,
    quote: excerpt(fact.quote, terms, length, world),
  });
}

/** The citation of a fact: its quote as plain words. */
export function citationOf(fact: { readonly plan: Plan; readonly section: string; readonly quote: string }): Citation {
  return { plan: fact.plan.id, section: fact.section, quote: plainText(fact.quote) };
}

/** A quote cut to a length at word ends, round the words asked for. */
export function excerpt(quote: string, terms: readonly Term[], length: number, world: World): string {
  const text = plainText(quote);
  if (text.length <= length) return text;
  const folded = fold(text);
  const at = terms
    .map((term) => folded.indexOf(term.words.map((word) => word.folded).join(' ')))
    .filter((position) => position >= 0);
  const middle = at.length > 0 ? at.reduce((sum, position) => sum + position, 0) / at.length : 0;
  const wanted = Math.max(0, Math.min(text.length - length, Math.round(middle - length / 2)));
  const from = wanted === 0 ? 0 : text.indexOf(' ', wanted) + 1;
  const end = from + length >= text.length ? text.length : text.lastIndexOf(' ', from + length);
  const dots = say(world, 'ellipsis');
  return `${from > 0 ? dots : ''}${text.slice(from, end)}${end < text.length ? dots : ''}`;
}

/** One line for each named body that no longer exists, as agencies.yaml and places.yaml tell it. */
export function todayLines(plan: Plan, agencies: readonly string[], world: World): string[] {
  const place = world.places.get(plan.place)?.today;
  const bodies = [...new Set(agencies)].map((id) => world.agencies.get(id)?.today).filter((text) => text !== undefined);
  return [...(place ? [place] : []), ...bodies].slice(0, 2).map((text) => say(world, 'today-line', { text }));
}

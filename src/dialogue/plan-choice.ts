/** Which plans a question is about: place and year from the message, the conversation, the chat, or all of them. */
import { vietnamDay } from '../text/dates.ts';
import { tokenize } from '../text/tokens.ts';
import type { Plan } from '../knowledge/schema.ts';
import type { Conversation } from '../model/conversation.ts';
import type { Message } from '../model/message.ts';
import type { Reading } from './reading.ts';
import type { World } from './world.ts';

export type PlanChoice =
  | { readonly kind: 'plans'; readonly plans: readonly Plan[]; readonly placeKnown: boolean; readonly place?: string }
  /** A named place that has no plan in the data. */
  | { readonly kind: 'no-plan-of-place'; readonly place: string }
  /** The place has plans, none of that year. */
  | {
      readonly kind: 'no-plan-of-year';
      readonly year: number;
      readonly place?: string;
      readonly plans: readonly Plan[];
    };

/** Chooses the plans that a question may be answered from. */
export function choosePlans(reading: Reading, conversation: Conversation, message: Message, world: World): PlanChoice {
  const all = [...world.plans.values()];
  const mentioned = mentionedPlaces(reading, conversation, message, world);
  if (mentioned.length > 0 && mentioned.every((place) => !plansOf(place, all).length)) {
    return { kind: 'no-plan-of-place', place: mentioned[0]! };
  }
  const withPlans = mentioned.filter((place) => plansOf(place, all).length > 0);
  const places = withPlans.length > 0 ? withPlans : knownPlace(conversation, message, world);
  const ofPlaces = places.length > 0 ? all.filter((plan) => places.includes(plan.place)) : all;
  if (places.length > 0 && ofPlaces.length === 0) return { kind: 'no-plan-of-place', place: places[0]! };
  const years = wantedYears(reading, conversation, message);
  const thisYear = Number(vietnamDay(message.now).slice(0, 4));
  const place = places[0];
  const placed = place === undefined ? {} : { place };
  if (years.length > 0) {
    const plans = ofPlaces.filter((plan) => years.includes(plan.year));
    if (plans.length === 0)
      return { kind: 'no-plan-of-year', year: years[0]!, ...placed, plans: newestOf(ofPlaces, thisYear) };
    return { kind: 'plans', plans, placeKnown: places.length > 0, ...placed };
  }
  return { kind: 'plans', plans: newestOf(ofPlaces, thisYear), placeKnown: places.length > 0, ...placed };
}

/** The place a text names, by id, when it names one. */
export function placeNamed(text: string, world: World): string | null {
  return world.placeNames.find(tokenize(text))[0]?.id ?? null;
}

function plansOf(place: string, plans: readonly Plan[]): Plan[] {
  return plans.filter((plan) => plan.place === place);
}

/** The places of the message; the province that only encloses the plan's own place is part of the content, not a choice. */
function mentionedPlaces(reading: Reading, conversation: Conversation, message: Message, world: World): string[] {
  const known = [...knownPlace(conversation, message, world), ...reading.places];
  const enclosing = new Set(
    known.map((place) => world.places.get(place)?.within).filter((place) => place !== undefined),
  );
  const hasOwn = known.some((place) => plansOf(place, [...world.plans.values()]).length > 0);
  const named = (place: string): boolean => {
    const words = world.places.get(place)?.name.toLowerCase() ?? '';
    return (
      knownPlace(conversation, message, world).includes(place) ||
      message.text.normalize('NFC').toLowerCase().includes(words)
    );
  };
  const chosen = reading.places
    .filter((place) => !(hasOwn && enclosing.has(place)))
    .map((place) => {
      const province = world.places.get(place)?.within;
      const all = [...world.plans.values()];
      return province && plansOf(place, all).length === 0 && plansOf(province, all).length > 0 && named(province)
        ? province
        : place;
    });
  return [...new Set(chosen)];
}

function knownPlace(conversation: Conversation, message: Message, world: World): string[] {
  if (conversation.place) return [conversation.place];
  const place = message.place ? placeNamed(message.place, world) : null;
  return place ? [place] : [];
}

function wantedYears(reading: Reading, conversation: Conversation, message: Message): readonly number[] {
  if (reading.documents.length > 0 && !reading.cues.has('plan')) return [];
  if (reading.years.length > 0) return reading.years;
  const thisYear = Number(vietnamDay(message.now).slice(0, 4));
  const words = reading.tokens.map((token) => token.folded).join(' ');
  if (/\bnam (ngoai|truoc)\b/.test(words) && !/\bso voi nam (ngoai|truoc)\b/.test(words)) return [thisYear - 1];
  if (/\bnam (sau|toi)\b/.test(words)) return [thisYear + 1];
  if (/\bnam nay\b/.test(words)) return [thisYear];
  return conversation.year === undefined ? [] : [conversation.year];
}

/** The plans of each place's newest year that is no future one; of the oldest year where all are. */
function newestOf(plans: readonly Plan[], thisYear: number): Plan[] {
  const byPlace = new Map<string, Plan[]>();
  for (const plan of plans) {
    const best = byPlace.get(plan.place);
    if (best?.[0]?.year === plan.year) best.push(plan);
    else if (!best || fitsBetter(plan, best[0]!, thisYear)) byPlace.set(plan.place, [plan]);
  }
  return [...byPlace.values()].flat();
}

function fitsBetter(plan: Plan, best: Plan, thisYear: number): boolean {
  if (plan.year > thisYear) return best.year > thisYear && plan.year < best.year;
  return best.year > thisYear || plan.year > best.year;
}

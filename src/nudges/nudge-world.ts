/** What nudges know: the loaded knowledge with its own settings and sentences, prepared once. */
import type { LoadedPlan } from '../knowledge/load.ts';
import type { NudgeText, Nudges } from '../knowledge/nudges-schema.ts';
import { namesakes } from '../knowledge/plan-names.ts';
import type { Agency, Place, Plan } from '../knowledge/schema.ts';
import { fill } from '../text/sentence.ts';
import { WorkingDays } from './working-days.ts';

export interface NudgeKnowledge {
  readonly plans: readonly LoadedPlan[];
  readonly places: readonly Place[];
  readonly agencies: readonly Agency[];
  readonly holidays: ReadonlySet<string>;
  /** The last day that the table of holidays vouches for, where known. */
  readonly holidaysUntil?: string;
  readonly nudges: Nudges;
}

export interface NudgeWorld {
  readonly plans: readonly Plan[];
  /** The plans that share place and year with another. */
  readonly namesakes: ReadonlySet<string>;
  readonly plansOf: ReadonlyMap<string, readonly Plan[]>;
  readonly places: ReadonlyMap<string, Place>;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly workingDays: WorkingDays;
  readonly nudges: Nudges;
}

/** Prepares the world of nudges. */
export function buildNudgeWorld(knowledge: NudgeKnowledge): NudgeWorld {
  const plans = knowledge.plans.map(({ plan }) => plan);
  const plansOf = new Map<string, Plan[]>();
  for (const plan of plans) plansOf.set(plan.place, [...(plansOf.get(plan.place) ?? []), plan]);
  return {
    plans,
    namesakes: namesakes(plans),
    plansOf,
    places: new Map(knowledge.places.map((place) => [place.id, place])),
    agencies: new Map(knowledge.agencies.map((agency) => [agency.id, agency])),
    workingDays: new WorkingDays(knowledge.holidays, knowledge.holidaysUntil),
    nudges: knowledge.nudges,
  };
}

/** A sentence with its {places} filled in. */
export function sentence(
  world: NudgeWorld,
  key: NudgeText,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(world.nudges.texts[key], values);
}

/** A place with its kind, as "huyện Hạ Lang". */
export function placeLabel(id: string, world: NudgeWorld): string {
  const place = world.places.get(id);
  if (!place) return id;
  const kind = world.nudges.cities.includes(id) ? 'city' : place.kind;
  const label = sentence(world, `place-${kind}`, { name: place.name });
  const prefix = label.slice(0, label.length - place.name.length);
  return place.name.toLowerCase().startsWith(prefix.toLowerCase()) ? place.name : label;
}

/** A plan by its year and place, and by its number where the place has several of that year. */
export function planLabel(plan: Plan, world: NudgeWorld): string {
  const values = { year: plan.year, place: placeLabel(plan.place, world) };
  const { number, title } = plan.document;
  return world.namesakes.has(plan.id)
    ? sentence(world, 'plan-numbered', { ...values, number: number.value ?? title.value ?? plan.id })
    : sentence(world, 'plan', values);
}

/** The name of an agency; its id where it is not in the data. */
export function agencyLabel(id: string, world: NudgeWorld): string {
  return world.agencies.get(id)?.name ?? id;
}

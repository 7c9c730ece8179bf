/** What nudges know: the loaded knowledge with its own settings and sentences, prepared once. */
import { Labels, type LabelledKnowledge } from '../knowledge/labels.ts';
import type { NudgeText, Nudges } from '../knowledge/nudges-schema.ts';
import type { Agency, Place, Plan } from '../knowledge/schema.ts';
import { fill } from '../text/sentence.ts';
import { WorkingDays } from './working-days.ts';

export interface NudgeKnowledge extends LabelledKnowledge {
  readonly agencies: readonly Agency[];
  readonly holidays: ReadonlySet<string>;
  /** The last day that the table of holidays vouches for, where known. */
  readonly holidaysUntil?: string;
  readonly nudges: Nudges;
}

export interface NudgeWorld {
  readonly plans: readonly Plan[];
  /** What places and plans are called. */
  readonly labels: Labels;
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
    labels: new Labels(knowledge),
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

/** The name of an agency; its id where it is not in the data. */
export function agencyLabel(id: string, world: NudgeWorld): string {
  return world.agencies.get(id)?.name ?? id;
}

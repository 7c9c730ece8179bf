/** Plans together with the common lists: what a plan brings along is added where the lists do not have it. */
import type { Knowledge, LoadedPlan } from './load.ts';
import type { Plan, PlanNames } from './schema.ts';

/** The knowledge with these plans, ordered by id; the common lists win over what plans bring along. */
export function joinPlans(
  base: Omit<Knowledge, 'plans' | 'agencies' | 'places'>,
  plans: readonly LoadedPlan[],
): Knowledge {
  const ordered = [...plans].sort((one, other) => (one.plan.id < other.plan.id ? -1 : 1));
  return {
    ...base,
    plans: ordered,
    places: joined(base.common.places, (names) => names.places, ordered),
    agencies: joined(base.common.agencies, (names) => names.agencies, ordered),
  };
}

/** The knowledge with further plans; one that is there already is replaced by its new version. */
export function withPlans(knowledge: Knowledge, plans: readonly LoadedPlan[]): Knowledge {
  const fresh = new Set(plans.map(({ plan }) => plan.id));
  return joinPlans(knowledge, [...knowledge.plans.filter(({ plan }) => !fresh.has(plan.id)), ...plans]);
}

/** The plans that are not the only one of their place and year: place and year alone do not name them. */
export function namesakes(plans: readonly Plan[]): ReadonlySet<string> {
  const groups = new Map<string, Plan[]>();
  for (const plan of plans) {
    const key = `${plan.place} ${plan.year}`;
    groups.set(key, [...(groups.get(key) ?? []), plan]);
  }
  return new Set([...groups.values()].filter(({ length }) => length > 1).flatMap((group) => group.map(({ id }) => id)));
}

/** What a plan has to bring along so that it needs no other plan: all that it names and the common lists lack. */
export function namesNeeded({ plan, names }: LoadedPlan, { agencies, places, common }: Knowledge): PlanNames {
  const named = agenciesIn(plan);
  return {
    agencies: lacking([...agencies, ...(names?.agencies ?? [])], common.agencies).filter(({ id }) => named.has(id)),
    places: lacking([...places, ...(names?.places ?? [])], common.places).filter(({ id }) => id === plan.place),
  };
}

function agenciesIn(node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'agency' && typeof value === 'string') found.add(value);
    else agenciesIn(value, found);
  }
  return found;
}

/** The entries that the common list does not have, each once. */
function lacking<T extends { readonly id: string }>(all: readonly T[], common: readonly T[]): T[] {
  const known = new Set(common.map(({ id }) => id));
  return [...new Map(all.filter(({ id }) => !known.has(id)).map((entry) => [entry.id, entry])).values()];
}

function joined<T extends { readonly id: string }>(
  common: T[],
  namesOf: (names: PlanNames) => readonly T[],
  plans: readonly LoadedPlan[],
): T[] {
  const brought = plans.flatMap(({ names }) => (names ? namesOf(names) : []));
  const missing = lacking(brought, common);
  // The same list as before where nothing is added: much is kept by it.
  return missing.length === 0 ? common : [...common, ...missing];
}

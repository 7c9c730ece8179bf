/** Drafts of documents that do not tell whose plan they are, or of what year. */
import { planIdOf } from '../importing/draft/plan-id.ts';
import { UNKNOWN_ID, UNKNOWN_PLACE, UNKNOWN_YEAR } from '../importing/draft/draft-plan.ts';
import type { Knowledge, KnownPlan } from '../knowledge/load.ts';
import { planSchema, type Plan } from '../knowledge/schema.ts';
import type { KeptDraft } from './draft-records.ts';

/** Whose plan it is, and of what year, as an administrator tells. */
export interface Told {
  readonly place?: string | undefined;
  readonly year?: number | undefined;
}

/** Whether what is told fits a draft: its own place and year, or any where its document does not tell them. */
export function mayBeOf(draft: KeptDraft, { place, year }: Told): boolean {
  if (place === undefined || lacksPlace(draft)) return true;
  const plan = planSchema.safeParse(draft.plan).data;
  return plan?.place === place && plan.year === year;
}

/** The draft under an id that no other document has, be it a plan or a draft that waits in the same chat. */
export function withOwnId(draft: KeptDraft, waiting: readonly KeptDraft[], { plans }: Knowledge): KeptDraft {
  const plan = planSchema.safeParse(draft.plan).data;
  if (!plan || draft.planId === UNKNOWN_ID) return draft;
  const others = waiting.flatMap((each) => planSchema.safeParse(each.plan).data ?? []);
  const id = ownId(plan, [...plans, ...others.map((each) => ({ plan: each }))]);
  return { ...draft, planId: id, plan: { ...plan, id } };
}

/** The id that the import has given, unless another document has taken that one meanwhile. */
function ownId(plan: Plan, plans: readonly { readonly plan: KnownPlan }[]): string {
  const rival = plans.find(({ plan: { id } }) => id === plan.id);
  return rival && planIdOf(plan, [rival]) !== plan.id ? planIdOf(plan, plans) : plan.id;
}

/** The plan of a draft, place and year filled in where they were told; null where it does not fit the schema. */
export function placedPlan(draft: KeptDraft, { place, year }: Told, knowledge: Knowledge): Plan | null {
  const plan = planSchema.safeParse(draft.plan).data;
  if (!plan) return null;
  if (!lacksPlace(draft) || place === undefined || year === undefined)
    return { ...plan, id: ownId(plan, knowledge.plans) };
  const level = knowledge.places.find(({ id }) => id === place)?.kind ?? plan.level;
  const placed = { ...plan, place, year, level };
  return { ...placed, id: planIdOf(placed, knowledge.plans) };
}

/** Why a draft does not fit the schema. */
export function misfitsOf({ plan, problems }: KeptDraft): readonly string[] {
  if (problems.length > 0) return problems;
  // Only a newer version of the program finds fault with what the import has let pass.
  const issues = planSchema.safeParse(plan).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** Whether all that a plan lacks is to be told whose it is, and of what year. */
export function lacksPlace({ plan }: KeptDraft): boolean {
  const parsed = planSchema.safeParse(plan).data;
  return parsed !== undefined && (parsed.place === UNKNOWN_PLACE || parsed.year === UNKNOWN_YEAR);
}

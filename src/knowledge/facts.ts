/** Every fact of every plan in one shape, the shape that search and answers work with. */
import type { Assignment, Deadline, LegalBasis, Plan, Target } from './schema.ts';

export type FactKind = 'assignment' | 'deadline' | 'target' | 'slogan' | 'contact' | 'legal' | 'passage' | 'theme' | 'period';

interface Base {
  readonly plan: Plan;
  readonly section: string;
  readonly quote: string;
  readonly note?: string | undefined;
  readonly topics: readonly string[];
}

export type Fact =
  | (Base & { readonly kind: 'assignment'; readonly data: Assignment })
  | (Base & { readonly kind: 'deadline'; readonly data: Deadline })
  | (Base & { readonly kind: 'target'; readonly data: Target })
  | (Base & { readonly kind: 'slogan'; readonly data: Plan['slogans'][number] })
  | (Base & { readonly kind: 'contact'; readonly data: Plan['contacts'][number] })
  | (Base & { readonly kind: 'legal'; readonly data: LegalBasis })
  | (Base & { readonly kind: 'passage'; readonly data: Plan['passages'][number] })
  | (Base & { readonly kind: 'theme'; readonly data: { value: string; event: string } })
  | (Base & { readonly kind: 'period'; readonly data: NonNullable<Plan['period']> });

export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;

/** All facts of a plan, in the order of its sections by kind. */
export function factsOf(plan: Plan): Fact[] {
  const base = (entry: { section: string; quote: string; note?: string | undefined; topics?: string[] }): Base => ({
    plan,
    section: entry.section,
    quote: entry.quote,
    note: entry.note,
    topics: entry.topics ?? [],
  });
  const themes = [
    ...(plan.theme ? [{ ...plan.theme, event: 'thang-hanh-dong' }] : []),
    ...plan.eventThemes,
  ];
  return [
    ...plan.assignments.map((data) => ({ ...base(data), kind: 'assignment' as const, data })),
    ...plan.deadlines.map((data) => ({ ...base(data), kind: 'deadline' as const, data })),
    ...plan.targets.map((data) => ({ ...base(data), kind: 'target' as const, data })),
    ...plan.slogans.map((data) => ({ ...base(data), kind: 'slogan' as const, data })),
    ...plan.contacts.map((data) => ({ ...base(data), kind: 'contact' as const, data })),
    ...plan.legalBases.map((data) => ({ ...base(data), kind: 'legal' as const, data })),
    ...plan.passages.map((data) => ({ ...base(data), kind: 'passage' as const, data })),
    ...themes.map((data) => ({ ...base(data), topics: [data.event], kind: 'theme' as const, data })),
    ...(plan.period ? [{ ...base(plan.period), kind: 'period' as const, data: plan.period }] : []),
  ];
}

/** The id of a plan. */
import type { KnownPlan } from '../../knowledge/load.ts';
import { squash } from '../plain-fold.ts';

/** What tells plans apart. */
export interface Identity {
  /** The id of the place. */
  readonly place: string;
  readonly year: number;
  readonly document: Readonly<Record<'type' | 'title' | 'number', { readonly value: string | null }>>;
}

/**
 * The id that place and year make. A place may have several plans of one year: a document with the title or the number
 * of a known one is a version of that, any other gets its own number into the id.
 */
export function planIdOf({ place, year, document }: Identity, plans: readonly { readonly plan: KnownPlan }[]): string {
  const base = `${place}-${year}`;
  const rivals = plans.map(({ plan }) => plan).filter(({ id }) => id === base || id.startsWith(`${base}-`));
  const version = rivals.find((plan) => isSameDocument(plan.document, document));
  if (version) return version.id;
  const ids = new Set(rivals.map(({ id }) => id));
  if (!ids.has(base)) return base;
  const number = /\d+/.exec(document.number.value ?? '')?.[0];
  const numbered = number === undefined ? base : `${base}-${number}`;
  return ids.has(numbered) ? firstFree(base, ids) : numbered;
}

function isSameDocument(one: KnownPlan['document'], other: Identity['document']): boolean {
  const kind = squash(other.type.value ?? '');
  // Some write the kind of document into its title.
  const bare = (text: string) => squash(text).replace(new RegExp(`^${kind}`), '');
  return sameText(one.title, other.title, bare) || sameText(one.number, other.number, squash);
}

type Valued = { readonly value: string | null };

function sameText({ value: one }: Valued, { value: other }: Valued, simple: (text: string) => string): boolean {
  return one !== null && other !== null && simple(one) === simple(other);
}

function firstFree(base: string, taken: ReadonlySet<string>): string {
  for (let count = 2; ; count += 1) if (!taken.has(`${base}-${count}`)) return `${base}-${count}`;
}

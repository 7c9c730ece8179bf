/** When two names mean one body: the same agency, or the same body at the level that a plan speaks of. */
import type { Plan } from '../knowledge/schema.ts';
import type { World } from './world.ts';

/** Whether two agency ids mean the same body, whatever its level ("Công an" of a province or a commune). */
export function sameBody(a: string | undefined, b: string | undefined, world: World): boolean {
  if (a === undefined || b === undefined) return false;
  return a === b || familyOf(a, world) === familyOf(b, world);
}

/** The family of an agency: its own id unless agencies.yaml puts it with others. */
function familyOf(id: string, world: World): string {
  return world.agencies.get(id)?.family ?? id;
}

/** The ids under which a plan charges the named agencies; empty when it charges none of them. */
export function chargedIn(plan: Plan, named: readonly string[], world: World): string[] {
  const charged = new Set(plan.assignments.flatMap((assignment) => assignment.parties.map((party) => party.agency)));
  const exact = named.filter((id) => charged.has(id));
  if (exact.length === named.length) return exact;
  const related = named
    .filter((id) => !charged.has(id))
    .flatMap((id) => [...charged].filter((other) => sameBody(id, other, world)));
  return [...new Set([...exact, ...related])];
}

/** Which agencies a deadline binds, which units those are one by one, and who collects. */
import type { Nudges } from '../knowledge/nudges-schema.ts';
import type { Agency, Plan } from '../knowledge/schema.ts';
import type { Unit } from './occurrence.ts';

export interface Parties {
  readonly reporters: readonly Unit[];
  readonly recipients: readonly Unit[];
  readonly via: Unit | null;
}

/**
 * The agencies that collect: those through whom it goes, else those who receive it and report on themselves. Who only
 * receives, as a ministry, does not chase.
 */
export function collectorsOf({ recipients, via }: Parties, reporting: ReadonlySet<string>): string[] {
  return via ? idsOf([via]) : idsOf(recipients).filter((id) => reporting.has(id));
}

/** The ids of all that a deadline binds; a name for many takes in its level, apart from who collects or receives. */
export function bindingOf(parties: Parties, agencies: Iterable<Agency>, collectives: Nudges['collectives']): string[] {
  const named = idsOf(parties.reporters);
  const apart = new Set(idsOf([...parties.recipients, ...(parties.via ? [parties.via] : [])]));
  const members = [...agencies].filter(
    (agency) => !apart.has(agency.id) && named.some((id) => isMember(agency, id, collectives)),
  );
  return [...new Set([...named, ...members.map(({ id }) => id)])];
}

/** The units that report, one by one: a name for many becomes those that the plan charges, in its order. */
export function unitsOf(
  parties: Parties,
  plan: Plan,
  agencies: ReadonlyMap<string, Agency>,
  collectives: Nudges['collectives'],
): Unit[] {
  const binding = new Set(bindingOf(parties, agencies.values(), collectives));
  const explicit = new Set(idsOf(parties.reporters));
  const charged = plan.assignments.flatMap((assignment) => assignment.parties.map(({ agency }) => agency));
  const units = parties.reporters.flatMap((reporter): Unit[] => {
    const members = [...new Set(charged)].flatMap((id) => {
      const agency = agencies.get(id);
      const member = agency && isMember(agency, reporter.agency, collectives) && binding.has(id) && !explicit.has(id);
      return member ? [{ agency: id, name: agency.name }] : [];
    });
    return members.length > 0 ? members : [reporter];
  });
  return units.filter((unit, at) => units.findIndex((each) => sameUnit(each, unit)) === at);
}

/** The agency of the same family at a level: whoever says "Công an" in a commune means that of the commune. */
export function atLevel(id: string, level: string, agencies: ReadonlyMap<string, Agency>): string {
  const agency = agencies.get(id);
  if (!agency?.family || agency.level === level) return id;
  const sibling = [...agencies.values()].find((each) => each.family === agency.family && each.level === level);
  return sibling?.id ?? id;
}

/** How a unit is known in marks: by its agency, else by its name. */
export function unitId(unit: Unit): string {
  return unit.agency ?? unit.name;
}

function sameUnit(a: Unit, b: Unit): boolean {
  return unitId(a) === unitId(b);
}

function isMember(agency: Agency, collective: string | undefined, collectives: Nudges['collectives']): boolean {
  const found = collectives.find((each) => each.agency === collective);
  if (!found || agency.id === collective) return false;
  const apart = found.except.includes(agency.id) || collectives.some((each) => each.agency === agency.id);
  return agency.level === found.level && !apart;
}

/** The agencies of units, by id. */
export function idsOf(units: readonly Unit[]): string[] {
  return units.flatMap(({ agency }) => (agency === undefined ? [] : [agency]));
}

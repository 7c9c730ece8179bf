/** Found facts in the plan's fields: each with an id made from its place in the list, its section and its quote. */
import type { Assignment, LegalBasis, Plan, Target } from '../../knowledge/schema.ts';
import type { FoundAssignment } from '../facts/assignments/found-assignment.ts';
import type { FoundBasis } from '../facts/basis-list.ts';
import type { FoundContact } from '../facts/contacts.ts';
import type { FoundPassage } from '../facts/passages.ts';
import type { FoundSlogan } from '../facts/slogans.ts';
import type { FoundTarget } from '../facts/targets.ts';
import type { FoundPeriod, FoundTheme } from '../facts/theme.ts';
import { namedParty } from './draft-deadlines.ts';
import { slug } from './place-id.ts';

interface Cited {
  readonly section: string;
  readonly quote: string;
}

const cited = ({ section, quote }: Cited): Cited => ({ section, quote });

/** The theme of the whole plan; null where it has none. */
export function draftTheme(themes: readonly FoundTheme[]): Plan['theme'] {
  const general = themes.find((theme) => theme.event === null);
  return general ? { ...cited(general), value: general.value } : null;
}

/** The themes of single events. */
export function draftEventThemes(themes: readonly FoundTheme[]): Plan['eventThemes'] {
  return themes.flatMap(({ event, ...theme }) =>
    event === null ? [] : [{ ...cited(theme), event, value: theme.value }],
  );
}

export function draftPeriod(period: FoundPeriod | null): Plan['period'] {
  return period ? { ...cited(period), from: period.from, to: period.to, text: period.text } : null;
}

export function draftSlogans(slogans: readonly FoundSlogan[]): Plan['slogans'] {
  return slogans.map((slogan, index) => ({ ...cited(slogan), number: index + 1, text: slogan.text }));
}

/** A figure whose measure is not told beside it measures what the whole target says. */
export function draftTargets(targets: readonly FoundTarget[]): Target[] {
  return targets.map((target, index) => ({
    id: `chi-tieu-${index + 1}`,
    ...cited(target),
    number: target.number ?? String(index + 1),
    figures: target.figures.map(({ value, what }) => ({ value, what: what === '' ? target.text : what })),
    leads: [],
    topics: [],
  }));
}

export function draftContacts(contacts: readonly FoundContact[]): Plan['contacts'] {
  return contacts.map((contact) => ({ ...cited(contact), name: contact.name, phone: contact.phone }));
}

export function draftBases(bases: readonly FoundBasis[]): LegalBasis[] {
  return bases.map((basis, index) => ({
    id: `van-ban-${index + 1}`,
    ...cited(basis),
    type: basis.type,
    number: basis.number,
    date: basis.date,
    issuer: basis.issuer,
    about: basis.about,
  }));
}

/** An agency that is not known yet goes by an id made of its name, the one that is proposed for agencies.yaml. */
export function draftAssignments(assignments: readonly FoundAssignment[]): Assignment[] {
  return assignments.map((each, index) => ({
    id: `nhiem-vu-${index + 1}`,
    ...cited(each),
    parties: each.parties
      .filter((party) => !party.partner)
      .map(({ agency, name, role }) => ({ agency: agency ?? slug(name), role, name })),
    partners: each.partners.map(namedParty),
    ...(each.time ? { time: each.time } : {}),
    topics: [],
  }));
}

export function draftPassages(passages: readonly FoundPassage[]): Plan['passages'] {
  return passages.map((passage, index) => ({
    id: `doan-${index + 1}`,
    ...cited(passage),
    kind: passage.kind,
    topics: [],
  }));
}

/** A draft that fits the plan schema, with what has to be added to the lists of agencies and places first. */
import type { ImportingWords } from '../../knowledge/importing-schema.ts';
import type { KnownNames } from '../../knowledge/load.ts';
import { planSchema, type Plan } from '../../knowledge/schema.ts';
import type { Coverage } from '../coverage.ts';
import type { Extraction } from '../extract.ts';
import type { DocumentHeading } from '../facts/document-heading.ts';
import type { Found } from '../facts/heading/found.ts';
import { foldSame } from '../plain-fold.ts';
import type { Reading } from '../reading.ts';
import { draftDeadlines, ownerlessDeadlines } from './draft-deadlines.ts';
import {
  draftAssignments,
  draftBases,
  draftContacts,
  draftEventThemes,
  draftPassages,
  draftPeriod,
  draftSlogans,
  draftTargets,
  draftTheme,
} from './draft-facts.ts';
import { placeIdOf, provinceOf } from './place-id.ts';
import { planIdOf } from './plan-id.ts';

/** What stands in a draft whose document does not tell whose plan it is, or of what year. */
export const UNKNOWN_PLACE = 'dia-phuong';
export const UNKNOWN_YEAR = 2000;
export const UNKNOWN_ID = 'ke-hoach';

interface ProposedPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** "phường", "thành phố", where the document calls it so. */
  readonly title?: string;
  readonly within?: string;
}

export interface Draft {
  /** The id; null where place or year is unknown and none was given. */
  readonly id: string | null;
  readonly plan: Plan;
  /** The document's words as read, one line each: what quotes are checked against. */
  readonly source: string;
  /** Entries that agencies.yaml and places.yaml need before the plan can be approved. */
  readonly proposals: {
    readonly agencies: readonly { id: string; name: string; level: string }[];
    readonly places: readonly ProposedPlace[];
  };
  /** What keeps the draft from fitting the schema, or was filled in without the document telling it; empty where neither. */
  readonly problems: readonly string[];
}

/** Builds the draft of an extraction; `givenId` is its id where one was given. */
export function makeDraft(
  reading: Reading,
  found: Extraction,
  coverage: Coverage,
  knowledge: KnownNames,
  words: ImportingWords,
  givenId: string | null,
): Draft {
  const { heading } = found;
  const { known, proposed } = placeIdOf(heading, knowledge);
  const place = known ?? proposed;
  const { year } = heading;
  const document = draftDocument(heading, words);
  const madeId = place === null || year === null ? null : planIdOf({ place, year, document }, knowledge.plans);
  const id = givenId ?? madeId;
  const plan: Plan = {
    id: id ?? UNKNOWN_ID,
    place: place ?? UNKNOWN_PLACE,
    level: heading.level ?? 'province',
    year: year ?? UNKNOWN_YEAR,
    document,
    theme: draftTheme(found.themes),
    eventThemes: draftEventThemes(found.themes),
    period: draftPeriod(found.period),
    slogans: draftSlogans(found.slogans),
    deadlines: draftDeadlines(found.deadlines, heading.title?.value ?? ''),
    targets: draftTargets(found.targets),
    contacts: draftContacts(found.contacts),
    legalBases: draftBases(found.bases),
    assignments: draftAssignments(found.assignments),
    passages: draftPassages(found.passages),
    unclaimed: unclaimedOf(reading, found, coverage, words),
  };
  return {
    id,
    plan,
    source: `${reading.lines.map((line) => line.text).join('\n')}\n`,
    proposals: proposalsOf(plan, heading, knowledge, words),
    problems: problemsOf(plan, heading, id, words),
  };
}

function draftDocument(heading: DocumentHeading, words: ImportingWords): Plan['document'] {
  const note = words.notes['blank'] ?? '';
  const at = (section: string) => (value: Found | null) =>
    value ? { value: value.value, section, quote: value.quote } : { value: null, section, quote: null, note };
  const above = at(words.sections.preamble);
  const below = at(words.sections.ending);
  return {
    type: above(heading.type),
    title: above(heading.title),
    issuer: above(heading.issuer),
    number: above(heading.number),
    date: above(heading.date),
    signatory: below(heading.signatory),
    signatoryRole: below(heading.signatoryRole),
    basis: above(heading.basis),
    proposedBy: above(heading.proposedBy),
    province: above(heading.provinceName),
  };
}

function unclaimedOf(
  reading: Reading,
  found: Extraction,
  coverage: Coverage,
  words: ImportingWords,
): Plan['unclaimed'] {
  return [
    ...found.items
      .filter((item) => item.heading)
      .map((item) => ({ line: item.text, reason: words.notes['heading'] ?? '' })),
    ...ownerlessDeadlines(found.deadlines, words.notes['no-reporter'] ?? '{text}'),
    ...coverage.open.map((line) => ({ line: reading.lines[line]!.text, reason: words.notes['unknown'] ?? '' })),
  ];
}

/** Every body that is charged with something and is not known: without its name the plan could not be approved. */
function proposalsOf(
  plan: Plan,
  heading: DocumentHeading,
  known: KnownNames,
  words: ImportingWords,
): Draft['proposals'] {
  const ids = new Set(known.agencies.map(({ id }) => id));
  const parties = plan.assignments.flatMap((each) => each.parties).filter(({ agency }) => !ids.has(agency));
  const names = new Map(parties.map(({ agency, name = agency }) => [agency, name]));
  const place = placeIdOf(heading, known);
  return {
    agencies: [...names].map(([id, name]) => ({ id, name, level: plan.level })),
    places:
      place.known === null && place.proposed !== null
        ? [proposedPlace(place.proposed, plan, heading, known, words)]
        : [],
  };
}

function proposedPlace(
  id: string,
  { level }: Plan,
  heading: DocumentHeading,
  known: KnownNames,
  words: ImportingWords,
): ProposedPlace {
  const within = level === 'province' ? null : provinceOf(heading, known);
  const name = heading.placeName ?? id;
  const issuer = foldSame(heading.issuer?.value ?? '');
  const title = words.placeTitles.find((each) => issuer.includes(`${foldSame(each)} ${foldSame(name)}`));
  return { id, name, kind: level, ...(title === undefined ? {} : { title }), ...(within === null ? {} : { within }) };
}

function problemsOf(plan: Plan, heading: DocumentHeading, id: string | null, words: ImportingWords): string[] {
  const note = (key: string): string => words.notes[key] ?? key;
  return [
    ...(planSchema.safeParse(plan).error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...(id === null ? [note('no-id')] : []),
    ...(heading.year === null ? [note('no-year')] : []),
    ...(heading.level === null ? [note('no-level')] : []),
  ];
}

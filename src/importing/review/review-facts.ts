/** The facts of a document as the review page lists them. */
import type { ImportingWords } from '../../knowledge/importing-schema.ts';
import { officeDate } from '../../text/dates.ts';
import type { Extraction } from '../extract.ts';
import type { FoundDeadline } from '../facts/deadlines.ts';

export interface ReviewFact {
  readonly id: string;
  /** As in the `review.kinds` of importing.yaml. */
  readonly kind: string;
  /** The paragraph it stands in. */
  readonly item: number;
  readonly quote: string;
  readonly title: string;
  readonly details: readonly string[];
}

type Entry = Omit<ReviewFact, 'id' | 'kind'>;

const NOBODY = '–';
const SHOWN_OF_PASSAGE = 120;

/** All facts, kind by kind. */
export function reviewFacts(found: Extraction, words: ImportingWords): ReviewFact[] {
  const kinds: readonly (readonly [string, readonly Entry[]])[] = [
    ['document', documentEntries(found)],
    ['theme', themeEntries(found)],
    ['deadlines', found.deadlines.map(deadlineEntry)],
    ['assignments', assignmentEntries(found, words)],
    ['targets', targetEntries(found)],
    ['slogans', found.slogans.map((each) => ({ ...placeOf(each), title: each.text, details: [each.section] }))],
    ['contacts', contactEntries(found)],
    ['legalBases', basisEntries(found)],
    ['passages', passageEntries(found)],
  ];
  const facts = kinds.flatMap(([kind, entries]) => entries.map((entry) => ({ ...entry, kind })));
  return facts.map((fact, index) => ({ ...fact, id: `f${index}` }));
}

const placeOf = ({ item, quote }: { readonly item: number; readonly quote: string }) => ({ item, quote });

function documentEntries({ heading }: Extraction): Entry[] {
  const { type, title, issuer, number, date, signatory } = heading;
  return [type, title, issuer, number, date, signatory].flatMap((value) =>
    value ? [{ ...placeOf(value), title: value.value, details: [] }] : [],
  );
}

function themeEntries({ themes, period }: Extraction): Entry[] {
  const span = period ? `${officeDate(period.from)} – ${officeDate(period.to)}` : '';
  return [
    ...themes.map((theme) => ({
      ...placeOf(theme),
      title: theme.value,
      details: [theme.section, ...(theme.event ? [theme.event] : [])],
    })),
    ...(period ? [{ ...placeOf(period), title: period.text, details: [span] }] : []),
  ];
}

function deadlineEntry(deadline: FoundDeadline): Entry {
  const { what, dueText, time, reporterWords, recipientWords, via, section } = deadline;
  const when = time.due === null ? dueText : `${dueText} → ${officeDate(time.due)}`;
  const who = [reporterWords ?? NOBODY, recipientWords, via?.name].filter(
    (part) => part !== null && part !== undefined,
  );
  return { ...placeOf(deadline), title: what, details: [when, who.join(' → '), section] };
}

function assignmentEntries({ assignments }: Extraction, { review }: ImportingWords): Entry[] {
  return assignments.map((each) => ({
    ...placeOf(each),
    title: each.parties.map((party) => `${party.name} (${review.roles[party.role]})`).join('; ') || NOBODY,
    details: [each.task, each.section],
  }));
}

function targetEntries({ targets }: Extraction): Entry[] {
  return targets.map((each) => ({
    ...placeOf(each),
    title: `${each.number ?? NOBODY}: ${each.figures.map((figure) => figure.value).join('; ')}`,
    details: [each.text, each.section],
  }));
}

function contactEntries({ contacts }: Extraction): Entry[] {
  return contacts.map((each) => ({
    ...placeOf(each),
    title: `${each.name}: ${each.phone}`,
    details: [each.section],
  }));
}

function basisEntries({ bases }: Extraction): Entry[] {
  return bases.map((each) => ({
    ...placeOf(each),
    title: `${each.type} ${each.number ?? ''}`,
    details: [each.date === null ? NOBODY : officeDate(each.date), each.issuer ?? NOBODY, each.about ?? NOBODY],
  }));
}

function passageEntries({ passages }: Extraction): Entry[] {
  return passages.map((each) => ({
    ...placeOf(each),
    title: each.section,
    details: [each.quote.slice(0, SHOWN_OF_PASSAGE)],
  }));
}

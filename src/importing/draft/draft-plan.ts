/** A draft that fits the plan schema, with what has to be added to the lists of agencies and places first. */
import { z } from 'zod';
import type { ImportingWords } from '../../knowledge/importing-schema.ts';
import type { Knowledge } from '../../knowledge/load.ts';
import { planSchema, type Plan } from '../../knowledge/schema.ts';
import type { Coverage } from '../coverage.ts';
import type { Extraction } from '../extract.ts';
import type { Party } from '../facts/agency-book.ts';
import type { FoundDeadline } from '../facts/deadlines.ts';
import type { Found } from '../facts/document-heading.ts';
import { newAgencies } from '../facts/warnings.ts';
import { foldSame } from '../plain-fold.ts';
import type { Reading } from '../reading.ts';
import { placeIdOf, slug } from './place-id.ts';

export interface Draft {
  readonly plan: Plan;
  /** The document's words as read, one line each: what quotes are checked against. */
  readonly source: string;
  /** Entries that agencies.yaml and places.yaml need before the plan can be approved. */
  readonly proposals: {
    readonly agencies: readonly { id: string; name: string; level: string }[];
    readonly places: readonly { id: string; name: string; kind: string }[];
  };
  /** What keeps the draft from fitting the schema; empty where it fits. */
  readonly problems: readonly string[];
}

/** The id that place and year make; null while either is unknown. */
export function planIdOf(found: Extraction, knowledge: Knowledge): string | null {
  const place = placeIdOf(found.heading, knowledge);
  const id = place.known ?? place.proposed;
  return id === null || found.heading.year === null ? null : `${id}-${found.heading.year}`;
}

/** Builds the draft of an extraction. */
export function makeDraft(
  reading: Reading,
  found: Extraction,
  coverage: Coverage,
  knowledge: Knowledge,
  words: ImportingWords,
  id: string | null,
): Draft {
  const { heading } = found;
  const place = placeIdOf(heading, knowledge);
  const level = heading.level ?? 'province';
  const blank = words.notes['blank'] ?? '';
  const documented = (value: Found | null, section = words.sections.preamble) =>
    value ? { value: value.value, section, quote: value.quote } : { value: null, section, quote: null, note: blank };
  const agencyOf = (party: Party): string => party.agency ?? slug(party.name);
  const named = ({ agency, name }: Party) => ({ ...(agency === null ? {} : { agency }), name });
  const general = found.themes.find((theme) => theme.event === null);
  const title = heading.title?.value ?? '';
  const draft = {
    id: id ?? 'ke-hoach',
    place: place.known ?? place.proposed ?? 'dia-phuong',
    level,
    year: heading.year ?? 2000,
    document: {
      type: documented(heading.type),
      title: documented(heading.title),
      issuer: documented(heading.issuer),
      number: documented(heading.number),
      date: documented(heading.date),
      signatory: documented(heading.signatory, words.sections.ending),
      signatoryRole: documented(heading.signatoryRole, words.sections.ending),
      basis: documented(heading.basis),
      proposedBy: documented(heading.proposedBy),
      province: documented(heading.provinceName),
    },
    theme: general ? { section: general.section, quote: general.quote, value: general.value } : null,
    eventThemes: found.themes
      .filter((theme) => theme.event !== null)
      .map((theme) => ({ section: theme.section, quote: theme.quote, event: theme.event!, value: theme.value })),
    period: found.period
      ? {
          section: found.period.section,
          quote: found.period.quote,
          from: found.period.from,
          to: found.period.to,
          text: found.period.text,
        }
      : null,
    slogans: found.slogans.map((slogan, index) => ({
      section: slogan.section,
      quote: slogan.quote,
      number: index + 1,
      text: slogan.text,
    })),
    deadlines: found.deadlines
      .filter((deadline) => deadline.reporters.length > 0)
      .map((deadline, index) => toDeadline(deadline, index, title, named)),
    targets: found.targets.map((target, index) => ({
      id: `chi-tieu-${index + 1}`,
      section: target.section,
      quote: target.quote,
      number: target.number ?? String(index + 1),
      figures: target.figures.filter((figure) => figure.what !== ''),
    })),
    contacts: found.contacts.map((contact) => ({
      section: contact.section,
      quote: contact.quote,
      name: contact.name,
      phone: contact.phone,
    })),
    legalBases: found.bases.map((basis, index) => ({
      id: `van-ban-${index + 1}`,
      section: basis.section,
      quote: basis.quote,
      type: basis.type,
      number: basis.number,
      date: basis.date,
      issuer: basis.issuer,
      about: basis.about,
    })),
    assignments: found.assignments.map((each, index) => ({
      id: `nhiem-vu-${index + 1}`,
      section: each.section,
      quote: each.quote,
      parties: each.parties.map((party) => ({ agency: agencyOf(party), role: party.role, name: party.name })),
      partners: each.partners.map(named),
      ...(each.time ? { time: each.time } : {}),
    })),
    passages: found.passages.map((passage, index) => ({
      id: `doan-${index + 1}`,
      section: passage.section,
      quote: passage.quote,
      kind: passage.kind,
    })),
    unclaimed: [
      ...found.items
        .filter((item) => item.heading)
        .map((item) => ({ line: item.text, reason: words.notes['heading'] ?? '' })),
      ...coverage.open.map((line) => ({ line: reading.lines[line]!.text, reason: words.notes['unknown'] ?? '' })),
    ],
  };
  const checked = planSchema.safeParse(draft);
  const problems = checked.success
    ? []
    : checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (id === null) problems.push('id: place or year is unknown; give --id');
  return {
    plan: checked.success ? checked.data : (draft as unknown as z.infer<typeof planSchema>),
    source: `${reading.lines.map((line) => line.text).join('\n')}\n`,
    proposals: {
      agencies: newAgencies(found).map((name) => ({ id: slug(name), name, level })),
      places:
        place.known === null && place.proposed !== null
          ? [{ id: place.proposed, name: heading.placeName ?? place.proposed, kind: level }]
          : [],
    },
    problems,
  };
}

const RECURRENCES = new Set(['weekly', 'monthly', 'quarterly', 'annual']);

function toDeadline(
  deadline: FoundDeadline,
  index: number,
  title: string,
  named: (party: Party) => { agency?: string; name: string },
) {
  const { time } = deadline;
  return {
    id: `han-${index + 1}`,
    section: deadline.section,
    quote: deadline.quote,
    what: deadline.what,
    kind: deadlineKind(deadline.what),
    period: deadlinePeriod(deadline, title),
    due: time.due,
    dueText: deadline.dueText,
    ...(time.precision ? { precision: time.precision } : {}),
    ...(time.recurrence && RECURRENCES.has(time.recurrence) ? { recurrence: time.recurrence } : {}),
    reporters: deadline.reporters.map(named),
    recipients: deadline.recipients.map(named),
    via: deadline.via ? named(deadline.via) : null,
  };
}

function deadlineKind(what: string): 'report' | 'plan' | 'event' | 'other' {
  const folded = foldSame(what);
  if (/^(xay dung|ban hanh|lap|gui|nop|trinh)?[^.]{0,12}ke hoach/.test(folded)) return 'plan';
  if (/bao cao/.test(folded)) return 'report';
  return /^to chuc/.test(folded) ? 'event' : 'other';
}

function deadlinePeriod(
  deadline: FoundDeadline,
  title: string,
): 'half-year' | 'year' | 'action-month' | 'quarter' | 'month' | 'other' {
  const folded = foldSame(deadline.what);
  if (deadline.time.due === null && !deadline.time.recurrence)
    return /thang hanh dong/.test(folded) ? 'action-month' : 'other';
  if (deadline.time.recurrence === 'monthly') return 'month';
  if (
    deadline.time.recurrence === 'quarterly' ||
    deadline.time.precision === 'quarter' ||
    /quy (i|ii|iii|iv|\d)\b/.test(folded)
  )
    return 'quarter';
  if (/(6|sau) thang/.test(folded)) return 'half-year';
  if (/thang hanh dong/.test(`${folded} ${foldSame(title)}`)) return 'action-month';
  if (
    /(ca nam|nam 20\d\d|\(.*nam\))/.test(folded) ||
    (/bao cao/.test(folded) && (deadline.time.due ?? '').slice(5) >= '10-01')
  )
    return 'year';
  return 'other';
}

/** The outcome of importing one document, in the shape that scripts read (one JSON object a line). */
import type { Extraction } from './extract.ts';
import { planText } from './coverage.ts';
import type { FoundDeadline } from './facts/deadlines.ts';

export interface ImportedDeadline {
  readonly what: string;
  readonly due: string | null;
  readonly precision?: string;
  readonly recurrence?: string;
  readonly relative?: {
    readonly days: number | null;
    readonly hours?: number;
    readonly after?: string;
    readonly before?: string;
  };
  readonly dueText: string;
  readonly reporter: string | null;
  readonly recipient: string | null;
  readonly via: string | null;
  readonly section: string;
  readonly quote: string;
}

export interface ImportedPlan {
  readonly id: string | null;
  readonly title: string | null;
  readonly issuer: string | null;
  readonly number: string | null;
  readonly date: string | null;
  readonly year: number | null;
  readonly theme: string | null;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly slogans: readonly string[];
  readonly deadlines: readonly ImportedDeadline[];
  readonly assignments: readonly {
    readonly agency: string;
    readonly role: 'lead' | 'coordinate' | 'implement';
    readonly task: string;
    readonly section: string;
  }[];
  readonly targets: readonly {
    readonly number: string | null;
    readonly text: string;
    readonly figures: readonly string[];
  }[];
  readonly contacts: readonly { readonly name: string; readonly phone: string }[];
  readonly legalBases: readonly string[];
}

/** What scripts read of one file. */
export interface ImportReport {
  readonly file: string;
  readonly ok: boolean;
  readonly error?: string;
  readonly plan?: ImportedPlan;
  readonly coverage?: number;
  readonly warnings?: readonly string[];
}

/** The plan of an extraction. Deadlines without date, rhythm or event are no deadlines to scripts; they stay in the draft. */
export function toPlan(found: Extraction, id: string | null): ImportedPlan {
  const { heading } = found;
  return {
    id,
    title: heading.title?.value ?? null,
    issuer: heading.issuer?.value ?? null,
    number: heading.number?.value ?? null,
    date: heading.date?.iso ?? null,
    year: heading.year,
    theme: found.themes.find((theme) => theme.event === null)?.value ?? null,
    period: found.period ? { from: found.period.from, to: found.period.to } : null,
    slogans: found.slogans.map((slogan) => slogan.text),
    deadlines: found.deadlines.filter(isTimed).map(toDeadline),
    assignments: found.assignments.flatMap((each) =>
      each.parties.map((party) => ({ agency: party.name, role: party.role, task: each.task, section: each.section })),
    ),
    targets: found.targets.map((target) => ({
      number: target.number,
      text: target.text,
      figures: target.figures.map((figure) => figure.value),
    })),
    contacts: found.contacts.map(({ name, phone }) => ({ name, phone })),
    legalBases: found.bases.map((basis) => planText(basis.quote)),
  };
}

function isTimed({ time }: FoundDeadline): boolean {
  return (
    time.due !== null ||
    time.recurrence !== undefined ||
    time.relative !== undefined ||
    time.impossible === true ||
    time.precision !== undefined
  );
}

function toDeadline(found: FoundDeadline): ImportedDeadline {
  const { time } = found;
  return {
    what: found.what,
    due: time.due,
    ...(time.precision ? { precision: time.precision } : {}),
    ...(time.recurrence ? { recurrence: time.recurrence } : {}),
    ...(time.relative ? { relative: time.relative } : {}),
    dueText: found.dueText,
    reporter: found.reporterWords,
    recipient: found.recipientWords,
    via: found.via?.name ?? null,
    section: found.section,
    quote: found.quote,
  };
}

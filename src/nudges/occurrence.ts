/** One date on which something is due: of a deadline of a plan, or of the yearly cycle. */
import { createHash } from 'node:crypto';
import type { Deadline } from '../knowledge/schema.ts';

/** A unit as the document names it; never a person. */
export interface Unit {
  readonly agency?: string | undefined;
  readonly name: string;
}

export interface Occurrence {
  /** Stays the same when the date is corrected: marks of what was reported hang on it. */
  readonly key: string;
  /** The plan's id; null for the yearly cycle. */
  readonly plan: string | null;
  /** The deadline's id within its plan or cycle. */
  readonly deadline: string;
  readonly place: string;
  readonly level: 'province' | 'district' | 'commune';
  readonly kind: Deadline['kind'];
  readonly period: Deadline['period'];
  readonly recurrence?: Deadline['recurrence'];
  readonly what: string;
  /** As the document writes it, with its year. */
  readonly dueText: string;
  /** The last day on which it is not late yet, and the working day on which it can still be met. */
  readonly lastDay: string;
  readonly lastWorkingDay: string;
  /** The first working day on which it is late. */
  readonly lateDay: string;
  /** Whether the holidays of that time are known. */
  readonly holidaysKnown: boolean;
  /** Who reports, as the document names them. */
  readonly reporters: readonly Unit[];
  /** The same one by one, in the order of the plan, as far as it names them. */
  readonly units: readonly Unit[];
  /** The agencies that it binds, by id. */
  readonly bindingAgencies: readonly string[];
  readonly recipients: readonly Unit[];
  readonly via: Unit | null;
  /** The agencies that collect what is reported. */
  readonly collectors: readonly string[];
  /** The keys of what the same agencies collect before they report this. */
  readonly upstream: readonly string[];
  /** The document's name, the place in it and its words. */
  readonly source: string;
  readonly section: string;
  readonly quote: string;
  readonly note?: string | undefined;
  /** Where the place or an agency no longer exists: the line on it, and the day from which it is said. */
  readonly today?: { readonly from: string; readonly text: string } | undefined;
}

/** A deadline that is no date yet: it is left out of the nudges. */
export interface Undated {
  readonly plan: string;
  readonly source: string;
  readonly section: string;
  readonly what: string;
  readonly dueText: string;
  readonly reason: 'no-date' | 'no-rule' | 'no-event';
}

/** The days of a past year's plan while the new one is missing: said once, as what it is. */
export interface Season {
  readonly key: string;
  readonly place: string;
  readonly plan: string;
  readonly year: number;
  readonly lastYear: number;
  /** The working day on which it is said, and the last one on which saying it late still helps. */
  readonly day: string;
  readonly until: string;
  readonly items: readonly Occurrence[];
}

const REFERENCE = 6;

/** A short name of an occurrence for buttons and commands: six letters and digits. */
export function referenceOf(occurrence: { readonly key: string }): string {
  const hash = createHash('sha256').update(occurrence.key).digest();
  return hash.readUIntBE(0, 6).toString(36).padStart(REFERENCE, '0').slice(-REFERENCE);
}

/** The deadline as a nudge counts it: with its date, so that a corrected date is nudged anew. */
export function datedKey(occurrence: Pick<Occurrence, 'key' | 'lastDay'>): string {
  return `${occurrence.key}@${occurrence.lastDay}`;
}

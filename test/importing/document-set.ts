/** The test documents with the facts that a person reads in them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { squash } from '../../src/importing/plain-fold.ts';
import type { ImportedPlan } from '../../src/importing/import-result.ts';
import { Scores } from './scoring.ts';

interface ExpectedDeadline {
  readonly due: string | null;
  readonly precision?: string;
  readonly recurrence?: string;
  readonly relative?: {
    readonly days: number | null;
    readonly hours?: number;
    readonly after?: string;
    readonly before?: string;
  };
  readonly reporter?: string;
  readonly recipient?: string;
  readonly via?: string;
}

export interface ExpectedPlan {
  readonly id?: string;
  readonly number: string | null;
  readonly date: string | null;
  readonly issuer: string | null;
  readonly year: number | null;
  readonly theme: string | null;
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly slogans: readonly string[];
  readonly deadlines: readonly ExpectedDeadline[];
  readonly agencies: readonly (readonly [string, string])[];
  readonly optionalAgencies?: readonly (readonly [string, string])[];
  readonly targets: readonly (readonly string[])[];
  readonly contacts: readonly (readonly [string, string])[];
  readonly bases: readonly string[];
  readonly optionalBases?: readonly string[];
  readonly warnings?: readonly string[];
}

export interface TestDocument {
  readonly name: string;
  readonly path: string;
  readonly expected: ExpectedPlan;
}

const FOLDER = join(import.meta.dirname, 'documents');

/** All test documents of a folder; each stands beside a file of its facts. */
export function testDocuments(folder: string = FOLDER): TestDocument[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const base = name.replace(/\.json$/, '');
      const file = readdirSync(folder).find((each) => each !== name && each.replace(/\.[a-z]+$/, '') === base)!;
      return {
        name: base,
        path: join(folder, file),
        expected: JSON.parse(readFileSync(join(folder, name), 'utf8')) as ExpectedPlan,
      };
    });
}

const same = (one: string | null | undefined, other: string | null | undefined): boolean =>
  squash(one ?? '') === squash(other ?? '');

/** Compares an imported plan with what is expected, kind by kind. */
export function scoreDocument(expected: ExpectedPlan, plan: ImportedPlan): Scores {
  const scores = new Scores();
  const head = (each: { number: string | null; date: string | null; issuer: string | null; year: number | null }) =>
    Object.entries({ number: each.number, date: each.date, issuer: each.issuer, year: each.year }).filter(
      ([, value]) => value !== null,
    );
  scores.compare(
    'heading',
    head(expected),
    head(plan),
    (one, other) => one[0] === other[0] && same(String(one[1]), String(other[1])),
  );
  scores.compare('id', expected.id ? [expected.id] : [], expected.id ? [plan.id] : [], (one, other) => one === other);
  scores.compare('theme', expected.theme ? [expected.theme] : [], plan.theme ? [plan.theme] : [], same);
  scores.compare(
    'period',
    expected.period ? [expected.period] : [],
    plan.period ? [plan.period] : [],
    (one, other) => JSON.stringify(one) === JSON.stringify(other),
  );
  scores.compare('slogans', expected.slogans, plan.slogans, same);
  scores.compare(
    'deadlines',
    expected.deadlines,
    plan.deadlines,
    (one, other) =>
      one.due === other.due &&
      one.precision === other.precision &&
      one.recurrence === other.recurrence &&
      relativeKey(one.relative) === relativeKey(other.relative) &&
      (one.reporter === undefined ||
        squash(other.reporter ?? '').includes(squash(one.reporter)) ||
        squash(one.reporter) === squash((other.reporter ?? '').replace(/;/g, ''))),
  );
  scores.compare(
    'reporters',
    expected.deadlines.filter((each) => each.reporter),
    plan.deadlines.filter(
      (each) =>
        each.reporter &&
        expected.deadlines.some(
          (other) =>
            other.reporter &&
            other.due === each.due &&
            other.recurrence === each.recurrence &&
            relativeKey(other.relative) === relativeKey(each.relative),
        ),
    ),
    (one, other) =>
      one.due === other.due &&
      one.recurrence === other.recurrence &&
      (one.reporter === undefined || same(one.reporter, other.reporter)),
  );
  scores.compare(
    'recipients',
    expected.deadlines.filter((each) => each.recipient),
    plan.deadlines.filter(
      (each) =>
        each.recipient &&
        expected.deadlines.some(
          (other) => other.recipient && other.due === each.due && other.recurrence === each.recurrence,
        ),
    ),
    (one, other) =>
      one.due === other.due &&
      (one.recipient === undefined || same(one.recipient, other.recipient)) &&
      (one.via === undefined || same(one.via, other.via)),
  );
  const optional = (expected.optionalAgencies ?? []).map(([agency, role]) => squash(agency) + role);
  const pairs = [...new Set(plan.assignments.map((each) => JSON.stringify([each.agency, each.role])))]
    .map((each) => JSON.parse(each) as [string, string])
    .filter(([agency, role]) => !optional.includes(squash(agency) + role));
  scores.compare(
    'agencies',
    expected.agencies,
    pairs,
    (one, other) =>
      same(one[0].replace(/ và các tổ chức thành viên$/, ''), other[0].replace(/ và các tổ chức thành viên$/, '')) &&
      one[1] === other[1],
  );
  scores.compare(
    'targets',
    expected.targets.map((figures) => figures.map(squash).join('|')),
    plan.targets.map((target) => target.figures.map(squash).join('|')),
    (one, other) => one === other,
  );
  scores.compare(
    'contacts',
    expected.contacts,
    plan.contacts,
    (one, other) => same(one[1], other.phone) && (one[0] === '*' || same(one[0], other.name)),
  );
  const extra = expected.optionalBases ?? [];
  scores.compare(
    'bases',
    expected.bases,
    plan.legalBases.filter((basis) => !extra.some((each) => squash(basis).includes(squash(each)))),
    (one, other) => squash(other).includes(squash(one)),
  );
  return scores;
}

function relativeKey(relative: ExpectedDeadline['relative']): string {
  if (!relative) return '';
  const [side, event] = relative.after
    ? ['after', relative.after]
    : relative.before
      ? ['before', relative.before]
      : ['', ''];
  const length = relative.hours === undefined ? relative.days : `${relative.hours} hours`;
  // Readers differ in whether the event is "ngày ban hành", "khi ban hành" or "ban hành".
  const named = squash(event).replace(/^(?:ketu)?(?:ngay|khi|luc|thoidiem)/, '');
  return JSON.stringify([length, side, named.slice(0, 8)]);
}

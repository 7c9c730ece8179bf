/** Months, quarters, half-years and years, each by its last day. */
import { endOfMonth } from './calendar.ts';
import { LIMIT, LIMIT_OF_PERIOD } from './limit-words.ts';
import { yearOfMonth, type PlanYear } from './plan-year.ts';
import type { Precision, TimeExpression } from './time-expression.ts';
import type { Place, TimeRule } from './time-rule.ts';

const YEAR = '(?:\\s*[\\/.-]\\s*(?<slash>\\d{4})|\\s*,?\\s*(?:cua\\s+)?nam\\s+(?<year>\\d{4}))?';
const QUARTER = '(?:iv|i{1,3}|[1-4])\\b';
const QUARTERS: Readonly<Record<string, number>> = { i: 1, ii: 2, iii: 3, iv: 4 };
const LIST = '(?:\\s*(?:,|va|,\\s*va)\\s*)';

export const PERIOD_RULES: readonly TimeRule[] = [
  {
    kind: 'period',
    sign: new RegExp(
      `\\btu\\s+(?:dau\\s+)?thang\\s+\\d{1,2}(?:\\s*\\/\\s*\\d{4}|\\s+nam\\s+\\d{4})?\\s*(?:den(?: het)?|[-–])\\s*(?:cuoi\\s+)?(?:thang\\s+)?(?<last>\\d{1,2})\\b(?!\\/\\d{1,2}\\/)${YEAR}`,
      'g',
    ),
    read: readMonths,
  },
  {
    kind: 'period',
    sign: new RegExp(
      `${LIMIT_OF_PERIOD}(?:cac\\s+)?thang\\s+(?<first>(?:\\d{1,2}${LIST}(?:thang\\s+)?){0,11})(?:\\d{1,2}\\s*(?:-|–|den(?: thang)?)\\s*)?(?:thang\\s+)?(?<last>\\d{1,2})\\b${YEAR}`,
      'g',
    ),
    read: readMonths,
  },
  {
    kind: 'period',
    sign: new RegExp(
      `${LIMIT_OF_PERIOD}(?:cac\\s+)?quy\\s+(?<first>(?:${QUARTER}${LIST}(?:quy\\s+)?){0,3})(?:${QUARTER}\\s*(?:-|–|den)\\s*(?:quy\\s+)?)?(?<last>${QUARTER})${YEAR}`,
      'g',
    ),
    read: readQuarters,
  },
  {
    kind: 'period',
    sign: new RegExp(`${LIMIT}(?:0?6|sau) thang\\s+(?<half>dau|cuoi)(?! doi)(?:\\s+nam)?(?:\\s+(?<year>\\d{4}))?`, 'g'),
    read: readHalf,
  },
  {
    kind: 'period',
    sign: new RegExp(
      `${LIMIT}(?:(?:trong|den het|het|den cuoi|cuoi|khi ket thuc|dip cuoi|ca|vao)\\s+){1,3}nam(?! hoc)\\s*(?:\\s(?<year>\\d{4}))?(?![a-z\\d]| [-–/] ?\\d)`,
      'g',
    ),
    read: readYear,
  },
];

function readMonths(match: RegExpExecArray, { base, words, year }: Place): TimeExpression | TimeExpression[] | null {
  const written = writtenYear(match);
  const last = Number(match.groups!['last']);
  if (last < 1 || last > 12) return written ? { ...base, due: null, impossible: true } : null;
  return listed(match, 'thang', Number).map((month) => ({
    ...base,
    due: lastDay(month, written ?? yearOfMonth(year, month), /truoc\s+(?:dau\s+)?thang/.test(words)),
    precision: 'month',
  }));
}

function readQuarters(match: RegExpExecArray, { base, words, year }: Place): TimeExpression[] {
  return listed(match, 'quy', (named) => QUARTERS[named] ?? Number(named)).map((quarter) => {
    const end = 3 * quarter;
    const full = writtenYear(match) ?? yearOfMonth(year, end);
    const before = /truoc\s+quy/.test(words);
    return { ...base, due: before ? lastDay(end - 2, full, true) : lastDay(end, full, false), precision: 'quarter' };
  });
}

/** "Quý I, II", "tháng 9 - 11", "tháng 6 và tháng 7" are one time, up to their last; "Quý II và Quý III", "tháng 6, 12" are several. */
function listed(match: RegExpExecArray, word: string, valueOf: (named: string) => number): number[] {
  const { first = '', last = '' } = match.groups!;
  const values = [...first.split(/[^a-z\d]+/).filter((part) => /^(?:\d|[iv]+$)/.test(part)), last].map(valueOf);
  const repeated = word === 'quy' && first.includes(word);
  return values.filter((value, index) => repeated || values[index + 1] !== value + 1);
}

function readHalf(match: RegExpExecArray, { base, year }: Place): TimeExpression {
  const month = match.groups!['half'] === 'dau' ? 6 : 12;
  return { ...base, due: lastDay(month, writtenYear(match) ?? yearOfMonth(year, month), false), precision: 'halfyear' };
}

/** Without digits only "cuối năm" with a word that makes it a limit is a time; "cả năm" names a report. */
function readYear(match: RegExpExecArray, { base, words, year }: Place): TimeExpression | null {
  const written = writtenYear(match);
  if (written === null && !/^(?:cham|muon|truoc|den|vao|hoan thanh|xong|trong dip|trong cuoi)/.test(words)) return null;
  if (written === null && !/(?:cuoi|het|ket thuc) nam/.test(words)) return null;
  return { ...base, ...wholeYear(written ?? yearNow(year)) };
}

function yearNow(year: PlanYear): number | null {
  return yearOfMonth(year, 12);
}

/** A whole year, due at its end. */
export function wholeYear(year: number | null): { due: string | null; precision: Precision } {
  return { due: year === null ? null : `${year}-12-31`, precision: 'year' };
}

function writtenYear(match: RegExpExecArray): number | null {
  const written = match.groups!['slash'] ?? match.groups!['year'];
  return written === undefined ? null : Number(written);
}

/** The last day of a month; "trước tháng 9/2026" ends with the month before. */
function lastDay(month: number, year: number | null, before: boolean): string | null {
  if (year === null) return null;
  if (!before) return endOfMonth(year, month);
  return month > 1 ? endOfMonth(year, month - 1) : endOfMonth(year - 1, 12);
}

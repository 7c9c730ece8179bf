/** Points and spans of time in administrative Vietnamese; what the text leaves open stays null. */
import { foldSame } from '../plain-fold.ts';

export type Precision = 'month' | 'quarter' | 'halfyear' | 'year';
export type Recurrence = 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'halfyearly' | 'annual';

export interface Relative {
  readonly days: number | null;
  readonly hours?: number;
  readonly after?: string;
  readonly before?: string;
}

export interface TimeExpression {
  readonly start: number;
  readonly end: number;
  /** As written. */
  readonly text: string;
  readonly due: string | null;
  readonly precision?: Precision;
  readonly recurrence?: Recurrence;
  readonly relative?: Relative;
  /** Whether words like "trước", "chậm nhất" or "trong" make it a limit. */
  readonly limit: boolean;
  /** The first day where it is a span ("từ ngày 01/6 đến ngày 30/6/2026"). */
  readonly from?: string;
  /** Set where the written date exists in no calendar or has no plausible year. */
  readonly impossible?: boolean;
  readonly kind: 'date' | 'span' | 'period' | 'recurrence' | 'relative';
}

const DAY = '(\\d{1,2})(?:\\s*[\\/.]\\s*|-)(\\d{1,2})(?:\\s*[\\/.]\\s*|-)(\\d{2,6})(?![\\d%])';
const LONG_DAY =
  '(\\d{1,2})\\s+thang\\s+(\\d{1,2}|gieng|tu|muoi|chap)(?:\\s*(?:,|\\/)?\\s*nam\\s+(\\d{4,5})|\\s*\\/\\s*(\\d{4,5}))?';
const SHORT_DAY = '(\\d{1,2})\\s*\\/\\s*(\\d{1,2})(?!\\s*[\\/\\d%]|[.-]\\d)(?:\\s+(?:cua\\s+)?nam\\s+(\\d{4}))?';
const LIMIT =
  '(?:(?:cham nhat(?: la)?|muon nhat(?: la)?|tre nhat(?: la)?|som nhat|han (?:chot|cuoi|nop|gui|bao cao)?(?: la| :)?|xong|hoan thanh|ket thuc|du kien(?: vao)?|khong (?:qua|muon hon|cham hon)|dinh ky)[\\s:,]+)?(?:(?:truoc(?: hoac)?|den het|den|het|trong|vao|tu nay den(?: het)?)\\s+)*(?:ngay\\s+)?(?:cuoi\\s+)?';
const NUMBER_WORDS: Readonly<Record<string, number>> = {
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  nam: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
  muoi: 10,
  'muoi lam': 15,
  'hai muoi': 20,
  'ba muoi': 30,
};
const AMOUNT = '(\\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi lam|muoi|hai muoi|ba muoi)(?:\\s*\\([^)]{1,12}\\))?';

const RULES: readonly { readonly kind: TimeExpression['kind']; readonly sign: RegExp }[] = [
  {
    kind: 'span',
    sign: new RegExp(
      `\\btu\\s+(?:ngay\\s+)?(\\d{1,2}(?:\\s*[\\/.]\\s*\\d{1,2}(?:\\s*[\\/.]\\s*\\d{4})?)?)(?:\\s+thang\\s+(\\d{1,2})(?:\\s+nam\\s+(\\d{4}))?)?\\s*(?:den(?: het)?|[-–])\\s*(?:ngay\\s+)?(?:${DAY}|${LONG_DAY}|${SHORT_DAY})`,
      'g',
    ),
  },
  {
    kind: 'relative',
    sign: new RegExp(
      `truoc khi (?<event>[^,.;()]{3,80}?) (?:it nhat|toi thieu)\\s+(?<amount>\\d{1,3})\\s+(?<unit>ngay(?: lam viec)?|gio|tuan)`,
      'g',
    ),
  },
  {
    kind: 'relative',
    sign: new RegExp(
      `(?:(?:cham nhat|muon nhat|khong qua|trong(?: vong| thoi han| thoi gian)?|sau|toi da)\\s+)+(?:la\\s+)?(?:khong qua\\s+)?${AMOUNT}\\s+(ngay(?: lam viec)?|gio(?: lam viec)?|tuan|thang)(?: dau)?,?\\s*(?:(ke tu(?: thoi diem| khi| luc| ngay)?|tinh tu(?: khi| ngay)?|sau khi|tu khi|tu thoi diem|sau|tu ngay|truoc khi|truoc)\\s+([^.;()]{3,160}))?`,
      'g',
    ),
  },
  {
    kind: 'relative',
    sign: new RegExp(
      `(?:(?:cham nhat|muon nhat|it nhat)\\s+)?(?:la\\s+)?truoc\\s+${AMOUNT}\\s+(ngay(?: lam viec)?|gio|tuan|thang)\\s+(?:(so voi|truoc khi|truoc|khi)\\s+)?([^.;()]{3,120})?`,
      'g',
    ),
  },
  {
    kind: 'relative',
    sign: new RegExp(
      `${AMOUNT}\\s+(ngay(?: lam viec)?|gio|tuan|thang)\\s+(sau khi|truoc khi|ke tu(?: khi| ngay)?)\\s+([^.;()]{3,120})`,
      'g',
    ),
  },
  {
    kind: 'recurrence',
    sign: /(?:truoc|cham nhat(?: la)?|vao|muon nhat)?\s*(?:truoc\s+)?(?:vao\s+)?ngay\s+(?:lam viec\s+)?(?:\d{1,2}|cuoi(?: cung)?)\s+(?:cua\s+)?(hang thang|moi thang|hang quy|thang cuoi (?:cua )?(?:moi )?quy|thang cuoi quy|thang dau quy|thang sau|hang tuan)/g,
  },
  {
    kind: 'recurrence',
    sign: new RegExp(
      `(?:cham nhat\\s+(?:la\\s+)?)?(?:truoc\\s+)?(?:ngay\\s+)?(?:\\d{1,2}\\s*[\\/-]\\s*\\d{1,2}\\s+)(hang nam|moi nam)`,
      'g',
    ),
  },
  { kind: 'date', sign: new RegExp(`${LIMIT}${DAY}`, 'g') },
  { kind: 'date', sign: new RegExp(`${LIMIT}(?:ngay\\s+)?${LONG_DAY}`, 'g') },
  { kind: 'date', sign: new RegExp(`${LIMIT}${SHORT_DAY}`, 'g') },
  {
    kind: 'recurrence',
    sign: /(?:dinh ky\s+)?(?:truoc ngay \d{1,2}(?:\/\d{1,2})?\s+)?(?:cua\s+)?(hang ngay|hang tuan|hang thang|hang quy|hang nam|moi tuan|moi thang|moi quy|moi nam|01 lan\/thang|moi thang mot lan|mot thang mot lan|mot quy mot lan|(?:0?1|mot) lan\/(?:nam|quy|thang|tuan))(?!\s+cua)/g,
  },
  {
    kind: 'recurrence',
    sign: /dinh ky\s*\(?(?:bao cao\s+)?(?:theo\s+)?(?:hang\s+)?(tuan|thang|quy|0?6 thang(?:[\s,]*(?:va\s+)?(?:01 |mot )?(?:ca )?nam)?|sau thang|01 nam|nam)\b(?!\s*\d|\s+(?:dau|cuoi))/g,
  },
  {
    kind: 'period',
    sign: new RegExp(
      `${LIMIT}(?:cac\\s+)?thang\\s+(?:\\d{1,2}\\s*(?:,|-|–|va|den(?: thang)?)\\s*)*(?:thang\\s+)?(\\d{1,2})\\b(?:\\s*[\\/.-]\\s*(\\d{4})|\\s*(?:hang\\s+)?nam\\s+(\\d{4}))?`,
      'g',
    ),
  },
  {
    kind: 'period',
    sign: new RegExp(
      `${LIMIT}quy\\s+(?:(?:iv|i{1,3}|[1-4])\\s*(?:,|-|–|va|den)\\s*(?:quy\\s+)?)*(iv|i{1,3}|[1-4])\\b(?:\\s*[\\/-]\\s*(\\d{4})|\\s*,?\\s*nam\\s+(\\d{4}))?`,
      'g',
    ),
  },
  { kind: 'period', sign: new RegExp(`${LIMIT}(?:0?6|sau) thang\\s+(dau|cuoi)(?:\\s+nam)?(?:\\s+(\\d{4}))?`, 'g') },
  {
    kind: 'period',
    sign: /(?:(?:hoan thanh|xong|ket thuc|cham nhat(?: la)?)\s+)?(?:trong|den het|het|den cuoi|cuoi|truoc cuoi|ca)\s+nam\s+(\d{4})/g,
  },
];

/** All expressions of time of a text, left to right; `year` completes dates written without one. */
export function timesOf(text: string, year: number | null): TimeExpression[] {
  const folded = foldSame(text);
  const found: TimeExpression[] = [];
  for (const { kind, sign } of RULES) {
    for (const match of folded.matchAll(sign)) {
      const lead = match[0].length - match[0].trimStart().length;
      const start = match.index + lead;
      const end = match.index + match[0].trimEnd().length;
      if (/[a-z0-9/]$/.test(folded.slice(0, start)) || found.some((other) => start < other.end && other.start < end))
        continue;
      const expression = read(kind, match, text.slice(start, end).replace(/[,\s]+$/, ''), start, year, text);
      if (expression) found.push(expression);
    }
  }
  return found.sort((one, other) => one.start - other.start);
}

function read(
  kind: TimeExpression['kind'],
  match: RegExpMatchArray,
  written: string,
  start: number,
  year: number | null,
  text: string,
): TimeExpression | null {
  const folded = foldSame(written);
  const base = {
    start,
    end: start + written.length,
    text: written,
    limit:
      /^(du kien|cham|muon|tre|som|han|xong|hoan thanh|ket thuc|khong|dinh ky|truoc|den|het|trong|vao|tu nay)/.test(
        folded,
      ),
    kind,
  };
  if (kind === 'relative') return readRelative(base, match, text);
  if (kind === 'recurrence') return { ...base, due: null, limit: true, recurrence: recurrenceOf(match[1] ?? folded) };
  if (kind === 'period') return readPeriod(base, folded, match, year);
  if (kind === 'span') return readSpan(base, match, year);
  const [day, month, written_] = dateParts(match);
  const full = written_ ?? year;
  if (full === null) return { ...base, due: null };
  const due = isoOf(day, month, full);
  if (due === null && written_ === null) return null;
  return due === null || full < 1990 || full > 2100 ? { ...base, due: null, impossible: true } : { ...base, due };
}

/** Day, month and year of a match of DAY, LONG_DAY or SHORT_DAY, whichever it is. */
function dateParts(match: RegExpMatchArray): [number, number, number | null] {
  const numbers = groupsOf(match).map((part) => ({ gieng: 1, tu: 4, muoi: 10, chap: 12 })[part] ?? Number(part));
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? null];
}

/** The groups that took part in a match; its type does not know that some did not. */
function groupsOf(match: RegExpMatchArray, from = 1): string[] {
  return (match.slice(from) as (string | undefined)[]).filter((part) => part !== undefined);
}

function readSpan(base: Base, match: RegExpMatchArray, year: number | null): TimeExpression | null {
  const last = groupsOf(match, 4).map(Number);
  const first = match[1]!.split(/[/.]/).map((part) => Number(part.trim()));
  const full = last[2] ?? (match[3] ? Number(match[3]) : null) ?? year;
  if (full === null) return { ...base, due: null };
  const due = isoOf(last[0] ?? 0, last[1] ?? 0, full);
  const month = first[1] ?? (match[2] ? Number(match[2]) : (last[1] ?? 0));
  const startYear = first[2] ?? (match[3] ? Number(match[3]) : month > (last[1] ?? 0) ? full - 1 : full);
  const from = isoOf(first[0] ?? 0, month, startYear);
  if (!due || !from) return { ...base, due: null, impossible: true };
  return { ...base, due, from };
}

type Base = Pick<TimeExpression, 'start' | 'end' | 'text' | 'limit' | 'kind'>;

function readPeriod(base: Base, folded: string, match: RegExpMatchArray, year: number | null): TimeExpression | null {
  const written = match[3] ?? match[2];
  const quarter = /quy/.test(folded);
  const half = /(dau|cuoi)\s*(nam)?(\s+\d{4})?$/.exec(folded);
  if (/^(?:.*\s)?nam\s+\d{4}$/.test(folded) && !/thang|quy/.test(folded)) {
    return { ...base, due: `${match[1]}-12-31`, precision: 'year' };
  }
  if (quarter) {
    const value = { i: 1, ii: 2, iii: 3, iv: 4 }[match[1]!] ?? Number(match[1]);
    const full = written ? Number(written) : year;
    return { ...base, due: full === null ? null : endOfMonth(full, value * 3), precision: 'quarter' };
  }
  if (half && /(6|sau) thang/.test(folded)) {
    const full = match[2] ? Number(match[2]) : year;
    return {
      ...base,
      due: full === null ? null : half[1] === 'dau' ? `${full}-06-30` : `${full}-12-31`,
      precision: 'halfyear',
    };
  }
  const month = Number(match[1]);
  if (month < 1 || month > 12) return written ? { ...base, due: null, impossible: true } : null;
  const full = written ? Number(written) : year;
  // "trước tháng 9/2026" ends with the month before.
  const before = /truoc\s+thang/.test(folded);
  return {
    ...base,
    due:
      full === null
        ? null
        : before && month > 1
          ? endOfMonth(full, month - 1)
          : endOfMonth(before ? full - 1 : full, before ? 12 : month),
    precision: 'month',
  };
}

function readRelative(base: Base, match: RegExpMatchArray, text: string): TimeExpression | null {
  const { event: named, amount: count, unit: kind } = match.groups ?? {};
  if (named !== undefined && kind !== undefined) {
    const at = (match.index ?? 0) + match[0].indexOf(named);
    const days = kind === 'tuan' ? Number(count) * 7 : kind === 'gio' ? null : Number(count);
    const relative = {
      days,
      ...(kind === 'gio' ? { hours: Number(count) } : {}),
      before: text.slice(at, at + named.length),
    };
    return { ...base, due: null, limit: true, relative };
  }
  const amount = NUMBER_WORDS[match[1]!] ?? Number(match[1]);
  const unit = match[2]!;
  const link = match[3] ?? '';
  if (/^thang/.test(unit) && match[4] === undefined) return null;
  const eventStart = match[4] === undefined ? -1 : (match.index ?? 0) + match[0].lastIndexOf(match[4]);
  const event = match[4] === undefined ? null : trimEvent(text.slice(eventStart, eventStart + match[4].length));
  const hours = unit.startsWith('gio') ? amount : null;
  const days = unit.startsWith('ngay')
    ? amount
    : unit === 'tuan'
      ? amount * 7
      : hours !== null && hours % 24 === 0
        ? hours / 24
        : null;
  const before = /truoc/.test(link) || /^(?:\S+\s)*?truoc\s+\d/.test(foldSame(base.text));
  if (event === null && !/trong|cham nhat|khong qua/.test(foldSame(base.text))) return null;
  const side = event === null ? {} : before ? { before: event } : { after: event };
  const shorter =
    event === null
      ? base
      : { ...base, end: eventStart + event.length, text: text.slice(base.start, eventStart + event.length) };
  return { ...shorter, due: null, limit: true, relative: { days, ...(hours === null ? {} : { hours }), ...side } };
}

/** The event ends where the next thing to do begins. */
function trimEvent(words: string): string {
  const folded = foldSame(words);
  const stop =
    /,|\s+(?:cac (?:so|co quan|don vi|xa|phuong|truong)|ubnd|so [a-z]+ (?:co|tong)|phong |phai|co trach nhiem|gui|bao cao (?:ve|ubnd|so|ket qua ve)|va (?:gui|bao cao)|tong hop|hoan thanh viec|de tong hop)\b/.exec(
      folded,
    );
  return words.slice(0, stop?.index ?? words.length).trim();
}

function recurrenceOf(words: string): Recurrence {
  if (/6 thang|sau thang/.test(words)) return 'halfyearly';
  if (/ngay$/.test(words)) return 'daily';
  if (/tuan/.test(words)) return 'weekly';
  if (/quy/.test(words)) return 'quarterly';
  if (/thang/.test(words)) return 'monthly';
  return 'annual';
}

/** The ISO date of day, month and year; null where no calendar has it. */
export function isoOf(day: number, month: number, year: number): string | null {
  if (month < 1 || month > 12 || day < 1 || year < 1000 || year > 9999) return null;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function endOfMonth(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${new Date(Date.UTC(year, month, 0)).getUTCDate()}`;
}

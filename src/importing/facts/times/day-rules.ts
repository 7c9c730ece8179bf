/** Days and spans of days: "trước ngày 15/6/2026", "ngày 05 tháng 6 năm sau", "từ 01/6 đến 15/6". */
import { isoOf } from './calendar.ts';
import { LIMIT, LIMIT_OF_DAY } from './limit-words.ts';
import { ownYear, yearOfMonth, type PlanYear } from './plan-year.ts';
import type { TimeExpression } from './time-expression.ts';
import type { Place, TimeRule } from './time-rule.ts';

const NEXT = '(?:sau(?! khi)|ke tiep|tiep theo|lien ke|ke sau)';
const YEAR = `(?:\\s*,?\\s*(?:cua\\s+)?nam\\s+(\\d{4,5}|${NEXT}))`;
const DAY =
  '(?:(\\d{1,2})(?:\\s*[\\/.]\\s*|-)(\\d{1,2})(?:\\s*[\\/.]\\s*|-)(\\d{2,6})|(\\d{1,2})\\s*-\\s*(\\d{1,2})\\s*-\\s*(\\d{4}))(?![\\d%])';
const LONG_DAY = `(?<!tuan\\s)(?<!tuan thu\\s)(\\d{1,2})\\s+(?:cua\\s+)?thang\\s+(\\d{1,2}|(?:gieng|tu|muoi|chap)\\b)(?:${YEAR}|\\s*\\/\\s*(\\d{4,5}))?`;
const SHORT_DAY = `(?:(\\d{1,2})\\s*\\/\\s*(\\d{1,2})(?!\\s*[\\/\\d%]|[.-]\\d)|(?<=ngay\\s)(\\d{1,2})[-.](\\d{1,2})(?![\\d/%-]|\\.\\d))${YEAR}?`;
const MONTHS: Readonly<Record<string, number>> = { gieng: 1, tu: 4, muoi: 10, chap: 12 };

/** "trước Ngày Gia đình Việt Nam 28/6", "xong trước Tết Trung thu (06/10/2025". */
const NAMED_DAY = `${LIMIT}(?<=truoc\\s+)(?:(?:ngay|tet|le|dip)\\s+){1,2}(?:quoc te|quoc khanh|gia dinh|thieu nhi|phu nu|nha giao|trung thu|nguyen dan|khai giang|khai mac|be giang|hoi|toan dan)\\b[a-z ]{0,40}?\\s+\\(?(?:ngay\\s+)?`;

/** "trước khi kết thúc năm học (31/5/2026)", "xong trước mùa mưa (15/5)". */
const DAY_OF_EVENT = `${LIMIT}(?<=truoc\\s+)(?:khi (?:ket thuc|khai mac|be mac|be giang|khai giang|bat dau|nghi he|buoc vao|vao)|dip|mua|ky (?:nghi|thi))\\b[a-z ]{0,40}?\\s+\\((?:ngay\\s+)?`;

export const DAY_RULES: readonly TimeRule[] = [
  ...[DAY, SHORT_DAY].map((day) => NAMED_DAY + day),
  ...[DAY, SHORT_DAY].map((day) => `${DAY_OF_EVENT}${day}(?=\\s*\\))`),
  ...[DAY, LONG_DAY, SHORT_DAY].map((day) => LIMIT_OF_DAY + day),
].map((sign) => ({
  kind: 'date',
  sign: new RegExp(sign, 'g'),
  read: readDay,
}));

/** "trước ngày 20 các tháng 6, 7, 8", "ngày 15 tháng 6 và tháng 12". */
export const MONTHLY_DAY_RULE: TimeRule = {
  kind: 'date',
  sign: new RegExp(
    `${LIMIT_OF_DAY}(?<day>\\d{1,2})\\s+(?:cua\\s+)?(?:cac\\s+thang\\s+(?<months>\\d{1,2}(?:\\s*(?:,|va|,\\s*va)\\s*(?:thang\\s+)?\\d{1,2})+)|thang\\s+(?<each>\\d{1,2}(?:\\s*(?:,|va|,\\s*va)\\s*thang\\s+\\d{1,2})+))(?!\\d|\\s*\\/\\s*\\d{1,2}\\b|\\s+thang)(?:\\s*\\/\\s*(?<slash>\\d{4})|\\s+nam\\s+(?<year>\\d{4}))?`,
    'g',
  ),
  read: readMonthlyDay,
};

function readMonthlyDay(match: RegExpExecArray, { base, year }: Place): TimeExpression[] | null {
  const { day = '', months, each, slash, year: named } = match.groups!;
  const written = slash ?? named;
  const listed = [...(months ?? each ?? '').matchAll(/\d+/g)].map(([month]) => Number(month));
  if (listed.some((month) => month < 1 || month > 12)) return null;
  return listed.map((month) => {
    const full = written === undefined ? yearOfMonth(year, month) : Number(written);
    const due = full === null ? null : isoOf(Number(day), month, full);
    return { ...base, due, ...(full !== null && due === null ? { impossible: true } : {}) };
  });
}

export const SPAN_RULES: readonly TimeRule[] = [
  {
    kind: 'span',
    sign: new RegExp(
      `\\btu\\s+(?:ngay\\s+)?(\\d{1,2}(?:\\s*[\\/.]\\s*\\d{1,2}(?:\\s*[\\/.]\\s*\\d{4})?)?)(?:\\s+thang\\s+(\\d{1,2})(?:\\s+nam\\s+(\\d{4}))?)?\\s*(?:den(?: het)?|[-–])\\s*(?:ngay\\s+)?(?:${DAY}|${LONG_DAY}|${SHORT_DAY})`,
      'g',
    ),
    read: readSpan,
  },
  // "trong 02 ngày 01 và 02/6/2026", "trong hai ngày (14 - 15/9)"
  {
    kind: 'span',
    sign: new RegExp(
      `\\btrong\\s+(?:\\d{1,2}|hai|ba|bon)\\s+ngay\\s*[,:(]?\\s*(?:tu\\s+)?(?:ngay\\s+)?(\\d{1,2})()()\\s*(?:va|den|,|[-–])\\s*(?:ngay\\s+)?(?:${DAY}|${LONG_DAY}|${SHORT_DAY})`,
      'g',
    ),
    read: readSpan,
  },
  // "đợt 1: 01 - 02/6; đợt 2: 01 - 02/12/2026"; "đạt 10-11/12 chỉ tiêu" is a share
  {
    kind: 'span',
    sign: /(?:\b(?:vao |trong )?(?:cac )?ngay\s+|(?<=(?:\bvao|\bdot \w{1,3}|\blan \w{1,3})\s+|[:(]\s*))(\d{1,2})()()\s*[-–]\s*(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?(?=\s*(?:[.;,)]|$|\s(?:nam|va|tai)\b))/g,
    read: (match, place) => (Number(match[1]) < Number(match[4]) ? readSpan(match, place) : null),
  },
  // "01/6/2024 – 30/6/2024" without "từ".
  {
    kind: 'span',
    sign: /(\d{1,2}\/\d{1,2}(?:\/\d{4})?)()()\s*[-–]\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/%])/g,
    read: readSpan,
  },
];

function readDay(match: RegExpExecArray, { base, year }: Place): TimeExpression | null {
  const [day = '', named = '', writtenYear] = groupsOf(match);
  const month = MONTHS[named] ?? Number(named);
  const full = fullYear(writtenYear, month, year);
  if (full === null) return { ...base, due: null };
  const due = isoOf(Number(day), month, full);
  if (due === null && writtenYear === undefined && month > 12) return null;
  return due === null || full < 1990 || full > 2100 ? { ...base, due: null, impossible: true } : { ...base, due };
}

/** The year as written; "26" is one of this century, "năm sau" follows the plan's, none is the plan's own. */
function fullYear(written: string | undefined, month: number, plan: PlanYear): number | null {
  const own = yearOfMonth(plan, month);
  if (written === undefined) return own;
  const number = Number(written);
  const current = ownYear(plan);
  if (Number.isNaN(number)) return current === null ? null : current + 1;
  return written.length === 2 && own !== null && Math.abs(2000 + number - own) <= 5 ? 2000 + number : number;
}

/** The groups that took part in a match; its type does not know that some did not. */
function groupsOf(match: RegExpExecArray, from = 1): string[] {
  return (match.slice(from) as (string | undefined)[]).filter((part) => part !== undefined);
}

function readSpan(match: RegExpExecArray, { base, year }: Place): TimeExpression | null {
  const [lastDay = 0, lastMonth = 0, lastYear] = groupsOf(match, 4).map((part) => MONTHS[part] ?? Number(part));
  const [firstDay = 0, firstMonth, firstYear] = match[1]!.split(/[/.]/).map((part) => Number(part.trim()));
  const full = lastYear ?? (match[3] ? Number(match[3]) : null) ?? yearOfMonth(year, lastMonth);
  if (full === null) return { ...base, due: null };
  const due = isoOf(lastDay, lastMonth, full);
  const month = firstMonth ?? (match[2] ? Number(match[2]) : lastMonth);
  const startYear = firstYear ?? (match[3] ? Number(match[3]) : month > lastMonth ? full - 1 : full);
  const from = isoOf(firstDay, month, startYear);
  if (!due || !from) return { ...base, due: null, impossible: true };
  return { ...base, due, from };
}

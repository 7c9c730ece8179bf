/** Rhythms: "trước ngày 20 hằng tháng", "ngày 15 của tháng cuối quý", "thứ Sáu hằng tuần", "02 lần/năm". */
import { CLOCK, LIMIT, WEEKDAY } from './limit-words.ts';
import type { Recurrence, TimeExpression } from './time-expression.ts';
import type { Place, TimeRule } from './time-rule.ts';

const NEXT = '(?:sau(?! khi)|ke tiep|tiep theo|lien ke(?: sau)?|ke sau|lien sau)';
const EVERY = '(?:hang|moi|tung)';
const ONCE = '(?:0?1|mot)';
const OF_MONTH = `${EVERY} thang|thang ${NEXT}|(?<=cua )thang(?=\\s*(?:[.;,)]|$)|\\s+(?:de|gui|bao cao|cho|ve)\\b)`;
const OF_QUARTER = `${EVERY} quy|thang (?:cuoi|dau)(?: cung| tien)?(?: cua)?(?: ${EVERY})? quy(?: ${NEXT})?|quy ${NEXT}|(?<=cua )quy(?=\\s*(?:[.;,)]|$))`;

/** Rhythms that name a day, which would else be read as days. */
export const RHYTHM_DAY_RULES: readonly TimeRule[] = [
  rhythm(
    `${LIMIT}${CLOCK}?ngay\\s+(?:lam viec\\s+)?(?:\\d{1,2}|cuoi(?: cung)?|dau(?: tien)?)\\s+(?:cua\\s+)?(?<rhythm>${OF_QUARTER}|${OF_MONTH}|${EVERY} tuan)`,
  ),
  rhythm(`${LIMIT}${CLOCK}?${WEEKDAY}\\s+(?:cua\\s+)?(?<rhythm>(?:${EVERY}|trong) tuan)`),
  rhythm(
    `${LIMIT}(?:${WEEKDAY}\\s+)?tuan (?:dau|cuoi)(?: cung| tien)?(?: cua)? (?<rhythm>${EVERY} (?:thang|quy)|(?<=cua )thang(?!\\s*\\d))`,
  ),
];

/** What is counted; only rounds ("lần", "đợt") spread over the year, two meetings may be held at once. */
const ROUND = '(?:lan|dot|ky)';
const COUNTED = `(?<noun>${ROUND}|cuoc|buoi|phien|luot|chuyen de|chuyen muc|hoi nghi|lop|tin,? bai|tin|bai)`;
const AMOUNT = '(?<times>\\d{1,2}|mot|hai)(?:\\s*\\([^)]{1,12}\\))?';
const AT_LEAST = '(?:it nhat|toi thieu)';

const PART = '(?:tuan|thang|quy|(?:0?[36]|sau|ba) thang|(?:(?:0?1|mot|ca) )?nam)';

/** Rhythms without a day. */
export const RHYTHM_RULES: readonly TimeRule[] = [
  // "định kỳ hằng quý, 6 tháng, năm", "6 tháng, hằng năm"
  {
    kind: 'recurrence',
    sign: new RegExp(
      `(?:dinh ky\\s+(?:${EVERY}\\s+)?|${EVERY}\\s+)?${PART}(?:\\s*(?:,|va|,\\s*va)\\s+(?:${EVERY}\\s+)?${PART})+\\b(?!\\s*\\d)`,
      'g',
    ),
    read: readList,
  },
  {
    kind: 'recurrence',
    sign: new RegExp(
      `(?:(?:dinh ky|${AT_LEAST})\\s+){0,2}${AMOUNT} ${COUNTED}(?:(?: [a-z]+){0,3}?\\s*\\/|\\s+(?:trong|moi|mot)\\s)\\s*(?:${ONCE}\\s+)?(?<unit>tuan|thang|quy|nam)\\b(?!\\s*\\d)`,
      'g',
    ),
    read: readTimes,
  },
  {
    kind: 'recurrence',
    sign: new RegExp(
      `(?:dinh ky\\s+)?(?:${EVERY}|mot)\\s+(?<unit>tuan|thang|quy|nam)(?:\\s+(?:to chuc\\s+)?${AT_LEAST})?\\s+${AMOUNT} ${COUNTED}\\b`,
      'g',
    ),
    read: readTimes,
  },
  // "mỗi tuần nhắn tin nhắc an toàn một lần"
  rhythm(`${EVERY}\\s+(?<rhythm>tuan|thang|quy|nam)\\s+[a-z ]{3,60}?\\s(?:it nhat\\s+)?${ONCE} lan\\b`),
  rhythm(
    `(?:dinh ky\\s+)?(?<rhythm>(?:0?3|ba|0?6|sau|12|0?1) thang)(?:\\s*\\/\\s*(?:${ONCE}\\s+)?lan|\\s+${ONCE} lan)\\b`,
  ),
  rhythm(`(?:dinh ky\\s+)?(?:cua\\s+)?(?<rhythm>${EVERY} (?:ngay|tuan|thang|quy|nam))\\b(?!\\s+cua)`),
  rhythm(
    'dinh ky\\s*\\(?(?:bao cao\\s+)?(?:theo\\s+)?(?:hang\\s+)?(?<rhythm>tuan|thang|quy|0?[36] thang|(?:sau|ba) thang|01 nam|nam)\\b(?!\\s*\\d|\\s+(?:dau|cuoi))',
  ),
];

function rhythm(sign: string): TimeRule {
  return {
    kind: 'recurrence',
    sign: new RegExp(sign, 'g'),
    read: (match, { base }) => ({
      ...base,
      due: null,
      limit: true,
      recurrence: recurrenceOf(match.groups!['rhythm']!),
    }),
  };
}

/** Several rhythms; without "định kỳ" or "hằng" the words only count time. */
function readList(match: RegExpExecArray, { base }: Place): TimeExpression[] | null {
  if (!/\b(?:dinh ky|hang|moi|tung)\b/.test(match[0])) return null;
  const parts = [...match[0].matchAll(new RegExp(`\\b${PART}\\b`, 'g'))].map(([part]) => part);
  return parts.map((part) => ({ ...base, due: null, limit: true, recurrence: recurrenceOf(part) }));
}

/** "02 lần/năm" comes every half-year; what has no name of its own comes with its unit. */
function readTimes(match: RegExpExecArray, { base }: Place) {
  const { times = '', unit = '', noun = '' } = match.groups!;
  const spread = new RegExp(`^${ROUND}$`).test(noun);
  const count = spread ? ({ mot: 1, hai: 2 }[times] ?? Number(times)) : 1;
  const recurrence =
    unit === 'nam' && count === 2 ? 'halfyearly' : unit === 'nam' && count === 4 ? 'quarterly' : recurrenceOf(unit);
  return { ...base, due: null, limit: true, recurrence };
}

function recurrenceOf(words: string): Recurrence {
  if (/(?:6|sau) thang/.test(words)) return 'halfyearly';
  if (/(?:3|ba) thang/.test(words)) return 'quarterly';
  if (/12 thang/.test(words)) return 'annual';
  if (/ngay$/.test(words)) return 'daily';
  if (/tuan/.test(words)) return 'weekly';
  if (/quy/.test(words)) return 'quarterly';
  return /thang/.test(words) ? 'monthly' : 'annual';
}

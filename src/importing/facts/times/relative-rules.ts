/** So long before or after something: "trong thời hạn 05 ngày kể từ ngày nhận hồ sơ", "trước khi khai giảng 10 ngày". */
import { foldSame } from '../../plain-fold.ts';
import { AMOUNT, amountOf } from './limit-words.ts';
import type { Relative, TimeExpression } from './time-expression.ts';
import type { Place, TimeRule } from './time-rule.ts';

// "trước 16 giờ 00 ngày 12/6" and "trước 16 giờ thứ Năm hằng tuần" are hours of a day, no lengths of time.
const HOURS = 'gio(?: lam viec)?(?!\\s*,?\\s*(?:\\d|phut|ngay (?!lam)|thu |chieu|sang|trua|toi |cung ngay|hang ))';
const UNIT = `(?<unit>ngay(?: lam viec)?|${HOURS}|tuan|thang)`;
const COUNT = `(?<amount>${AMOUNT})\\s+${UNIT}`;
const EVENT = '(?<event>[^.,;()]{2,160})';

export const RELATIVE_RULES: readonly TimeRule[] = [
  // "trước khi khai giảng ít nhất 10 ngày", "sau khi kết thúc Tháng hành động 15 ngày"
  relative(
    `(?<side>truoc|sau) (?:khi|ngay) (?<event>(?!\\d)[^,.;()]{3,80}?) (?:(?:it nhat|toi thieu|cham nhat|khong qua|toi da|trong(?: vong)?)(?: la)?\\s+){0,3}${COUNT}(?!\\s+(?:hang|dau|cuoi)|\\s*\\d)`,
  ),
  // "trước kỳ nghỉ hè ít nhất 01 tuần"
  relative(
    `(?<side>truoc|sau) (?<event>(?!\\d|khi |ngay )[^,.;()]{3,60}?) (?:it nhat|toi thieu|cham nhat|khong qua)(?: la)?\\s+${COUNT}(?!\\s+(?:hang|dau|cuoi)|\\s*\\d)`,
  ),
  relative(
    `(?:(?:cham nhat|muon nhat|khong qua|trong(?: vong| thoi han| thoi gian)?|sau|toi da)\\s+){1,4}(?:la\\s+)?(?:khong qua\\s+)?${COUNT}(?: dau)?,?\\s*(?:(?<link>ke tu(?: thoi diem| khi| luc| ngay)?|tinh tu(?: khi| ngay)?|sau khi|tu khi|tu thoi diem|sau|tu ngay|truoc khi|truoc)\\s+${EVENT})?`,
  ),
  relative(
    `(?:(?:cham nhat|muon nhat|it nhat)\\s+)?(?:la\\s+)?(?<side>truoc)\\s+${COUNT}\\s+(?:(?<link>ke tu(?: thoi diem| khi| luc| ngay)?)\\s+|(?:so voi|truoc khi|truoc|khi)\\s+)?(?:${EVENT})?`,
  ),
  relative(`${COUNT}\\s+(?<link>sau khi|truoc khi|ke tu(?: khi| ngay)?)\\s+${EVENT}`),
];

const OCCASION =
  'khi (?!ket thuc nam)|luc |dip |mua |tet |le (?!hoi )|le hoi |ky (?:nghi|thi|hop|tuyen)|ngay (?:khai|le|hoi|quoc|toan|bau|to chuc|dien ra)|nam hoc|khai (?:giang|truong|mac)|be (?:giang|mac)|dot |hoi nghi|dai hoi|thoi diem (?!\\d)';

/** "Xong trước Tết Trung thu", "hoàn thành trước khi bế giảng": a limit without a length. */
export const EVENT_RULES: readonly TimeRule[] = [
  {
    kind: 'relative',
    sign: new RegExp(
      `\\b(?:xong|hoan thanh|hoan tat|cham nhat|muon nhat)(?: la)?,?\\s+(?:ngay )?truoc\\s+(?<event>(?:${OCCASION})[^.,;()]{2,100})`,
      'gd',
    ),
    read: readEvent,
  },
];

function readEvent(match: RegExpExecArray, { base, text }: Place): TimeExpression | null {
  const place = match.indices!.groups!['event']!;
  const event = eventAt(text, place[0], place[1]);
  if (event.words.length < 3) return null;
  const end = event.end;
  return {
    ...base,
    end,
    text: text.slice(base.start, end),
    due: null,
    limit: true,
    relative: { days: null, before: event.words },
  };
}

function relative(sign: string): TimeRule {
  return { kind: 'relative', sign: new RegExp(sign, 'gd'), read: readRelative };
}

function readRelative(match: RegExpExecArray, { base, words, text }: Place): TimeExpression | null {
  const { side, link = '', amount = '', unit = '' } = match.groups!;
  const place = match.indices!.groups!['event'];
  const event = place && eventAt(text, place[0], place[1]);
  if (!event && (unit === 'thang' || !/trong|cham nhat|khong qua/.test(words))) return null;
  const end = event ? Math.max(event.end, match.indices!.groups!['unit']![1]) : base.end;
  // "Trước 12 giờ kể từ khi tiếp nhận" is a time after it.
  const before = /^ke tu/.test(link) ? false : side ? side === 'truoc' : /truoc/.test(link);
  return {
    ...base,
    end,
    text: text.slice(base.start, end).replace(/[,\s]+$/, ''),
    due: null,
    limit: true,
    relative: {
      ...lengthOf(amountOf(amount), unit),
      ...(event ? (before ? { before: event.words } : { after: event.words }) : {}),
    },
  };
}

function lengthOf(amount: number, unit: string): Pick<Relative, 'days' | 'hours'> {
  if (unit.startsWith('gio')) return { days: amount % 24 === 0 ? amount / 24 : null, hours: amount };
  if (unit.startsWith('ngay')) return { days: amount };
  return { days: unit === 'tuan' ? amount * 7 : null };
}

const EVENT_END =
  /,|\s+(?:cac (?:so|co quan|don vi|xa|phuong|truong)|ubnd|so [a-z]+ (?:co|tong)|phong |phai|co trach nhiem|gui|bao cao (?:ve|ubnd|so|ket qua ve)|va (?:gui|bao cao)|tong hop|hoan thanh viec|de tong hop)\b/;

/** An event's words without "ngày", "thời điểm" before them; it ends where the next thing to do begins. */
function eventAt(text: string, start: number, end: number): { words: string; end: number } {
  const folded = foldSame(text.slice(start, end));
  const stop = start + (EVENT_END.exec(folded)?.index ?? folded.length);
  const skipped = /^(?:(?:ngay|thoi diem|khi|luc)\s+)+(?=\S)/.exec(folded)?.[0].length ?? 0;
  const words = text.slice(start + skipped, stop).trim();
  return { words, end: start + skipped + words.length };
}

/** Which expressions of time set a limit, and which only date something else. */
import { foldSame } from '../../plain-fold.ts';
import type { TimeExpression } from '../times/time-expression.ts';
import type { SectionKind } from '../section-kind.ts';
import { opensDuty } from './duty-words.ts';

/** Sections in which every sentence is a duty. */
const DUTY_KINDS: ReadonlySet<SectionKind> = new Set<SectionKind>(['report', 'organize', 'task', 'activity']);
/** Words that make any date a limit, whatever stands before it. */
const STRONG = /^(?:truoc|cham|muon|tre|han|xong|hoan thanh|khong|den het|het|ket thuc)/;
/** A date that belongs to an event or to a period's name, and limits nothing. */
const NAMED_DAY =
  /(quoc te thieu nhi|thieu nhi|ngay (?:hoi|le)[^,;.]{0,30}|tet|ngay gia dinh[^,;.]{0,20}|ky niem[^;.]{0,60}|giai doan|sinh ngay|thang hanh dong[^,;.]{0,20}|hieu luc[^;.]{0,20}|ban hanh|thong qua|ky|tu|so voi(?: cung ky)?|nam hoc)\s*\(?$/;
/** "Số liệu tính đến ngày …", "từ 7 giờ 30 đến 11 giờ ngày …". */
const NO_END = /(?:tinh|phan dau|muc tieu|cap nhat|so lieu|co|tu \d{1,2}\s*(?:gio|h|:)[^;.]{0,12})\s*$/;
/** Nouns that a rhythm tells the kind of: "dự toán ngân sách hằng năm", "sinh hoạt hằng tháng". */
const OF_SOMETHING =
  /(?:du toan|ngan sach|ke hoach|chuong trinh|nghi quyet|chi tieu|kinh phi|thang hanh dong|phong trao|ngay hoi|dip he|tieu chi|sinh hoat|tien luong|tro cap|phep)(?: [a-z-]+){0,6}\s*$/;
const REPEATED =
  /\b(bao cao|tong hop|giao ban|so ket|kiem tra|cap nhat|danh gia|thong ke|ra soat|gui|hop(?! voi| dong| tac)|cung cap|trao doi|thong bao|truyen thong|xay dung)/;

/** Whether a sentence's expression is a limit in a section of this kind; `charged` where somebody is told to do what stands there. */
export function limits(time: TimeExpression, folded: string, kind: SectionKind, charged: boolean): boolean {
  const report = kind === 'report';
  const duty = charged || DUTY_KINDS.has(kind) || opensDuty(folded);
  const before = folded.slice(0, time.start);
  const words = foldSame(time.text);
  if (time.kind === 'period' && DATED.test(folded.slice(time.end))) return false;
  if (/^\W*$/.test(before) && /^\s*:/.test(folded.slice(time.end)) && time.kind !== 'relative') return true;
  if (/giai doan\s*$|nam hoc\s*$/.test(before) && !/^(truoc|cham|han|xong)/.test(words)) return false;
  if (LABELLED.test(before) && kind !== 'theme') return true;
  if (time.kind === 'recurrence') return rhythmLimits(time, words, before, folded, report, duty);
  if (time.kind === 'relative') return relativeLimits(words, before);
  if (time.kind === 'span') return spanLimits(before, report, duty);
  if (time.kind === 'period') return periodLimits(time, words, before, folded, duty);
  return dayLimits(time, words, before, folded, report, duty);
}

/** "Quý I: trước ngày 10/3; …": the period names the report, and the day behind it is its limit. */
const DATED =
  /^\s*:\s*(?:xong |hoan thanh |gui )?(?:truoc|cham nhat|muon nhat|tre nhat|han)(?: la)?(?: vao| trong)? (?:ngay )?\d{1,2}\s*(?:[/.-]\s*|thang )\d/;

/** "…; thời gian kiểm tra: quý III/2026". */
const LABELLED = /[;,.(–-]\s*(?:thoi (?:gian|han|diem)|han|tien do)[^:.;,]{0,40}:\s*$/;
/** What is done every day is a duty to others only where something is told. */
const TOLD_DAILY = /\b(?:bao cao|tong hop|cap nhat|gui|giao ban|cung cap|thong ke)\b/;

function rhythmLimits(
  time: TimeExpression,
  words: string,
  before: string,
  folded: string,
  report: boolean,
  duty: boolean,
): boolean {
  if (OF_SOMETHING.test(before) && !/ngay|dinh ky|lan/.test(words)) return false;
  if (/(cham nhat|truoc ngay)/.test(words)) return true;
  if (time.recurrence === 'daily') return TOLD_DAILY.test(folded);
  // What is done every week or month is a duty; "hằng năm" is said of much that nobody has to do by a day.
  if (/(?:hang|moi) (?:tuan|thang|quy)|(?:cuoc|dot|buoi|phien|hoi nghi)\b[^/]*\/\s*(?:tuan|thang|quy)/.test(words))
    return duty || REPEATED.test(folded);
  return (
    REPEATED.test(folded) &&
    (report ||
      /(dinh ky|truoc|cham nhat|(?:hang|moi|mot) |ngay|\blan\b|cuoc|dot|buoi|phien|hoi nghi|thang sau)/.test(words))
  );
}

function relativeLimits(words: string, before: string): boolean {
  return (
    /(cham nhat|trong (?:vong|thoi|\d)|khong qua|truoc|sau khi|sau ngay|ke tu|muon nhat|toi da)/.test(words) &&
    !/tre em duoi|tuoi/.test(words.slice(0, 30)) &&
    !/(?:sau khi|luc) sinh$/.test(words) &&
    !/(?:bu som|sua me|keo dai)[^.;]*$/.test(before)
  );
}

/** The Action Month's own days are the plan's period, those of a phase or of the holidays name it; no limits. */
const NAMED_SPAN =
  /thang hanh dong[^;]{0,30}$|(?:so lieu|tinh)[^;]{0,40}$|\b(?:giai doan|nghi|dip|mua|thoi ky|nien do|tuan le|cao diem)[^.;]{0,40}$/;

/** "… trước ngày 20 hằng tháng, trong thời gian từ tháng 5 đến tháng 9": how long the rhythm goes on. */
const SCOPE =
  /\b(?:hang|moi) (?:tuan|thang|quy|ngay)\b(?:[^.;]{0,20}\b|[\s,(]*)(?:trong )?(?:khoang )?(?:thoi gian )?$/;

function spanLimits(before: string, report: boolean, duty: boolean): boolean {
  if (report || NAMED_SPAN.test(before) || SCOPE.test(before)) return false;
  return duty || /(thoi gian|to chuc|thuc hien|trien khai|dien ra|tien hanh)/.test(before.slice(-90));
}

/** What a period says of something past or counted, and not of a duty. */
const TOLD =
  /\b(?:da|dang|tang|giam|so lieu|tinh hinh|phat sinh|xay ra|ghi nhan|so voi|cung ky|cua|phat hien|phien hop|ky hop)\b\s*(?:[a-z-]+ ){0,4}$/;

function periodLimits(time: TimeExpression, words: string, before: string, folded: string, duty: boolean): boolean {
  if (/^den/.test(words) && NO_END.test(before)) return false;
  if (/^(cham|muon|han|xong|hoan thanh|ket thuc|truoc|den het|het)/.test(words)) return true;
  const done = /(hoan thanh|xong|so ket|tong ket)[^.;]{0,160}$/.test(before);
  const doing = done || duty;
  if (/^tu/.test(words)) return doing && !NAMED_SPAN.test(before) && !SCOPE.test(before);
  if (/^(trong|vao)/.test(words) && SCOPE.test(before)) return false;
  if (/^(trong|vao)/.test(words)) return doing && (done || (time.precision !== 'year' && !TOLD.test(before)));
  if (/(?:phien hop|ky hop)(?: thuong ky)?\s*$/.test(before)) return /(?:bao cao|trinh)[^.;]*$/.test(before);
  const after = folded.slice(time.end);
  const short = time.precision === 'month' || time.precision === 'quarter';
  // "Quý II/2026 hoàn thành rà soát; quý III …", "Trao giải: tháng 12/2026."
  if (short && duty && /(?:^|;)\s*$/.test(before) && startsDuty(after)) return true;
  if (short && duty && /[\p{L}"”)]:\s*$/u.test(before) && /^\s*(?:[.;]|$)/.test(after)) return !NAMED_SPAN.test(before);
  const inBrackets =
    /(?<!(?:mua|dip|giai doan)[a-z ]{0,30})\(\s*$/.test(before) && /^\s*\)/.test(folded.slice(time.end));
  return inBrackets && doing && (time.precision === 'month' || time.precision === 'quarter');
}

/** A paper on its way to somebody; no paper that is named by its day. */
const SENT =
  /\b(?:trinh|gui|nop|bao cao)\s(?!.*\b(?:cong van|ke hoach so|van ban so|quyet dinh|to trinh so|cuoc|hop|hoi|phien|ky|le|ket qua|dot|vu|buoi|viec|tinh hinh|so lieu|doan|ve)\b)[^.;,]{3,80}$/;

/** Whether words go on with a duty's verb at once; what was done says "đã" or "được". */
function startsDuty(after: string): boolean {
  const words = /^,?\s+(\S.*)/.exec(after)?.[1] ?? '';
  return opensDuty(words.slice(0, 24).replace(/\s\S*$/, ' ')) && !/^(?:[a-z]+ ){1,3}(?:duoc|xong)\b|^da\b/.test(words);
}

function dayLimits(
  time: TimeExpression,
  words: string,
  before: string,
  folded: string,
  report: boolean,
  duty: boolean,
): boolean {
  if (time.joined) return true;
  if (NAMED_DAY.test(before.trimEnd()) && !STRONG.test(words) && !/^vao/.test(words)) return false;
  if (/^den/.test(words) && NO_END.test(before)) return false;
  if (STRONG.test(words) || /^(dinh ky|den|du kien|tu nay)/.test(words)) return true;
  if (/^(vao|trong)/.test(words)) return opensDuty(before) || duty;
  // "… trình Giám đốc Sở ngày 20/6/2026."
  if (/^ngay/.test(words) && SENT.test(before) && /^\s*(?:[.;)]|$)/.test(folded.slice(time.end))) return true;
  if (/\p{L}:\s*$/u.test(before) && time.due !== null && /\d{4}$/.test(time.text)) return true;
  return (
    report &&
    /(bao cao|gui|nop)/.test(folded) &&
    /(ngay|\()\s*$/.test(`${before}${words.slice(0, 4)}`.replace(/\d.*$/, ''))
  );
}

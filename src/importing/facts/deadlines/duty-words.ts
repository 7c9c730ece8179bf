/** The words of a sentence that say what is due. */
import { dropFolded, foldSame, matchFolded } from '../../plain-fold.ts';
import type { Item } from '../../outline/outline.ts';
import { sentencesOf, type Span } from '../sentences.ts';
import type { TimeExpression } from '../times/time-expression.ts';

/** Verbs that open a duty. */
const ACTION =
  /\b(?:gui (?:ve )?(?:bao cao|ke hoach|ket qua|danh sach|so lieu|van ban|dang ky|ho so|de xuat)|(?:tong hop,? )?(?:xay dung,? )?bao cao(?! vien)|xay dung(?: va (?:ban hanh|trien khai))? (?:va )?(?:ke hoach|chuong trinh|bao cao)|ban hanh (?:ke hoach|van ban)|hoan thanh|hoan thien|to chuc (?:so ket|tong ket|hoi nghi|le|phat dong|dien dan|cac|kham|ra soat|kiem tra|trien khai|tap huan|ban giao|chien dich|thuc hien)|tong hop|tham muu|trinh(?<!\b(?:giai|quy|chuong|cong|qua|giao|lo|hanh|tien|thuyet) trinh)|nop|lap (?:danh sach|du toan|ke hoach)|ra soat|cap nhat|tong ket|so ket|danh gia|phe duyet|phan bo|(?:thanh )?quyet toan|dang ky|thong bao|cung cap|ban giao|trien khai|thuc hien|gui|phan anh|kiem tra|to chuc|chuyen(?! (?:nghiep|mon|vien|de|khoa|trach|nganh|gia|bien)\b)|tiep nhan|xac minh|kiem ke|cong bo|treo|phat song|dang tai|thanh lap|kien toan|bo tri|tuyen truyen|ky cam ket|cap the|bien soan|phat hanh|khoi cong|lap dat)\b/g;

/** Whether folded words hold a verb that opens a duty. */
export function opensDuty(folded: string): boolean {
  return folded.search(ACTION) >= 0;
}

/** Further verbs that tell where a subject ends, too common in other uses to open a duty anywhere. */
const OTHER_VERB =
  /\b(?:tham dinh|phan bien|tra loi|chia se|dieu chinh|khen thuong|bao ngay|thong bao ngay|cu (?:to|can bo|nguoi|doan)|nghiem thu|thanh toan|cong khai|du thao|phuc tra|giai trinh|niem yet|theo doi|don doc|chi dao|huong dan|hop(?! voi| dong| tac)|pho bien|lua chon|cham (?!nhat|soc)|thong tin (?!lien|truyen))\b/g;
/** Nouns whose names go on with a verb: "Đoàn kiểm tra", "Tổ rà soát", "các cơ quan được giám sát". */
const NAME_BEFORE =
  /\b(?:doan|to|ban|doi|nhom|phong|trung tam|so|cuc|viec|cong tac|duoc|bi|va|,|hoi dong|bo phan|khoa)\s+$/;

/** Where the first small verb of a duty stands behind a name; -1 without one. */
export function verbAt(text: string): number {
  const folded = foldSame(text);
  const found = [...folded.matchAll(ACTION), ...folded.matchAll(OTHER_VERB)]
    .map((match) => match.index)
    .filter((at) => at > 3 && /^\p{Ll}/u.test(text.slice(at)) && !NAME_BEFORE.test(folded.slice(0, at)));
  return found.length === 0 ? -1 : Math.min(...found);
}

/** Words before a duty's verb. */
export const DUTY =
  /\s(?:co trach nhiem|chiu trach nhiem|(?<!duoc giao )chu tri|phoi hop|phai|chu dong|can cu|khan truong|nghiem tuc|dinh ky|hang)\s/;

/** Where the first verb of a duty stands in folded words; null where there is none. */
export function dutyAt(folded: string): number | null {
  const at = [folded.search(ACTION), folded.search(DUTY)].filter((each) => each > 0);
  return at.length === 0 ? null : Math.min(...at);
}

/** What is due: the duty's words, else the clause before the time, else the sentence or the heading before. */
export function whatOf(what: string, item: Item, sentence: Span, who: string | null, time: TimeExpression): string {
  const rest = withoutSubject(what, who);
  if (rest.length >= 12 || /^(?:bao cao|so ket|tong ket|gui|nop)\b/.test(foldSame(rest))) return rest;
  const left = sentence.text.slice(0, time.start);
  const clause = tidy(withoutSubject(left.slice(left.lastIndexOf(';') + 1).trim(), who));
  if (clause.length >= 12) return clause;
  const before = sentencesOf(item.body)
    .filter((each) => each.start < sentence.start)
    .at(-1);
  const above = item.above.at(-1);
  const told = above && (above.heading || /:$/.test(above.text)) && above.level >= 2 && !names(above, who);
  const own = BARE.test(foldSame(rest)) || rest === '' ? null : rest;
  return (before?.text ?? own ?? (told ? above.body : what)).replace(/[.:;]$/, '');
}

/** Words that tell nothing by themselves: "Hoàn thành trước …", "Đợt 1: …; đợt 2: …". */
const BARE =
  /^(?:(?:hoan thanh|xong|thuc hien|trien khai|ket thuc|thoi gian|han)\b[\s:.,]*|(?:dot|lan|vong|ky) (?:\d|i+)\b.{0,14})$/;

/** Whether a heading is who has to do it, and not what. */
function names(heading: Item, who: string | null): boolean {
  return who !== null && foldSame(heading.body).includes(foldSame(who));
}

function withoutSubject(words: string, who: string | null): string {
  const own = dropFolded(words, /^(?:giao|de nghi|yeu cau)\s+/);
  return who !== null && own.startsWith(who) ? own.slice(who.length).replace(/^[\s:,]+/, '') : own;
}

/** What is due at one of a sentence's times. */
export interface Part {
  readonly what: string;
  /** The words in which this deadline's recipient stands. */
  readonly scope: string;
  readonly kind: 'plan' | 'other';
}

/** The words of a sentence that say what is due at one of its times. */
export function partOf(text: string, times: readonly TimeExpression[], index: number): Part {
  const time = times[index]!;
  const from = times.findLast((other) => other.start < time.start)?.end ?? 0;
  const until = times.find((other) => other.start > time.start)?.start ?? text.length;
  const left = beforeLabel(text.slice(from, time.start));
  const right = text.slice(time.end, until);
  const tail = text.slice(times.at(-1)!.end);
  const period = periodWords(left, right);
  const clause = left.slice(left.lastIndexOf(';') + 1);
  const inLeft = actionIn(clause) ?? (clause.trim() === '' ? actionIn(left) : null);
  if (inLeft) {
    const scope = until === text.length ? right : right.slice(0, Math.min(endOfClause(right), nextDuty(right)));
    return finish(inLeft, period, `${inLeft} ; ${scope}`);
  }
  const inRight = actionIn(right.split(';')[0]!);
  if (inRight) return finish(inRight, period, right);
  // A duty whose verb no list has: "Cân, đo trẻ em vào tháng 6; báo cáo …".
  if (clause.trim().length >= 12 && /^\s*[;.]/.test(right)) return finish(clause.trim(), period, clause);
  const later = actionIn(right) ?? actionIn(tail);
  if (later) return finish(later, period, actionIn(right) ? right : tail);
  const opening = text.slice(0, times[0]!.start);
  const whole = times.length > 1 ? dropFolded(opening, FIRST_ROUND) : opening;
  const first =
    actionIn(whole) ?? (/^\s*(?:[;.,]|$)/.test(right) ? reportIn(clause) : null) ?? withoutTimes(text, times);
  return finish(first, period, text);
}

/** "Kiểm tra mỗi năm 02 đợt: đợt 1 …": said of the first time only. */
const FIRST_ROUND = /\s*[:,(–-]?\s*(?:dot|lan|ky|vong|khoa) (?:1|i|dau|thu nhat)\s*$/;

/** "Quý I: trước ngày 10/3; 6 tháng: trước …": the report that a clause is only named by. */
function reportIn(clause: string): string | null {
  const named =
    /^\s*((?:quy (?:i{1,3}|iv|[1-4])|(?:0?[369]|sau|ba) thang(?: dau nam| cuoi nam)?|(?:ca )?nam|thang \d{1,2})(?:[/ ](?:nam )?20\d\d)?)\s*:\s*$/d;
  return matchFolded(clause, named)?.[1] ?? null;
}

/** Words without the label of the time behind them: "…; thời gian kiểm tra:". */
function beforeLabel(left: string): string {
  const at = foldSame(left).search(/[;,.(–-]\s*(?:thoi (?:gian|han|diem)|han|tien do)[^:.;,]{0,40}:\s*$/);
  return at > 0 ? left.slice(0, at) : left;
}

/** Where words go on to the duty of the next time: "… và báo cáo kết quả về …". */
function nextDuty(words: string): number {
  const at = foldSame(words).search(
    /\s(?:va|dong thoi),?\s+(?:bao cao|gui|tong hop|nop|to chuc|xay dung|ban hanh|hoan thanh)\b/,
  );
  return at < 0 ? words.length : at;
}

/** A sentence without its expressions of time. */
function withoutTimes(text: string, times: readonly TimeExpression[]): string {
  return times
    .filter((time, index) => times[index - 1]?.start !== time.start)
    .reverse()
    .reduce((words, time) => `${words.slice(0, time.start).trimEnd()} ${words.slice(time.end).trimStart()}`, text)
    .trim();
}

function finish(action: string, period: string | null, scope: string): Part {
  const what = tidy(action);
  const kind = /^(xay dung|ban hanh|lap|gui ke hoach)/.test(foldSame(what)) ? ('plan' as const) : ('other' as const);
  return { what: period && !foldSame(what).includes(foldSame(period)) ? `${what} (${period})` : what, scope, kind };
}

export function tidy(words: string): string {
  const clear = dropFolded(words.replace(/\s+,/g, ','), /\s*\((?:thong )?qua [^)]*\)|\s*\(\s*\)/g)
    .replace(/^([^()]*)\)\s*$/, '$1')
    .replace(/[\s,;.:(–-]+$/u, '');
  return dropFolded(clear, /(?<!^(?:gui|nop|lap|trinh|xay dung))\s+(?:va|hoac|la|gui|ve|bao cao|dinh ky|,)$/).replace(
    /[\s,;.(–-]+$/u,
    '',
  );
}

/** From the first action word to the end of its clause. */
export function actionIn(words: string): string | null {
  const folded = foldSame(words);
  const bracketed = folded.replace(/\([^)]*\)?/g, (inside) =>
    inside.includes(')') && !/^\((?:qua|thong qua)/.test(inside) ? ' '.repeat(inside.length) : inside,
  );
  for (const match of bracketed.matchAll(ACTION)) {
    const before = folded.slice(0, match.index);
    // "kết quả thực hiện", "công tác triển khai", "để tổng hợp": no duty of their own; "ngày báo cáo" neither.
    if (
      /(?:ket qua|viec|cong tac|qua trinh|tinh hinh|ke hoach|de|noi dung|tien do|so lieu|ky|che do|chuong trinh|phong|van phong|cac|mau|doi voi)\s+$/.test(
        before,
      )
    )
      continue;
    const rest = words.slice(match.index);
    return rest.slice(0, endOfClause(rest));
  }
  return null;
}

function endOfClause(words: string): number {
  const folded = foldSame(words);
  const stop =
    /;|\.(?=\s|$)|,\s*(?=(?:dong thoi|trong do|de tong hop|de kip thoi))|\s(?=de (?:tong hop|theo doi|bao cao|xem xet|kip thoi|chi dao|ubnd))/.exec(
      folded,
    );
  return stop?.index ?? words.length;
}

/** Which of several reports: "06 tháng", "cả năm", "quý", from beside the date. */
function periodWords(left: string, right: string): string | null {
  const near = matchFolded(
    left,
    /(?:^|[\s,(])((?:bao cao )?(?:0?6 thang(?: dau nam| cuoi nam)?|sau thang(?: dau nam)?|ca nam|quy (?:i{1,3}|iv)|9 thang))\s*[(:,-]?\s*$/d,
  );
  if (near?.[1]) return near[1];
  return matchFolded(right, /^\s*\((?:doi voi|bao cao)\s+([^)]{3,40})\)/d)?.[1] ?? null;
}

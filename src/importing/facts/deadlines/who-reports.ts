/** Who has to do it: the sentence's own subject, else whom the section charges. */
import { dropFolded, foldSame } from '../../plain-fold.ts';
import type { Item } from '../../outline/outline.ts';
import type { AgencyBook } from '../agency-book.ts';
import { labelsIn } from '../labels.ts';
import { kindOf } from '../section-kind.ts';
import { sentencesOf } from '../sentences.ts';
import { dutyAt, verbAt } from './duty-words.ts';
import type { Background } from './found-deadline.ts';
import { askedBy, makersOfReports } from './lead-in.ts';
import { headingAbove, ownerAbove } from './owner-above.ts';
import { codeAt, named, NOBODY, withCapital, type Parties } from './to-whom.ts';
import { wholeSubject } from './which-ones.ts';

/** Who has to do what a sentence of an item says; the lead-in is the line that opens the item's list. */
export function whoOf(item: Item, text: string, leadIn: Item | null, { book, items, owners }: Background): Parties {
  return (
    subjectIn(text, book) ??
    openingSubject(item, text, book) ??
    (leadIn && subjectIn(leadIn.body, book)) ??
    owners.get(item.index) ??
    ownerAbove(item, book) ??
    plainSubject(text) ??
    actorIn(text) ??
    (leadIn && plainSubject(leadIn.body)) ??
    headingAbove(item) ??
    besides(item, items, book) ??
    NOBODY
  );
}

/** Whom the part on reports or the letter's preamble names for all of its items. */
function besides(item: Item, items: readonly Item[], book: AgencyBook): Parties | null {
  const makers = kindOf(item) === 'report' ? makersOfReports(item, items) : null;
  if (makers !== null) return { parties: book.parse(makers), words: makers };
  const asked = askedBy(items);
  const subject = asked === null ? null : book.subject(asked);
  return subject && { parties: subject.parties, words: subject.words };
}

/** The subject that a clause or sentence itself tells. */
export function subjectIn(text: string, book: AgencyBook): Parties | null {
  const found =
    toldToReport(text, book) ??
    book.subjectWithin(text) ??
    coded(text) ??
    small(text, book) ??
    afterRunIn(text, book) ??
    inBrackets(text, book) ??
    afterOther(text, book) ??
    beforeVerb(text, book) ??
    afterOpening(text, book);
  const bare = found && !isToldTo(text, found.words ?? '') ? withoutClause(found, book) : null;
  if (!bare || isDoing(bare.words ?? '') || isNobody(foldSame(bare.words ?? ''))) return null;
  return wholeSubject(text, bare, book);
}

/** "Các vụ việc phải báo cáo …": what is reported, not who reports. */
function isNobody(folded: string): boolean {
  return SEVERAL.test(folded) && NO_ACTOR.test(folded);
}

/** "… phải báo cáo Thường trực Huyện ủy, UBND huyện trong vòng …": the end of a list of those who are told. */
function isToldTo(text: string, words: string): boolean {
  const before = foldSame(text.slice(0, Math.max(0, text.indexOf(words))));
  return /\b(?:phai|co trach nhiem)\s(?:kip thoi |ngay )?(?:bao cao|gui|thong bao)\s[^;:.]*,\s*$/.test(before);
}

/** "Chỉ đạo UBND các xã báo cáo kết quả …", "Đôn đốc các trường gửi danh sách …": who is told has to report. */
function toldToReport(text: string, book: AgencyBook): Parties | null {
  const lead = /^(?:(?:lanh dao|chi dao|yeu cau|don doc|phan cong|giao)(?:,| va)?\s+){1,3}(?:cho\s+)?(?=\S)/.exec(
    foldSame(text),
  );
  const list = lead && book.listAt(text.slice(lead[0].length));
  const rest = list && foldSame(text.slice(lead[0].length + list.words.length));
  return rest && /^\s+(?:tong hop,? )?(?:bao cao|gui|nop)\b/.test(rest) ? list : null;
}

/** "PC02 phối hợp …": a unit that is called by its code. */
function coded(text: string): Parties | null {
  const code = codeAt(text);
  return code && /^\s\p{Ll}/u.test(text.slice(code.words!.length)) ? code : null;
}

/** "phòng Văn hóa - Xã hội báo cáo …": a name whose kind stands small. */
function small(text: string, book: AgencyBook): Parties | null {
  const capital = withCapital(text);
  const found = capital === text ? null : book.subject(capital);
  if (!found || !capital.startsWith(found.words)) return null;
  const [first, ...others] = found.parties;
  const name = text.slice(0, first!.name.length);
  return { parties: [{ ...first!, name }, ...others], words: text.slice(0, found.words.length) };
}

const OPENING =
  /^(?:[^:.;,]{2,60}(?:,[^:.;,]{2,40})?:\s*)?(?:can cu|tren co so|theo|trong|ngoai|sau|truoc|tu|khi|truong hop|dinh ky|vao|den|nhan dip|doi voi|tai|song song|dau|cuoi|dip)\s[^.;:,]{3,120},\s*(?=\S)/;

/** "Giám sát: Trong 6 tháng cuối năm, Ban Thường vụ Hội …", "Ngoài các nhiệm vụ trên, Sở Y tế …": behind what opens the sentence. */
function afterOpening(text: string, book: AgencyBook): Parties | null {
  const opening = OPENING.exec(foldSame(text))?.[0].length ?? 0;
  if (opening === 0) return null;
  const rest = text.slice(opening);
  return book.subject(rest) ?? coded(rest) ?? beforeVerb(rest, book);
}

/** A subject without what its clause goes on with: "Công an xã, phường khi …", "Phòng Y tế là đơn vị thường trực …". */
function withoutClause(found: Parties, book: AgencyBook): Parties | null {
  const words = found.words ?? '';
  const at = foldSame(words).search(RUNS_ON);
  if (at < 0) return found;
  const clear = words.slice(0, at).replace(/[\s,;]+$/, '');
  const parties = clear.length < 3 ? [] : book.parse(clear);
  return parties.length === 0 ? null : { parties, words: clear };
}

const RUNS_ON =
  /\s(?:khi|trong (?:vong|thoi|\d)|ke tu|truoc (?:ngay )?\d|cham (?:nhat|cap)|muon nhat|la (?:don vi|co quan|dau moi|thuong truc)|hop (?:ban|thon|to|xom|ap|lang|dan)|pho bien)\b/;

/** "Thanh tra các bể bơi", "Kiểm tra việc …": what has to be done, no inspectorate. */
function isDoing(words: string): boolean {
  return /^(?:thanh tra|kiem tra|giam sat|cong khai|ngan hang|thong ke)(?:,| (?:cac|viec|dinh ky|dot xuat|nhung|toan dien|chuyen de|lien nganh|toi thieu|it nhat|viec))\b/.test(
    foldSame(words),
  );
}

/** A name before a verb that ends no list elsewhere: "Đề nghị Tỉnh đoàn đăng ký …", "Ban Chính sách thẩm định …". */
function beforeVerb(text: string, book: AgencyBook): Parties | null {
  const lead = /^(?:de nghi|yeu cau|giao|phan cong)\s+(?:cho\s+)?(?=\S)/.exec(foldSame(text))?.[0].length ?? 0;
  const rest = text.slice(lead);
  if (!/^\p{Lu}/u.test(rest) || !(lead > 0 || book.opens(rest))) return null;
  const verb = verbAt(rest);
  const words = rest.slice(0, Math.max(0, verb)).replace(/[\s,]+$/, '');
  if (words.length < 4 || words.length > 90 || /[.;:()]/.test(words)) return null;
  const parties = book.parse(words);
  return parties.length === 0 ? null : { parties, words };
}

/** "Cấp xã: Ủy ban nhân dân các xã tổ chức …", "Dạy bơi: Sở Văn hóa và Thể thao chủ trì …". */
function afterRunIn(text: string, book: AgencyBook): ReturnType<AgencyBook['subject']> {
  const heading = /^[^:.;]{2,140}:\s*(?=\S)/.exec(text);
  return heading && book.subject(text.slice(heading[0].length));
}

/** "Rà soát quy chế (Sở Y tế chủ trì; hoàn thành trước …)". */
function inBrackets(text: string, book: AgencyBook): ReturnType<AgencyBook['subject']> {
  const opening = /\(\s*(?=[^()]{3,90}? (?:chu tri|thuc hien|phu trach|chiu trach nhiem)\b)/.exec(foldSame(text));
  if (opening) return book.subject(text.slice(opening.index + opening[0].length));
  for (const match of text.matchAll(/\(\s*(?=\p{Lu})/gu)) {
    const inside = text.slice(match.index + match[0].length);
    const name = inside.slice(0, foldSame(inside).search(AND_WHEN));
    const list = name.length > 2 && name.length < 120 ? book.listAt(name) : null;
    const named = list?.parties.every((party) => party.agency !== null || /^\p{Lu}/u.test(party.name));
    if (list?.words === name && named) return { ...list, end: match.index + match[0].length + list.words.length };
  }
  return null;
}

/** "(Tỉnh đoàn, xong trước 15/5)": what follows the name in brackets is its time. */
const AND_WHEN =
  /(?<=^[^().;]{0,120})\s*[,;–-]\s*(?:xong|hoan thanh|truoc|cham nhat|muon nhat|trong (?:thang|quy|nam)|thang \d|quy [i\d]|thoi (?:gian|han)|han)\b/;

/** "Định kỳ hằng quý các đơn vị gửi …", "… yêu cầu các sở, ngành báo cáo …", "Lập danh sách, các cơ sở Hội gửi …". */
function afterOther(text: string, book: AgencyBook): ReturnType<AgencyBook['subject']> {
  for (const match of foldSame(text).matchAll(
    /(?:^|[\s,])(?:yeu cau|de nghi|giao)\s+(?=\S)|(?:hang (?:thang|quy|nam|tuan)|dinh ky|\d{4}),?\s+(?=cac |ubnd |so |phong |uy ban)|[,;]\s+(?=(?:cac|ubnd|uy ban nhan dan) [^,;:.()]{2,60} (?:gui|nop|bao cao|tong hop|lap danh sach)\b)/g,
  )) {
    const later = book.subject(text.slice(match.index + match[0].length));
    if (later && match.index < 200) return later;
  }
  return null;
}

function openingSubject(item: Item, text: string, book: AgencyBook): Parties | null {
  const opening = sentencesOf(item.body)[0];
  // "Cơ quan phối hợp: Thị đoàn. Hoàn thành khảo sát …": a label's line opens nothing.
  const labelled = opening !== undefined && labelsIn(opening.text)[0]?.start === 0;
  const before = opening && !labelled && opening.text !== text ? book.subject(opening.text) : null;
  return before && { parties: before.parties, words: before.words };
}

const SEVERAL = /^(?:cac|nhung|moi|tung|toan the)\s/;
/** What "các …" may open with that does nothing itself. */
const NO_ACTOR =
  /^\S+ (?:hoat dong|noi dung|nhiem vu|chi tieu|muc tieu|bao cao|van ban|ke hoach|so lieu|truong hop|vu (?:viec|an)|doi tuong|tre em|chau|em\b|hinh thuc|bien phap|du an|mo hinh|dot|lop|cong trinh|ngay|thang|nam|quy)/;

const SUBJECT_END =
  /\s(?:xay dung|to chuc (?!doan|chinh|xa hoi|thanh vien)|trien khai|thuc hien|lap|cu|bo tri|tang cuong|day manh|huong dan|chi dao|ra soat|quan triet|tuyen truyen|van dong|tiep tuc|co it nhat|dam bao)\s/;

/** A subject that no list of agencies knows: "Các chi bộ trực thuộc", "Mỗi bộ phận". */
export function plainSubject(text: string): Parties | null {
  const folded = foldSame(text);
  if (!SEVERAL.test(folded) || NO_ACTOR.test(folded)) return null;
  const words = text
    .slice(0, Math.min(dutyAt(folded) ?? 0, SUBJECT_END.exec(folded)?.index ?? Infinity))
    .replace(/[\s,]+$/, '');
  return words.length < 5 || words.length > 90 || /[:;.]/.test(words) ? null : named(words);
}

/** Whoever acts when something happens: "Khi phát hiện …, trưởng bản báo ngay …", "…, cơ sở giáo dục báo cáo …". */
const ACTOR =
  /^(?:(?:cac|nguoi dung dau|thu truong) )?(?:(?:truong|pho) (?:ban|thon|ap|khu|xom|to|buon|lang|phong)|co so|nha truong|can bo|cong chuc|giao vien|nhan vien|cong tac vien|hieu truong|thon|ap|buon|xom|khu pho|to truong|to cong tac|chu (?:ho|co so|dau tu|nhiem|phuong tien)|nguoi (?:phat hien|dung dau|phu trach)|don vi|dia phuong)\b/;
const WHEN =
  /^(?:(?:ngay )?(?:sau )?khi|truong hop|trong truong hop|neu|hang (?:thang|quy|nam|tuan)|dinh ky)\b[^.;:]{0,160}?[,:]\s*/;

function actorIn(text: string): Parties | null {
  const start = WHEN.exec(foldSame(text))?.[0].length ?? 0;
  const rest = text.slice(start);
  const verb = verbAt(rest);
  if (verb < 0 || !ACTOR.test(foldSame(rest))) return null;
  const words = dropFolded(rest.slice(0, verb).replace(/[\s,]+$/, ''), /\s(?:phai|co trach nhiem|can)$/);
  return words.length < 3 || words.length > 60 || /[:;.,()]/.test(words) ? null : named(words);
}

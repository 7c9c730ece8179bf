/** To whom a report or a plan goes, and through whom. */
import { foldSame } from '../../plain-fold.ts';
import type { AgencyBook, Party } from '../agency-book.ts';

export interface Parties {
  readonly parties: readonly Party[];
  /** As the document writes them; null where it names none. */
  readonly words: string | null;
}

export const NOBODY: Parties = { parties: [], words: null };

/** Whoever is called by words that no list of agencies knows. */
export function named(words: string): Parties {
  return { parties: [{ name: words, agency: null }], words };
}

const TO =
  /\b(?:gui|bao cao|ve|cho|trinh(?<!\b(?:giai|quy|chuong|cong|giao|lo|hanh) trinh)|den|toi|nop|cung cap|phan anh|bao ngay|bao tin|thong bao (?=cho|den|ngay|kip)|voi(?<=\b(?:bao cao|dang ky|trao doi|thong nhat|giai trinh|quyet toan)\s[^.;:]{0,80}voi))\s*(?:(?:ngay|nhanh|kip thoi|ve|cho|den|toi|bao cao|ket qua ve|bang van ban ve)\s+)*(?<=\s)(?=\S)/g;
/** "Phân bổ kinh phí cho các đơn vị" tells nobody anything. */
const TELLS = /\b(?:bao cao|gui|cung cap|thong bao|thong tin|ban giao|trinh|nop|chuyen|phan anh)\b/;
/** What the recipient is to do with it: no part of its name. */
const THEN =
  /\s(?:\((?:thong )?qua\b|(?:0?[369]|sau|ba) thang|ca nam|hoc ky|nam (?:hoc|20\d\d)|quy (?:i{1,3}|iv|[1-4])\b|ban (?:tong hop|du thao|thuyet minh|dang ky|cam ket)|(?:danh sach|du thao|ho so|phuong an|kich ban|so lieu|to trinh|de cuong|du toan)\b|theo|phan bo|phe duyet|quyet dinh|cho y kien|cho phep|chap thuan|ky|ban hanh|xem xet|xet duyet|tham dinh|duyet|thong qua (?=[a-z]+ (?:quyet|phuong|du|de|ke|nghi)))/;
/** Capitalised words after "gửi", "báo cáo" that are papers, months and events, no bodies. */
const NO_BODY =
  /^(?:ke hoach|chuong trinh|de an|du an|quyet dinh|chi thi|nghi quyet|cong van|to trinh|bao cao|danh sach|phu luc|bieu|mau|de cuong|thang|ngay|tet|le|hoi nghi|dien dan|quy (?:i|ii|iii|iv)\b|nam|phieu|the|so|tuan|luat|nghi dinh|thong tu|chien dich|phong trao|chinh sach)\b/;
const NAME_END =
  /[.;:(),“"]|\s(?:de|truoc|theo|khi|trong|chung|nham|cham nhat|muon nhat|dinh ky|vao|hang|ket qua|qua|thong qua|ve|bang|tu|va (?:truoc|sau|bao cao)|tong hop|tai|cho|tinh hinh|tien do|moi|xong|hoan thanh|khong qua|sau)\b|$/;

/** To whom: the first bodies after "gửi", "về", "cho", "báo cáo". */
export function recipientsOf(text: string, book: AgencyBook): Parties {
  const folded = foldSame(text);
  const onward = folded.search(ONWARD);
  let until = folded.length;
  for (const match of folded.matchAll(TO)) {
    if (match.index > until) break;
    if (/^cho\s/.test(match[0]) && !TELLS.test(folded.slice(0, match.index))) continue;
    if (match[0].startsWith('trinh') && isProcess(text, match.index)) continue;
    const behind = text.slice(match.index + match[0].length);
    const rest = untilThen(behind);
    const list = book.listAt(rest) ?? codeAt(rest);
    const onto = list && match[0].startsWith('trinh') ? reportsOnto(behind, list.words!) : null;
    if (onto !== null) {
      const further = recipientsOf(onto, book);
      if (further.words !== null) return further;
    }
    // "Gửi giấy mời đến đại biểu; …": it goes to somebody who is no body; the next clause sends something else.
    if (!list && OTHERS.test(foldSame(rest))) until = endOfClause(folded, match.index);
    const named = onward >= 0 && match.index > onward ? isNamed : isBody;
    if (list && list.parties.some(named)) return withOthers(behind, list, book);
    const place = list ? null : (PLACE.exec(foldSame(rest))?.[0] ?? null);
    if (place !== null && /^(?:cho|ve|den|toi|bao)/.test(match[0]) && TELLS.test(folded.slice(0, match.index + 8))) {
      const name = rest.slice(0, place.length);
      return { parties: [{ name, agency: null }], words: name };
    }
    if (!list && !/^(?:ve|cho|den|toi)\s/.test(match[0])) {
      const name = nameAt(rest);
      if (name !== null) return { parties: [{ name, agency: null }], words: name };
    }
  }
  return NOBODY;
}

/** Whether "trình" is the end of "quá trình"; with the other tone the word before it is a present ("tặng quà trình …"). */
function isProcess(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 4), at);
  return /\bqua\s$/.test(foldSame(before)) && !before.normalize('NFD').includes('\u0300');
}

/** "Trình UBND xã ký báo cáo Sở Y tế …": the office that signs only passes it on; from its "báo cáo". */
function reportsOnto(text: string, words: string): string | null {
  const rest = text.slice(words.length);
  const joint =
    /^[\s,]*(?:(?:(?:ky|xem xet|phe duyet|duyet|ban hanh|de)[\s,]+){0,4}(?=bao cao\s+(?!ket qua|tinh hinh|ve\b))|ky[\s,]+(?=gui\s))/.exec(
      foldSame(rest),
    );
  return joint && rest.slice(joint[0].length);
}

/** "Bộ Công an (qua Cục C02) và UBND tỉnh": the list goes on behind the brackets. */
function withOthers(text: string, list: Parties, book: AgencyBook): Parties {
  const words = list.words ?? '';
  const rest = text.slice(words.length);
  const way = /^\s*\((?:thong )?qua [^()]{2,120}\)/.exec(foldSame(rest))?.[0].length ?? 0;
  const joint = way > 0 ? /^(?:,| va|, va)\s+(?=\S)/.exec(foldSame(rest.slice(way)))?.[0] : undefined;
  const others = joint === undefined ? null : book.listAt(untilThen(rest.slice(way + joint.length)));
  if (joint === undefined || !others?.parties.every((party) => isBody(party))) return list;
  const between = rest.slice(way, way + joint.length);
  return { parties: [...list.parties, ...others.parties], words: `${words}${between}${others.words}` };
}

/** Whoever has no capital and is told nevertheless: "thông tin kết quả cho cơ quan điều tra". */
const PLACE =
  /^(?:cac )?(?:co quan (?:dieu tra|cong an|chuyen tin|chu quan|bao ve phap luat)|ap|thon|khu pho|to dan pho|chinh quyen dia phuong)(?=\s(?:truoc|cham|muon|trong|de|theo|khi)\b|[.,;]|$)/;

/** Units that are called by a code ("PC02", "Cục C02", "Phòng PA03"), the police's above all. */
const CODE = /^[A-Z]{1,2}\d{2}(?![\p{L}\d/-])/u;
const CODED_KIND = /^(?:phong|cuc|doi|ban)\s+(?=\S)/;

/** The unit with a code that a text opens with. */
export function codeAt(text: string): Parties | null {
  const kind = CODED_KIND.exec(foldSame(text))?.[0].length ?? 0;
  const code = CODE.exec(text.slice(kind))?.[0];
  if (code === undefined) return null;
  const name = text.slice(0, kind + code.length);
  return { parties: [{ name, agency: null }], words: name };
}

function endOfClause(folded: string, from: number): number {
  const end = folded.indexOf(';', from);
  return end < 0 ? folded.length : end;
}

const OTHERS = /^(?:cac )?(?:dai bieu|khach moi|phu huynh|gia dinh|nguoi dan|nhan dan|tre em|hoc sinh)\b/;

/** What the collecting office does with the reports: whom it tells is another matter, unless nobody else is named. */
const ONWARD = /\bde (?:kip thoi )?tong hop\b/;

/** Known bodies, names and kinds of offices; "các cháu", "người dân" are none. */
function isBody(party: Party): boolean {
  return isNamed(party) || /^(?:cac |cap |ubnd |uy ban )/.test(foldSame(party.name));
}

function isNamed({ agency, name }: Party): boolean {
  return agency !== null || /^\p{Lu}/u.test(name);
}

function untilThen(text: string): string {
  return text.slice(0, THEN.exec(foldSame(text))?.index ?? text.length);
}

/** A body that no list of agencies knows ("Trưởng đoàn", "Thủ tướng Chính phủ", "Trung ương Hội"). */
function nameAt(text: string): string | null {
  const folded = foldSame(text);
  if (!/^\p{Lu}[\p{Ll}\p{Lu}]/u.test(text) || NO_BODY.test(folded)) return null;
  const name = text.slice(0, NAME_END.exec(folded)?.index ?? text.length).trim();
  return name.includes(' ') && name.length <= 60 ? name : null;
}

/** "(qua Phòng Nội vụ, email: …)", "(qua Sở Y tế, bản mềm gửi về …)": how it is sent is no part of the name. */
function untilOther(text: string): string {
  const other =
    /\s*[,;]\s*(?:ban (?:mem|dien tu|giay|cung)|email|e-mail|thu dien tu|hop thu|dia chi|so dien thoai|dien thoai|dt|fax|zalo|d\/c|dong chi|ong|ba|file|dong thoi|kem|truoc|cham nhat)\b/.exec(
      foldSame(text),
    );
  return text.slice(0, other?.index ?? text.length);
}

/** A text that opens with a name whose kind stands small ("phòng Văn hóa - Xã hội"), with a capital. */
export function withCapital(text: string): string {
  const isName = /^\p{Ll}+(?:\s\p{Ll}+)?\s\p{Lu}/u.test(text) && SMALL_KIND.test(foldSame(text));
  return isName ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

const SMALL_KIND = /^(?:phong|ban|van phong|tram|trung tam|to|bo phan|doan|hoi|cong an|so|chi cuc|cuc|vu|truong)\s/;

/** "(qua Phòng Chính trị, tư tưởng)": brackets hold one name, its commas included. */
function wholeName(text: string, at: number, rest: string, book: AgencyBook): Party | null {
  const name = /\(\s*$/.test(text.slice(0, at)) ? /^[^();:]{3,90}(?=\))/.exec(rest)?.[0] : undefined;
  if (name !== undefined && untilOther(name) !== name) return null;
  if (!name || !/,\s+\p{Ll}/u.test(name) || !/^\p{Lu}/u.test(name) || !book.opens(name)) return null;
  const parties = book.parse(name);
  return parties.length === 1 ? { name, agency: parties[0]!.agency } : null;
}

/** "(qua công chức Văn hóa - Xã hội, đ/c …)": in a commune reports go to a person's office. */
const OFFICIAL =
  /^(?:cong chuc|can bo|vien chuc|chuyen vien|bo phan)\s[a-z][a-z\s–-]{3,60}?(?=\s*(?:[,;)]|$)|\s(?:truoc|cham nhat|muon nhat|de|theo|bang)\s)/;

/** "Phòng Tổ chức cán bộ - Thanh tra": the field behind the dash belongs to the name in brackets. */
function withField(text: string, name: string): string {
  const field = /^\s\p{Ll}+(?:\s\p{Ll}+)?\s[-–]\s\p{Lu}\p{Ll}*(?:\s\p{L}+){0,4}(?=\s*(?:[,;)]|$))/u.exec(
    text.slice(name.length),
  )?.[0];
  return text.startsWith(name) && field !== undefined ? name + field : name;
}

/** Through whom: "(qua Sở Y tế)", "thông qua Phòng Văn hóa - Xã hội". */
export function viaOf(text: string, book: AgencyBook): Party | null {
  for (const match of foldSame(text).matchAll(/\b(?:thong qua|qua)\s+(?=\S)/g)) {
    const rest = text.slice(match.index + match[0].length);
    const whole = wholeName(text, match.index, rest, book);
    if (whole) return whole;
    const list = book.listAt(withCapital(untilOther(rest))) ?? codeAt(rest);
    const inBrackets = /\(\s*$/.test(text.slice(0, match.index));
    const first = list?.parties[0];
    if (list && first && (first.agency !== null || /^\p{Lu}/u.test(first.name))) {
      const words = list.parties.length === 1 ? (list.words ?? first.name) : first.name;
      const name = rest.slice(0, words.length);
      return { name: inBrackets ? withField(untilOther(rest), name) : name, agency: first.agency };
    }
    const official = inBrackets ? OFFICIAL.exec(foldSame(untilOther(rest)))?.[0] : undefined;
    if (official !== undefined) return { name: rest.slice(0, official.length).trim(), agency: null };
  }
  return null;
}

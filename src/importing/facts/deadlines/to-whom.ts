/** To whom a report or a plan goes, and through whom. */
import { foldSame } from '../../plain-fold.ts';
import type { AgencyBook, Party } from '../agency-book.ts';

export interface Parties {
  readonly parties: readonly Party[];
  /** As the document writes them; null where it names none. */
  readonly words: string | null;
}

export const NOBODY: Parties = { parties: [], words: null };

const TO =
  /\b(?:gui|bao cao|ve|cho|trinh(?<!\b(?:giai|quy|chuong|cong|qua|giao|lo|hanh) trinh)|den|toi|nop|cung cap|phan anh|bao ngay|bao tin|thong bao (?=cho|den|ngay|kip)|voi(?<=\b(?:dang ky|trao doi|thong nhat|giai trinh|quyet toan)\s[^.;:]{0,80}voi))\s*(?:(?:ngay|nhanh|kip thoi|ve|cho|den|toi|bao cao|ket qua ve|bang van ban ve)\s+)*(?<=\s)(?=\S)/g;
/** "Phân bổ kinh phí cho các đơn vị" tells nobody anything. */
const TELLS = /\b(?:bao cao|gui|cung cap|thong bao|trinh|nop|chuyen|phan anh)\b/;
/** What the recipient is to do with it: no part of its name. */
const THEN =
  /\s(?:\((?:thong )?qua\b|(?:0?[369]|sau|ba) thang|ca nam|hoc ky|nam (?:hoc|20\d\d)|quy (?:i{1,3}|iv|[1-4])\b|ban (?:tong hop|du thao|thuyet minh|dang ky|cam ket)|(?:danh sach|du thao|ho so|phuong an|kich ban|so lieu|to trinh|de cuong|du toan)\b|theo|phan bo|phe duyet|ban hanh|quyet dinh|cho y kien|cho phep|chap thuan|ky ban hanh|xem xet|thong qua (?=[a-z]+ (?:quyet|phuong|du|de|ke|nghi)))/;
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
    const rest = untilThen(text.slice(match.index + match[0].length));
    const list = book.listAt(rest) ?? null;
    // "Gửi giấy mời đến đại biểu; …": it goes to somebody who is no body; the next clause sends something else.
    if (!list && OTHERS.test(foldSame(rest))) until = endOfClause(folded, match.index);
    const named = onward >= 0 && match.index > onward ? isNamed : isBody;
    if (list && list.parties.some(named)) return { parties: list.parties, words: list.words };
    if (!list && !/^(?:ve|cho|den|toi)\s/.test(match[0])) {
      const name = nameAt(rest);
      if (name !== null) return { parties: [{ name, agency: null }], words: name };
    }
  }
  return NOBODY;
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

/** "(qua Phòng Chính trị, tư tưởng)": brackets hold one name, its commas included. */
function wholeName(text: string, at: number, rest: string, book: AgencyBook): Party | null {
  const name = /\(\s*$/.test(text.slice(0, at)) ? /^[^();:]{3,90}(?=\))/.exec(rest)?.[0] : undefined;
  if (!name || !/,\s+\p{Ll}/u.test(name) || !/^\p{Lu}/u.test(name) || !book.opens(name)) return null;
  const parties = book.parse(name);
  return parties.length === 1 ? { name, agency: parties[0]!.agency } : null;
}

/** Through whom: "(qua Sở Y tế)", "thông qua Phòng Văn hóa - Xã hội". */
export function viaOf(text: string, book: AgencyBook): Party | null {
  for (const match of foldSame(text).matchAll(/\b(?:thong qua|qua)\s+(?=\S)/g)) {
    const rest = text.slice(match.index + match[0].length);
    const whole = wholeName(text, match.index, rest, book);
    if (whole) return whole;
    const list = book.listAt(rest);
    const first = list?.parties[0];
    if (list && first && (first.agency !== null || /^\p{Lu}/u.test(first.name)))
      return list.parties.length === 1 ? { name: list.words, agency: first.agency } : first;
  }
  return null;
}

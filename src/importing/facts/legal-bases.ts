/** Documents that a plan rests on or names: kind, number, date, issuer, subject. */
import { foldSame } from '../plain-fold.ts';
import { isoOf } from './times/calendar.ts';

export interface LegalBasis {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly number: string | null;
  readonly date: string | null;
  /** The date's words where they name no possible date. */
  readonly impossibleDate: string | null;
  readonly issuer: string | null;
  readonly about: string | null;
}

const TYPES =
  'hien phap|bo luat|luat|phap lenh|nghi quyet lien tich|nghi quyet|nghi dinh|quyet dinh|chi thi|thong tu lien tich|thong tu|cong van|cong dien|cong uoc|ke hoach hanh dong|ke hoach lien tich|ke hoach lien nganh|ke hoach|chuong trinh phoi hop|chuong trinh hanh dong|chuong trinh|to trinh|huong dan lien nganh|huong dan|thong bao|thong tri|ket luan|de an|quy che|quy dinh|bao cao|lenh|nghi dinh thu|du an|van ban';
/** A number and symbol: "23/QĐ-TTg", "28-CT/TW", "28 CT/TW", "26/2021/NQ-HĐND". */
const NUMBER =
  '(?:so\\s*:?\\s*)?(\\d{1,5}(?:\\s*\\/\\s*\\d{2,5})?\\s*[\\/ -]\\s*[a-z]{1,8}\\d{0,2}(?:\\s*[-\\/–.&]\\s*[a-z]{1,12}\\d{0,2}){0,8}|\\d{1,5}(?:\\/\\d{4}))';
/** Between kind and number may stand which one of its kind it is: "Chương trình công tác số 07/CTr-BCĐ". */
const NUMBERED = new RegExp(
  `\\b(${TYPES})\\s+(?:thi hanh |phoi hop |(?:(?:cong tac|hanh dong|phoi hop|lien tich|lien nganh|chuyen de|kiem tra|giam sat) ){1,2}(?=so\\s*:?\\s*\\d))?${NUMBER}(?![a-z])`,
  'g',
);
const DATE =
  /^[\s,(]*(?:ngay\s+)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{2,6})|^[\s,]*ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{2,6})/;
const ISSUER =
  /^[\s,]*(?:do\s+|cua\s+)((?:chu tich |thu truong |bo truong |tong giam doc |giam doc )?(?:bo chinh tri|ban bi thu[a-z ]*|ban chap hanh[a-z ]*?dang[a-z ]*|ban thuong vu [a-z ]*?(?:tinh uy|thanh uy|huyen uy|dang uy)(?: [a-z]+){0,3}?|quoc hoi|uy ban thuong vu quoc hoi|thu tuong chinh phu|chinh phu|van phong chinh phu|lien [a-z ]+?|bo(?: truong)? [a-z]+(?: [a-z]+|,(?= (?:thuong|the))|(?: -|,)(?= thuong binh| xa hoi))*?|uy ban quoc gia[a-z ]+?|tinh uy(?: [a-z]+){0,2}?|thanh uy(?: [a-z]+){0,3}?|dang uy(?: [a-z]+){0,3}?|(?:chu tich )?(?:ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan)(?: (?:tinh|thanh pho|tp|huyen|xa|phuong|quan|thi xa))?(?: [a-z]+){0,4}?|so [a-z]+(?: [a-z]+|,(?= the)| -(?= thuong))*?|ban [a-z ]+?|trung uong[a-z ]+?|cuc [a-z ]+?|hoi [a-z ]+?|doan [a-z ]+?))(?=\s+(?:ve|quy dinh|phe duyet|ban hanh|huong dan|thuc hien|trien khai|thong qua|sua doi|v\/v|tang cuong|chi tiet|chuan|day manh|giao|cong bo|trong|tai|va\b(?! xa hoi| dao tao| cong nghe| truyen thong| du lich| moi truong| dau tu| phat trien| the thao| tre em| can bo)|den|phoi hop|trinh|hop nhat|nham|theo|yeu cau|phan cong|ap dung|hoac|ngay|den nam|giai doan|nam \d|hoc tap|gan|de\b)|\s*(?:[;.:()“"\]]|,(?! thuong binh| the thao))|\s*$)/;
const ABOUT_STOP =
  /(?:;|\.(?=\s|$)|\)(?=[\s,;.]|$)|,\s*(?=(?:uy ban nhan dan|ubnd|so |phong |xa |huyen|tinh)[^,;]{0,60}(?:ban hanh|xay dung|trien khai))|\s*[,;]\s*(?=(?:nghi dinh|quyet dinh|ke hoach|chi thi|cong van|nghi quyet|thong tu|luat|chuong trinh|ket luan|to trinh|huong dan)\s+(?:so\s+)?\d)|\s+\((?=(?:uy ban|ubnd)))/;
const NAMED =
  /\b(bo luat|luat|cong uoc|phap lenh)\s+((?:quoc te\s+)?(?:tre em|hinh su|dan su|to tung hinh su|to tung dan su|hon nhan va gia dinh|ngan sach(?: nha nuoc)?|phong,? chong (?:bao luc gia dinh|ma tuy|mua ban nguoi|tac hai (?:cua )?(?:ruou,? bia|thuoc la)|hiv\/aids|thien tai|tham nhung|benh truyen nhiem|toi pham|khung bo)|giao duc(?: nghe nghiep)?|nuoi con nuoi|ho tich|tro giup phap ly|to chuc chinh quyen dia phuong|bao hiem (?:y te|xa hoi)|lao dong|nguoi khuyet tat|thanh nien|tu phap nguoi chua thanh nien|an ninh mang|xu ly vi pham hanh chinh|can cuoc|bao chi|quang cao|duong bo|ve quyen tre em|ve quyen cua nguoi khuyet tat|quoc te ve tre em|quyen tre em|lien hop quoc ve quyen tre em|binh dang gioi|cu tru|kham benh,? chua benh|di san van hoa|dau tu cong|quoc tich|trat tu,? an toan giao thong duong bo|ban hanh van ban quy pham phap luat))(?=[\s,;.:()]|$)(?:\s+(?:nam\s+)?(\d{4}))?/g;
const SEQUEL = /\b(so)\s*:?\s*(\d{1,5}\/(?:\d{4}\/)?[a-z]{1,5}-[a-z]{1,12})(?![a-z])/g;
const KIND = new RegExp(`\\b(?:${TYPES})\\b`, 'g');
/** Any law that is named with its number or its day: "Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16/6/2025". */
const LAW =
  /\b(bo luat|luat|phap lenh)\s+([a-z][a-z, ]{2,90}?)\s+(?:so\s*:?\s*(\d{1,3}\/\d{4}\/(?:qh|ubtvqh)\d{1,2})|(?=ngay\s+\d))/g;
const PROGRAM = /\b(de an|du an)\s+(?:(\d{1,2})\s*[:,]?\s*)?(?=(?:[“"])?[a-z])/g;

/** The documents named in a text, in order; none twice at one place. */
export function basesIn(text: string): LegalBasis[] {
  const folded = foldSame(text);
  const found: LegalBasis[] = [];
  for (const match of folded.matchAll(NUMBERED)) {
    if (!/^\p{Lu}/u.test(text.slice(match.index)) && !/so\s*:?\s*\d/.test(match[0])) continue;
    // "Chương trình 1.000", "Kế hoạch 6 tháng": figures, no numbers of documents.
    if (/\d\s+(?:thang|nam|ngay|tre|xa|tuan|gio|muc|chi|hoat|lop)\b/.test(match[0])) continue;
    found.push(readNumbered(text, folded, match));
  }
  found.push(...sequels(text, folded, found));
  const free = (start: number): boolean => !found.some((other) => start >= other.start && start < other.end);
  for (const match of folded.matchAll(LAW))
    if (free(match.index) && opensLaw(text.slice(match.index))) found.push(readLaw(text, folded, match));
  for (const match of folded.matchAll(NAMED)) {
    if (!free(match.index) || !/^\p{Lu}/u.test(text.slice(match.index))) continue;
    if (/(?:uy ban|theo dieu \d+ cua)\s$/.test(folded.slice(0, match.index))) continue;
    const end = match.index + match[0].trimEnd().length;
    found.push({
      start: match.index,
      end,
      type: text.slice(match.index, match.index + match[1]!.length),
      number: null,
      date: null,
      impossibleDate: null,
      issuer: null,
      about: text.slice(match.index, match.index + match[1]!.length + 1 + match[2]!.length),
    });
  }
  for (const match of folded.matchAll(PROGRAM)) {
    if (!/^\p{Lu}/u.test(text.slice(match.index)) || !free(match.index)) continue;
    if (match[1] === 'du an' && match[2] === undefined) continue;
    const rest = folded.slice(match.index + match[0].length);
    if (/^(va|cua|nay|tren|co lien|duoc|da|ve tre em|cac|khac)\b/.test(rest)) continue;
    const stop = /[;.,)]|[”]/.exec(rest)?.index ?? rest.length;
    if (stop < 12) continue;
    const start = match.index + match[0].length;
    found.push({
      start: match.index,
      end: start + stop,
      type: text.slice(match.index, match.index + match[1]!.length),
      number: match[2] ?? null,
      date: null,
      impossibleDate: null,
      issuer: null,
      about: text.slice(start, start + stop).replace(/^[“"]/, ''),
    });
  }
  return found.sort((one, other) => one.start - other.start);
}

/** "các Quyết định: số 23/QĐ-TTg …, số 1591/QĐ-TTg …": numbers without a kind of their own have that of the one before. */
function sequels(text: string, folded: string, found: readonly LegalBasis[]): LegalBasis[] {
  return [...folded.matchAll(SEQUEL)].flatMap((match) => {
    if (found.some((other) => match.index >= other.start && match.index < other.end)) return [];
    const kind = [...folded.slice(0, match.index).matchAll(KIND)].at(-1);
    if (!kind || /[.]\s/.test(text.slice(kind.index, match.index))) return [];
    const read = readNumbered(text, folded, match);
    return [{ ...read, type: text.slice(kind.index, kind.index + kind[0].length) }];
  });
}

function readLaw(text: string, folded: string, match: RegExpMatchArray): LegalBasis {
  const start = match.index!;
  const [whole, type = '', name = '', number] = match;
  const date = number === undefined ? null : DATE.exec(folded.slice(start + whole.length));
  const parts = date ? [date[1] ?? date[4], date[2] ?? date[5], date[3] ?? date[6]].map(Number) : null;
  const end = start + whole.trimEnd().length + (date?.[0].length ?? 0);
  return {
    start,
    end,
    type: text.slice(start, start + type.length),
    number: number === undefined ? null : text.slice(start + whole.length - number.length, start + whole.length),
    date: parts ? isoOf(parts[0]!, parts[1]!, parts[2]!) : null,
    impossibleDate: null,
    issuer: null,
    about: text.slice(start, start + type.length + 1 + name.length),
  };
}

function readNumbered(text: string, folded: string, match: RegExpMatchArray): LegalBasis {
  const start = match.index!;
  const numberStart = start + match[0].lastIndexOf(match[2]!);
  let at = numberStart + match[2]!.length;
  const date = DATE.exec(folded.slice(at));
  const parts = date ? [date[1] ?? date[4], date[2] ?? date[5], date[3] ?? date[6]].map(Number) : null;
  const iso = parts && parts[2]! >= 1945 && parts[2]! <= 2100 ? isoOf(parts[0]!, parts[1]!, parts[2]!) : null;
  const dateWords = date ? text.slice(at, at + date[0].length).trim() : null;
  if (date) at += date[0].length;
  const issuer = ISSUER.exec(folded.slice(at));
  const issuerWords = issuer
    ? text.slice(at + issuer[0].length - issuer[1]!.length, at + issuer[0].length)
    : issuerBefore(text, folded, start);
  if (issuer) at += issuer[0].length;
  const rest = folded.slice(at);
  const opens = /^[\s,]*(?:ve viec|ve|v\/v)?\s*/.exec(rest)![0].length;
  const stop = ABOUT_STOP.exec(rest.slice(opens));
  const aboutEnd = Math.min(stop ? stop.index : rest.length - opens, 400);
  const about =
    /^[\s,]*[;.):]/.test(rest) || /^\s*va\b/.test(rest) || /^\s*,\s*(?!ve\b)/.test(rest) || aboutEnd < 8
      ? null
      : text.slice(at + opens, at + opens + aboutEnd).trim();
  return {
    start,
    end: about === null ? at : at + opens + aboutEnd,
    type: text.slice(start, start + match[1]!.length),
    number: text
      .slice(numberStart, numberStart + match[2]!.length)
      .replace(/\s*([/-])\s*/g, '$1')
      .trim(),
    date: iso,
    impossibleDate: iso === null ? dateWords : null,
    issuer: issuerWords,
    about: about === '' ? null : about,
  };
}

/** "Ủy ban nhân dân tỉnh đã ban hành Kế hoạch số …", "của Sở Y tế tại Tờ trình số …" */
function issuerBefore(text: string, folded: string, start: number): string | null {
  const match =
    /((?:uy ban nhan dan|ubnd)(?: [a-z]+){1,5}?) da ban hanh\s*$|\bcua ((?:so|phong|ban|cong an|uy ban|ubnd)[^,;.()]{2,60}?) tai\s*$/.exec(
      folded.slice(0, start),
    );
  if (!match) return null;
  const words = match[1] ?? match[2]!;
  const at = match.index + match[0].indexOf(words);
  return text.slice(at, at + words.length);
}

/** "Luật Trẻ em", "Bộ luật Hình sự": a law's own name begins with a capital letter. */
function opensLaw(text: string): boolean {
  const [kind = ''] = /^(?:bo )?luat\s+/.exec(foldSame(text)) ?? [];
  return kind === ''
    ? /^\p{Lu}\p{Ll}*\s+\p{Lu}/u.test(text)
    : /^\p{Lu}/u.test(text) && /^\p{Lu}/u.test(text.slice(kind.length));
}

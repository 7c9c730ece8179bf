/** How clauses about agencies are built: what leads a list in, which verbs end a subject, what stands before one. */
import { foldSame } from '../plain-fold.ts';

/** "Giao …", "Đề nghị …": what leads a list of agencies in. */
export const LEADING =
  /^(?:giao(?! vien| duc| su| dan)|de nghi|yeu cau|phan cong|moi|doi voi|trach nhiem cua|nhiem vu cua|cap nhat|va)\s+(?=\S)(?:cho\s+)?/;
/** Verbs that a body's duty opens with. */
const VERB =
  '(?:chu tri|phoi hop|co trach nhiem|chiu trach nhiem|lam (?:co quan )?dau moi|la (?:co quan |don vi |bo phan )?(?:dau moi|thuong truc)|tham muu|huong dan|to chuc(?! (?:chinh tri|thanh vien|doan|xa hoi|hoi(?! nghi| thi| thao| trai))\\b)|trien khai|thuc hien|xay dung|tang cuong|can cu|bo tri|tong hop(?! (?:tinh|huyen|xa|phuong(?! (?:an|thuc|phap|huong|tien|cham))|thanh pho|dac khu|quan|khu vuc|chu tri|phoi hop)\\b|\\s*(?::|$))|bao cao|gui|chi dao|theo doi|(?<!dien )kiem tra|cu (?:can bo|nguoi|dai dien|thanh vien|to cong tac|doan|luc luong|cong chuc|vien chuc|giao vien|nhan vien|bac si|chuyen vien|huong dan vien)|chuan bi|van hanh|huy dong|xu ly|tiep nhan|duy tri|cung co|nang cao|phan bo|thuc day|khao sat|treo|phat song|cam ket|quan triet|nam (?:bat|chac|tinh hinh)|bao ngay|kien toan|dang ky|dinh chi|trang tri|siet chat|tao dieu kien|khac phuc|xu phat|chia se|cong bo|chi tra|quyet toan|tich hop|xet xu|truy to|dao tao(?= (?:cho|doi|nghe|ky nang))|tap huan|cap (?:phep|the|kinh phi|giay)|keu goi|khuyen khich|bien soan|lua chon|thanh lap|nhan rong|bo sung|xac minh|long ghep|thong bao|giai quyet|mo (?:chuyen|lop|rong|dot|cua)|thu thap|cap phat|tap trung|chap hanh|trang bi|ket noi|phat huy|danh gia|lam tot|dong vien|ap dung|giam sat|ra soat|tiep tuc|chu dong|day manh|quan tam|lap|cung cap|dua tin|tuyen truyen|phat dong|van dong|dang tai|ban hanh|hoan thanh|cap nhat|phan cong|nghien cuu|khan truong|tich cuc|duoc giao|trinh|bao dam|dam bao|tham gia|(?<!giao duc )thuong xuyen|dinh ky|can doi|phe duyet|de xuat|lien he|phan anh|nop|phai|uu tien|xem xet|dot xuat|kip thoi|nghiem tuc|day nhanh|khong (?!thuoc)|truoc ngay|cham nhat|hang|hang thang|dua|(?<!ca |cong |doanh |benh |quan |tu )nhan (?!dan|vien)|ky (?:ket|cam ket|bien ban|hop dong|giao uoc)|don doc|lanh dao|quan ly|ho tro|tu van|soan thao|niem yet|tham dinh|phong ngua|phat hien|dieu tra|ngan chan|trao (?:hoc bong|qua|tang)|tang qua|tham hoi|chuyen (?:giao|den|ho so)|cong khai|yeu cau|dieu phoi|quang ba|lan toa|canh bao|cam bien|cai tao|sua chua|thuong truc (?=cuu|24|tiep)|lap dat|dau tu|dang (?:phat|tin|bai)|bieu duong|khen thuong|mo cac|hop (?:ban|thon|xom|dan|to dan|khu|lop|phu huynh))';
/** A name after which nothing of it can follow, so that a capital verb opens the duty ("… huyện Tham mưu …"). */
const WHOLE_NAME = /(?:x{6,}|\b(?:tinh|huyen|xa|phuong|thanh pho|lien quan))\s$/;
const VERBS = new RegExp(`(?<=[\\s,])${VERB}\\b`, 'g');

/**
 * Where the first verb of a duty stands behind a name; -1 without one. Capital words are part of names:
 * "Ban Chỉ đạo", "Ủy ban Kiểm tra", unless the name is whole already. `masked` has known names made opaque.
 */
export function verbAt(text: string, masked: string): number {
  for (const match of masked.matchAll(VERBS)) {
    const before = masked.slice(0, match.index);
    const inName = /^\p{Lu}/u.test(text.slice(match.index)) && !WHOLE_NAME.test(before);
    if (match.index >= 2 && !inName && !namesBody(before, match[0]) && !tellsWhich(before, masked.slice(match.index)))
      return match.index;
  }
  return -1;
}

const BARE_KIND =
  /(?:^|[,;]\s*|\s(?:va|cac|voi)\s)(?:ban|doi|to|doan|hoi dong|trung tam|quy|chi cuc|cuc|tram|co so|phong|tong dai)\s$/;
const BODYS_WORK =
  /^(?:quan ly|chi dao|to chuc|kiem tra|giam sat|ho tro|tu van|dieu phoi|tuyen truyen|tham dinh|dieu tra|xu ly|tiep nhan|danh gia|cung cap|van dong|giai quyet|bao dam)/;

/** "Ban quản lý …", "Đoàn kiểm tra …", "UBND các xã được kiểm tra": a body with what it is for, or what is done with it. */
function namesBody(before: string, verb: string): boolean {
  return (
    (BODYS_WORK.test(verb) && BARE_KIND.test(before)) ||
    (/\bduoc\s$/.test(before) && /^(?:kiem tra|giam sat|thanh tra|khao sat|danh gia|lua chon)/.test(verb))
  );
}

const UNNAMED =
  /^(?:cac|nhung)\s+(?:(?:co quan|don vi|so|ban|nganh|phong|dia phuong|to chuc|doan the|hoi|ca nhan|co so|truong|xa|phuong|bo|vu|cuc|thon|lop)(?:,\s*|\s+va\s+|\s+))+$/;
const SENDS =
  /(?:gui|bao cao|nop|co trach nhiem|chiu trach nhiem|tong hop|can cu|lap|hoan thanh|xay dung|chu dong|cap nhat|dinh ky|phai|thuc hien(?= (?:bao|che|nghiem|tot))|cu )/;

/**
 * Unnamed bodies are told by what they do: "Các cơ quan chủ trì báo cáo …", "Các đơn vị được giám sát gửi …";
 * a named one is charged by the same words ("Sở Y tế chủ trì tổng hợp …").
 */
function tellsWhich(before: string, from: string): boolean {
  const bodies = /^(.*?)(?:(?:duoc|duoc giao|duoc phan cong|tham gia|nhan)\s)?$/.exec(before)![1]!;
  if (!UNNAMED.test(bodies)) return false;
  if (/\b(?:duoc|giao|cong)\s$/.test(before) || /^duoc giao\b/.test(from)) return true;
  return (
    new RegExp(
      `^(?:chu tri|phoi hop|tham gia|thuc hien)(?:\\s(?:va|,)?\\s*(?:chu tri|phoi hop))?\\s+${SENDS.source}`,
    ).test(from) || /^(?:chu tri|phoi hop),\s+(?:x{6,}|ubnd|uy ban|so |cac )/.test(from)
  );
}

/** Clauses that stand before a sentence's subject. */
export const INTRO =
  /^(?:can cu|theo|tren co so|de|nham|trong (?:qua trinh|\d+ thang|thang|quy|nam|thoi gian|dip|dot)|sau khi|khi|dinh ky|hang (?:thang|quy|nam)|truoc ngay|cham nhat|trong vong|ngay sau|(?:trong )?truong hop|doi voi|neu)\b[^.;]{0,160}?,\s*/;

/** Words that end a list of agencies in the middle of a sentence. */
const LIST_ENDS = new RegExp(
  `[.;:()“"]|\\s(?:de|truoc|theo quy|khi|trong|nham|xem xet|cham nhat|dinh ky|vao|hang|ket qua|qua|thong qua|thong nhat|ve|bang|tu|va (?:truoc|sau|bao cao)|tong hop|hoac|(?<!van )tai|cho|chu tri|phoi hop|dam bao|thuc hien|trien khai|to chuc thuc|ket thuc|nhung|cung voi viec|tham muu|xay dung|day manh|tang cuong|trong viec|ra soat|lap|ky(?= (?:bien ban|cam ket|ket|hop dong|giao uoc))|dua|phat trien|phan anh|giai quyet|kip thoi|ap dung|tiep tuc|san xuat|tuyen truyen|huong dan|tham gia|danh gia|kiem tra|quan ly|lien quan (?!den\\b)?(?=$))\\b`,
  'g',
);

/** Where a list of agencies at the head of a text ends; capital words are part of names ("Ban Quản lý …"). */
export function listEnd(text: string, masked: string): number {
  for (const match of masked.matchAll(LIST_ENDS)) {
    const word = match.index + match[0].search(/\S/);
    if (!/^\p{Lu}/u.test(text.slice(word)) && !namesBody(masked.slice(0, word), masked.slice(word))) return match.index;
  }
  return text.length;
}

/** The end of a name: a known one (made opaque), "liên quan", or a level with the place that it stands before. */
const NAME_END =
  /x{6,}(?=\s)|\b(?:lien quan|truc thuoc|dang uy|cap xa|cap huyen|tren dia ban|tinh|huyen|xa|phuong|thanh pho|dac khu)(?=\s)/g;
const LEVEL_AT_END = /\b(?:tinh|huyen|xa|phuong|thanh pho|dac khu)$/;
/** Words after a name that still belong to it or to the list, and those of a report on what was or is. */
const NO_PREDICATE =
  /^(?:x{2,}|z{2,}|uy|tong hop(?= (?:tinh|huyen|xa|thanh pho|dac khu|quan|khu vuc|chu tri|phoi hop)\b|\s*(?::|$)|\sphuong(?! (?:an|thuc|phap|huong|tien|cham)))|da khoa|chuyen khoa|khong thuoc|ngoai|va|cung|voi|cac|cap(?! the| phat| hoc| kinh| giay| nhat)|tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|xa|phuong|dac khu|tren|lien quan|co|thuoc|truc thuoc|khu vuc|nhan dan|cua|tai|phu trach|dia phuong|hoac|trong|noi|o|khac|duoc|da|dang(?! ky| tai| tin| bai| phat| cai)|se|la|con|thi|nay|nam|khi|neu|sau|truoc|bi|cung|chua|do|ve|tu|den|nhu|so(?! ket)|hoi(?! hop)|doan|ban(?! giao| hanh)|nganh|phong(?! ngua| chong)|don vi|theo|de|bang|qua|cho)\b/;

/** "Các trường mầm non, tiểu học, THCS bàn giao …": the levels belong to the name. */
const SCHOOL_LEVELS =
  /^(?:(?:va )?(?:mam non|mau giao|tieu hoc|trung hoc co so|trung hoc pho thong|thcs|thpt|pho thong|cong lap|ngoai cong lap)(?:,\s*|\s+))+/;

/**
 * Where the words that charge begin behind a list of names, told by the names: a small word that no name goes on with.
 * `masked` has known names made opaque; -1 where there is none.
 */
export function predicateAt(text: string, masked: string): number {
  for (const match of masked.matchAll(NAME_END)) {
    const end = match.index + match[0].length;
    const proper = LEVEL_AT_END.test(foldSame(text.slice(0, end)))
      ? /^(?:\s\p{Lu}[\p{L}'’]*)*/u.exec(text.slice(end))![0].length
      : 0;
    const named = end + proper + 1;
    const at = named + (SCHOOL_LEVELS.exec(masked.slice(named, named + 120))?.[0].length ?? 0);
    if (/^\p{Ll}/u.test(text.slice(at)) && !NO_PREDICATE.test(masked.slice(at))) return at;
  }
  return -1;
}

/** Telephone numbers of Vietnam in running text: long ones, lines of help, the public short ones. */

const LONG =
  '(?:(?:\\(0\\d{2,4}\\)|0\\d{2,4})[ .\\-]{0,2}\\d{1,4}(?:[ .\\-]{0,2}\\d{2,4}){1,3}|\\+84[ .\\-]?\\d{2,3}(?:[ .\\-]?\\d{2,4}){2,3}|1[89]00[ .\\-]?\\d{2,4}(?:[ .\\-]?\\d{2,4}){0,2})';
const SHORT = '(?:1[01]\\d|1022|115|114|113|18001567)';
const WHAT =
  'tong dai|duong day(?: nong| tu van)?|dien thoai|dt|sdt|hotline|so dien thoai|lien he|di dong|may ban|fax|zalo|so may|truc ban|truc chi huy|so truc';
const NEAR = new RegExp(`(?:${WHAT})[^.;]*$`);
/** A long number stands beside its owner without a word for it: in brackets, behind a colon, "trực ban …". */
const BESIDE =
  /(?:[(:–-]|\b(?:truc(?: ban| chi huy| 24\/24| lanh dao)?|goi(?: ngay| so| den)?|bao(?: ngay| ve| cho)?|so|hoac|qua))\s*$/;
const ACCOUNT =
  /(?:tai khoan|\bstk|\btk|ma so|\bmst|cccd|cmnd|can cuoc|dinh danh|so hieu|bien so|hop dong|so the|ma qr|ma don vi)[^.;]*$/;
const IS_LONG = new RegExp(`^(?:${LONG})$`);
const PHONE = new RegExp(
  `(?<![\\d/.,-])(?:${LONG})(?![\\d/%]|[.,]\\d)|(?<![\\d/.,-])${SHORT}(?![\\d/%]|[.,-]\\d|\\s*(?:tre|%|vu|xa|phuong|em|cau|mo hinh|truong|nguoi|co so|lop))`,
  'g',
);

export interface Phone {
  readonly start: number;
  readonly end: number;
  readonly long: boolean;
}

/** The numbers in a folded text that may be telephones; those of accounts and papers are none. */
export function phonesIn(folded: string): Phone[] {
  return [...folded.matchAll(PHONE)]
    .map((match) => ({
      start: match.index,
      end: match.index + match[0].trimEnd().length,
      long: IS_LONG.test(match[0].trim()),
    }))
    .filter((phone) => !(phone.long && ACCOUNT.test(folded.slice(Math.max(0, phone.start - 160), phone.start))));
}

/** The first number of a table's cell. */
export function phoneOf(cell: string): string | null {
  return new RegExp(`${LONG}|${SHORT}`).exec(cell)?.[0].trim() ?? null;
}

/** Whether the words around a number call it a telephone. */
export function isTelephone(folded: string, phone: Phone): boolean {
  const before = folded.slice(0, phone.start);
  if (/fax\s*:?\s*$/.test(before)) return false;
  return NEAR.test(before) || NEAR.test(folded.slice(0, phone.end + 1)) || (phone.long && BESIDE.test(before));
}

/** "tin báo qua 113", "niêm yết số 111": a short number that is called or made known. */
export function isCalled(before: string): boolean {
  return /\b(?:goi|qua|niem yet|bao|tuyen truyen|gioi thieu|pho bien|dan|cong khai|dien thoai|duong day nong|tong dai)(?: (?:ngay|nhanh|den|toi|ve|cho|dien thoai|dau|duong day nong|tong dai|khan|(?:cac )?so(?: dien thoai| khan cap)?))*\s+$/.test(
    before,
  );
}

/** Whether only "hoặc", "di động" and the like part a number from the one before it. */
export function goesOn(between: string): boolean {
  return /^\s*(?:[,;/-]|hoac|va)?\s*(?:(?:di dong|dd|zalo|may ban|so|dt|sdt)\s*:?)?\s*$/.test(between);
}

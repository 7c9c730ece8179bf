/** Patterns, on folded text, of the words that stand before a day or a period. */

const LIMITER =
  '(?:cham nhat(?: la)?|muon nhat(?: la)?|tre nhat(?: la)?|som nhat|han (?:chot|cuoi|nop|gui|bao cao)?(?: la| :)?|xong|hoan thanh|ket thuc|du kien(?: vao)?|khong (?:qua|muon hon|cham hon)|dinh ky)';
const PREPOSITION = '(?:truoc(?: hoac)?|den het|den|het|trong|vao|tu nay den(?: het)?)';

/** "16 giờ 00 phút", "9h30", "16:00", each with what joins it to its day. */
export const CLOCK =
  "(?:(?:luc\\s+)?\\d{1,2}\\s*(?:(?:gio|h|g)\\s*(?:\\d{1,2}\\s*(?:phut|p|')?)?|:\\s*\\d{2})(?:\\s*(?:sang|chieu|toi))?\\s*,?\\s*(?:cua\\s+)?)";

/** "thứ Sáu", "chiều thứ 6", "Chủ nhật". */
export const WEEKDAY = '(?:(?:sang|chieu|toi)\\s+)?(?:ngay\\s+)?(?:thu\\s+(?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)';

/** "Chậm nhất là", "xong trước", "hạn cuối:", "từ nay đến hết". */
export const LIMIT = `(?:${LIMITER}[\\s:,]+)?(?:${PREPOSITION}\\s+){0,4}`;

/** All of it before a day: "trước 16 giờ 00, thứ Sáu, ngày". */
export const LIMIT_OF_DAY = `${LIMIT}${CLOCK}?(?:${WEEKDAY}\\s*,?\\s*)?(?:cac\\s+)?(?:ngay\\s+)?(?:cuoi\\s+)?`;

/** All of it before a month, a quarter or a year: "trong tuần cuối của". */
export const LIMIT_OF_PERIOD = `${LIMIT}(?:(?:khi ket thuc|dau|giua|cuoi|nua (?:dau|cuoi)|tuan (?:(?:thu )?[1-5]|dau(?: tien)?|cuoi(?: cung)?|thu (?:nhat|hai|ba|tu|\\d)))\\s+(?:cua\\s+)?)?`;

/** A number of days, months …, perhaps once more in words: "05", "năm", "15 (mười lăm)". */
export const AMOUNT =
  '(?:\\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi lam|muoi|hai muoi|ba muoi)(?:\\s*\\([^)]{1,12}\\))?';

const NUMBERS: Readonly<Record<string, number>> = {
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  nam: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
  muoi: 10,
  'muoi lam': 15,
  'hai muoi': 20,
  'ba muoi': 30,
};

/** The value of a match of AMOUNT. */
export function amountOf(words: string): number {
  const bare = words.replace(/\s*\(.*/, '');
  return NUMBERS[bare] ?? Number(bare);
}

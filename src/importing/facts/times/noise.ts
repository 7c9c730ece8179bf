/** What scans and other calendars do to dates: letters read for digits, days of the moon. */

/** Letters that recognition puts for digits within numbers: "l6 giờ", "tháng l0/2019", "30/6/2O26". */
const LETTER_DIGITS =
  /(?<![a-z0-9])l(?=\d)|(?<=\d)l(?=\d|\s*\/|\s+(?:thang|gio|ngay)\b)|(?<=\b(?:thang|ngay)\sl?)l(?=l?(?:\s|\/|$))|(?<=\d)o(?![a-z])|(?<![a-z0-9])o(?=[1-9]\s*[/.])/g;

/** Folded text with its numbers in digits; as long as before. */
export function withDigits(folded: string): string {
  return folded.replace(LETTER_DIGITS, (letter) => (letter === 'l' ? '1' : '0'));
}

const DAY = '(?:ngay\\s+)?(?:mung\\s+|ram\\s+)?\\d{1,2}(?:\\s*[\\/-]\\s*|\\s+thang\\s+)\\d{1,2}(?:\\s*\\/\\s*\\d{4})?';
const LUNAR = new RegExp(
  `\\b(?:nham(?: vao)?|tuc)\\s+${DAY}(?=\\s*[),;]|\\s+nam\\s)|${DAY}(?=[\\s,(]*(?:nam\\s+[a-z]+\\s+[a-z]+[\\s,(]*)?am lich\\b)`,
  'g',
);

/** Where folded text names days of the moon ("nhằm ngày 14/8 âm lịch"), which no calendar here can turn into dates. */
export function lunarDays(folded: string): { readonly start: number; readonly end: number }[] {
  return [...folded.matchAll(LUNAR)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

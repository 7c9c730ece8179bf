/** Text as SQLite gives it back whole: the driver cuts it at U+0000, so that this is written in two characters. */

const MARK = '\u0001';

/** Text without U+0000; two texts stay different, and in the same order. */
export function escapeText(text: string): string {
  if (!text.includes('\0') && !text.includes(MARK)) return text;
  return text.replaceAll(MARK, `${MARK}1`).replaceAll('\0', `${MARK}0`);
}

/** The text that was escaped. */
export function unescapeText(text: string): string {
  return text.includes(MARK) ? text.replaceAll(`${MARK}0`, '\0').replaceAll(`${MARK}1`, MARK) : text;
}

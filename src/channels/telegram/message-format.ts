/** How a message looks in Telegram: bold parts as entities, choices as buttons. No mark-up, so nothing needs escaping. */
import type { InlineKeyboardButton, MessageEntity } from 'grammy/types';
import type { Outgoing } from '../../model/outgoing.ts';
import type { Choice } from '../../model/reply.ts';

/** UTF-16 units of one message. */
export const TEXT_LIMIT = 4096;

const LABEL_LIMIT = 64;
const DATA_LIMIT_BYTES = 64;
const BUTTON_LIMIT = 100;
/** Labels up to these lengths stand three, or two, in a row on a small phone. */
const SHORT_LABEL = 12;
const MIDDLE_LABEL = 20;
/** What a deep link says when the person arrives in private. */
const PRIVATE_START = 'rieng';

/** Bold: the first of several lines where it is a heading, and every line that is nothing but a phone number. */
export function boldEntities(text: string, headed: boolean): MessageEntity[] {
  const lines = text.split('\n');
  let offset = 0;
  return lines.flatMap((line, at): MessageEntity[] => {
    const entity: MessageEntity = { type: 'bold', offset, length: line.length };
    offset += line.length + 1;
    const heading = headed && at === 0 && lines.length > 1;
    return line.trim() !== '' && (heading || isPhoneNumber(line)) ? [entity] : [];
  });
}

function isPhoneNumber(line: string): boolean {
  const digits = line.replace(/[ .]/g, '');
  return /^(?:1\d{2}|0\d{9,10}|\+84\d{9,10}|1[89]00\d{4,6})$/.test(digits);
}

/** The rows of buttons under a message; empty where it has none. */
export function buttonsOf(
  { choices, choicesKey = '', privately }: Outgoing,
  bot: { readonly username: string } | undefined,
  continuePrivately: string,
): InlineKeyboardButton[][] {
  const rows = inRows(
    choices.slice(0, BUTTON_LIMIT - 1).flatMap((choice, at) => choiceButton(choice, at + 1, choicesKey)),
  );
  if (privately && bot) {
    rows.push([{ text: continuePrivately, url: `https://t.me/${bot.username}?start=${PRIVATE_START}` }]);
  }
  return rows;
}

function choiceButton({ label, value }: Choice, number: number, key: string): InlineKeyboardButton[] {
  const data = `c:${key}:${number}`;
  // One button too large and Telegram refuses the whole message; typing the number works without it.
  if (Buffer.byteLength(data) > DATA_LIMIT_BYTES) return [];
  const text = cut(label.trim() || value.trim() || String(number), LABEL_LIMIT);
  return [{ text, callback_data: data }];
}

function inRows(buttons: readonly InlineKeyboardButton[]): InlineKeyboardButton[][] {
  const longest = Math.max(0, ...buttons.map(({ text }) => text.length));
  const width = longest <= SHORT_LABEL ? 3 : longest <= MIDDLE_LABEL ? 2 : 1;
  const rows: InlineKeyboardButton[][] = [];
  for (let at = 0; at < buttons.length; at += width) rows.push(buttons.slice(at, at + width));
  return rows;
}

/** At most so many UTF-16 units, never half a letter; what is cut ends in an ellipsis. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter('vi').segment(text.slice(0, limit + 16))) {
    if (kept.length + segment.length > limit - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

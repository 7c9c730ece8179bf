/** Checks a sendMessage as strictly as Telegram does, and gives the message. */
import { z } from 'zod';
import { badRequest } from './bot-api-error.ts';
import type { EmulatedButton, EmulatedEntity } from './emulated-world.ts';

const TEXT_LIMIT = 4096;
const ENTITY_TYPES = [
  ['mention', 'hashtag', 'cashtag', 'bot_command', 'url', 'email', 'phone_number', 'bold', 'italic', 'underline'],
  ['strikethrough', 'spoiler', 'blockquote', 'expandable_blockquote', 'code', 'pre', 'text_link', 'text_mention'],
].flat();

const entitiesSchema = z.array(
  z.object({ type: z.enum(ENTITY_TYPES), offset: z.int().min(0), length: z.int().min(1) }),
);
const keyboardSchema = z.object({
  inline_keyboard: z.array(
    z.array(z.object({ text: z.string(), callback_data: z.string().optional(), url: z.string().optional() })),
  ),
});
const linkPreviewSchema = z.object({ is_disabled: z.boolean().optional() });

export interface CheckedText {
  readonly text: string;
  readonly entities: readonly EmulatedEntity[];
}

/** The text as it is shown: surrounding white space goes, entities move with it. */
export function checkedText(written: unknown, entities: unknown): CheckedText {
  if (typeof written !== 'string') throw badRequest('message text is empty');
  const parsed = entitiesSchema.safeParse(entities ?? []);
  if (!parsed.success) throw badRequest("can't parse entities");
  const text = written.trim();
  if (text === '') throw badRequest('message text is empty');
  if (text.length > TEXT_LIMIT) throw badRequest('message is too long');
  const shift = written.indexOf(text);
  const moved = parsed.data.map((entity) => ({ ...entity, offset: entity.offset - shift }));
  const kept = moved
    .map((entity) => ({ ...entity, length: Math.min(entity.length, text.length - entity.offset) }))
    .filter(({ offset, length }) => offset >= 0 && length > 0);
  return { text, entities: kept };
}

/** The buttons under a message. */
export function checkedButtons(markup: unknown): EmulatedButton[][] {
  if (markup === undefined) return [];
  const parsed = keyboardSchema.safeParse(typeof markup === 'string' ? JSON.parse(markup) : markup);
  if (!parsed.success) throw badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
  const rows = parsed.data.inline_keyboard;
  if (rows.flat().length > 100) throw badRequest('reply markup is too long');
  return rows.map((row) => row.map(checkedButton));
}

function checkedButton({ text, callback_data: data, url }: z.infer<typeof keyboardSchema>['inline_keyboard'][0][0]) {
  if (text.trim() === '')
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  if ((data === undefined) === (url === undefined)) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (data !== undefined && (data === '' || Buffer.byteLength(data) > 64)) throw badRequest('BUTTON_DATA_INVALID');
  if (url !== undefined) checkUrl(url);
  return { text, ...(data === undefined ? {} : { callback_data: data }), ...(url === undefined ? {} : { url }) };
}

function checkUrl(url: string): void {
  if (/^(?:https?|tg|ton):\/\/[^\s/]+/i.test(url)) return;
  const why = /^[a-z]+:\/\//i.test(url) ? 'Unsupported URL protocol' : 'Wrong HTTP URL';
  throw badRequest(`inline keyboard button URL '${url}' is invalid: ${why}`);
}

/** Refuses a preview option that is none. */
export function checkLinkPreview(options: unknown): void {
  if (options !== undefined && !linkPreviewSchema.safeParse(options).success) {
    throw badRequest("can't parse link preview options JSON object");
  }
}

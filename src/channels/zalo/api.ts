/** The methods of the Zalo Bot Platform. Every one rejects with ZaloApiError or ZaloTransportError. */
import { z } from 'zod';
import { DEFAULT_API_ROOT, ZaloConnection } from './connection.ts';
import { ZaloApiError, ZaloTransportError } from './errors.ts';
import { readEvents, type ZaloEvent } from './events.ts';

const CALL_MS = 15_000;
/** The platform fetches the picture itself before it answers. */
const PHOTO_MS = 120_000;
const POLL_SECONDS = 30;

const words = z.string().optional().catch(undefined);
const number = z.number().optional().catch(undefined);

const accountSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  account_name: words,
  account_type: words,
  display_name: words,
  can_join_groups: z.boolean().catch(false),
});

const webhookSchema = z.object({
  url: z.string().catch(''),
  updated_at: number,
  /** How the platform's own try of the URL went; it keeps the URL even where that failed. */
  verification: z
    .object({ ok: z.boolean().optional(), outcome: words, status_code: number })
    .optional()
    .catch(undefined),
});

// What was sent is sent, whatever the answer looks like: an odd receipt must not lead to sending again.
const sentSchema = z.object({ message_id: words, date: number }).catch({ message_id: undefined, date: undefined });

export type ZaloAccount = z.infer<typeof accountSchema>;
export type ZaloWebhookInfo = z.infer<typeof webhookSchema>;
export type ZaloSent = z.infer<typeof sentSchema>;

export interface ZaloApiOptions {
  readonly apiRoot?: string | undefined;
  /** Milliseconds until a call other than a poll or a photo must be answered; 15,000 by default. */
  readonly timeoutMs?: number | undefined;
}

/** How a text is styled; without it, it is sent as it is. */
export interface ZaloTextOptions {
  readonly parse_mode?: 'markdown' | 'html';
  readonly text_styles?: readonly { readonly start: number; readonly len: number; readonly st: readonly string[] }[];
}

export class ZaloApi {
  readonly #connection: ZaloConnection;
  readonly #timeoutMs: number;

  /** Throws where the token has characters that no token has. */
  constructor(token: string, options: ZaloApiOptions = {}) {
    this.#connection = new ZaloConnection(token, options.apiRoot ?? DEFAULT_API_ROOT);
    this.#timeoutMs = options.timeoutMs ?? CALL_MS;
  }

  /** The bot's own account. */
  async getMe(signal?: AbortSignal): Promise<ZaloAccount> {
    return this.#read('getMe', {}, accountSchema, signal);
  }

  /**
   * Waits up to `timeout` seconds (30) for the next event; an empty list where none came. An event is handed out once:
   * whoever loses it has lost it.
   */
  async getUpdates(options: { timeout?: number } = {}, signal?: AbortSignal): Promise<ZaloEvent[]> {
    const timeout = options.timeout ?? POLL_SECONDS;
    const limits = { timeoutMs: timeout * 1000 + this.#timeoutMs, signal };
    try {
      const result = await this.#connection.call('getUpdates', { timeout: String(timeout) }, limits);
      return result === undefined || result === null ? [] : readEvents(result);
    } catch (error) {
      if (isCode(error, 408)) return [];
      throw error;
    }
  }

  /** Has events delivered to a public HTTPS address, with the secret (8–256 characters) in a header. */
  async setWebhook(url: string, secret: string, signal?: AbortSignal): Promise<ZaloWebhookInfo> {
    return this.#read('setWebhook', { url, secret_token: secret }, webhookSchema, signal);
  }

  /** Ends delivery to a webhook; rejects with code 400 where there is none. */
  async deleteWebhook(signal?: AbortSignal): Promise<void> {
    await this.#call('deleteWebhook', {}, signal);
  }

  /** The webhook that is set; its `url` is empty where there is none. */
  async getWebhookInfo(signal?: AbortSignal): Promise<ZaloWebhookInfo> {
    try {
      return await this.#read('getWebhookInfo', {}, webhookSchema, signal);
    } catch (error) {
      if (isCode(error, 404)) return { url: '' };
      throw error;
    }
  }

  /** Sends 1–2000 characters. There is no idempotency key: after a timeout the message may or may not have been sent. */
  async sendMessage(
    chatId: string,
    text: string,
    other: ZaloTextOptions = {},
    signal?: AbortSignal,
  ): Promise<ZaloSent> {
    return sentSchema.parse(await this.#call('sendMessage', { chat_id: chatId, text, ...other }, signal));
  }

  /** Sends a picture by its public URL, which the platform fetches itself, perhaps more than once and late. */
  async sendPhoto(
    chatId: string,
    photo: string,
    other: { caption?: string } = {},
    signal?: AbortSignal,
  ): Promise<ZaloSent> {
    const limits = { timeoutMs: Math.max(PHOTO_MS, this.#timeoutMs), signal };
    return sentSchema.parse(await this.#connection.call('sendPhoto', { chat_id: chatId, photo, ...other }, limits));
  }

  /** Sends a sticker by its id. */
  async sendSticker(chatId: string, sticker: string, signal?: AbortSignal): Promise<ZaloSent> {
    return sentSchema.parse(await this.#call('sendSticker', { chat_id: chatId, sticker }, signal));
  }

  /** Shows in the chat that the bot is at work. */
  async sendChatAction(chatId: string, action: 'typing' = 'typing', signal?: AbortSignal): Promise<void> {
    await this.#call('sendChatAction', { chat_id: chatId, action }, signal);
  }

  /** Closes idle connections, once calls under way have ended. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  #call(method: string, parameters: object, signal?: AbortSignal): Promise<unknown> {
    return this.#connection.call(method, parameters, { timeoutMs: this.#timeoutMs, signal });
  }

  async #read<T>(method: string, parameters: object, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const parsed = schema.safeParse(await this.#call(method, parameters, signal));
    if (!parsed.success) throw new ZaloTransportError(method, 'unreadable');
    return parsed.data;
  }
}

/** Whether an error is the platform's answer with one of these codes. */
export function isCode(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof ZaloApiError && codes.includes(error.code);
}

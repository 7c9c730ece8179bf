/** A client of the Zalo Bot Platform in the shape that grammY's users know; uses nothing else of this project. */
import { isCode, ZaloApi, type ZaloAccount, type ZaloApiOptions, type ZaloSent, type ZaloTextOptions } from './api.ts';
import { Backoff, DEFAULT_BACKOFF, type BackoffLimits } from './backoff.ts';
import { kindOf, readEvents, type ZaloEvent, type ZaloEventKind, type ZaloMessage } from './events.ts';
import { poll } from './polling.ts';

export { ZaloApi } from './api.ts';
export type { ZaloAccount, ZaloApiOptions, ZaloSent, ZaloTextOptions, ZaloWebhookInfo } from './api.ts';
export { ZaloApiError, ZaloTransportError, type TransportTrouble } from './errors.ts';
export { readEvents, type ZaloEvent, type ZaloEventKind, type ZaloMessage } from './events.ts';
export { webhookCallback } from './webhook-callback.ts';

export interface ZaloBotOptions extends ZaloApiOptions {
  /** What the platform shows with each delivery to the webhook; 8–256 characters. */
  readonly webhookSecret?: string | undefined;
  /** Milliseconds between failed polls. */
  readonly backoff?: BackoffLimits | undefined;
}

export interface ZaloStartOptions {
  /** Seconds that the platform shall hold a poll; 30 by default. */
  readonly timeout?: number;
  /** Called once the platform has answered and polling begins. */
  readonly onStart?: (account: ZaloAccount) => void;
}

/** `message` is every event that has a message, whatever its kind. */
export type ZaloFilter = 'message' | `message:${ZaloEventKind}`;

/** The message that a filter promises; an unsupported event may come without any. */
export type FilteredMessage<F extends ZaloFilter> = F extends 'message:text'
  ? ZaloMessage & { readonly text: string }
  : F extends 'message:unsupported'
    ? ZaloMessage | undefined
    : ZaloMessage;

/** One event with what belongs to it. */
export class ZaloContext<Message extends ZaloMessage | undefined = ZaloMessage | undefined> {
  readonly update: ZaloEvent;
  readonly api: ZaloApi;

  constructor(update: ZaloEvent, api: ZaloApi) {
    this.update = update;
    this.api = api;
  }

  get message(): Message {
    return this.update.message as Message;
  }

  get chat(): ZaloMessage['chat'] | undefined {
    return this.update.message?.chat;
  }

  get from(): ZaloMessage['from'] {
    return this.update.message?.from;
  }

  /** Sends a text to the chat of the event; rejects where the event names none. */
  async reply(text: string, other?: ZaloTextOptions): Promise<ZaloSent> {
    if (!this.chat) throw new Error('This event names no chat to reply to');
    return this.api.sendMessage(this.chat.id, text, other);
  }
}

export type NextHandler = () => Promise<void>;
export type ZaloHandler<C extends ZaloContext = ZaloContext> = (context: C, next: NextHandler) => unknown;
export type ZaloErrorHandler = (error: unknown, context: ZaloContext) => unknown;

export class ZaloBot {
  readonly api: ZaloApi;
  readonly #options: ZaloBotOptions;
  readonly #handlers: ZaloHandler[] = [];
  #onError: ZaloErrorHandler | undefined;
  #running: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  /** Throws where the token has characters that no token has. */
  constructor(token: string, options: ZaloBotOptions = {}) {
    this.api = new ZaloApi(token, options);
    this.#options = options;
  }

  get webhookSecret(): string | undefined {
    return this.#options.webhookSecret;
  }

  /** Adds a handler for every event; handlers run in the order of their adding, each calling `next` for those after it. */
  use(handler: ZaloHandler): this {
    this.#handlers.push(handler);
    return this;
  }

  /** Adds a handler for the events of a filter; others pass it by. */
  on<F extends ZaloFilter>(filter: F, handler: ZaloHandler<ZaloContext<FilteredMessage<F>>>): this {
    return this.use((context, next) =>
      matches(context.update, filter) ? handler(context as ZaloContext<FilteredMessage<F>>, next) : next(),
    );
  }

  /** Sets what happens with the errors of handlers; without it `start` and `handleUpdate` reject with them. */
  catch(handler: ZaloErrorHandler): this {
    this.#onError = handler;
    return this;
  }

  /** Runs the handlers on what came in: an event, an event in its envelope, or a list of events; in order. */
  async handleUpdate(body: unknown): Promise<void> {
    for (const event of readEvents(body)) await this.#handle(event);
  }

  /**
   * Removes the webhook and polls; resolves after `stop`. Rejects where the first call fails, where the token is
   * refused, and with a handler's error that nothing catches.
   */
  async start(options: ZaloStartOptions = {}): Promise<void> {
    if (this.#running) throw new Error('This bot is running already');
    const stop = new AbortController();
    const ended = this.#run(options, stop.signal);
    this.#running = { stop, ended };
    try {
      await ended;
    } finally {
      this.#running = undefined;
    }
  }

  /** Ends polling once the event in hand is handled. A poll that is cut off may take an event with it. */
  async stop(): Promise<void> {
    this.#running?.stop.abort();
    await this.#running?.ended.catch(() => undefined);
  }

  async #run(options: ZaloStartOptions, signal: AbortSignal): Promise<void> {
    try {
      const account = await this.api.getMe(signal);
      await removeWebhook(this.api, signal);
      options.onStart?.(account);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    await poll(this.api, {
      seconds: options.timeout ?? 30,
      signal,
      backoff: new Backoff(this.#options.backoff ?? DEFAULT_BACKOFF),
      deliver: (event) => this.#handle(event),
    });
  }

  async #handle(event: ZaloEvent): Promise<void> {
    const context = new ZaloContext(event, this.api);
    try {
      await this.#runFrom(0, context);
    } catch (error) {
      if (!this.#onError) throw error;
      await this.#onError(error, context);
    }
  }

  async #runFrom(at: number, context: ZaloContext): Promise<void> {
    await this.#handlers[at]?.(context, () => this.#runFrom(at + 1, context));
  }
}

/** Removes the webhook, since polls and a webhook exclude each other; that there was none is no error. */
export async function removeWebhook(api: ZaloApi, signal?: AbortSignal): Promise<void> {
  try {
    await api.deleteWebhook(signal);
  } catch (error) {
    if (!isCode(error, 400, 404)) throw error;
  }
}

function matches(event: ZaloEvent, filter: ZaloFilter): boolean {
  if (filter === 'message') return event.message !== undefined;
  const kind = kindOf(event);
  if (kind === null || filter !== `message:${kind}`) return false;
  if (kind === 'text') return event.message?.text !== undefined;
  return kind === 'unsupported' || event.message !== undefined;
}

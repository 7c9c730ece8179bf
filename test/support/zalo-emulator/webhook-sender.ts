/** The platform's side of a webhook: deliveries in the order of each chat, again while they are not taken. */
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { chatOf, type EmulatedEvent } from './events.ts';

const USER_AGENT = 'Java/1.8.0_192';
/** Tests touch no network: every other host is as if nobody answered, without even a look-up of its name. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

export interface Attempt {
  readonly event: EmulatedEvent;
  /** The HTTP status; null where nobody answered. */
  readonly status: number | null;
}

export interface SenderOptions {
  readonly retryMs: number;
  /** Read at each attempt, since a test may change it. */
  shape(): 'flat' | 'wrapped';
  webhook(): Webhook | null;
  /** An event that no webhook waits for any more. */
  onUndeliverable(event: EmulatedEvent): void;
  onAttempt(attempt: Attempt): void;
}

export class WebhookSender {
  readonly #options: SenderOptions;
  readonly #agent = new Agent();
  readonly #closing = new AbortController();
  readonly #chains = new Map<string, Promise<void>>();

  constructor(options: SenderOptions) {
    // Every delivery under way listens for the end; that is no leak.
    setMaxListeners(0, this.#closing.signal);
    this.#options = options;
  }

  /** Delivers an event after those before it in its chat. */
  enqueue(event: EmulatedEvent): void {
    const chat = chatOf(event);
    const before = this.#chains.get(chat) ?? Promise.resolve();
    this.#chains.set(
      chat,
      before.then(() => this.#deliver(event)),
    );
  }

  /** Tries a URL with an empty body, without type and secret. */
  async probe(url: string): Promise<number | null> {
    return this.#post(url, {}, undefined);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#agent.destroy();
    await Promise.all(this.#chains.values());
  }

  async #deliver(event: EmulatedEvent): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const webhook = this.#options.webhook();
      if (!webhook) {
        this.#options.onUndeliverable(event);
        return;
      }
      const headers = { 'content-type': 'application/json', 'x-bot-api-secret-token': webhook.secret };
      const body = JSON.stringify(this.#options.shape() === 'flat' ? event : { ok: true, result: event });
      const status = await this.#post(webhook.url, headers, body);
      this.#options.onAttempt({ event, status });
      if (status !== null && status >= 200 && status < 300) return;
      await wait(this.#options.retryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #post(url: string, headers: Record<string, string>, body: string | undefined): Promise<number | null> {
    if (!LOOPBACK.includes(new URL(url).hostname)) return null;
    try {
      const response = await request(url, {
        dispatcher: this.#agent,
        method: 'POST',
        headers: { 'user-agent': USER_AGENT, ...headers },
        ...(body === undefined ? {} : { body }),
        signal: this.#closing.signal,
      });
      await response.body.dump();
      return response.statusCode;
    } catch {
      return null;
    }
  }
}

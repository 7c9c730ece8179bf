/** Zalo as a channel: events in, by webhook or by polling; messages out. */
import type { Channel, ChannelLog, WebhookEntrance } from '../../model/channel.ts';
import type { Incoming, Receive } from '../../model/incoming.ts';
import { isCode, ZaloApi } from './api.ts';
import { Backoff, DEFAULT_BACKOFF, pause, type BackoffLimits } from './backoff.ts';
import { removeWebhook } from './bot.ts';
import { ZaloApiError, ZaloTransportError } from './errors.ts';
import { kindOf, readEvents, type ZaloEvent } from './events.ts';
import { incomingOf } from './incoming.ts';
import { poll } from './polling.ts';
import { ZaloTransport } from './transport.ts';
import { SECRET_HEADER } from './webhook-callback.ts';

const POLL_SECONDS = 30;

export interface ZaloChannelOptions {
  readonly token: string;
  readonly apiRoot?: string | undefined;
  /** The public HTTPS address that leads to the entrance; without it the channel polls. */
  readonly publicWebhookUrl?: string | undefined;
  /** 8–256 characters; required with a webhook. */
  readonly secret?: string | undefined;
  readonly log: ChannelLog;
  /** Registers the webhook even where its address is known already: its secret has changed. */
  readonly registerAnew?: boolean | undefined;
  /** The name by which groups mention the bot; the platform's own where it is not given. */
  readonly displayName?: string | undefined;
  /** Seconds that the platform shall hold a poll; 30 by default. */
  readonly pollSeconds?: number | undefined;
  /** Milliseconds until a call must be answered; 15,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** Waiting between tries; from half a second up to 30 s by default. */
  readonly backoff?: BackoffLimits | undefined;
}

/** The Zalo channel. Throws where a webhook has no proper secret, or the token has characters that no token has. */
export function createZaloChannel(options: ZaloChannelOptions): Channel {
  return new ZaloChannel(options);
}

class ZaloChannel implements Channel {
  readonly name = 'zalo';
  readonly transport: ZaloTransport;
  readonly webhook?: WebhookEntrance;
  readonly #options: ZaloChannelOptions;
  readonly #api: ZaloApi;
  readonly #log: ChannelLog;
  readonly #inHand = new Set<Promise<void>>();
  #displayName: string | undefined;
  #receive: Receive | undefined;
  #stopping = new AbortController();
  #receiving: Promise<void> = Promise.resolve();
  #answered = false;
  /** Set once nothing more can be received until somebody corrects the configuration. */
  #halted = false;
  #withoutMessage = 0;

  constructor(options: ZaloChannelOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#displayName = options.displayName;
    this.#api = new ZaloApi(options.token, options);
    this.transport = new ZaloTransport(this.#api, (error) => this.#note(error));
    if (options.publicWebhookUrl !== undefined) this.webhook = this.#entrance(options.secret);
  }

  ready(): boolean {
    return this.#answered && !this.#halted;
  }

  async start(receive: Receive): Promise<void> {
    this.#receive = receive;
    this.#stopping = new AbortController();
    this.#halted = false;
    const { signal } = this.#stopping;
    const prepared = this.#prepare(signal);
    this.#receiving = prepared.then((ready) => (ready && !this.webhook ? this.#poll(signal) : undefined));
    await prepared;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#receiving;
    await Promise.allSettled(this.#inHand);
    this.#receive = undefined;
  }

  /** Learns who the bot is and chooses the way of receiving; false where that can not be done or was stopped. */
  async #prepare(signal: AbortSignal): Promise<boolean> {
    const account = await this.#insist('getMe', () => this.#api.getMe(signal), signal);
    if (!account) return false;
    this.#displayName ??= account.display_name;
    if (this.webhook) return this.#registerWebhook(this.webhook.secret, signal);
    const removed = await this.#insist(
      'deleteWebhook',
      () => removeWebhook(this.#api, signal).then(() => true),
      signal,
    );
    if (removed) this.#log('info', { event: 'zalo-polling' });
    return removed ?? false;
  }

  async #registerWebhook(secret: string, signal: AbortSignal): Promise<boolean> {
    const url = this.#options.publicWebhookUrl ?? '';
    const current = await this.#insist('getWebhookInfo', () => this.#api.getWebhookInfo(signal), signal);
    if (!current) return false;
    // The platform limits how often a day a webhook may be set.
    if (current.url === url && !this.#options.registerAnew) return true;
    const set = await this.#insist('setWebhook', () => this.#api.setWebhook(url, secret, signal), signal, [400, 426]);
    if (!set) return false;
    const { verification } = set;
    const outcome = verification?.outcome === undefined ? 'none' : nameForLog(verification.outcome);
    this.#log(verification?.ok === false ? 'error' : 'info', { event: 'zalo-webhook-set', outcome });
    return true;
  }

  /** Tries until the platform has answered; null where it was stopped, refused the token or gave one of these codes. */
  async #insist<T>(
    method: string,
    call: () => Promise<T>,
    signal: AbortSignal,
    final: readonly number[] = [],
  ): Promise<T | null> {
    const backoff = this.#backoff();
    while (!signal.aborted) {
      try {
        const result = await call();
        this.#note(null);
        return result;
      } catch (error) {
        if (error instanceof ZaloTransportError && error.kind === 'aborted') return null;
        this.#note(error);
        if (isCode(error, 401, ...final)) return this.#halt(method, error);
        const waitMs = backoff.next();
        this.#log('warn', { event: 'zalo-call-failed', method, ...causeOf(error), waitMs });
        await pause(waitMs, signal);
      }
    }
    return null;
  }

  async #poll(signal: AbortSignal): Promise<void> {
    const polling = {
      seconds: this.#options.pollSeconds ?? POLL_SECONDS,
      signal,
      backoff: this.#backoff(),
      deliver: (event: ZaloEvent) => this.#deliver(event, signal),
      onAnswer: () => this.#note(null),
      onTrouble: (error: unknown, waitMs: number) => {
        this.#note(error);
        this.#log('warn', { event: 'zalo-call-failed', method: 'getUpdates', ...causeOf(error), waitMs });
      },
    };
    try {
      await poll(this.#api, polling);
    } catch (error) {
      this.#note(error);
      this.#halt('getUpdates', error);
    }
  }

  /** Hands an event on until it is taken: the platform gives it out only once. */
  async #deliver(event: ZaloEvent, signal: AbortSignal): Promise<void> {
    const incoming = this.#read(event);
    if (!incoming) return;
    const backoff = this.#backoff();
    for (let tries = 1; !(await this.#hand(incoming)); tries += 1) {
      const waitMs = backoff.next();
      this.#log('warn', { event: 'zalo-event-not-taken', tries, waitMs });
      await pause(waitMs, signal);
      if (!signal.aborted) continue;
      // One last try: the store may be back, and nobody else has this event.
      if (!(await this.#hand(incoming))) this.#log('error', { event: 'zalo-event-lost', tries: tries + 1 });
      return;
    }
  }

  async #hand(incoming: Incoming): Promise<boolean> {
    try {
      await this.#receive?.(incoming);
      return true;
    } catch {
      return false;
    }
  }

  #entrance(secret: string | undefined): WebhookEntrance {
    if (!secret || secret.length < 8 || secret.length > 256)
      throw new Error('A Zalo webhook needs a secret of 8 to 256 characters');
    return { secretHeader: SECRET_HEADER, secret, probes: true, accept: (body) => this.#accept(body) };
  }

  async #accept(body: unknown): Promise<void> {
    if (body === undefined || body === null || body === '') return;
    const taking = this.#take(readEvents(body));
    this.#inHand.add(taking);
    try {
      await taking;
    } finally {
      this.#inHand.delete(taking);
    }
  }

  async #take(events: readonly ZaloEvent[]): Promise<void> {
    const receive = this.#stopping.signal.aborted ? undefined : this.#receive;
    if (!receive) throw new Error('The Zalo channel is not running');
    for (const event of events) {
      const incoming = this.#read(event);
      if (incoming) await receive(incoming);
    }
  }

  #read(event: ZaloEvent): Incoming | null {
    const incoming = incomingOf(event, this.#displayName);
    if (incoming) this.transport.revive(incoming.chat.id);
    else this.#logIgnored(event);
    return incoming;
  }

  #logIgnored(event: ZaloEvent): void {
    const kind = kindOf(event);
    if (kind === null) {
      this.#log('info', { event: 'zalo-event-unknown', kind: nameForLog(event.event_name) });
      return;
    }
    this.#withoutMessage += 1;
    this.#log('warn', { event: 'zalo-event-without-message', kind, count: this.#withoutMessage });
  }

  #halt(method: string, error: unknown): null {
    this.#halted = true;
    const event = isCode(error, 401) ? 'zalo-token-refused' : 'zalo-webhook-refused';
    this.#log('error', { event, method, ...causeOf(error) });
    return null;
  }

  /** Keeps whether the platform answered: an outage's page and its internal errors are no answer. */
  #note(error: unknown): void {
    this.#answered =
      error === null || (error instanceof ZaloApiError && error.code < 500 && ![401, 403].includes(error.code));
  }

  #backoff(): Backoff {
    return new Backoff(this.#options.backoff ?? DEFAULT_BACKOFF);
  }
}

/** What the log may know of an error: its kind and codes. */
function causeOf(error: unknown): Record<string, string | number> {
  if (error instanceof ZaloApiError) return { code: error.code };
  if (!(error instanceof ZaloTransportError)) return { trouble: 'unknown' };
  return {
    trouble: error.kind,
    ...(error.reason ? { reason: error.reason } : {}),
    ...(error.status ? { status: error.status } : {}),
  };
}

/** A name that came from outside, where it looks like one of the platform's; it could hold words or an id. */
function nameForLog(name: string): string {
  return /^(message|webhook|bot|chat|group|user)(\.[a-z_]{1,20}){1,3}(\.\d{3})?$/.test(name) ? name : 'other';
}

/** Lets Telegram deliver updates to us, and looks now and then whether it still can. */
import type { Api } from 'grammy';
import type { WebhookInfo } from 'grammy/types';
import type { ChannelLog, WebhookEntrance } from '../../model/channel.ts';
import { backoffMs, pause } from './abortable-pause.ts';
import { failureOf } from './api-failure.ts';
import type { ChannelHealth } from './channel-health.ts';
import { ALLOWED_UPDATES, type TelegramTimeouts } from './options.ts';
import type { OpenedUpdate } from './update-intake.ts';

export interface WebhookParts {
  readonly api: Api;
  readonly log: ChannelLog;
  readonly health: ChannelHealth;
  readonly timeouts: TelegramTimeouts;
  readonly url: string;
  readonly secret: string;
  /** Undefined while we do not receive: then Telegram shall deliver again. */
  open(raw: unknown): OpenedUpdate | undefined;
}

const SECRET = /^[A-Za-z0-9_-]{1,256}$/;
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

export class UpdateWebhook {
  readonly entrance: WebhookEntrance;
  private readonly inHand = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();
  /** Seconds since 1970, of Telegram's clock as far as it is known: errors up to then have been seen to. */
  private errorsSeen = 0;

  constructor(private readonly parts: WebhookParts) {
    if (!SECRET.test(parts.secret)) throw new Error('the webhook secret must be 1–256 of A–Z, a–z, 0–9, _ and -');
    this.entrance = {
      secretHeader: SECRET_HEADER,
      secret: parts.secret,
      probes: false,
      accept: (body) => this.accept(body),
    };
  }

  /** Tells Telegram our address; resolves after the first try, further ones follow by themselves. */
  async start(): Promise<void> {
    const failures = await this.check(0);
    this.watching = this.watch(failures);
  }

  /** Takes nothing more, and resolves once what is being received has ended. The webhook stays: Telegram keeps what comes. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.watching, Promise.allSettled(this.inHand)]);
  }

  private stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async accept(body: unknown): Promise<void> {
    const opened = this.stopped() ? undefined : this.parts.open(body);
    if (!opened) throw new Error('the telegram channel does not receive now');
    if (!opened.work) return;
    const work = opened.work();
    this.inHand.add(work);
    try {
      await work;
    } finally {
      this.inHand.delete(work);
    }
  }

  private async watch(failures: number): Promise<void> {
    const { timeouts } = this.parts;
    let failed = failures;
    while (!this.stopped()) {
      await pause(failed === 0 ? timeouts.webhookCheckMs : backoffMs(failed, timeouts), this.stopping.signal);
      if (!this.stopped()) failed = await this.check(failed);
    }
  }

  /** Sets the webhook where it is not as it should be; gives the number of failures in a row. */
  private async check(failures: number): Promise<number> {
    const { api, log, health, url, secret } = this.parts;
    try {
      const info = await api.getWebhookInfo();
      if (this.differs(info)) {
        await api.setWebhook(url, {
          secret_token: secret,
          allowed_updates: ALLOWED_UPDATES,
          drop_pending_updates: false,
        });
        log('info', { event: 'telegram-webhook-set' });
      }
      this.errorsSeen = info.last_error_date ?? this.errorsSeen;
      health.receiving = true;
      return 0;
    } catch (error) {
      const { kind, code } = failureOf(error);
      log('error', { event: 'telegram-webhook-failed', failure: kind, code });
      health.receiving = false;
      return failures + 1;
    }
  }

  private differs(info: WebhookInfo): boolean {
    if (info.url !== this.parts.url) return true;
    const allowed = new Set<string>(info.allowed_updates ?? []);
    if (allowed.size !== ALLOWED_UPDATES.length || ALLOWED_UPDATES.some((kind) => !allowed.has(kind))) return true;
    // The secret is not shown; one that we do not accept shows in what Telegram got for its deliveries.
    const refused = /\b40[13]\b/.test(info.last_error_message ?? '');
    return refused && (info.last_error_date ?? 0) > this.errorsSeen;
  }
}

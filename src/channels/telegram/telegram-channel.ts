/** The Telegram channel: receives by polling or webhook, sends, fetches files, keeps the menus. */
import type { Channel } from '../../model/channel.ts';
import type { Chat } from '../../model/chat.ts';
import type { Receive } from '../../model/incoming.ts';
import { backoffMs, pause } from './abortable-pause.ts';
import type { BotIdentity } from './addressing.ts';
import { failureOf } from './api-failure.ts';
import { BackgroundCalls } from './background-calls.ts';
import { createApi } from './bot-api.ts';
import { ChannelHealth } from './channel-health.ts';
import { publishMenus } from './command-menus.ts';
import { createFileFetch } from './file-download.ts';
import { TIMEOUTS, type TelegramOptions, type TelegramTimeouts } from './options.ts';
import { createTransport } from './telegram-transport.ts';
import { openUpdate, type OpenedUpdate } from './update-intake.ts';
import { UpdatePolling } from './update-polling.ts';
import { UpdateWebhook } from './update-webhook.ts';

export type { TelegramOptions, TelegramTimeouts } from './options.ts';

export interface TelegramChannel extends Channel {
  /** Whether a person, by id, may decide for a group; undefined where Telegram does not say. */
  isChatAdmin(chat: Chat, person: string): Promise<boolean | undefined>;
}

const PARALLEL_CHATS = 16;

/** A channel that only sends and fetches until it is started. Throws where the webhook's secret is unfit. */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  return new GrammyChannel(options);
}

class GrammyChannel implements TelegramChannel {
  readonly name = 'telegram';
  readonly transport: Channel['transport'];
  readonly fetchFile: NonNullable<Channel['fetchFile']>;
  readonly webhook?: NonNullable<Channel['webhook']>;
  private readonly timeouts: TelegramTimeouts;
  private readonly api;
  private readonly background;
  private readonly health = new ChannelHealth();
  private readonly stopping = new AbortController();
  private readonly updateWebhook: UpdateWebhook | undefined;
  private polling: UpdatePolling | undefined;
  private bot: BotIdentity | undefined;
  private receive: Receive | undefined;

  constructor(private readonly options: TelegramOptions) {
    const { token, apiRoot, log, webhook, texts, now = Date.now } = options;
    this.timeouts = { ...TIMEOUTS, ...options.timeouts };
    this.api = createApi(token, apiRoot, this.timeouts.callMs);
    this.health.watch(this.api);
    this.background = new BackgroundCalls(log);
    const { continuePrivately } = texts;
    this.transport = createTransport({ api: this.api, log, now, continuePrivately, bot: () => this.bot });
    this.fetchFile = createFileFetch({ api: this.api, log, timeoutMs: this.timeouts.fileMs });
    if (webhook) {
      this.updateWebhook = new UpdateWebhook({ ...this.parts(), ...webhook });
      this.webhook = this.updateWebhook.entrance;
    }
  }

  ready(): boolean {
    return this.health.ready() && !this.stopped();
  }

  async start(receive: Receive): Promise<void> {
    const me = await this.answered(() => this.api.getMe());
    if (!me) return;
    this.bot = me;
    this.receive = receive;
    publishMenus(this.api, this.options, this.background);
    if (this.updateWebhook) await this.updateWebhook.start();
    else await this.startPolling();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.polling?.stop(), this.updateWebhook?.stop()]);
    await this.background.settled();
  }

  async isChatAdmin(chat: Chat, person: string): Promise<boolean | undefined> {
    try {
      const { status } = await this.api.getChatMember(chat.id, Number(person));
      return status === 'creator' || status === 'administrator';
    } catch (error) {
      const { kind, code } = failureOf(error);
      this.options.log('warn', { event: 'telegram-admin-unknown', failure: kind, code });
      return undefined;
    }
  }

  private stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private parts() {
    const { log } = this.options;
    const { api, health, timeouts } = this;
    return { api, log, health, timeouts, open: (raw: unknown) => this.open(raw) };
  }

  private async startPolling(): Promise<void> {
    // Telegram gives no updates to a poll while it has an address to deliver to.
    const deleted = await this.answered(() => this.api.deleteWebhook({ drop_pending_updates: false }));
    if (deleted === null) return;
    const { pollSeconds, pollGraceMs } = this.timeouts;
    const api = createApi(this.options.token, this.options.apiRoot, pollSeconds * 1000 + pollGraceMs);
    this.health.watch(api);
    const { parallelChats = PARALLEL_CHATS } = this.options;
    const open = (raw: unknown) => this.open(raw) ?? { lane: 'ignored' };
    this.polling = new UpdatePolling({ ...this.parts(), api, parallelChats, open });
    this.polling.start();
  }

  private open(raw: unknown): OpenedUpdate | undefined {
    if (!this.bot || !this.receive) return undefined;
    const { log, inline } = this.options;
    return openUpdate(raw, this.bot, this.receive, { api: this.api, background: this.background, log, inline });
  }

  /** Calls until Telegram answers; null where the token is refused or a stop comes first. */
  private async answered<T>(call: () => Promise<T>): Promise<T | null> {
    for (let failures = 0; !this.stopped(); failures += 1) {
      try {
        const result = await call();
        return this.stopped() ? null : result;
      } catch (error) {
        const failure = failureOf(error);
        const { kind, code } = failure;
        if (kind === 'misconfigured') {
          this.options.log('error', { event: 'telegram-token-refused', code });
          return null;
        }
        this.options.log('warn', { event: 'telegram-start-failed', failure: kind, code });
        const wait = backoffMs(failures, this.timeouts);
        await pause(kind === 'throttled' ? Math.max(failure.waitMs, wait) : wait, this.stopping.signal);
      }
    }
    return null;
  }
}

/** Asks Telegram for updates, and confirms them only once they are received. */
import type { Api } from 'grammy';
import type { ChannelLog } from '../../model/channel.ts';
import { failureOf, type Failure } from './api-failure.ts';
import { backoffMs, pause } from './abortable-pause.ts';
import type { ChannelHealth } from './channel-health.ts';
import { ChatLanes } from './chat-lanes.ts';
import { ALLOWED_UPDATES, type TelegramTimeouts } from './options.ts';
import type { OpenedUpdate } from './update-intake.ts';
import { updateIdOf } from './update-reading.ts';
import { UpdateWindow } from './update-window.ts';

export interface PollingParts {
  /** A client whose calls may take as long as a poll. */
  readonly api: Api;
  readonly log: ChannelLog;
  readonly health: ChannelHealth;
  readonly timeouts: TelegramTimeouts;
  readonly parallelChats: number;
  open(raw: unknown): OpenedUpdate;
}

const BATCH = 100;
/** Telegram forgets an update after this time as well. */
const GIVE_UP_MS = 24 * 3_600_000;
/** How long updates in work are waited for before Telegram is asked for further ones: it gives those in work again. */
const PATIENCE = { retryMs: 100, retryMaxMs: 1_000 };

export class UpdatePolling {
  private readonly window = new UpdateWindow();
  private readonly stopping = new AbortController();
  private readonly lanes: ChatLanes;
  private loop: Promise<void> = Promise.resolve();
  /** Polls in a row that gave nothing new. */
  private stale = 0;
  /** Ends the rest between two polls. */
  private wake: () => void = () => undefined;

  constructor(private readonly parts: PollingParts) {
    const { log, timeouts, parallelChats } = parts;
    const onFailure = (final: boolean) =>
      log('error', { event: final ? 'telegram-update-given-up' : 'telegram-receive-failed' });
    this.lanes = new ChatLanes({ ...timeouts, parallel: parallelChats, giveUpMs: GIVE_UP_MS, onFailure });
  }

  start(): void {
    this.parts.health.receiving = true;
    this.loop = this.poll();
  }

  /** Ends polling once what is being received has ended, and confirms it; the rest comes again at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await Promise.all([this.loop, this.lanes.close()]);
    const offset = this.window.offset();
    if (offset === undefined || !this.parts.health.receiving) return;
    await this.parts.api.getUpdates({ offset, limit: 1, timeout: 0 }).catch(() => undefined);
    this.window.confirmed();
  }

  private stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async poll(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted;) {
      try {
        await this.takeBatch();
        failures = 0;
        this.parts.health.receiving = true;
        await this.rest();
      } catch (error) {
        if (this.stopped()) return;
        const wait = this.waitAfter(failureOf(error), failures);
        if (wait === null) return;
        failures += 1;
        await pause(wait, this.stopping.signal);
      }
    }
  }

  private async takeBatch(): Promise<void> {
    const { api, timeouts } = this.parts;
    const offset = this.window.offset();
    const updates: unknown = await api.getUpdates(
      {
        ...(offset === undefined ? {} : { offset }),
        limit: BATCH,
        timeout: timeouts.pollSeconds,
        allowed_updates: ALLOWED_UPDATES,
      },
      this.stopping.signal as Parameters<Api['getUpdates']>[1],
    );
    if (!Array.isArray(updates)) throw new TypeError('a poll gave no list');
    if (updates.length === 0) this.window.confirmed();
    const fresh = updates.map((raw) => this.take(raw)).filter(Boolean).length;
    this.stale = fresh > 0 || updates.length === 0 ? 0 : this.stale + 1;
  }

  /** Begins to work on an update; false where that was begun before, or where it cannot be told. */
  private take(raw: unknown): boolean {
    const id = updateIdOf(raw);
    if (id === null || !this.window.open(id)) return false;
    const { lane, work } = this.parts.open(raw);
    if (!work) {
      this.window.settle(id);
      return true;
    }
    void this.lanes.run(lane, work).then((settled) => {
      if (settled) this.window.settle(id);
      if (!this.window.busy()) this.wake();
    });
    return true;
  }

  /** Lets what is in work be settled, but not for long: other chats have new updates meanwhile. */
  private async rest(): Promise<void> {
    if (!this.window.busy() && this.stale === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, backoffMs(this.stale, PATIENCE));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.stopping.signal.aborted) this.wake();
    });
  }

  /** Milliseconds to wait after a failed poll; null where polling again is pointless. */
  private waitAfter(failure: Failure, failures: number): number | null {
    const { log, health, timeouts } = this.parts;
    const { kind, code } = failure;
    health.receiving = false;
    if (kind === 'misconfigured') {
      log('error', { event: 'telegram-token-refused', code });
      return null;
    }
    if (kind === 'conflict') log('error', { event: 'telegram-conflict', code });
    else log('warn', { event: 'telegram-poll-failed', failure: kind, code });
    const wait = backoffMs(failures, timeouts);
    return kind === 'throttled' ? Math.max(failure.waitMs, wait) : wait;
  }
}

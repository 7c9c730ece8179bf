/** The updates that wait for the bot, and how they reach it: long polls or a webhook. */
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { BotApiError } from './bot-api-error.ts';

export interface StoredUpdate {
  readonly update_id: number;
  /** Updates of one key reach a webhook one after another. */
  readonly key: string;
  /** As it goes over the line; a malformed one may be anything. */
  readonly body: unknown;
}

export interface Webhook {
  readonly url: string;
  readonly secret?: string;
  readonly maxConnections: number;
}

export interface QueueOptions {
  readonly firstUpdateId: number;
  readonly webhookRetryMs: number;
  onChange(): void;
}

interface Poller {
  answer(updates: readonly unknown[]): void;
  conflict(): void;
  readonly limit: number;
}

/** What an update carries where the list is empty: these are left out. */
const NOT_BY_DEFAULT = ['chat_member', 'message_reaction', 'message_reaction_count'];
const OTHER_POLLER =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

export class UpdateQueue {
  allowed: readonly string[] = [];
  webhook: Webhook | undefined;
  lastError: { readonly date: number; readonly message: string } | undefined;
  /** Statuses that the webhook has answered with, 0 where it did not. */
  readonly deliveries: { readonly updateId: number; readonly status: number }[] = [];
  private pending: StoredUpdate[] = [];
  private readonly archive = new Map<number, StoredUpdate>();
  private readonly pumping = new Set<string>();
  private readonly closing = new AbortController();
  private poller: Poller | undefined;
  private nextId: number;

  constructor(private readonly options: QueueOptions) {
    // Every delivery under way listens for the end; that is no leak.
    setMaxListeners(0, this.closing.signal);
    this.nextId = options.firstUpdateId;
  }

  get pendingIds(): readonly number[] {
    return this.pending.map((update) => update.update_id);
  }

  /** Queues an update of a type; null where the bot has not asked for that type. */
  add(type: string, key: string, content: unknown): number | null {
    const wanted = this.allowed.length > 0 ? this.allowed.includes(type) : !NOT_BY_DEFAULT.includes(type);
    return wanted ? this.push(key, (id) => ({ update_id: id, [type]: content })) : null;
  }

  /** Queues whatever it is; `body` gets the id that the update should have. */
  push(key: string, body: (id: number) => unknown): number {
    const id = this.nextId++;
    const update = { update_id: id, key, body: body(id) };
    this.archive.set(id, update);
    this.enqueue(update);
    return id;
  }

  /** Delivers an update once more, with the id that it had. */
  redeliver(id: number): void {
    const update = this.archive.get(id);
    if (!update) throw new Error(`there was no update ${id}`);
    if (!this.pending.includes(update)) this.enqueue(update);
  }

  /** The next numbers begin elsewhere, as after a quiet week. */
  renumber(nextId: number): void {
    this.nextId = nextId;
  }

  drop(): void {
    this.pending = [];
  }

  /** One getUpdates: what is pending from the offset on, or as soon as there is something. Forgets what is before. */
  poll(request: { offset: number; limit: number; seconds: number }, gone: AbortSignal): Promise<readonly unknown[]> {
    if (this.webhook) return Promise.reject(new BotApiError(409, WEBHOOK_ACTIVE));
    this.poller?.conflict();
    this.confirm(request.offset);
    const limit = Math.min(Math.max(request.limit, 1), 100);
    if (this.pending.length > 0 || request.seconds <= 0) return Promise.resolve(this.first(limit));
    return this.hold(limit, Math.min(request.seconds, 50) * 1000, gone);
  }

  setWebhook(webhook: Webhook | undefined): void {
    this.webhook = webhook;
    this.lastError = undefined;
    if (webhook) this.poller?.conflict();
    this.deliver();
  }

  close(): void {
    this.closing.abort();
    this.poller?.answer([]);
  }

  private enqueue(update: StoredUpdate): void {
    this.pending.push(update);
    this.pending.sort((a, b) => a.update_id - b.update_id);
    this.poller?.answer(this.first(this.poller.limit));
    this.deliver();
    this.options.onChange();
  }

  private first(limit: number): readonly unknown[] {
    return this.pending.slice(0, limit).map((update) => update.body);
  }

  private confirm(offset: number): void {
    if (offset > 0) this.pending = this.pending.filter((update) => update.update_id >= offset);
    if (offset < 0) this.pending = this.pending.slice(offset);
    this.options.onChange();
  }

  private hold(limit: number, ms: number, gone: AbortSignal): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void) => {
        clearTimeout(timer);
        if (this.poller === poller) this.poller = undefined;
        then();
      };
      const poller: Poller = {
        limit,
        answer: (updates) => settle(() => resolve(updates)),
        conflict: () => settle(() => reject(new BotApiError(409, OTHER_POLLER))),
      };
      const timer = setTimeout(() => poller.answer([]), ms);
      gone.addEventListener('abort', () => poller.answer([]), { once: true });
      this.poller = poller;
      this.options.onChange();
    });
  }

  /** Whether a poll is being held open. */
  get held(): boolean {
    return this.poller !== undefined;
  }

  private deliver(): void {
    for (const { key } of this.pending) {
      if (!this.webhook || this.pumping.has(key)) continue;
      this.pumping.add(key);
      void this.pump(key);
    }
  }

  /** Delivers what waits under a key, in order; one that is not taken is tried again before the next. */
  private async pump(key: string): Promise<void> {
    while (!this.closing.signal.aborted) {
      const next = this.pending.find((update) => update.key === key);
      if (!next || !this.webhook) break;
      const status = await this.post(this.webhook, next);
      this.deliveries.push({ updateId: next.update_id, status });
      const taken = status >= 200 && status < 300;
      if (taken) this.pending = this.pending.filter((update) => update !== next);
      this.options.onChange();
      if (!taken)
        await delay(this.options.webhookRetryMs, undefined, { signal: this.closing.signal }).catch(() => undefined);
    }
    this.pumping.delete(key);
  }

  private async post(webhook: Webhook, update: StoredUpdate): Promise<number> {
    const secret = webhook.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret };
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...secret },
        body: JSON.stringify(update.body),
        signal: this.closing.signal,
      });
      await response.arrayBuffer();
      if (!response.ok) this.failed(`Wrong response from the webhook: ${response.status} ${response.statusText}`);
      return response.status;
    } catch {
      this.failed('Connection refused');
      return 0;
    }
  }

  private failed(message: string): void {
    this.lastError = { date: Math.floor(Date.now() / 1000), message };
  }
}

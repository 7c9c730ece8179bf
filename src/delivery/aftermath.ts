/** What becomes of a delivery that was sent, or could not be: settled for good, or sent again later. */
import { chatKey, parseChatKey, type Chat } from '../model/chat.ts';
import type { ChannelLog } from '../model/channel.ts';
import type { Outcome, Urgency } from '../model/outgoing.ts';
import type { Delivery, Store } from '../model/store.ts';
import { backoff } from './backoff.ts';
import type { Rates } from './rates.ts';
import { createThrottleWatch } from './throttle-watch.ts';

/** Until a wrong token is tried again, and a channel that this process does not serve. */
const MISCONFIGURED_MS = 60_000;
/** How often a message is sent again that may have been sent: rather twice than never, but no nudge twice. */
const RESENDS: Readonly<Record<Urgency, number>> = { safety: 3, reply: 1, nudge: 0 };
/** A chat that moves more often than this moves in a circle. */
const MOST_MOVES = 5;
/** The kind of the records that count how often a delivery may have been sent. */
const UNCERTAIN = 'delivery-uncertain';

/** How a delivery ended: the platform's word, or why it was never sent. "uncertain": it may have arrived. */
export type Ending =
  | 'sent'
  | 'uncertain'
  | 'stopped'
  | 'rejected'
  /** Its body could not be opened, or its chat is none. */
  | 'unreadable'
  | 'expired'
  /** The month's quota leaves nothing for messages of its urgency. */
  | 'quota';

export interface AftermathOptions {
  readonly store: Store;
  readonly rates: Rates;
  readonly clock: () => Date;
  readonly log: ChannelLog;
  /**
   * Called as a delivery is settled for good, after a crash perhaps once more; not where the store dropped it because
   * its time was over.
   */
  readonly onSettled?: (delivery: Delivery, ending: Ending, now: Date) => Promise<void>;
  /** Nothing can be sent to this chat any more; its deliveries are dropped already. */
  readonly onStopped?: (chat: string) => Promise<void>;
  /** Records and deliveries have moved already. The keys are of the chats, without topics. */
  readonly onMoved?: (from: string, to: string) => Promise<void>;
  readonly random?: () => number;
}

/** What to do after one delivery: come back to it, or go on under another key. */
export interface Step {
  readonly nextAt?: number;
  readonly chat?: string;
}

/** Settles deliveries, and pauses chats and channels that may not be sent to for a while. */
export class Aftermath {
  readonly #options: AftermathOptions;
  readonly #random: () => number;
  readonly #throttles = createThrottleWatch();

  constructor(options: AftermathOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  /** Settles a delivery by what its platform has made of it. */
  settle(delivery: Delivery, chat: Chat, outcome: Outcome): Promise<Step> {
    switch (outcome.kind) {
      case 'sent':
        return this.end(delivery, 'sent');
      case 'rejected':
        return this.end(delivery, 'rejected');
      case 'throttled':
        return this.#throttled(delivery, chat, outcome);
      case 'unreachable':
        return this.#again(delivery);
      case 'uncertain':
        return this.#uncertain(delivery);
      case 'stopped':
        return this.#stopped(delivery);
      case 'moved':
        return this.#moved(delivery, chat, outcome.to);
      case 'misconfigured':
        return this.#misconfigured(delivery, chat);
    }
  }

  /** Settles for good. */
  async end(delivery: Delivery, ending: Ending): Promise<Step> {
    const gone = ending === 'sent' || ending === 'uncertain';
    // Told before it is settled: a crash in between tells it again, the other way round it would never be told.
    await this.#tell(delivery, ending);
    await this.#options.store.settle(delivery.id, { kind: gone ? 'done' : 'dropped' });
    if (ending !== 'sent') this.#note('warn', `delivery-${ending}`, delivery, parseChatKey(delivery.chat)?.channel);
    return {};
  }

  /** Lets go of a delivery until then, for good where that is too late for it. */
  async later(delivery: Delivery, notBefore: number, counted: boolean): Promise<Step> {
    if (notBefore >= delivery.expiresAt) return this.end(delivery, 'expired');
    await this.#options.store.settle(delivery.id, { kind: 'later', notBefore, counted });
    return { nextAt: notBefore };
  }

  /** A channel that this process does not serve: another one may. */
  notServed(delivery: Delivery, chat: Chat): Promise<Step> {
    this.#note('warn', 'channel-not-served', delivery, chat.channel);
    return this.later(delivery, this.#now() + MISCONFIGURED_MS, false);
  }

  /** Whoever listens may fail; what was sent is settled all the same. */
  async #tell(delivery: Delivery, ending: Ending): Promise<void> {
    try {
      await this.#options.onSettled?.(delivery, ending, this.#options.clock());
    } catch (error) {
      this.#options.log('error', { kind: 'settled-unheard', error: nameOf(error) });
    }
  }

  #again(delivery: Delivery): Promise<Step> {
    const wait = backoff(delivery.attempts, delivery.urgency, this.#random);
    return this.later(delivery, this.#now() + wait, true);
  }

  async #throttled(delivery: Delivery, chat: Chat, outcome: Outcome & { kind: 'throttled' }): Promise<Step> {
    const now = this.#now();
    const until = now + Math.max(1, outcome.waitMs);
    const many = this.#throttles.note(chat.channel, delivery.chat, now);
    await this.#pause(delivery.chat, many ? 'channel' : outcome.scope, 'throttled', until);
    this.#options.log('warn', { kind: 'throttled', channel: chat.channel, scope: outcome.scope, ms: outcome.waitMs });
    return this.later(delivery, until, false);
  }

  async #uncertain(delivery: Delivery): Promise<Step> {
    const { store } = this.#options;
    const now = this.#now();
    const before = Number((await store.get(UNCERTAIN, delivery.id, now))?.body ?? 0);
    if (before >= RESENDS[delivery.urgency]) return this.end(delivery, 'uncertain');
    // Attempts do not tell: those that surely sent nothing count there as well.
    const { id, chat, expiresAt } = delivery;
    await store.commit({ put: [{ kind: UNCERTAIN, id, chat, body: String(before + 1), expiresAt }] }, now);
    return this.#again(delivery);
  }

  async #stopped(delivery: Delivery): Promise<Step> {
    await this.end(delivery, 'stopped');
    await this.#options.store.dropDeliveries(delivery.chat);
    await this.#options.onStopped?.(delivery.chat);
    return {};
  }

  async #moved(delivery: Delivery, chat: Chat, to: Chat): Promise<Step> {
    const [from, target] = [withoutThread(chat), withoutThread(to)];
    if (from === target || delivery.attempts >= MOST_MOVES) return this.end(delivery, 'rejected');
    await this.#options.store.moveChat(from, target);
    await this.#options.store.settle(delivery.id, { kind: 'later', notBefore: this.#now(), counted: true });
    await this.#options.onMoved?.(from, target);
    const thread = chat.thread === undefined ? {} : { thread: chat.thread };
    return { chat: chatKey({ channel: to.channel, id: to.id, ...thread }) };
  }

  async #misconfigured(delivery: Delivery, chat: Chat): Promise<Step> {
    const until = this.#now() + MISCONFIGURED_MS;
    await this.#pause(delivery.chat, 'channel', 'misconfigured', until);
    this.#note('error', 'misconfigured', delivery, chat.channel);
    return this.later(delivery, until, false);
  }

  /** A pause that cannot be noted is learnt again from the platform. */
  async #pause(chat: string, scope: 'chat' | 'channel', reason: 'throttled' | 'misconfigured', until: number) {
    try {
      await this.#options.rates.pause({ scope, chat, reason, until }, this.#now());
    } catch (error) {
      this.#options.log('warn', { kind: 'rates-lost', error: nameOf(error) });
    }
  }

  #note(level: 'warn' | 'error', kind: string, { urgency, attempts }: Delivery, channel = 'none'): void {
    this.#options.log(level, { kind, channel, urgency, attempts });
  }

  #now(): number {
    return this.#options.clock().getTime();
  }
}

function withoutThread({ channel, id }: Chat): string {
  return chatKey({ channel, id });
}

/** The class of an error; its message may hold anything. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

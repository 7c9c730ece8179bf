/** Takes the deliveries of one chat in order, sends them, and settles each by what became of it. */
import { chatKey, parseChatKey, type Chat, type ChannelName } from '../model/chat.ts';
import type { ChannelLog } from '../model/channel.ts';
import type { Outcome, Outgoing, Transport, Urgency } from '../model/outgoing.ts';
import type { Delivery, Store } from '../model/store.ts';
import { backoff } from './backoff.ts';
import type { Quota } from './quota.ts';
import type { Rates } from './rates.ts';
import { createThrottleWatch } from './throttle-watch.ts';

/** How long a delivery stays taken: after that, a process that died is known to have died. */
export const LEASE_MS = 60_000;
/** Until a wrong token is tried again, and a channel that this process does not serve. */
const MISCONFIGURED_MS = 60_000;
/** Until the rates are asked again where they could not be reached. */
const RATES_LOST_MS = 1_000;
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

/** How long one drain waits for leave to send before it lets go of the delivery. */
export interface WaitPolicy {
  /** Waits up to so many milliseconds are slept through; longer ones give the delivery back. */
  readonly upToMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface CourierOptions {
  readonly store: Store;
  readonly transports: ReadonlyMap<ChannelName, Transport>;
  /** Unseals a body; throws where it cannot. */
  readonly open: (body: string) => Outgoing;
  readonly rates: Rates;
  readonly quota?: Quota;
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
  readonly wait?: WaitPolicy;
  readonly leaseMs?: number;
  readonly random?: () => number;
}

export interface Drained {
  /** When to come back, in milliseconds since 1970, where something of the chat is known to wait. */
  readonly nextAt?: number;
  /** How many deliveries were taken. */
  readonly taken: number;
}

/** What to do after one delivery: come back to it, or go on under another key. */
interface Step {
  readonly nextAt?: number;
  readonly chat?: string;
}

const DEFAULT_WAIT: WaitPolicy = {
  upToMs: 100,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

const GONE: Outcome = { kind: 'uncertain' };

/** Sends what waits for a chat. Platforms' errors are settled here; errors of the store reject. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #wait: WaitPolicy;
  readonly #leaseMs: number;
  readonly #random: () => number;
  readonly #throttles = createThrottleWatch();

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#wait = options.wait ?? DEFAULT_WAIT;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#random = options.random ?? Math.random;
  }

  /**
   * Takes and sends the deliveries of a chat, one after the other, until none is due. The signal ends it after the
   * delivery in hand. Any number may run at once, in any number of processes: the store gives a chat's next delivery
   * out only once the one before is settled.
   */
  async drain(chat: string, signal?: AbortSignal): Promise<Drained> {
    let key = chat;
    let taken = 0;
    let nextAt: number | undefined;
    while (!signal?.aborted) {
      const delivery = await this.#options.store.take(key, this.#now(), this.#leaseMs);
      if (!delivery) break;
      taken += 1;
      const step = await this.#deliver(delivery);
      if (step.nextAt !== undefined) nextAt = Math.min(step.nextAt, nextAt ?? step.nextAt);
      key = step.chat ?? key;
    }
    return { taken, ...(nextAt === undefined ? {} : { nextAt }) };
  }

  #now(): number {
    return this.#options.clock().getTime();
  }

  async #deliver(delivery: Delivery): Promise<Step> {
    const chat = parseChatKey(delivery.chat);
    const message = this.#opened(delivery);
    if (!chat || !message) return this.#end(delivery, 'unreadable');
    const transport = this.#options.transports.get(chat.channel);
    if (!transport) return this.#notServed(delivery, chat);
    const { quota } = this.#options;
    const counted = quota?.channel === chat.channel ? quota : undefined;
    if (counted && !(await counted.admits(delivery.urgency, this.#now()))) return this.#end(delivery, 'quota');
    const wait = await this.#leaveToSend(delivery);
    if (wait > 0) return this.#later(delivery, this.#now() + wait, false);
    const outcome = await this.#send(transport, chat, message, delivery);
    const step = await this.#settle(delivery, chat, outcome);
    if (counted && (outcome.kind === 'sent' || outcome.kind === 'uncertain')) await counted.spend(this.#now());
    return step;
  }

  #opened(delivery: Delivery): Outgoing | null {
    try {
      return this.#options.open(delivery.body);
    } catch {
      return null;
    }
  }

  /** Milliseconds still to wait once short waits are slept through; 0 to go. */
  async #leaveToSend({ chat, urgency }: Delivery): Promise<number> {
    const { rates } = this.#options;
    let left = this.#wait.upToMs;
    for (;;) {
      const wait = await rates.take(chat, urgency, this.#now()).catch((error: unknown) => {
        this.#options.log('warn', { kind: 'rates-lost', error: nameOf(error) });
        return urgency === 'safety' ? 0 : RATES_LOST_MS;
      });
      if (wait <= 0 || wait > left) return wait;
      left -= wait;
      await this.#wait.sleep(wait);
    }
  }

  /** Sends; a transport that throws or hangs, though it must not, leaves unknown whether it has sent. */
  async #send(transport: Transport, chat: Chat, message: Outgoing, delivery: Delivery): Promise<Outcome> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Outcome>((resolve) => {
      // Before the lease ends: else somebody else would take the delivery and send it beside this one.
      timer = setTimeout(() => {
        this.#note('error', 'send-hung', delivery, chat.channel);
        resolve(GONE);
      }, this.#leaseMs * 0.75);
    });
    const sent = (async () => transport.send(chat, message))().catch((error: unknown) => {
      this.#options.log('error', { kind: 'transport-threw', channel: chat.channel, error: nameOf(error) });
      return GONE;
    });
    try {
      return await Promise.race([sent, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #settle(delivery: Delivery, chat: Chat, outcome: Outcome): Promise<Step> {
    switch (outcome.kind) {
      case 'sent':
        return this.#end(delivery, 'sent');
      case 'rejected':
        return this.#end(delivery, 'rejected');
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
  async #end(delivery: Delivery, ending: Ending): Promise<Step> {
    const gone = ending === 'sent' || ending === 'uncertain';
    // Told before it is settled: a crash in between tells it again, the other way round it would never be told.
    await this.#tell(delivery, ending);
    await this.#options.store.settle(delivery.id, { kind: gone ? 'done' : 'dropped' });
    if (ending !== 'sent') this.#note('warn', `delivery-${ending}`, delivery, parseChatKey(delivery.chat)?.channel);
    return {};
  }

  /** Whoever listens may fail; what was sent is settled all the same. */
  async #tell(delivery: Delivery, ending: Ending): Promise<void> {
    try {
      await this.#options.onSettled?.(delivery, ending, this.#options.clock());
    } catch (error) {
      this.#options.log('error', { kind: 'settled-unheard', error: nameOf(error) });
    }
  }

  /** Lets go of a delivery until then, for good where that is too late for it. */
  async #later(delivery: Delivery, notBefore: number, counted: boolean): Promise<Step> {
    if (notBefore >= delivery.expiresAt) return this.#end(delivery, 'expired');
    await this.#options.store.settle(delivery.id, { kind: 'later', notBefore, counted });
    return { nextAt: notBefore };
  }

  #again(delivery: Delivery): Promise<Step> {
    const wait = backoff(delivery.attempts, delivery.urgency, this.#random);
    return this.#later(delivery, this.#now() + wait, true);
  }

  async #throttled(delivery: Delivery, chat: Chat, outcome: Outcome & { kind: 'throttled' }): Promise<Step> {
    const now = this.#now();
    const until = now + Math.max(1, outcome.waitMs);
    const many = this.#throttles.note(chat.channel, delivery.chat, now);
    await this.#pause(delivery.chat, many ? 'channel' : outcome.scope, 'throttled', until);
    this.#options.log('warn', { kind: 'throttled', channel: chat.channel, scope: outcome.scope, ms: outcome.waitMs });
    return this.#later(delivery, until, false);
  }

  async #uncertain(delivery: Delivery): Promise<Step> {
    const { store } = this.#options;
    const now = this.#now();
    const before = Number((await store.get(UNCERTAIN, delivery.id, now))?.body ?? 0);
    if (before >= RESENDS[delivery.urgency]) return this.#end(delivery, 'uncertain');
    // Attempts do not tell: those that surely sent nothing count there as well.
    const { id, chat, expiresAt } = delivery;
    await store.commit({ put: [{ kind: UNCERTAIN, id, chat, body: String(before + 1), expiresAt }] }, now);
    return this.#again(delivery);
  }

  async #stopped(delivery: Delivery): Promise<Step> {
    await this.#end(delivery, 'stopped');
    await this.#options.store.dropDeliveries(delivery.chat);
    await this.#options.onStopped?.(delivery.chat);
    return {};
  }

  async #moved(delivery: Delivery, chat: Chat, to: Chat): Promise<Step> {
    const [from, target] = [withoutThread(chat), withoutThread(to)];
    if (from === target || delivery.attempts >= MOST_MOVES) return this.#end(delivery, 'rejected');
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
    return this.#later(delivery, until, false);
  }

  #notServed(delivery: Delivery, chat: Chat): Promise<Step> {
    this.#note('warn', 'channel-not-served', delivery, chat.channel);
    return this.#later(delivery, this.#now() + MISCONFIGURED_MS, false);
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
}

/** A courier over a store, transports and rates. */
export function createCourier(options: CourierOptions): Courier {
  return new Courier(options);
}

function withoutThread({ channel, id }: Chat): string {
  return chatKey({ channel, id });
}

/** The class of an error; its message may hold anything. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

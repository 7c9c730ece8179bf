/** Takes the deliveries of one chat in order, waits for leave to send, and sends them. */
import { parseChatKey, type Chat, type ChannelName } from '../model/chat.ts';
import type { Outcome, Outgoing, Transport } from '../model/outgoing.ts';
import type { Delivery } from '../model/store.ts';
import { Aftermath, nameOf, type AftermathOptions, type Step } from './aftermath.ts';
import type { Quota } from './quota.ts';

/** How long a delivery stays taken: after that, a process that died is known to have died. */
export const LEASE_MS = 60_000;
/** Until the rates are asked again where they could not be reached. */
const RATES_LOST_MS = 1_000;

/** How long one drain waits for leave to send before it lets go of the delivery. */
export interface WaitPolicy {
  /** Waits up to so many milliseconds are slept through; longer ones give the delivery back. */
  readonly upToMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface CourierOptions extends AftermathOptions {
  readonly transports: ReadonlyMap<ChannelName, Transport>;
  /** Unseals a body; throws where it cannot. */
  readonly open: (body: string) => Outgoing;
  readonly quota?: Quota;
  readonly wait?: WaitPolicy;
  readonly leaseMs?: number;
}

export interface Drained {
  /** When to come back, in milliseconds since 1970, where something of the chat is known to wait. */
  readonly nextAt?: number;
  /** How many deliveries were taken. */
  readonly taken: number;
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
  readonly #aftermath: Aftermath;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#wait = options.wait ?? DEFAULT_WAIT;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#aftermath = new Aftermath(options);
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
    if (!chat || !message) return this.#aftermath.end(delivery, 'unreadable');
    const transport = this.#options.transports.get(chat.channel);
    if (!transport) return this.#aftermath.notServed(delivery, chat);
    const { quota } = this.#options;
    const counted = quota?.channel === chat.channel ? quota : undefined;
    if (counted && !(await counted.admits(delivery.urgency, this.#now())))
      return this.#aftermath.end(delivery, 'quota');
    const wait = await this.#leaveToSend(delivery);
    if (wait > 0) return this.#aftermath.later(delivery, this.#now() + wait, false);
    const outcome = await this.#send(transport, chat, message, delivery);
    const step = await this.#aftermath.settle(delivery, chat, outcome);
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
        const { urgency, attempts } = delivery;
        this.#options.log('error', { kind: 'send-hung', channel: chat.channel, urgency, attempts });
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
}

/** A courier over a store, transports and rates. */
export function createCourier(options: CourierOptions): Courier {
  return new Courier(options);
}

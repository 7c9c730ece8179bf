/** The engine of one process: asks the store which chats wait, and drains a bounded number of them at once. */
import { setImmediate } from 'node:timers/promises';
import { CHANNELS, parseChatKey, type ChannelName } from '../model/chat.ts';
import type { ChannelLog } from '../model/channel.ts';
import type { Urgency } from '../model/outgoing.ts';
import type { Store } from '../model/store.ts';
import type { DeliveryEngine, Drains } from './delivery-engine.ts';

export interface LoopEngineOptions {
  readonly store: Pick<Store, 'waitingChats' | 'recover'>;
  readonly courier: Drains;
  readonly clock: () => Date;
  readonly log: ChannelLog;
  /** Chats of one channel that are drained at once: a platform that hangs takes no places from the others. */
  readonly concurrency?: number;
  /** How often the store is asked unprompted, in milliseconds. */
  readonly pollMs?: number;
  /** How long `stop` waits for sends in flight, in milliseconds. */
  readonly graceMs?: number;
}

/** Chats asked of the store at once. */
const PAGE = 128;
/** The most that are looked through, once each poll, for chats of a channel that has places free. */
const MOST = 10_000;
/** After an error of the store, and after a drain that found nothing to take, a chat rests: else it would be tried without pause. */
const REST_MS = 1_000;
/** The longest time that a timer can hold. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

class LoopEngine implements DeliveryEngine {
  readonly #options: LoopEngineOptions;
  readonly #concurrency: number;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  readonly #busy = new Map<ChannelName, number>();
  /** Chats that somebody spoke of, waiting for a place. */
  readonly #woken = new Map<ChannelName, Set<string>>(CHANNELS.map((name) => [name, new Set<string>()]));
  readonly #wokenMeanwhile = new Set<string>();
  readonly #resting = new Set<string>();
  readonly #nextAt = new Map<string, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #poll: NodeJS.Timeout | undefined;
  /** Whether the store knew of more chats than found a place when it was asked last. */
  #more = false;
  #started = false;
  #filling = false;
  /** How many chats to look through in the next filling; 0 where none is asked for. */
  #fillAgain = 0;

  constructor(options: LoopEngineOptions) {
    this.#options = options;
    this.#concurrency = options.concurrency ?? 32;
  }

  wake(chat: string, urgency: Urgency = 'reply'): Promise<void> {
    this.#resting.delete(chat);
    if (this.#running.has(chat)) this.#wokenMeanwhile.add(chat);
    // Nudges come by thousands, and the store knows their order.
    else if (urgency === 'nudge') this.#fill();
    else this.#beginOrKeep(chat);
    return Promise.resolve();
  }

  async start(): Promise<void> {
    // At the start only: the store of one process takes whatever is taken then for left over.
    await this.#options.store.recover(this.#now());
    this.#started = true;
    this.#poll = setInterval(() => this.#fill(MOST), this.#options.pollMs ?? 1_000);
    this.#fill();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#poll);
    for (const timer of this.#timers) clearTimeout(timer);
    let grace: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (grace = setTimeout(resolve, this.#options.graceMs ?? 5_000)));
    await Promise.race([Promise.all(this.#running.values()), over]);
    clearTimeout(grace);
  }

  #now(): number {
    return this.#options.clock().getTime();
  }

  /** Gives free places to chats that wait; once more afterwards where it was asked for meanwhile. */
  #fill(most = PAGE): void {
    if (!this.#started || this.#stopping.signal.aborted) return;
    if (this.#filling) {
      this.#fillAgain = Math.max(this.#fillAgain, most);
      return;
    }
    this.#filling = true;
    void this.#fillPlaces(most)
      .catch((error: unknown) => this.#failed('waiting-failed', error))
      .finally(() => {
        const again = this.#fillAgain;
        this.#filling = false;
        this.#fillAgain = 0;
        if (again > 0) this.#fill(again);
      });
  }

  async #fillPlaces(most: number): Promise<void> {
    let limit = PAGE;
    this.#more = !this.#hasPlace();
    while (this.#hasPlace()) {
      const waiting = await this.#options.store.waitingChats(this.#now(), limit);
      const left = waiting.filter((chat) => !this.#begin(chat) && !this.#hasPlace(channelOf(chat)));
      this.#more = left.length > 0 || waiting.length >= limit;
      // Behind a page of chats whose channel is full there may be some of another.
      if (waiting.length < limit || limit >= most) break;
      limit = most;
    }
    this.#beginWoken();
  }

  #beginWoken(): void {
    for (const chats of this.#woken.values()) {
      for (const chat of chats) if (!this.#begin(chat) && !this.#hasPlace(channelOf(chat))) break;
    }
  }

  #hasPlace(channel?: ChannelName): boolean {
    const free = (name: ChannelName) => (this.#busy.get(name) ?? 0) < this.#concurrency;
    return channel ? free(channel) : CHANNELS.some(free);
  }

  /** Drains a chat now, or as soon as there is a place. */
  #beginOrKeep(chat: string): void {
    if (!this.#started || !this.#begin(chat)) this.#woken.get(channelOf(chat))?.add(chat);
  }

  /** Drains a chat unless it is being drained, rests or finds no place. */
  #begin(chat: string): boolean {
    const channel = channelOf(chat);
    if (this.#stopping.signal.aborted || this.#running.has(chat) || this.#resting.has(chat)) return false;
    if (!this.#hasPlace(channel)) return false;
    this.#woken.get(channel)?.delete(chat);
    this.#busy.set(channel, (this.#busy.get(channel) ?? 0) + 1);
    this.#running.set(chat, this.#drain(chat, channel));
    return true;
  }

  async #drain(chat: string, channel: ChannelName): Promise<void> {
    // In a turn of its own: a store in this process answers at once, and ten thousand chats that only have to be told
    // when to come back would let nothing else happen meanwhile.
    await setImmediate();
    try {
      const { nextAt, taken } = await this.#options.courier.drain(chat, this.#stopping.signal);
      if (nextAt !== undefined) this.#comeBack(chat, nextAt);
      // One that comes back at a known time needs no rest.
      else if (taken === 0 && !this.#nextAt.has(chat)) this.#rest(chat);
    } catch (error) {
      this.#failed('drain-failed', error);
      this.#rest(chat);
    }
    this.#running.delete(chat);
    this.#busy.set(channel, (this.#busy.get(channel) ?? 1) - 1);
    if (this.#wokenMeanwhile.delete(chat)) {
      this.#resting.delete(chat);
      this.#woken.get(channel)?.add(chat);
    }
    // With thousands waiting for their time, asking the store takes longer than sending.
    if (this.#more) this.#fill();
    else this.#beginWoken();
  }

  #rest(chat: string): void {
    if (this.#resting.has(chat)) return;
    this.#resting.add(chat);
    this.#after(REST_MS, () => {
      this.#resting.delete(chat);
      this.#fill();
    });
  }

  /** Looks again at a time; the earliest that is known of a chat. */
  #comeBack(chat: string, at: number): void {
    if ((this.#nextAt.get(chat) ?? Infinity) <= at) return;
    this.#nextAt.set(chat, at);
    this.#after(at - this.#now(), () => {
      if (this.#nextAt.get(chat) === at) this.#nextAt.delete(chat);
      // Without a place the order is the store's to say: safety first.
      if (!this.#begin(chat)) this.#fill();
    });
  }

  #after(ms: number, then: () => void): void {
    if (this.#stopping.signal.aborted) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        then();
      },
      Math.min(Math.max(0, ms), LONGEST_TIMER_MS),
    );
    this.#timers.add(timer);
  }

  #failed(kind: string, error: unknown): void {
    this.#options.log('error', { kind, error: error instanceof Error ? error.name : 'unknown' });
  }
}

/** An engine for one process; nothing else may deliver from the same store. */
export function createLoopEngine(options: LoopEngineOptions): DeliveryEngine {
  return new LoopEngine(options);
}

/** The channel of a chat's key; a key that names none shares the places of the web, where nothing waits. */
function channelOf(chat: string): ChannelName {
  return parseChatKey(chat)?.channel ?? 'web';
}

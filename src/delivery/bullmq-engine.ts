/**
 * The engine of many processes: BullMQ jobs that name a chat. The store stays the truth of what is to be sent and gives
 * one delivery of a chat out at a time, so that a job lost, late or doubled costs time, never a message or its order.
 */
import { createHash } from 'node:crypto';
import { Queue, Worker, type Job, type JobsOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { CHANNELS, parseChatKey, type ChannelName } from '../model/chat.ts';
import type { ChannelLog } from '../model/channel.ts';
import type { Urgency } from '../model/outgoing.ts';
import type { Store } from '../model/store.ts';
import type { DeliveryEngine, Drains } from './delivery-engine.ts';

export interface BullmqEngineOptions {
  /** May hold a password: never logged. */
  readonly redisUrl: string;
  /** Before every key, without a colon at its end. */
  readonly prefix?: string;
  readonly store: Pick<Store, 'waitingChats' | 'recover' | 'lease'>;
  readonly courier: Drains;
  readonly clock: () => Date;
  readonly log: ChannelLog;
  /** The channels that this process sends to; each has a queue, so that a platform that hangs holds up no other. */
  readonly channels?: readonly ChannelName[];
  /** Chats of one channel that this process drains at once. */
  readonly concurrency?: number;
  /** How often waiting chats without a job are looked for, by one of the processes, in milliseconds. */
  readonly sweepMs?: number;
  /** How long `stop` waits for sends in flight, in milliseconds. */
  readonly graceMs?: number;
  /** For how long a job is its process's without a sign of life, in milliseconds. */
  readonly lockMs?: number;
}

/** A job names its chat and holds nothing else: no words, no ids of people beyond the chat's own. */
interface Errand {
  readonly chat: string;
  /** The time that the job waits for. A wake brings the job forward, and something may be left to wait for after it. */
  readonly nextAt?: number;
}
type ChatJob = Job<Errand, number | null>;

/** BullMQ takes jobs without a priority first, then those with the smallest number. */
const PRIORITY: Readonly<Record<Urgency, JobsOptions>> = { safety: { lifo: true }, reply: {}, nudge: { priority: 10 } };
const SWEPT: JobsOptions = { priority: 5 };
const SWEPT_CHATS = 500;
/** Longer than this, a wake leaves it to the sweep: whoever wakes waits for it. */
const WAKE_TIMEOUT_MS = 2_000;
/** A process that dies again and again is no fault of the chat whose turn it was. */
const STALLS = 1_000;

interface Lane {
  readonly queue: Queue<Errand, number | null>;
  worker: Worker<Errand, number | null> | null;
}

class BullmqEngine implements DeliveryEngine {
  readonly #options: BullmqEngineOptions;
  readonly #prefix: string;
  readonly #lanes = new Map<ChannelName, Lane>();
  readonly #connections: Redis[] = [];
  readonly #stopping = new AbortController();
  /** Jobs being added for later, which `stop` waits for. */
  readonly #adding = new Set<Promise<void>>();
  #sweeping: NodeJS.Timeout | undefined;

  constructor(options: BullmqEngineOptions) {
    this.#options = options;
    this.#prefix = options.prefix ?? 'mang-non';
    // Those who wake are told at once that Redis is lost, instead of waiting for it.
    const connection = this.#connect({ enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    for (const channel of options.channels ?? CHANNELS) {
      const queue = new Queue<Errand, number | null>(queueName(channel), {
        connection,
        prefix: this.#prefix,
        streams: { events: { maxLen: 100 } },
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
      });
      queue.on('error', (error) => this.#failed('queue-error', error));
      this.#lanes.set(channel, { queue, worker: null });
    }
  }

  async wake(chat: string, urgency: Urgency = 'reply'): Promise<void> {
    // A nudge is no reason to look before the time that is set.
    await this.#add({ chat }, PRIORITY[urgency], urgency !== 'nudge');
  }

  async start(): Promise<void> {
    for (const { queue } of this.#lanes.values()) await queue.waitUntilReady();
    const connection = this.#connect({ maxRetriesPerRequest: null });
    for (const [channel, lane] of this.#lanes) {
      lane.worker = this.#worker(channel, connection);
      await lane.worker.waitUntilReady();
    }
    await this.#sweep();
    this.#sweeping = setInterval(() => void this.#sweep(), this.#options.sweepMs ?? 3_000);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#sweeping);
    const workers = [...this.#lanes.values()].flatMap(({ worker }) => worker ?? []);
    const closed = (async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all(this.#adding);
      await Promise.all([...this.#lanes.values()].map(({ queue }) => queue.close()));
    })().catch((error: unknown) => this.#failed('close-failed', error));
    const ended = await before(closed, this.#options.graceMs ?? 5_000);
    if (!ended) for (const worker of workers) worker.disconnect().catch(() => undefined);
    for (const connection of this.#connections) connection.disconnect();
  }

  #connect(options: { enableOfflineQueue?: boolean; maxRetriesPerRequest: number | null }): Redis {
    const connection = new Redis(this.#options.redisUrl, options);
    connection.on('error', (error) => this.#failed('redis-error', error));
    this.#connections.push(connection);
    return connection;
  }

  #worker(channel: ChannelName, connection: Redis): Worker<Errand, number | null> {
    const lockMs = this.#options.lockMs ?? 15_000;
    const worker = new Worker<Errand, number | null>(queueName(channel), (job) => this.#run(job), {
      connection,
      prefix: this.#prefix,
      concurrency: this.#options.concurrency ?? 32,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: STALLS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    worker.on('error', (error) => this.#failed('worker-error', error));
    worker.on('failed', (_job, error) => this.#failed('drain-failed', error));
    worker.on('completed', (job, nextAt) => this.#comeBack(job.data.chat, nextAt));
    return worker;
  }

  async #run(job: ChatJob): Promise<number | null> {
    const { chat, nextAt: planned = 0 } = job.data;
    const { nextAt } = await this.#options.courier.drain(chat, this.#stopping.signal);
    const left = planned > this.#options.clock().getTime() ? planned : undefined;
    return nextAt !== undefined && left !== undefined ? Math.min(nextAt, left) : (nextAt ?? left ?? null);
  }

  /**
   * A job that waits is a new one with a delay, added once the last is over. The job in hand is not delayed itself: a
   * wake meanwhile is kept by BullMQ until that job is over, and would wait with it.
   */
  #comeBack(chat: string, nextAt: number | null): void {
    if (nextAt === null) return;
    const delay = Math.max(0, Math.ceil(nextAt - this.#options.clock().getTime()));
    const options = { ...PRIORITY.nudge, delay };
    const added = this.#add({ chat, nextAt }, options, false).finally(() => this.#adding.delete(added));
    this.#adding.add(added);
  }

  /** Adds the job of a chat unless it has one; one that waits may be brought forward; one that runs is followed by another. */
  async #add(errand: Errand, options: JobsOptions, reschedule: boolean): Promise<void> {
    const lane = this.#lanes.get(parseChatKey(errand.chat)?.channel ?? 'web');
    if (!lane) return;
    const deduplication = { id: hashed(errand.chat), keepLastIfActive: true, reschedule };
    const added = lane.queue.add('drain', errand, { ...options, deduplication }).then(
      () => undefined,
      (error: unknown) => this.#failed('wake-failed', error),
    );
    if (!(await before(added, WAKE_TIMEOUT_MS))) this.#options.log('warn', { kind: 'wake-late' });
  }

  /** Finds chats whose jobs were lost, and deliveries that a dead process had taken. One process at a time does. */
  async #sweep(): Promise<void> {
    const { store, clock, sweepMs = 3_000 } = this.#options;
    try {
      const lease = await store.lease('delivery-sweep', Math.max(1, Math.floor(sweepMs * 0.8)));
      // Not given back: it keeps the others from sweeping until its time is over.
      if (!lease || this.#stopping.signal.aborted) return;
      const now = clock().getTime();
      await store.recover(now);
      const waiting = await store.waitingChats(now, SWEPT_CHATS);
      await Promise.all(waiting.map((chat) => this.#add({ chat }, SWEPT, true)));
    } catch (error) {
      this.#failed('sweep-failed', error);
    }
  }

  /** The class of an error only: its message may hold the address with its password. */
  #failed(kind: string, error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.#options.log('error', { kind, error: error instanceof Error ? error.name : 'unknown' });
  }
}

/** An engine that shares the work with all processes on the same Redis and prefix; connects at once, works from `start`. */
export function createBullmqEngine(options: BullmqEngineOptions): DeliveryEngine {
  return new BullmqEngine(options);
}

function queueName(channel: ChannelName): string {
  return `deliveries-${channel}`;
}

/** BullMQ's ids may not hold colons, and shorter keys than topics have do. */
function hashed(chat: string): string {
  return createHash('sha256').update(chat).digest('base64url').slice(0, 22);
}

/** Whether a promise that never rejects resolves within so many milliseconds. */
async function before(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const result = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return result;
}

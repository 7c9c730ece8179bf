/** Courier and engine for one process over its own store, or for one of many over Redis. */
import { Redis } from 'ioredis';
import type { ChannelName } from '../model/chat.ts';
import { createBullmqEngine } from './bullmq-engine.ts';
import { Courier, type CourierOptions } from './courier.ts';
import type { DeliveryEngine } from './delivery-engine.ts';
import { createLoopEngine } from './loop-engine.ts';
import { createMemoryRates } from './memory-rates.ts';
import { createRedisRates } from './redis-rates.ts';

const COMMAND_MS = 1_000;

export interface DeliveryOptions extends Omit<CourierOptions, 'rates'> {
  /** With it rates and queues are shared with other processes. */
  readonly redisUrl?: string | undefined;
  readonly prefix: string;
}

/** The engine that sends what the store's outbox holds; `close` after its stop frees what it needed. */
export function openDelivery(options: DeliveryOptions): { engine: DeliveryEngine; close(): void } {
  const { redisUrl, prefix, store, clock, log } = options;
  if (redisUrl === undefined) {
    const courier = new Courier({ ...options, rates: createMemoryRates() });
    return { engine: createLoopEngine({ store, courier, clock, log }), close: () => undefined };
  }
  const redis = new Redis(redisUrl, {
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: COMMAND_MS,
    retryStrategy: (times) => Math.min(times * 100, 1_000),
  });
  // Without a listener a lost connection would end the process; it comes back by itself.
  redis.on('error', () => undefined);
  const courier = new Courier({ ...options, rates: createRedisRates(redis, prefix) });
  const channels: ChannelName[] = [...options.transports.keys()];
  const engine = createBullmqEngine({
    redisUrl,
    prefix: prefix.replace(/:$/, ''),
    store,
    courier,
    clock,
    log,
    channels,
  });
  return { engine, close: () => redis.disconnect() };
}

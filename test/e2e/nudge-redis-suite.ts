import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openRedisStore } from '../../src/storage/redis-store.ts';
import type { Store } from '../../src/model/store.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';
import { silentChats, vietnam } from './nudge-service.ts';
import { subscribeAll } from './nudge-subscriptions.ts';
import { Platforms } from './platforms.ts';
import { ServiceProcess } from './service-process.ts';

const LONG_MS = 90_000;
/** So many that sending them takes longer than the time between two looks: each process looks meanwhile. */
const CHATS = { telegram: 150, zalo: 5 };

/** Two processes that look at the same chats at the same time. */
export function nudgesOnRedis(): void {
  let platforms: Platforms;
  let redis: RedisServer;
  let store: Store;
  let processes: ServiceProcess[] = [];

  beforeAll(async () => {
    [platforms, redis] = await Promise.all([Platforms.open(), startRedis()]);
    store = openRedisStore(redis.url, { prefix: 'mangnon:' });
  }, LONG_MS);

  afterAll(async () => {
    await Promise.all(processes.map((each) => each.close()));
    await store.close();
    await platforms.close();
    await redis.stop();
  });

  it('come exactly once to each chat, from whichever of the two', { timeout: LONG_MS }, async () => {
    const talks = silentChats(platforms, CHATS);
    await vi.waitFor(async () => expect(await store.ready()).toBe(true), { timeout: LONG_MS });
    const names = talks.map(({ name }) => name);
    await subscribeAll(store, {}, names, vietnam('2025-05-05 10:00:00').getTime());
    const start = vietnam('2025-05-06 07:59:56');
    const options = {
      mode: 'webhook',
      publicUrl: 'http://127.0.0.1:9/nobody',
      environment: { REDIS_URL: redis.url, CLOCK_START: start.toISOString() },
    } as const;
    processes = await Promise.all([1, 2].map(() => ServiceProcess.prepare(platforms, options)));
    await Promise.all(processes.map((each) => each.start()));
    for (const talk of talks) expect((await talk.answered(1, 40_000))[0]).toContain('NHẮC VIỆC – huyện Hạ Lang');
    await Promise.all(processes.map((each) => each.stop()));
    // Asked only now: who asks sweeps what was taken before that time.
    expect(await store.waitingChats(start.getTime() + 3_600_000, 10)).toEqual([]);
    for (const talk of talks) expect(talk.replies(), talk.name).toHaveLength(1);
    expect((await store.counts('nudges:'))['nudges:sent']).toBe(talks.length);
  });
}

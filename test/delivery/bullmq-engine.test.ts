import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome, Transport } from '../../src/model/outgoing.ts';
import type { NewDelivery, Store } from '../../src/model/store.ts';
import { createBullmqEngine, type BullmqEngineOptions } from '../../src/delivery/bullmq-engine.ts';
import { createCourier, type CourierOptions } from '../../src/delivery/courier.ts';
import type { DeliveryEngine } from '../../src/delivery/delivery-engine.ts';
import { createMemoryRates } from '../../src/delivery/memory-rates.ts';
import type { RateTable } from '../../src/delivery/rates.ts';
import { openRedisStore } from '../../src/storage/redis-store.ts';
import { redisAvailable, startRedis, type RedisServer } from '../support/redis-server.ts';
import {
  byChat,
  delivery,
  keptLog,
  MARKER,
  open,
  recordingTransport,
  transports,
  type KeptLog,
  type Sent,
} from './post.ts';

const hasRedis = redisAvailable('the BullMQ engine');
const UNLIMITED: RateTable = { telegram: {}, zalo: {}, web: {} };

let server: RedisServer;
let redis: Redis;
const engines: DeliveryEngine[] = [];
const stores: Store[] = [];

beforeAll(async () => {
  if (!hasRedis) return;
  server = await startRedis();
  redis = new Redis(server.url);
  redis.on('error', () => undefined);
});
afterAll(async () => {
  if (!hasRedis) return;
  redis.disconnect();
  await server.stop();
});
beforeEach(async () => {
  if (hasRedis) await redis.flushall();
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

interface Office {
  readonly engine: DeliveryEngine;
  readonly store: Store;
  readonly log: KeptLog;
}

/** A process's share: its own connections, store, courier and engine. */
function office(
  transport: Transport,
  options: Partial<BullmqEngineOptions> = {},
  courierOptions: Partial<CourierOptions> = {},
): Office {
  const log = keptLog();
  const clock = () => new Date();
  const store = openRedisStore(server.url, { prefix: 'store:' });
  stores.push(store);
  const courier = createCourier({
    store,
    transports: transports(transport),
    open,
    rates: createMemoryRates(UNLIMITED),
    clock,
    log: log.log,
    ...courierOptions,
  });
  // Longer than any of these tests where they do not say otherwise: none is saved by the sweep.
  const engine = createBullmqEngine({
    redisUrl: server.url,
    store,
    courier,
    clock,
    log: log.log,
    sweepMs: 60_000,
    graceMs: 2_000,
    ...options,
  });
  engines.push(engine);
  return { engine, store, log };
}

const now = (id: string, chat: string, more: Partial<NewDelivery> = {}) => {
  const at = Date.now();
  return delivery(id, chat, { notBefore: at, expiresAt: at + 3_600_000, ...more });
};
const thousand = () => Array.from({ length: 1_000 }, (_, n) => now(`d${n}`, `telegram:${n % 100}`));

const soon = (condition: () => unknown, timeout = 20_000) =>
  vi.waitFor(
    async () => {
      if (!(await condition())) throw new Error('not yet');
    },
    { timeout, interval: 10 },
  );

async function enqueue({ store, engine }: Office, deliveries: readonly NewDelivery[]): Promise<void> {
  for (const each of deliveries) {
    await store.commit({ send: [each] }, Date.now());
    await engine.wake(each.chat, each.urgency);
  }
}

function expectOnceInOrder(sent: readonly Sent[], deliveries: readonly NewDelivery[]): void {
  expect(sent).toHaveLength(deliveries.length);
  for (const [chat, ids] of byChat(sent)) {
    expect(ids).toEqual(deliveries.filter((each) => each.chat === chat).map(({ id }) => id));
  }
}

/** All that Redis holds, as text. */
async function dump(): Promise<string> {
  const parts: string[] = [];
  for (const key of await redis.keys('*')) {
    const read: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, '0', '-1'),
      stream: () => redis.xrange(key, '-', '+'),
    };
    // A key may be gone meanwhile.
    parts.push(key, JSON.stringify((await read[await redis.type(key)]?.()) ?? null));
  }
  return parts.join('\n');
}

describe.skipIf(!hasRedis)('the engine of many processes', () => {
  it('sends 1,000 deliveries of 100 chats once each, in order, one of a chat at a time', async () => {
    const transport = recordingTransport(async () => {
      await new Promise(setImmediate);
      return { kind: 'sent' };
    });
    const one = office(transport);
    await one.engine.start();
    const deliveries = thousand();
    await enqueue(one, deliveries);
    await soon(() => transport.sent.length >= 1_000);
    await one.engine.stop();
    expectOnceInOrder(transport.sent, deliveries);
    expect(transport.most.chat).toBe(1);
    expect(one.log.lines).toEqual([]);
  });

  it('shares them between two processes, each sent once, order kept, one of a chat at a time', async () => {
    const places = 8;
    let release: () => void = () => undefined;
    const bothFull = new Promise<void>((resolve) => (release = resolve));
    // One transport for both: it sees what the platform would see.
    const transport = recordingTransport(async () => {
      if (transport.most.all === 2 * places) release();
      await bothFull;
      return { kind: 'sent' };
    });
    const [a, b] = [office(transport, { concurrency: places }), office(transport, { concurrency: places })];
    await Promise.all([a.engine.start(), b.engine.start()]);
    const deliveries = thousand();
    await enqueue(a, deliveries);
    await soon(() => transport.sent.length >= 1_000);
    await Promise.all([a.engine.stop(), b.engine.stop()]);
    expectOnceInOrder(transport.sent, deliveries);
    expect(transport.most).toEqual({ all: 2 * places, chat: 1 });
  });

  it('loses nothing when one of two processes is killed in the middle: only what it had in hand goes twice', async () => {
    const [leaseMs, lockMs, inHand] = [1_500, 1_000, 8];
    const file = fileURLToPath(new URL('./engine-process.ts', import.meta.url));
    const args = ['--import', 'tsx', file, server.url, 'sent', ...[leaseMs, lockMs, 100, inHand].map(String)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const killed = new Promise((resolve) => child.once('close', resolve));
    await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
    const transport: Transport = {
      textLimit: 4096,
      async send(chat, message) {
        await redis.rpush('sent', `${chat.channel}:${chat.id} ${message.text.split(' ')[1]!} parent`);
        return { kind: 'sent' };
      },
    };
    const one = office(transport, { sweepMs: 300, lockMs, concurrency: inHand }, { leaseMs });
    const deliveries = thousand();
    await one.store.commit({ send: deliveries }, Date.now());
    const waking = Promise.all(deliveries.map(({ chat }) => one.engine.wake(chat)));
    const lines = async () => (await redis.lrange('sent', 0, -1)).map((line) => line.split(' '));
    const sentBy = async (name: string) => (await lines()).filter(([, , who]) => who === name).length;
    await soon(async () => (await sentBy('child')) === 100 + inHand);
    await one.engine.start();
    await soon(async () => (await sentBy('parent')) > 0);
    child.kill('SIGKILL');
    await killed;
    await waking;
    expect(new Set((await lines()).map(([, id]) => id)).size).toBeLessThan(1_000);
    await soon(async () => new Set((await lines()).map(([, id]) => id)).size >= 1_000);
    await one.engine.stop();
    const sent = (await lines()).map(([chat, id]) => ({ chat: chat!, id: id!, at: 0 }));
    expect(sent).toHaveLength(1_000 + inHand);
    // What went twice went twice in a row: nothing of the chat came between.
    const without = [...byChat(sent)].flatMap(([chat, ids]) =>
      ids.filter((id, at) => id !== ids[at - 1]).map((id) => ({ chat, id, at: 0 })),
    );
    expectOnceInOrder(without, deliveries);
  });

  it('comes back for what had to wait, without a place held and without the sweep', async () => {
    const answers = new Map<string, number>();
    const transport = recordingTransport((_chat, id) => {
      answers.set(id, (answers.get(id) ?? 0) + 1);
      return answers.get(id) === 1 ? { kind: 'throttled', waitMs: 300, scope: 'chat' } : { kind: 'sent' };
    });
    const one = office(transport, { concurrency: 1 });
    await one.engine.start();
    // Two chats of one place: the second is asked while the first waits.
    await enqueue(one, [now('a', 'telegram:1'), now('b', 'telegram:2')]);
    await soon(() => transport.sent.length >= 4);
    const at = (id: string) => transport.sent.filter((each) => each.id === id).map((each) => each.at);
    expect(at('a')[1]! - at('a')[0]!).toBeGreaterThanOrEqual(300);
    expect(at('b')[0]!).toBeLessThan(at('a')[1]!);
  });

  it('sends a safety message at once to a chat whose job waits for later', async () => {
    const transport = recordingTransport((_chat, id) => ({ kind: id === 'a' ? 'unreachable' : 'sent' }));
    const one = office(transport, {}, { random: () => 1 });
    await one.engine.start();
    await enqueue(one, [now('a', 'telegram:1')]);
    await soon(async () => (await redis.zcard('mang-non:deliveries-telegram:delayed')) === 1);
    await enqueue(one, [now('s', 'telegram:1', { urgency: 'safety' })]);
    await soon(() => transport.sent.some(({ id }) => id === 's'));
    expect(transport.sent.map(({ id }) => id)).toEqual(['a', 's']);
  });

  it('misses no wake that comes while its chat is being drained', async () => {
    const transport = recordingTransport();
    let drained = 0;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const drain = async () => {
      drained += 1;
      if (drained === 1) await held;
      return { taken: 0 };
    };
    const one = office(transport, { courier: { drain } });
    await one.engine.start();
    await one.engine.wake('telegram:1');
    await soon(() => drained === 1);
    await one.engine.wake('telegram:1');
    await one.engine.wake('telegram:1');
    release();
    await soon(() => drained === 2);
    await soon(async () => (await redis.llen('mang-non:deliveries-telegram:active')) === 0);
    expect(drained).toBe(2);
  });

  it('sends replies before nudges that wait', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const transport = recordingTransport(async (_chat, id) => {
      if (id === 'first') await held;
      return { kind: 'sent' };
    });
    const one = office(transport, { concurrency: 1 });
    await one.engine.start();
    await enqueue(one, [now('first', 'telegram:0')]);
    await soon(() => transport.sent.length === 1);
    const nudges = Array.from({ length: 20 }, (_, n) => now(`n${n}`, `telegram:n${n}`, { urgency: 'nudge' }));
    await enqueue(one, [...nudges, now('r1', 'telegram:1'), now('r2', 'telegram:2')]);
    await enqueue(one, [now('s', 'telegram:3', { urgency: 'safety' })]);
    release();
    await soon(() => transport.sent.length === 24);
    expect(transport.sent.slice(1, 4).map(({ id }) => id)).toEqual(['s', 'r1', 'r2']);
  });

  it('finds what nobody spoke of', async () => {
    const transport = recordingTransport();
    const one = office(transport, { sweepMs: 200 });
    await one.engine.start();
    await one.store.commit(
      { send: [now('a', 'telegram:1'), now('b', 'zalo:1', { notBefore: Date.now() + 400 })] },
      Date.now(),
    );
    await soon(() => transport.sent.length === 2);
  });

  it('lets no platform that hangs take the places of another', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<Outcome>((resolve) => (release = () => resolve({ kind: 'sent' })));
    const transport = recordingTransport((chat) => (chat.startsWith('telegram') ? held : { kind: 'sent' }));
    const one = office(transport, { concurrency: 2 });
    await one.engine.start();
    await enqueue(one, [now('a', 'telegram:1'), now('b', 'telegram:2'), now('c', 'telegram:3'), now('z', 'zalo:1')]);
    await soon(() => transport.sent.some(({ id }) => id === 'z'));
    release();
  });

  it('keeps every word of a message out of its log and of all that Redis holds', async () => {
    let wait = 60_000;
    const transport = recordingTransport((_chat, id) => {
      if (id === 'd3') throw new Error(MARKER);
      return id === 'd1' ? { kind: 'throttled', waitMs: wait, scope: 'chat' } : { kind: 'sent' };
    });
    const one = office(transport);
    const deliveries = thousand().slice(0, 200);
    await enqueue(one, deliveries.slice(0, 100));
    const before = await dump();
    await one.engine.start();
    await enqueue(one, deliveries.slice(100));
    await soon(() => transport.sent.length >= 150);
    const during = await dump();
    wait = 1;
    await one.engine.stop();
    const after = await dump();
    // The search finds what is there: the sealed bodies, the chats.
    expect(before).toContain(deliveries[0]!.body);
    expect(before).toContain('telegram:1');
    for (const text of [before, during, after, JSON.stringify(one.log.lines)]) {
      expect(text).not.toContain(MARKER);
      expect(text).not.toContain(Buffer.from(MARKER).toString('base64').slice(0, 12));
    }
    expect(one.log.kinds()).toContain('throttled');
    expect(JSON.stringify(one.log.lines)).not.toMatch(/telegram:\d|redis:\/\//);
  });

  it('leaves no jobs behind that are done', async () => {
    const transport = recordingTransport();
    const one = office(transport);
    await one.engine.start();
    await enqueue(one, thousand().slice(0, 300));
    await soon(() => transport.sent.length === 300);
    await one.engine.stop();
    const jobs = (await redis.keys('mang-non:*')).filter((key) => /:\d+$|:de:|:dn:/.test(key));
    expect(jobs).toEqual([]);
  });

  it('ends after the sends in flight and begins none', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<Outcome>((resolve) => (release = () => resolve({ kind: 'sent' })));
    const transport = recordingTransport(() => held);
    const one = office(transport);
    await one.engine.start();
    await enqueue(one, [now('a', 'telegram:1'), now('b', 'telegram:1')]);
    await soon(() => transport.sent.length === 1);
    const stopping = one.engine.stop();
    release();
    await stopping;
    expect(transport.sent.map(({ id }) => id)).toEqual(['a']);
    expect((await one.store.take('telegram:1', Date.now(), 1))?.id).toBe('b');
  });

  it('stops within its grace though a send hangs', async () => {
    const transport = recordingTransport(() => new Promise<Outcome>(() => undefined));
    const one = office(transport, { graceMs: 100 });
    await one.engine.start();
    await enqueue(one, [now('a', 'telegram:1')]);
    await soon(() => transport.sent.length === 1);
    const began = performance.now();
    await one.engine.stop();
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('wakes without an error while Redis is gone, and goes on when it is back', async () => {
    const own = await startRedis();
    const transport = recordingTransport();
    const log = keptLog();
    const store = openRedisStore(own.url, { prefix: 'store:' });
    stores.push(store);
    const clock = () => new Date();
    const courier = createCourier({
      store,
      transports: transports(transport),
      open,
      rates: createMemoryRates(UNLIMITED),
      clock,
      log: log.log,
    });
    const engine = createBullmqEngine({ redisUrl: own.url, store, courier, clock, log: log.log, sweepMs: 300 });
    engines.push(engine);
    await engine.start();
    await own.kill();
    const began = performance.now();
    await engine.wake('telegram:1');
    expect(performance.now() - began).toBeLessThan(5_000);
    await soon(() => log.kinds().includes('redis-error'));
    const again = await startRedis(own.port);
    await soon(() => store.ready());
    await store.commit({ send: [now('a', 'telegram:1')] }, Date.now());
    await soon(() => transport.sent.length === 1);
    await engine.stop();
    await again.stop();
    expect(JSON.stringify(log.lines)).not.toContain('127.0.0.1');
  });
});

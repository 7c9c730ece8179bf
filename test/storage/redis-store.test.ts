import { inspect } from 'node:util';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Delivery, Store } from '../../src/model/store.ts';
import { openRedisStore } from '../../src/storage/redis-store.ts';
import { StoreError } from '../../src/storage/store-error.ts';
import { redisAvailable, startRedis, type RedisServer } from '../support/redis-server.ts';
import { CHAT, delivery, drain, HOUR, NOW, record } from './samples.ts';

const MINUTE = 60_000;
const SECRET = 'secret-of-a-child';
const REDIS = redisAvailable('several processes on Redis, and its failures');

/** Every method once, on things that nobody else may see. */
const METHODS: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  get: (store) => store.get('note', SECRET, NOW),
  list: (store) => store.list('note', NOW, SECRET),
  due: (store) => store.due('note', NOW, 10),
  commit: (store) =>
    store.commit({ once: record(SECRET, { body: SECRET }), send: [delivery(SECRET)], count: { [SECRET]: 1 } }, NOW),
  waitingChats: (store) => store.waitingChats(NOW, 10),
  take: (store) => store.take(SECRET, NOW, HOUR),
  settle: (store) => store.settle(SECRET, { kind: 'done' }),
  recover: (store) => store.recover(NOW),
  dropDeliveries: (store) => store.dropDeliveries(SECRET),
  forgetChat: (store) => store.forgetChat(SECRET),
  moveChat: (store) => store.moveChat(SECRET, 'telegram:1'),
  counts: (store) => store.counts(SECRET),
  lease: (store) => store.lease(SECRET, HOUR),
  sweep: (store) => store.sweep(NOW),
};

/** Everything that an error says, its stack and properties included. */
function saidBy(error: unknown): string {
  return inspect(error, { showHidden: true, depth: null });
}

/** Checks that every method rejects, in time and without a word of what it was about. */
async function expectAllToReject(store: Store, port: number): Promise<void> {
  const started = performance.now();
  const ready = store.ready();
  await Promise.all(
    Object.entries(METHODS).map(async ([operation, ask]) => {
      const error: unknown = await ask(store).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StoreError);
      expect(error).toMatchObject({ operation, message: `the store failed: ${operation}` });
      expect(saidBy(error)).not.toMatch(new RegExp(`${SECRET}|${port}|127\\.0\\.0\\.1|mangnon:`));
    }),
  );
  expect(await ready).toBe(false);
  expect(performance.now() - started).toBeLessThan(3500);
}

describe.skipIf(!REDIS)('the Redis store', () => {
  let server: RedisServer;
  let raw: Redis;
  const stores: Store[] = [];
  const open = (prefix?: string, url = server.url) => {
    const store = openRedisStore(url, prefix === undefined ? {} : { prefix });
    stores.push(store);
    return store;
  };
  /** A server for a test that does something to it; a failing test leaves none behind. */
  const others: RedisServer[] = [];
  const another = async (port?: number) => {
    const started = await startRedis(port);
    others.push(started);
    return started;
  };
  beforeAll(async () => {
    server = await startRedis();
    raw = new Redis(server.url);
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await Promise.all(others.splice(0).map((each) => each.kill()));
    await raw.flushall();
  });
  afterAll(async () => {
    raw.disconnect();
    await server.stop();
  });

  describe('with several processes', () => {
    it('lets one of them commit a once', async () => {
      const [one, other] = [open(), open()];
      const results = await Promise.all(
        Array.from({ length: 40 }, (_, at) =>
          (at % 2 === 0 ? one : other).commit({ once: record('a'), send: [delivery(`d${at}`)] }, NOW),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await drain(one, CHAT, NOW)).toHaveLength(1);
    });

    it('lets one of them take a delivery', async () => {
      const [one, other] = [open(), open()];
      await one.commit({ send: [delivery('a'), delivery('b')] }, NOW);
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? one : other).take(CHAT, NOW, HOUR)),
      );
      expect(taken.filter((each) => each !== null).map(({ id }) => id)).toEqual(['a']);
    });

    it('lets one of them have a lease, and only that one give it back', async () => {
      const [one, other] = [open(), open()];
      const leases = await Promise.all([one, other, one, other].map((store) => store.lease('a', HOUR)));
      expect(leases.filter(Boolean)).toHaveLength(1);
      await leases.find(Boolean)?.release();
      expect(await other.lease('a', HOUR)).not.toBeNull();
    });

    it('serves every chat once, in order and by one at a time', async () => {
      const chats = Array.from({ length: 8 }, (_, at) => `web:${at}`);
      const sent = Array.from({ length: 200 }, (_, at) => delivery(`d${at}`, { chat: chats[(at * 5) % 8]! }));
      await open().commit({ send: sent }, NOW);
      const served = new Map<string, string[]>();
      const busy = new Set<string>();
      const serve = async (store: Store, taken: Delivery) => {
        expect(busy.has(taken.chat)).toBe(false);
        busy.add(taken.chat);
        served.set(taken.chat, [...(served.get(taken.chat) ?? []), taken.id]);
        await store.counts('');
        busy.delete(taken.chat);
        await store.settle(taken.id, { kind: 'done' });
      };
      const work = async (store: Store) => {
        for (;;) {
          const waiting = await store.waitingChats(NOW, 3);
          if (waiting.length === 0 && busy.size === 0) return;
          for (const chat of waiting) {
            const taken = await store.take(chat, NOW, HOUR);
            if (taken) await serve(store, taken);
          }
        }
      };
      await Promise.all([open(), open(), open(), open()].map(work));
      for (const chat of chats) {
        expect(served.get(chat)).toEqual(sent.filter((each) => each.chat === chat).map(({ id }) => id));
      }
    });

    it('keeps stores of different prefixes apart', async () => {
      const [one, other] = [open('one:'), open('other:')];
      await one.commit({ once: record('a'), send: [delivery('d')], count: { a: 1 } }, NOW);
      await one.lease('a', HOUR);
      expect(await other.list('note', NOW)).toEqual([]);
      expect(await other.waitingChats(NOW, 10)).toEqual([]);
      expect(await other.counts('')).toEqual({});
      expect(await other.lease('a', HOUR)).not.toBeNull();
      expect(await other.commit({ once: record('a') }, NOW)).toBe(true);
    });
  });

  describe('keeps nothing for ever:', () => {
    const fill = async (store: Store) => {
      const put = [
        record('a', { chat: CHAT, dueAt: NOW }),
        record(CHAT, { chat: CHAT }),
        record('x', { chat: 'web:1' }),
      ];
      const urgent = delivery('s', { urgency: 'safety' });
      const send = [delivery('d'), delivery('n', { urgency: 'nudge' }), urgent, delivery('x', { chat: 'web:1' })];
      await store.commit({ put, send, count: { a: 1 } }, NOW);
      await store.take(CHAT, NOW, HOUR);
      await store.settle('s', { kind: 'later', notBefore: NOW, counted: true });
      await store.take(CHAT, NOW, HOUR);
      await store.moveChat(CHAT, 'telegram:-2');
      await store.lease('lease', HOUR);
      await store.sweep(NOW);
    };

    it('every key has the prefix and an expiry', async () => {
      await fill(open());
      const keys = await raw.keys('*');
      expect(keys.length).toBeGreaterThan(15);
      expect(keys.filter((key) => !key.startsWith('mangnon:'))).toEqual([]);
      const lives = await Promise.all(keys.map(async (key) => [key, await raw.pttl(key)] as const));
      expect(lives.filter(([, ms]) => ms <= 0)).toEqual([]);
    });

    it('what a record or delivery says goes soon after its own expiry', async () => {
      const store = open();
      await store.commit({ put: [record('a', { expiresAt: NOW + HOUR })], send: [delivery('d')] }, NOW);
      expect(await raw.pttl('mangnon:record:note\0a')).toBeLessThanOrEqual(HOUR + MINUTE);
      expect(await raw.pttl('mangnon:record:note\0a')).toBeGreaterThan(HOUR);
      expect(await raw.pttl('mangnon:delivery:d')).toBeLessThanOrEqual(48 * HOUR);
    });

    it('indexes live as long as what they name', async () => {
      const years = NOW + 3 * 365 * 24 * HOUR;
      await open().commit({ put: [record('a', { chat: CHAT, dueAt: NOW, expiresAt: years })] }, NOW);
      for (const key of ['kind:note', 'due:note', `chat-records:${CHAT}`, 'chats', 'record-expiry']) {
        expect(await raw.pttl(`mangnon:${key}`)).toBeGreaterThan(1000 * 24 * HOUR);
      }
    });

    it('nothing but counters is left when all is done and swept', async () => {
      const store = open();
      await fill(store);
      await store.forgetChat('telegram:-2');
      expect(await drain(store, 'web:1', NOW)).toEqual(['x']);
      await store.sweep(NOW + 24 * HOUR);
      expect((await raw.keys('*')).sort()).toEqual(['mangnon:ages', 'mangnon:counters', 'mangnon:lease:lease']);
    });

    it('yet a process whose clock is set back keeps its records', async () => {
      const store = open();
      const past = Date.UTC(2001, 0, 1);
      await store.commit(
        { put: [record('a', { expiresAt: past + HOUR })], send: [delivery('d', { notBefore: past })] },
        past,
      );
      expect(await store.get('note', 'a', past)).not.toBeNull();
      expect(await drain(store, CHAT, past)).toEqual(['d']);
    });
  });

  describe('is not misled by names of what Redis itself has let expire:', () => {
    const lost = async (store: Store) => {
      const put = [record('a', { chat: CHAT, dueAt: NOW }), record('b', { chat: CHAT, dueAt: NOW })];
      await store.commit({ put, send: [delivery('1'), delivery('2'), delivery('3', { chat: 'web:1' })] }, NOW);
      await raw.del('mangnon:record:note\0a', 'mangnon:delivery:1', 'mangnon:delivery:3');
    };

    it('records', async () => {
      const store = open();
      await lost(store);
      for (const found of [store.list('note', NOW), store.list('note', NOW, CHAT), store.due('note', NOW, 1)]) {
        expect((await found).map(({ id }) => id)).toEqual(['b']);
      }
      await store.moveChat(CHAT, 'telegram:-2');
      expect(await store.list('note', NOW, 'telegram:-2')).toHaveLength(1);
      expect(await store.commit({ once: record('a') }, NOW)).toBe(true);
    });

    it('deliveries', async () => {
      const store = open();
      await lost(store);
      expect(await drain(store, CHAT, NOW)).toEqual(['2']);
      expect(await store.take('web:1', NOW, HOUR)).toBeNull();
      expect(await store.waitingChats(NOW, 10)).toEqual([]);
    });

    it('deliveries that were taken', async () => {
      const store = open();
      await lost(store);
      await store.take(CHAT, NOW, HOUR);
      await raw.del('mangnon:delivery:2');
      await store.commit({ send: [delivery('4')] }, NOW);
      expect(await store.take(CHAT, NOW, HOUR)).toBeNull();
      expect(await drain(store, CHAT, NOW + HOUR)).toEqual(['4']);
    });
  });

  describe('when Redis fails', () => {
    it('goes on after Redis has forgotten the scripts', async () => {
      const store = open();
      await store.commit({ put: [record('a')] }, NOW);
      await raw.script('FLUSH');
      expect(await store.list('note', NOW)).toHaveLength(1);
    });

    it('rejects what Redis refuses with its code and no data', async () => {
      const store = open();
      await raw.set('mangnon:kind:note', SECRET);
      const error: unknown = await store.list('note', NOW).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'StoreError', operation: 'list', code: 'WRONGTYPE' });
      expect(saidBy(error)).not.toContain(SECRET);
    });

    it('rejects everything in time while Redis hangs, and goes on when it answers again', async () => {
      const hanging = await another();
      const store = open(undefined, hanging.url);
      await store.commit({ put: [record('a')] }, NOW);
      hanging.pause();
      await expectAllToReject(store, hanging.port);
      hanging.resume();
      await vi.waitFor(async () => expect(await store.ready()).toBe(true), { timeout: 5000, interval: 20 });
      expect(await store.get('note', 'a', NOW)).toEqual(record('a'));
    });

    it('rejects at once what was under way when Redis died, and goes on when it is there again', async () => {
      const dying = await another();
      const store = open(undefined, dying.url);
      expect(await store.ready()).toBe(true);
      dying.pause();
      const underWay = expect(store.commit({ put: [record('a')] }, NOW)).rejects.toBeInstanceOf(StoreError);
      const started = performance.now();
      await dying.kill();
      await underWay;
      await expectAllToReject(store, dying.port);
      expect(performance.now() - started).toBeLessThan(1500);
      await another(dying.port);
      await vi.waitFor(async () => expect(await store.ready()).toBe(true), { timeout: 5000, interval: 20 });
      expect(await store.commit({ once: record('b') }, NOW)).toBe(true);
      // What had been given up was not sent after all.
      expect(await store.get('note', 'a', NOW)).toBeNull();
    });

    it('opens while Redis is not there yet, and works as soon as it is', async () => {
      const gone = await another();
      await gone.stop();
      const store = open(undefined, gone.url);
      await expectAllToReject(store, gone.port);
      await another(gone.port);
      await vi.waitFor(async () => expect(await store.ready()).toBe(true), { timeout: 5000, interval: 20 });
      expect(await store.commit({ once: record('a') }, NOW)).toBe(true);
    });

    it('says no at once while Redis is away, and nothing on the console', async () => {
      const said = vi.spyOn(console, 'error');
      const gone = await another();
      await gone.stop();
      const store = open(undefined, gone.url);
      const started = performance.now();
      for (let time = 0; time < 50; time += 1) await store.get('note', 'a', NOW).catch(() => null);
      expect(performance.now() - started).toBeLessThan(1000);
      expect(said).not.toHaveBeenCalled();
      said.mockRestore();
    });

    it('works at once after opening, without waiting to be ready', async () => {
      expect(await open().commit({ once: record('a') }, NOW)).toBe(true);
    });

    it('closes although Redis is gone', async () => {
      const gone = await another();
      const store = openRedisStore(gone.url);
      expect(await store.ready()).toBe(true);
      await gone.kill();
      await expect(store.close()).resolves.toBeUndefined();
      await expect(store.close()).resolves.toBeUndefined();
    });
  });
});

import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Urgency } from '../../src/model/outgoing.ts';
import { createMemoryRates } from '../../src/delivery/memory-rates.ts';
import { RATES, type Rates } from '../../src/delivery/rates.ts';
import { createRedisRates } from '../../src/delivery/redis-rates.ts';
import { redisAvailable, startRedis, type RedisServer } from '../support/redis-server.ts';
import { START } from './post.ts';

const hasRedis = redisAvailable('the rates in Redis');

interface Wish {
  readonly chat: string;
  readonly urgency: Urgency;
  /** Milliseconds after the start. */
  readonly at: number;
}
interface Granted extends Wish {
  readonly went: number;
  readonly asked: number;
}

/** Asks for each wish at its time, and again whenever told; gives when each went. Time is only counted. */
async function simulate(rates: Rates, wishes: readonly Wish[], until = Infinity): Promise<Granted[]> {
  const granted: Granted[] = [];
  const waiting = new Map<number, { wish: Wish; asked: number }[]>();
  const put = (at: number, entry: { wish: Wish; asked: number }) => {
    const list = waiting.get(at);
    if (list) list.push(entry);
    else waiting.set(at, [entry]);
  };
  for (const wish of wishes) put(wish.at, { wish, asked: 0 });
  while (waiting.size > 0) {
    const at = [...waiting.keys()].reduce((least, each) => Math.min(least, each), Infinity);
    if (at > until) break;
    const entries = waiting.get(at)!;
    waiting.delete(at);
    for (const { wish, asked } of entries) {
      const wait = await rates.take(wish.chat, wish.urgency, START + at);
      if (wait > 0) put(at + wait, { wish, asked: asked + 1 });
      else granted.push({ ...wish, went: at, asked: asked + 1 });
    }
  }
  return granted;
}

/** The most messages in any span of so many milliseconds. */
function mostWithin(granted: readonly Granted[], ms: number): number {
  const times = granted.map(({ went }) => went).sort((a, b) => a - b);
  let from = 0;
  return times.reduce((most, time, index) => {
    while (times[from]! <= time - ms) from += 1;
    return Math.max(most, index - from + 1);
  }, 0);
}

const wishes = (count: number, urgency: Urgency, chat: (n: number) => string, at: (n: number) => number): Wish[] =>
  Array.from({ length: count }, (_, n) => ({ chat: chat(n), urgency, at: at(n) }));

let server: RedisServer | undefined;
let redis: Redis | undefined;
let used = 0;

beforeAll(async () => {
  if (!hasRedis) return;
  server = await startRedis();
  redis = new Redis(server.url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
});
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});

const kinds = [
  { name: 'in memory', make: () => createMemoryRates(), skip: false, scale: 0.5 },
  { name: 'in Redis', make: () => createRedisRates(redis!, `t${(used += 1)}:`), skip: !hasRedis, scale: 0.15 },
];

describe.each(kinds)('rates $name', ({ make, skip, scale }) => {
  it.skipIf(skip)(
    'never let more than 30 a second through on Telegram, whatever mix asks, and waste little',
    async () => {
      const count = Math.round(1_500 * scale);
      const granted = await simulate(make(), [
        ...wishes(
          count,
          'nudge',
          (n) => `telegram:${n}`,
          () => 0,
        ),
        ...wishes(
          Math.round(count / 3),
          'reply',
          (n) => `telegram:r${n}`,
          (n) => n * 37,
        ),
      ]);
      expect(granted).toHaveLength(count + Math.round(count / 3));
      expect(mostWithin(granted, 1_000)).toBeLessThanOrEqual(30);
      const last = Math.max(...granted.map(({ went }) => went));
      expect(granted.length / (last / 1_000)).toBeGreaterThan(26.5);
    },
  );

  it.skipIf(skip)('send nudges at the full 28.8 a second, and have each ask twice, not over and over', async () => {
    const count = Math.round(10_000 * scale);
    const granted = await simulate(
      make(),
      wishes(
        count,
        'nudge',
        (n) => `telegram:${n}`,
        () => 0,
      ),
    );
    const last = Math.max(...granted.map(({ went }) => went));
    expect(last).toBeLessThan((count / 28.8) * 1_000 * 1.01);
    expect(mostWithin(granted, 1_000)).toBeLessThanOrEqual(29);
    expect(granted.reduce((sum, { asked }) => sum + asked, 0) / count).toBeLessThan(2.1);
  });

  it.skipIf(skip)('lose nothing of the rate to those who come back some milliseconds late', async () => {
    const rates = make();
    const late: Rates = {
      ...rates,
      take: async (chat, urgency, now) => {
        const wait = await rates.take(chat, urgency, now);
        return wait > 0 ? wait + (Number(chat.split(':')[1]) % 8) : 0;
      },
    };
    const count = Math.round(3_000 * scale);
    const granted = await simulate(
      late,
      wishes(
        count,
        'nudge',
        (n) => `telegram:${n}`,
        () => 0,
      ),
    );
    expect(Math.max(...granted.map(({ went }) => went))).toBeLessThan((count / 28.8) * 1_000 * 1.01);
  });

  it.skipIf(skip)('let a reply go at once while thousands of nudges wait', async () => {
    const granted = await simulate(
      make(),
      [
        ...wishes(
          2_000 * scale,
          'nudge',
          (n) => `telegram:${n}`,
          () => 0,
        ),
        ...wishes(
          10,
          'reply',
          (n) => `telegram:r${n}`,
          (n) => 1_000 + n * 503,
        ),
      ],
      8_000,
    );
    const waits = granted.filter(({ urgency }) => urgency === 'reply').map(({ at, went }) => went - at);
    expect(waits).toEqual(Array(10).fill(0));
  });

  it.skipIf(skip)('let no nudge go while replies wait', async () => {
    const granted = await simulate(
      make(),
      [
        ...wishes(
          100,
          'nudge',
          (n) => `telegram:${n}`,
          () => 0,
        ),
        ...wishes(
          200,
          'reply',
          (n) => `telegram:r${n}`,
          () => 500,
        ),
      ],
      60_000,
    );
    const lastReply = Math.max(...granted.filter(({ urgency }) => urgency === 'reply').map(({ went }) => went));
    expect(lastReply).toBeLessThan(500 + (200 / 28) * 1_000 * 1.05);
    const between = granted.filter(({ urgency, went }) => urgency === 'nudge' && went > 500 && went < lastReply);
    expect(between).toEqual([]);
    expect(granted).toHaveLength(300);
  });

  it.skipIf(skip)('keep a chat to three at once and one a second, its topics counted together', async () => {
    const chat = (n: number) => (n % 2 === 0 ? 'telegram:5' : 'telegram:5/3');
    const granted = await simulate(
      make(),
      wishes(12, 'reply', chat, () => 0),
    );
    expect(granted.map(({ went }) => went)).toEqual(
      [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => (n < 1 ? 0 : n * 1000)),
    );
  });

  it.skipIf(skip)('keep a group to 20 a minute, five at once and 18 a minute for long', async () => {
    const chat = (n: number) => (n % 2 === 0 ? 'telegram:-100' : 'telegram:-100/3');
    const granted = await simulate(
      make(),
      wishes(100, 'reply', chat, () => 0),
    );
    expect(mostWithin(granted, 60_000)).toBeLessThanOrEqual(20);
    expect(mostWithin(granted, 1_000)).toBeLessThanOrEqual(4);
    const last = Math.max(...granted.map(({ went }) => went));
    expect((100 - 5) / (last / 60_000)).toBeGreaterThan(17.5);
  });

  it.skipIf(skip)('keep Zalo to 5 a second', async () => {
    const granted = await simulate(
      make(),
      wishes(
        100,
        'reply',
        (n) => `zalo:${n}`,
        () => 0,
      ),
    );
    expect(mostWithin(granted, 1_000)).toBeLessThanOrEqual(5);
    expect(Math.max(...granted.map(({ went }) => went))).toBeLessThan(21_000);
  });

  it.skipIf(skip)('hold the web back by nothing', async () => {
    const granted = await simulate(
      make(),
      wishes(
        200,
        'nudge',
        () => 'web:1',
        () => 0,
      ),
    );
    expect(granted.every(({ went }) => went === 0)).toBe(true);
  });

  it.skipIf(skip)('never delay a safety message, and have the others make room for it', async () => {
    const granted = await simulate(
      make(),
      [
        ...wishes(
          300,
          'reply',
          (n) => `telegram:${n}`,
          () => 0,
        ),
        ...wishes(
          20,
          'safety',
          () => 'telegram:-77',
          () => 1_000,
        ),
      ],
      60_000,
    );
    const safety = granted.filter(({ urgency }) => urgency === 'safety');
    expect(safety.map(({ went }) => went)).toEqual(Array(20).fill(1_000));
    // They came on top of a full second; from then on the limit holds again.
    expect(
      mostWithin(
        granted.filter(({ went }) => went >= 1_000),
        1_000,
      ),
    ).toBeLessThanOrEqual(30);
  });

  it.skipIf(skip)('have everybody wait for a platform that asks to, a safety message no longer than that', async () => {
    const rates = make();
    await rates.pause({ scope: 'chat', chat: 'telegram:1', reason: 'throttled', until: START + 5_000 }, START);
    expect(await rates.take('telegram:1', 'safety', START)).toBe(5_000);
    expect(await rates.take('telegram:1/9', 'nudge', START)).toBe(5_000);
    expect(await rates.take('telegram:2', 'nudge', START)).toBe(0);
    await rates.pause({ scope: 'channel', chat: 'telegram:1', reason: 'throttled', until: START + 9_000 }, START);
    await rates.pause({ scope: 'channel', chat: 'telegram:1', reason: 'throttled', until: START + 2_000 }, START);
    expect(await rates.take('telegram:2', 'safety', START + 3_000)).toBe(6_000);
    expect(await rates.take('zalo:2', 'reply', START)).toBe(0);
    expect(await rates.take('telegram:1', 'safety', START + 9_000)).toBe(0);
  });

  it.skipIf(skip)('let a safety message try a channel whose token was wrong', async () => {
    const rates = make();
    await rates.pause({ scope: 'channel', chat: 'zalo:1', reason: 'misconfigured', until: START + 60_000 }, START);
    expect(await rates.take('zalo:2', 'reply', START)).toBe(60_000);
    expect(await rates.take('zalo:2', 'safety', START)).toBe(0);
  });
});

describe.skipIf(!hasRedis)('rates in Redis', () => {
  it('are shared by processes', async () => {
    const other = redis!.duplicate();
    const [a, b] = [createRedisRates(redis!, 'shared:'), createRedisRates(other, 'shared:')];
    let turn = 0;
    const both: Rates = { ...a, take: (chat, urgency, now) => ((turn += 1) % 2 ? a : b).take(chat, urgency, now) };
    const granted = await simulate(
      both,
      wishes(
        200,
        'reply',
        (n) => `telegram:${n}`,
        () => 0,
      ),
    );
    other.disconnect();
    expect(mostWithin(granted, 1_000)).toBeLessThanOrEqual(30);
  });

  it('leave no key that stays for ever, and each under the prefix', async () => {
    await redis!.flushall();
    const rates = createRedisRates(redis!, 'mine:');
    await simulate(rates, [
      ...wishes(
        40,
        'nudge',
        (n) => `telegram:-${n}`,
        () => 0,
      ),
      ...wishes(
        40,
        'reply',
        (n) => `zalo:${n}`,
        () => 0,
      ),
    ]);
    const until = START + 1_000;
    await rates.pause({ scope: 'channel', chat: 'zalo:1', reason: 'misconfigured', until }, START);
    await rates.pause({ scope: 'chat', chat: 'zalo:1', reason: 'throttled', until }, START);
    const keys = await redis!.keys('*');
    expect(keys.length).toBeGreaterThan(40);
    expect(keys.filter((key) => !key.startsWith('mine:'))).toEqual([]);
    for (const key of keys) expect(await redis!.pttl(key), key).toBeGreaterThan(0);
  });

  it('let a safety message go at once when Redis is gone or hangs, and tell the others', async () => {
    const own = await startRedis();
    const connection = new Redis(own.url, { maxRetriesPerRequest: null });
    connection.on('error', () => undefined);
    const rates = createRedisRates(connection, 'gone:');
    expect(await rates.take('telegram:1', 'safety', START)).toBe(0);
    await own.stop();
    const began = performance.now();
    expect(await rates.take('telegram:1', 'safety', START)).toBe(0);
    expect(performance.now() - began).toBeLessThan(1_000);
    await expect(rates.take('telegram:1', 'reply', START)).rejects.toThrow(/^rates: /);
    connection.disconnect();
  });
});

describe('the table of rates', () => {
  it('has every bucket stay below what the platform documents', () => {
    const { overall, group } = RATES.telegram;
    expect(overall!.window).toEqual({ ms: 1_000, max: 30 });
    expect(overall!.perSecond).toBe(28.8);
    expect(group!.window).toEqual({ ms: 60_000, max: 20 });
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/model/outgoing.ts';
import type { NewDelivery, Store } from '../../src/model/store.ts';
import type { Ending } from '../../src/delivery/aftermath.ts';
import { createCourier, type CourierOptions } from '../../src/delivery/courier.ts';
import { createMemoryRates } from '../../src/delivery/memory-rates.ts';
import { openRedisStore } from '../../src/storage/redis-store.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { redisAvailable, startRedis, type RedisServer } from '../support/redis-server.ts';
import { delivery, keptLog, MARKER, open, recordingTransport, START, transports } from './post.ts';

const CHAT = 'telegram:7';

const hasRedis = redisAvailable('the courier over Redis');
let server: RedisServer | undefined;
beforeAll(async () => {
  if (hasRedis) server = await startRedis();
});
afterAll(() => server?.stop());

let opened = 0;
const kinds = [
  { name: 'SQLite', openStore: () => openSqliteStore(':memory:'), skip: false },
  {
    name: 'Redis',
    openStore: () => openRedisStore(server!.url, { prefix: `courier-${(opened += 1)}:` }),
    skip: !hasRedis,
  },
];

const stores: Store[] = [];
let openStore: () => Store;
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

type Answer = (chat: string, id: string, nth: number) => Outcome | Promise<Outcome>;

/** A courier over an empty store, whose clock moves only where it sleeps or is told to. */
function office(answer: Answer, options: Partial<CourierOptions> = {}) {
  const time = { now: START };
  const store = openStore();
  stores.push(store);
  const transport = recordingTransport(answer, () => time.now);
  const log = keptLog();
  const settled: [string, Ending][] = [];
  const stopped: string[] = [];
  const moved: [string, string][] = [];
  const rates = createMemoryRates();
  const courier = createCourier({
    store,
    transports: transports(transport),
    open,
    rates,
    clock: () => new Date(time.now),
    log: log.log,
    onSettled: (done, ending) => {
      settled.push([done.id, ending]);
      return Promise.resolve();
    },
    onStopped: (chat) => {
      stopped.push(chat);
      return Promise.resolve();
    },
    onMoved: (from, to) => {
      moved.push([from, to]);
      return Promise.resolve();
    },
    wait: {
      upToMs: 100,
      sleep: (ms) => {
        time.now += ms;
        return Promise.resolve();
      },
    },
    random: () => 1,
    ...options,
  });
  const enqueue = (...send: NewDelivery[]) => store.commit({ send }, time.now);
  /** Drains, goes on to the next time that is known, and so on until nothing is. */
  const drainAll = async (chat = CHAT) => {
    const times: number[] = [];
    for (;;) {
      const { nextAt } = await courier.drain(chat);
      if (nextAt === undefined) return times;
      times.push(nextAt - START);
      time.now = nextAt;
    }
  };
  const ids = () => transport.sent.map(({ id }) => id);
  return { time, store, transport, log, settled, stopped, moved, courier, rates, enqueue, drainAll, ids };
}

/** Answers in turn, the last for ever. */
const inTurn =
  (...outcomes: Outcome[]): Answer =>
  (_chat, _id, nth) =>
    outcomes[Math.min(nth, outcomes.length) - 1]!;

describe.each(kinds)('the courier over $name', (kind) => {
  beforeEach(({ skip }) => {
    skip(kind.skip);
    openStore = kind.openStore;
  });

  it('sends what waits for a chat in order, safety before replies before nudges', async () => {
    const { enqueue, courier, ids, settled } = office(inTurn({ kind: 'sent' }));
    const chat = 'web:7';
    await enqueue(
      delivery('n1', chat, { urgency: 'nudge' }),
      delivery('r1', chat),
      delivery('r2', chat),
      delivery('n2', chat, { urgency: 'nudge' }),
      delivery('s1', chat, { urgency: 'safety' }),
    );
    expect(await courier.drain(chat)).toEqual({ taken: 5 });
    expect(ids()).toEqual(['s1', 'r1', 'r2', 'n1', 'n2']);
    expect(settled.map(([, ending]) => ending)).toEqual(Array(5).fill('sent'));
    expect(await courier.drain(chat)).toEqual({ taken: 0 });
  });

  it('waits as long as the platform asks, not a millisecond less, and counts that as no attempt', async () => {
    const { enqueue, courier, store, time, ids } = office(
      inTurn({ kind: 'throttled', waitMs: 7_000, scope: 'chat' }, { kind: 'sent' }),
    );
    await enqueue(delivery('a', CHAT));
    expect(await courier.drain(CHAT)).toEqual({ taken: 1, nextAt: START + 7_000 });
    time.now += 6_999;
    expect(await courier.drain(CHAT)).toEqual({ taken: 0 });
    time.now += 1;
    const taken = await store.take(CHAT, time.now, 1);
    expect(taken?.attempts).toBe(0);
    time.now += 1;
    await courier.drain(CHAT);
    expect(ids()).toEqual(['a', 'a']);
  });

  it('pauses a whole channel where the platform asks for that, and only that channel', async () => {
    const { enqueue, courier, ids } = office((chat) =>
      chat === CHAT ? { kind: 'throttled', waitMs: 5_000, scope: 'channel' } : { kind: 'sent' },
    );
    await enqueue(delivery('a', CHAT), delivery('b', 'telegram:8'), delivery('c', 'zalo:8'));
    await courier.drain(CHAT);
    expect(await courier.drain('telegram:8')).toEqual({ taken: 1, nextAt: START + 5_000 });
    await courier.drain('zalo:8');
    expect(ids()).toEqual(['a', 'c']);
  });

  it('takes three throttled chats within seconds for a throttled channel', async () => {
    const { enqueue, courier, ids } = office(inTurn({ kind: 'throttled', waitMs: 5_000, scope: 'chat' }));
    for (const id of ['1', '2', '3', '4']) await enqueue(delivery(id, `telegram:${id}`));
    for (const id of ['1', '2', '3', '4']) await courier.drain(`telegram:${id}`);
    expect(ids()).toEqual(['1', '2', '3']);
  });

  it('tries an unreachable platform again after 1 to 2 s, doubling up to 5 min, until it is too late', async () => {
    const { enqueue, drainAll, settled, ids, log } = office(inTurn({ kind: 'unreachable' }));
    await enqueue(delivery('a', CHAT, { expiresAt: START + 3_600_000 }));
    const times = await drainAll();
    const waits = times.map((at, index) => at - (times[index - 1] ?? 0));
    expect(waits.slice(0, 10)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1000));
    expect(Math.max(...waits)).toBe(300_000);
    expect(settled).toEqual([['a', 'expired']]);
    expect(ids()).toHaveLength(times.length + 1);
    expect(log.kinds()).toEqual(['delivery-expired']);
  });

  it('tries a safety message again at least every 15 s', async () => {
    const { enqueue, drainAll } = office(inTurn({ kind: 'unreachable' }));
    await enqueue(delivery('a', CHAT, { urgency: 'safety', expiresAt: START + 600_000 }));
    const times = await drainAll();
    expect(times.length).toBeGreaterThan(35);
    expect(Math.max(...times.map((at, index) => at - (times[index - 1] ?? 0)))).toBe(15_000);
  });

  it.each([
    ['nudge', 1],
    ['reply', 2],
    ['safety', 4],
  ] as const)('sends a %s that may have been sent %d times at most', async (urgency, times) => {
    const { enqueue, drainAll, settled, ids } = office(inTurn({ kind: 'uncertain' }));
    await enqueue(delivery('a', CHAT, { urgency }));
    await drainAll();
    expect(ids()).toHaveLength(times);
    expect(settled).toEqual([['a', 'uncertain']]);
  });

  it('sends a reply again that may have been sent, though surely unsent attempts went before', async () => {
    const { enqueue, drainAll, settled } = office(
      inTurn({ kind: 'unreachable' }, { kind: 'unreachable' }, { kind: 'uncertain' }, { kind: 'sent' }),
    );
    await enqueue(delivery('a', CHAT));
    await drainAll();
    expect(settled).toEqual([['a', 'sent']]);
  });

  it('drops all that waits for a chat that has stopped, and says so once', async () => {
    const { enqueue, courier, store, time, stopped, ids } = office(inTurn({ kind: 'stopped' }));
    await enqueue(delivery('a', CHAT), delivery('b', CHAT), delivery('c', CHAT, { urgency: 'nudge' }));
    expect(await courier.drain(CHAT)).toEqual({ taken: 1 });
    expect(ids()).toEqual(['a']);
    expect(stopped).toEqual([CHAT]);
    expect(await store.waitingChats(time.now + 3_600_000, 10)).toEqual([]);
  });

  it('goes on under the new id of a chat that has moved, in order, topics included', async () => {
    const answer: Answer = (chat) =>
      chat.startsWith('telegram:-5') ? { kind: 'moved', to: { channel: 'telegram', id: '-100' } } : { kind: 'sent' };
    const { enqueue, courier, transport, moved, settled } = office(answer);
    await enqueue(delivery('a', 'telegram:-5/3'), delivery('b', 'telegram:-5/3'), delivery('c', 'telegram:-5'));
    await courier.drain('telegram:-5/3');
    expect(transport.sent.map(({ chat, id }) => `${chat} ${id}`)).toEqual([
      'telegram:-5/3 a',
      'telegram:-100/3 a',
      'telegram:-100/3 b',
    ]);
    expect(moved).toEqual([['telegram:-5', 'telegram:-100']]);
    await courier.drain('telegram:-100');
    expect(settled.map(([id]) => id)).toEqual(['a', 'b', 'c']);
  });

  it('gives up on a chat that moves in a circle', async () => {
    const { enqueue, drainAll, settled, ids } = office((chat) => ({
      kind: 'moved',
      to: { channel: 'telegram', id: chat === 'telegram:7' ? '8' : '7' },
    }));
    await enqueue(delivery('a', CHAT));
    for (const chat of [CHAT, 'telegram:8', CHAT, 'telegram:8', CHAT, 'telegram:8']) await drainAll(chat);
    expect(settled).toEqual([['a', 'rejected']]);
    expect(ids()).toHaveLength(6);
  });

  it('drops what the platform rejects and goes on with the next', async () => {
    const { enqueue, courier, settled, log } = office((_chat, id) => ({ kind: id === 'a' ? 'rejected' : 'sent' }));
    await enqueue(delivery('a', CHAT), delivery('b', CHAT));
    await courier.drain(CHAT);
    expect(settled).toEqual([
      ['a', 'rejected'],
      ['b', 'sent'],
    ]);
    expect(log.lines).toEqual([
      { level: 'warn', fields: { kind: 'delivery-rejected', channel: 'telegram', urgency: 'reply', attempts: 0 } },
    ]);
  });

  it('rests a channel for 60 s whose token is wrong, but tries a safety message', async () => {
    const { enqueue, courier, time, ids, log } = office((_chat, id) =>
      id === 'a' ? { kind: 'misconfigured' } : { kind: 'sent' },
    );
    await enqueue(delivery('a', CHAT), delivery('b', 'telegram:8'), delivery('s', 'telegram:9', { urgency: 'safety' }));
    expect(await courier.drain(CHAT)).toEqual({ taken: 1, nextAt: START + 60_000 });
    await courier.drain('telegram:8');
    await courier.drain('telegram:9');
    expect(ids()).toEqual(['a', 's']);
    expect(log.lines[0]).toMatchObject({ level: 'error', fields: { kind: 'misconfigured' } });
    time.now += 60_000;
    await courier.drain('telegram:8');
    expect(ids()).toEqual(['a', 's', 'b']);
  });

  it('drops a body that cannot be opened, with a line in the log, and goes on', async () => {
    const { enqueue, courier, settled, log } = office(inTurn({ kind: 'sent' }));
    await enqueue(delivery('a', CHAT, { body: `{${MARKER}` }), delivery('b', CHAT));
    await courier.drain(CHAT);
    expect(settled).toEqual([
      ['a', 'unreadable'],
      ['b', 'sent'],
    ]);
    expect(log.kinds()).toEqual(['delivery-unreadable']);
  });

  it('keeps what is for a channel that this process does not serve', async () => {
    const { enqueue, courier, ids } = office(inTurn({ kind: 'sent' }), { transports: new Map() });
    await enqueue(delivery('a', CHAT));
    expect(await courier.drain(CHAT)).toEqual({ taken: 1, nextAt: START + 60_000 });
    expect(ids()).toEqual([]);
  });

  it('takes a transport that throws, though it must not, for one that may have sent', async () => {
    const { enqueue, drainAll, settled, log, ids } = office(() => {
      throw new Error(MARKER);
    });
    await enqueue(delivery('a', CHAT));
    await drainAll();
    expect(settled).toEqual([['a', 'uncertain']]);
    expect(ids()).toHaveLength(2);
    expect(log.kinds()).toContain('transport-threw');
  });

  it('takes a transport that never answers for one that may have sent, before the lease ends', async () => {
    const hangs = new Promise<Outcome>(() => undefined);
    const { enqueue, courier, settled, log } = office(() => hangs, { leaseMs: 40 });
    await enqueue(delivery('a', CHAT, { urgency: 'nudge' }));
    await courier.drain(CHAT);
    expect(settled).toEqual([['a', 'uncertain']]);
    expect(log.kinds()).toContain('send-hung');
  });

  it('sleeps through a short wait and gives a delivery back for a long one, uncounted', async () => {
    const { enqueue, courier, time, transport, store } = office(inTurn({ kind: 'sent' }));
    await enqueue(...['a', 'b', 'c', 'd', 'e'].map((id) => delivery(id, CHAT)));
    // Three at once, then one a second.
    expect(await courier.drain(CHAT)).toEqual({ taken: 4, nextAt: START + 1_000 });
    time.now = START + 1_000;
    expect(await courier.drain(CHAT)).toEqual({ taken: 2, nextAt: START + 2_000 });
    expect(transport.sent.map(({ at }) => at - START)).toEqual([0, 0, 0, 1_000]);
    time.now = START + 2_000;
    expect((await store.take(CHAT, time.now, 1))?.attempts).toBe(0);
  });

  it('never keeps a safety message waiting for our own buckets', async () => {
    const { enqueue, courier, transport } = office(inTurn({ kind: 'sent' }));
    const all = Array.from({ length: 100 }, (_, n) => delivery(`s${n}`, 'telegram:-9', { urgency: 'safety' }));
    await enqueue(...all);
    expect(await courier.drain('telegram:-9')).toEqual({ taken: 100 });
    expect(new Set(transport.sent.map(({ at }) => at))).toEqual(new Set([START]));
  });

  it('sends a safety message while what counts the rates is lost, and keeps the others for a second', async () => {
    const lost = { take: () => Promise.reject(new Error(MARKER)), pause: () => Promise.reject(new Error(MARKER)) };
    const { enqueue, courier, log, ids } = office(inTurn({ kind: 'sent' }), { rates: lost });
    await enqueue(delivery('a', CHAT), delivery('s', CHAT, { urgency: 'safety' }));
    expect(await courier.drain(CHAT)).toEqual({ taken: 2, nextAt: START + 1_000 });
    expect(ids()).toEqual(['s']);
    expect(log.kinds()).toEqual(['rates-lost', 'rates-lost']);
  });

  it('ends after the delivery in hand once it is told to', async () => {
    const end = new AbortController();
    const { enqueue, courier, ids } = office(() => {
      end.abort();
      return { kind: 'sent' };
    });
    await enqueue(delivery('a', CHAT), delivery('b', CHAT));
    await courier.drain(CHAT, end.signal);
    expect(ids()).toEqual(['a']);
  });

  it('passes on errors of the store', async () => {
    const { enqueue, courier, store } = office(inTurn({ kind: 'sent' }));
    await enqueue(delivery('a', CHAT));
    await store.close();
    await expect(courier.drain(CHAT)).rejects.toThrow();
    stores.pop();
  });

  it('has two drains of one chat send each delivery once, one at a time', async () => {
    const { enqueue, courier, transport } = office(async () => {
      await new Promise(setImmediate);
      return { kind: 'sent' };
    });
    const all = Array.from({ length: 20 }, (_, n) => delivery(`d${n}`, 'web:1'));
    await enqueue(...all);
    await Promise.all([courier.drain('web:1'), courier.drain('web:1'), courier.drain('web:1')]);
    expect(transport.sent.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(transport.most.chat).toBe(1);
  });

  it('logs nothing of what is sent, nor the chat', async () => {
    const outcomes: Outcome[] = [
      { kind: 'unreachable' },
      { kind: 'throttled', waitMs: 10, scope: 'channel' },
      { kind: 'misconfigured' },
      { kind: 'uncertain' },
      { kind: 'uncertain' },
    ];
    const { enqueue, drainAll, log } = office(inTurn(...outcomes));
    await enqueue(delivery('a', 'telegram:123456789'));
    await drainAll('telegram:123456789');
    expect(log.lines.length).toBeGreaterThan(2);
    expect(JSON.stringify(log.lines)).not.toMatch(new RegExp(`${MARKER}|123456789`));
  });
});

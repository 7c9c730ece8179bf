import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome, Transport } from '../../src/model/outgoing.ts';
import type { Store } from '../../src/model/store.ts';
import { createCourier } from '../../src/delivery/courier.ts';
import type { DeliveryEngine } from '../../src/delivery/delivery-engine.ts';
import { createLoopEngine, type LoopEngineOptions } from '../../src/delivery/loop-engine.ts';
import { createMemoryRates } from '../../src/delivery/memory-rates.ts';
import type { RateTable } from '../../src/delivery/rates.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { byChat, delivery, keptLog, MARKER, open, recordingTransport, START, transports } from './post.ts';

const UNLIMITED: RateTable = { telegram: {}, zalo: {}, web: {} };

let store: Store;
const engines: DeliveryEngine[] = [];
beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  store = openSqliteStore(':memory:');
});
afterEach(async () => {
  vi.useRealTimers();
  for (const engine of engines.splice(0)) await engine.stop();
  await store.close();
});

function engineOver(transport: Transport, options: Partial<LoopEngineOptions> = {}, rates = UNLIMITED) {
  const log = keptLog();
  const clock = () => new Date();
  const courier = createCourier({
    store,
    transports: transports(transport),
    open,
    rates: createMemoryRates(rates),
    clock,
    log: log.log,
    random: () => 0,
  });
  const engine = createLoopEngine({ store, courier, clock, log: log.log, ...options });
  engines.push(engine);
  return { engine, log };
}

const thousand = Array.from({ length: 1_000 }, (_, n) => delivery(`d${n}`, `telegram:${n % 100}`));
/** Lets time pass, and what falls due be done. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 50) {
    await vi.advanceTimersByTimeAsync(Math.min(50, left));
    for (let turns = 0; turns < 5; turns += 1) await turn();
  }
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
/** Lets what is under way go on until nothing is, without time passing. */
async function settle(done: () => boolean): Promise<void> {
  for (let turns = 0; !done() && turns < 20_000; turns += 1) await turn();
}

describe('the engine of one process', () => {
  it('sends 1,000 deliveries of 100 chats once each, in order, one of a chat and 32 in all at a time', async () => {
    const transport = recordingTransport(async (_chat, id) => {
      for (let turns = id.length % 3; turns >= 0; turns -= 1) await turn();
      return { kind: 'sent' };
    });
    const { engine, log } = engineOver(transport);
    await engine.start();
    for (const each of thousand) {
      await store.commit({ send: [each] }, START);
      await engine.wake(each.chat);
    }
    await settle(() => transport.sent.length >= 1_000);
    await engine.stop();
    expect(transport.sent).toHaveLength(1_000);
    for (const [chat, ids] of byChat(transport.sent)) {
      expect(ids).toEqual(thousand.filter((each) => each.chat === chat).map(({ id }) => id));
    }
    expect(transport.most).toEqual({ all: 32, chat: 1 });
    expect(log.lines).toEqual([]);
    expect(await store.waitingChats(START, 10)).toEqual([]);
  });

  it('sends what was enqueued before it began, replies before nudges, safety first', async () => {
    const transport = recordingTransport();
    const nudges = Array.from({ length: 300 }, (_, n) => delivery(`n${n}`, `telegram:${n}`, { urgency: 'nudge' }));
    const replies = Array.from({ length: 50 }, (_, n) => delivery(`r${n}`, `telegram:r${n}`));
    const safety = delivery('s', 'telegram:s', { urgency: 'safety' });
    await store.commit({ send: [...nudges, ...replies, safety] }, START);
    const { engine } = engineOver(transport, { concurrency: 1 });
    await engine.start();
    await settle(() => transport.sent.length >= 351);
    const order = transport.sent.map(({ id }) => id[0]).join('');
    expect(order).toBe(`s${'r'.repeat(50)}${'n'.repeat(300)}`);
  });

  it('lets a reply overtake thousands of nudges that wait for the rate, and keeps to the rate', async () => {
    const transport = recordingTransport();
    const nudges = Array.from({ length: 2_000 }, (_, n) => delivery(`n${n}`, `telegram:${n}`, { urgency: 'nudge' }));
    await store.commit({ send: nudges }, START);
    const rates: RateTable = {
      ...UNLIMITED,
      telegram: {
        overall: { perSecond: 28, burst: 8, window: { ms: 1_000, max: 30 }, kept: { tokens: 4, messages: 1 } },
      },
    };
    const { engine } = engineOver(transport, {}, rates);
    await engine.start();
    await settle(() => transport.sent.length >= 4);
    await pass(5_000);
    await store.commit({ send: [delivery('r', 'telegram:1')] }, Date.now());
    await engine.wake('telegram:1');
    await pass(50);
    const reply = transport.sent.find(({ id }) => id === 'r');
    expect(reply!.at - START).toBeLessThanOrEqual(5_050);
    const nudged = transport.sent.length;
    expect(nudged).toBeGreaterThan(5 * 28 * 0.95);
    expect(nudged).toBeLessThanOrEqual(5 * 28 + 10);
  });

  it('comes back exactly when a delivery may go, and finds by itself what falls due without a wake', async () => {
    const answers: Outcome[] = [{ kind: 'throttled', waitMs: 5_000, scope: 'chat' }, { kind: 'sent' }];
    const transport = recordingTransport((_chat, id) => (id === 'a' ? answers.shift()! : { kind: 'sent' }));
    const { engine } = engineOver(transport, { pollMs: 700 });
    await engine.start();
    await store.commit(
      { send: [delivery('a', 'telegram:1'), delivery('b', 'zalo:1', { notBefore: START + 9_000 })] },
      START,
    );
    await engine.wake('telegram:1');
    await settle(() => transport.sent.length === 1);
    await pass(4_999);
    expect(transport.sent.map(({ id }) => id)).toEqual(['a']);
    await pass(1);
    expect(transport.sent.map(({ id }) => id)).toEqual(['a', 'a']);
    await pass(4_700);
    expect(transport.sent.map(({ id }) => id)).toEqual(['a', 'a', 'b']);
  });

  it('sends what a process that died had taken', async () => {
    await store.commit({ send: [delivery('a', 'telegram:1')] }, START);
    await store.take('telegram:1', START, 60_000);
    const transport = recordingTransport();
    const { engine } = engineOver(transport);
    await engine.start();
    await settle(() => transport.sent.length > 0);
    expect(transport.sent.map(({ id }) => id)).toEqual(['a']);
  });

  it('lets no platform that hangs take the places of another', async () => {
    const hangs = new Promise<Outcome>(() => undefined);
    const transport = recordingTransport((chat) => (chat.startsWith('telegram') ? hangs : { kind: 'sent' }));
    const stuck = Array.from({ length: 500 }, (_, n) => delivery(`t${n}`, `telegram:${n}`));
    await store.commit({ send: [...stuck, delivery('z', 'zalo:1')] }, START);
    const { engine } = engineOver(transport, { concurrency: 4, graceMs: 1 });
    await engine.start();
    await settle(() => transport.sent.length === 4);
    await vi.advanceTimersByTimeAsync(1_000);
    await settle(() => transport.sent.some(({ id }) => id === 'z'));
    expect(transport.sent.map(({ id }) => id).sort()).toEqual(['t0', 't1', 't2', 't3', 'z']);
  });

  it('goes on after the store has failed, without hammering it meanwhile', async () => {
    const transport = recordingTransport();
    await store.commit({ send: [delivery('a', 'telegram:1')] }, START);
    let down = true;
    let asked = 0;
    const failing: LoopEngineOptions['store'] = {
      recover: () => Promise.resolve(),
      waitingChats: (now, limit) => store.waitingChats(now, limit),
    };
    const drain = async (chat: string) => {
      asked += 1;
      if (down) throw new Error(MARKER);
      const taken = (await store.take(chat, Date.now(), 1_000)) ? 1 : 0;
      if (taken) transport.sent.push({ chat, id: 'a', at: Date.now() });
      return { taken };
    };
    const { engine, log } = engineOver(transport, { store: failing, courier: { drain } });
    await engine.start();
    await pass(10_000);
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(15);
    expect(JSON.stringify(log.lines)).not.toContain(MARKER);
    down = false;
    await pass(1_000);
    expect(transport.sent).toHaveLength(1);
  });

  it('misses no wake that comes while its chat is about to be done', async () => {
    let drains = 0;
    const again: (() => void)[] = [];
    const drain = async () => {
      drains += 1;
      await new Promise<void>((resolve) => again.push(resolve));
      return { taken: 0 };
    };
    const quiet: LoopEngineOptions['store'] = {
      recover: () => Promise.resolve(),
      waitingChats: () => Promise.resolve([]),
    };
    const { engine } = engineOver(recordingTransport(), { store: quiet, courier: { drain }, graceMs: 0 });
    await engine.start();
    await engine.wake('telegram:1');
    await settle(() => drains === 1);
    await engine.wake('telegram:1');
    await engine.wake('telegram:1');
    again.shift()!();
    await settle(() => drains === 2);
    expect(drains).toBe(2);
    again.shift()!();
  });

  it('ends after the sends in flight and begins none, but waits for them only so long', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<Outcome>((resolve) => (release = () => resolve({ kind: 'sent' })));
    const transport = recordingTransport(() => held);
    await store.commit({ send: [delivery('a', 'telegram:1'), delivery('b', 'telegram:1')] }, START);
    const { engine } = engineOver(transport);
    await engine.start();
    await settle(() => transport.sent.length > 0);
    let stopped = false;
    const stopping = engine.stop().then(() => (stopped = true));
    await turn();
    expect(stopped).toBe(false);
    release();
    await stopping;
    await engine.wake('telegram:1');
    await turn();
    expect(transport.sent.map(({ id }) => id)).toEqual(['a']);
    expect((await store.take('telegram:1', START, 1))?.id).toBe('b');
  });

  it('stops within its grace though a send hangs', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<Outcome>((resolve) => (release = () => resolve({ kind: 'sent' })));
    const transport = recordingTransport(() => held);
    await store.commit({ send: [delivery('a', 'telegram:1')] }, START);
    const { engine } = engineOver(transport, { graceMs: 3_000 });
    await engine.start();
    await settle(() => transport.sent.length > 0);
    let stopped = false;
    void engine.stop().then(() => (stopped = true));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(stopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(stopped).toBe(true);
    release();
  });
});

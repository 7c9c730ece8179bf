import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { run } from '../support/processes.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';
import { Balancer } from './balancer.ts';
import { GREETING, OPEN_QUESTION, Platforms, QUESTION, SOURCE, type Talk } from './platforms.ts';
import { ServiceProcess } from './service-process.ts';
import { MARKS, tracesIn } from './traces.ts';

const HARM = `bố đang đánh em, ${MARKS.words}, ${MARKS.phone}`;
const PAUSE_MS = 5_000;
/** Less than a chat's lock lasts: none may be left over from the time without answers. */
const BACK_WITHIN_MS = 8_000;
const LONG_MS = 90_000;
const chatReply = z.object({ text: z.string(), citations: z.array(z.unknown()) });

/** Two processes that share the work. */
export function onRedis(): void {
  let platforms: Platforms;
  let redis: RedisServer;
  let balancer: Balancer;
  let boss: ReturnType<Platforms['telegramPrivate']>;
  let one: ServiceProcess;
  let two: ServiceProcess;

  beforeAll(async () => {
    [platforms, redis, balancer] = await Promise.all([Platforms.open(), startRedis(), Balancer.open()]);
    boss = platforms.telegramPrivate();
    const options = {
      mode: 'webhook',
      publicUrl: balancer.address,
      environment: { REDIS_URL: redis.url, ADMIN_IDS: `telegram:${boss.user.id}` },
    } as const;
    one = await ServiceProcess.prepare(platforms, options);
    two = await ServiceProcess.prepare(platforms, options);
    balancer.to(one.address, two.address);
    await Promise.all([one.start(), two.start()]);
    await platforms.received('webhook');
  }, LONG_MS);

  afterAll(async () => {
    await Promise.all([one.close(), two.close()]);
    await Promise.all([balancer.close(), platforms.close()]);
    await redis.stop();
  });

  const talks = (): Talk[] => [
    ...Array.from({ length: 6 }, () => platforms.telegramPrivate()),
    platforms.telegramGroup(),
    platforms.zaloPrivate(),
    platforms.zaloGroup(),
  ];

  /** Three messages in each of some chats, each of which needs the one before. */
  async function converse(): Promise<Talk[]> {
    const all = talks();
    for (const talk of all) for (const text of ['xin chào', OPEN_QUESTION, 'Bình Phước']) talk.say(text);
    for (const talk of all) {
      const [hello, asked, answer] = await talk.answered(3);
      expect(hello, talk.name).toContain(GREETING);
      expect(asked, talk.name).toContain('nơi nào');
      expect(answer, talk.name).toContain(SOURCE);
    }
    return all;
  }

  /** Chats that were asking when one process was killed; the replies that it had in hand wait until it is known to be dead. */
  let bereaved: Talk[] = [];

  it('answer each message once and in order, whichever of them it reaches', async () => {
    const all = await converse();
    for (const talk of all) expect(talk.replies(), talk.name).toHaveLength(3);
    for (const service of [one, two]) expect(await service.metrics()).toContain('outcome="answered"');
  });

  it('answer each message once and in order where it reaches both at the same time', async () => {
    balancer.doubled = true;
    const all = await converse();
    balancer.doubled = false;
    for (const talk of all) {
      talk.say('cảm ơn');
      await talk.answered(4);
      expect(talk.replies(), talk.name).toHaveLength(4);
    }
  });

  it('both answer from a plan that was approved at one of them', { timeout: LONG_MS }, async () => {
    const bytes = readFileSync(join(import.meta.dirname, '../importing/documents/cao-bang-2026.txt'));
    platforms.telegram.sendDocument(boss.chat, boss.user, { name: 'ke-hoach.txt', bytes });
    expect((await boss.answered(2, LONG_MS / 2))[1]).toContain('cao-bang-2026');
    boss.say('duyệt');
    expect((await boss.answered(3))[2]).toContain('Đã duyệt');
    for (const service of [one, two]) {
      const answered = async () => expect(await onPage(service, 'Khẩu hiệu ở Cao Bằng năm 2026')).toContain('Cao Bằng');
      await vi.waitFor(answered, { timeout: 15_000 });
    }
  });

  it('go on when one of them is killed', { timeout: LONG_MS }, async () => {
    bereaved = talks();
    for (const talk of bereaved) talk.say(QUESTION);
    await platforms.telegram.waitFor(() => bereaved.some((talk) => talk.replies().length > 0));
    await two.crash();
    const talk = platforms.telegramPrivate();
    talk.say(QUESTION);
    expect((await talk.answered(1))[0]).toContain(SOURCE);
    await two.start();
  });

  it(
    'while Redis answers nothing send what leads to 111 within five seconds; the rest follows after, each once',
    { timeout: LONG_MS },
    async () => {
      const harmed = [platforms.telegramPrivate(), platforms.zaloPrivate()];
      const asking = [platforms.telegramPrivate(), platforms.zaloPrivate()];
      // Time itself is tested: Redis is away for all of it, and there is nothing that could be waited for instead.
      const back = delay(PAUSE_MS);
      redis.pause();
      for (const talk of harmed) talk.say(HARM);
      for (const talk of asking) talk.say(QUESTION);
      try {
        const answers = await Promise.all(harmed.map((talk) => talk.answered(1, PAUSE_MS)));
        for (const [first] of answers) expect(first).toMatch(/^113\n111\n/);
        await back;
      } finally {
        redis.resume();
      }
      for (const talk of asking) expect((await talk.answered(1, BACK_WITHIN_MS))[0], talk.name).toContain(SOURCE);
      for (const talk of [...harmed, ...asking]) {
        talk.say('/trogiup');
        await talk.answered(2);
        expect(talk.replies(), talk.name).toHaveLength(2);
      }
    },
  );

  it('lose nothing that was received and not committed when all are killed', { timeout: LONG_MS }, async () => {
    const all = talks();
    redis.pause();
    for (const talk of all) talk.say(QUESTION);
    const inTelegram = all.filter(({ name }) => name.startsWith('telegram')).length;
    await platforms.telegram.waitFor(() => platforms.telegram.queue.pendingIds.length === inTelegram);
    await Promise.all([one.crash(), two.crash()]);
    redis.resume();
    await Promise.all([one.start(), two.start()]);
    for (const talk of all) {
      expect((await talk.answered(1, 60_000))[0], talk.name).toContain(SOURCE);
      talk.say('xin chào');
      expect((await talk.answered(2))[1], talk.name).toContain(GREETING);
      expect(talk.replies(), talk.name).toHaveLength(2);
    }
  });

  it('lost nothing when one was killed; twice came at most what it had in hand', { timeout: LONG_MS }, async () => {
    for (const talk of bereaved) {
      expect((await talk.answered(1, 60_000))[0], talk.name).toContain(SOURCE);
      expect(talk.replies().length, talk.name).toBeLessThanOrEqual(2);
    }
  });

  it('ends with 1 where a setting is found to be wrong after Redis has been reached', async () => {
    const { code, stderr } = await run('src/main.ts', [], {
      PORT: '0',
      REDIS_URL: redis.url,
      ZALO_BOT_TOKEN: `bad ${MARKS.zaloToken}`,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('token');
    expect(stderr).not.toContain(MARKS.zaloToken);
  });

  it(
    'leave nothing of what people wrote in output, metrics, files and the keys and values of Redis',
    { timeout: LONG_MS },
    async () => {
      const [first, second] = await Promise.all([one.left(), two.left()]);
      const kept = await dump(redis.url);
      expect(kept.length).toBeGreaterThan(20);
      const left = { told: [...first.told, ...second.told], kept: [...first.kept, ...second.kept, ...kept] };
      expect(tracesIn(left)).toEqual([]);
    },
  );
}

/** What a process's own page answers from a plan; empty where it does not. */
async function onPage({ address }: ServiceProcess, text: string): Promise<string> {
  const body = JSON.stringify({ conversation: randomUUID(), text });
  const headers = { 'content-type': 'application/json' };
  const { citations, text: reply } = chatReply.parse(
    await (await fetch(`${address}/api/chat`, { method: 'POST', headers, body })).json(),
  );
  return citations.length > 0 ? reply : '';
}

/** All keys and values. */
async function dump(url: string): Promise<Buffer[]> {
  const redis = new Redis(url);
  const read: Record<string, (key: string) => Promise<(Buffer | null)[]>> = {
    // Gone since the keys were listed.
    none: () => Promise.resolve([]),
    string: async (key) => [await redis.getBuffer(key)],
    hash: async (key) => {
      const fields = await redis.hgetallBuffer(key);
      return Object.entries(fields).flatMap(([name, value]) => [Buffer.from(name), value]);
    },
    list: (key) => redis.lrangeBuffer(key, 0, -1),
    set: (key) => redis.smembersBuffer(key),
    zset: (key) => redis.zrangeBuffer(key, '0', '-1'),
    stream: async (key) => [Buffer.from(JSON.stringify(await redis.xrange(key, '-', '+')))],
  };
  try {
    const found: Buffer[] = [];
    for (const key of await redis.keys('*')) {
      const values = await read[await redis.type(key)]!(key);
      found.push(Buffer.from(key), ...values.filter((value) => value !== null));
    }
    return found;
  } finally {
    redis.disconnect();
  }
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptedAnswer } from '../support/telegram-emulator/failure-script.ts';
import type { FailureKind } from '../support/zalo-emulator/zalo-emulator.ts';
import { ANSWER, GREETING, OPEN_QUESTION, Platforms, QUESTION, SOURCE, type Talk } from './platforms.ts';
import { ServiceProcess } from './service-process.ts';
import { MARKS, tracesIn } from './traces.ts';

/** A call without an answer is given up after 15 s, and Zalo's word to wait holds all of it for 30 s. */
const PATIENCE_MS = 90_000;
const WAIT_SECONDS = 3;

const NOTHING_DONE: Readonly<Record<string, ScriptedAnswer>> = {
  'Telegram asks to wait': { code: 429, description: 'Too Many Requests: retry after 3', retry_after: WAIT_SECONDS },
  'Telegram has an internal error': '500',
  'a page of a gateway comes': { page: 502 },
  'the connection breaks': 'reset',
  'no answer comes': 'hang',
};
/** Each with how many calls end so. */
const DONE: Readonly<Record<string, number>> = { 'apply-then-reset': 3, 'apply-then-hang': 1 };
const ZALO: Readonly<Record<string, FailureKind>> = {
  'a gateway answers with a page': 'http-502-html',
  'the connection breaks': 'reset',
  'no answer comes': 'hang',
  'Zalo has an internal error': { code: 403 },
  'Zalo has an error that is spelt otherwise': { code: 500, spelling: 'errorCode' },
};
const ZALO_WAIT = 'Zalo asks to wait';

interface Exchange {
  readonly replies: string[];
  /** Milliseconds from the question to its first reply. */
  readonly ms: number;
}

/** Platforms that do not take what is sent to them. */
export function failures(): void {
  let platforms: Platforms;
  let service: ServiceProcess;
  /** All of them run from the beginning: most of the time passes with waiting. */
  const exchanges = new Map<string, Promise<Exchange>>();

  beforeAll(async () => {
    platforms = await Platforms.open();
    service = await ServiceProcess.open(platforms, { mode: 'webhook' });
    for (const [name, as] of Object.entries(NOTHING_DONE)) failInTelegram(name, as, 1);
    for (const [as, times] of Object.entries(DONE)) failInTelegram(as, as as ScriptedAnswer, times);
    await failInZalo();
  }, PATIENCE_MS);

  afterAll(async () => {
    await service.close();
    await platforms.close();
  });

  function begin(name: string, talk: Talk): void {
    const exchange = askThenGreet(talk);
    exchange.catch(() => undefined);
    exchanges.set(name, exchange);
  }

  function failInTelegram(name: string, as: ScriptedAnswer, times: number): void {
    const talk = platforms.telegramPrivate();
    platforms.telegram.failNext({ method: 'sendMessage', chatId: talk.chat.id, as, times });
    begin(`Telegram: ${name}`, talk);
  }

  /** The word to wait comes last, since it holds everything that is still to be sent. */
  async function failInZalo(): Promise<void> {
    const { zalo } = platforms;
    const fail = (name: string, as: FailureKind): string => {
      const talk = platforms.zaloPrivate();
      zalo.failNext({ method: 'sendMessage', chatId: talk.id, as });
      begin(`Zalo: ${name}`, talk);
      return talk.id;
    };
    const failing = Object.entries(ZALO).map(([name, as]) => fail(name, as));
    const tried = (id: string) => zalo.calls.some(({ parameters }) => parameters['chat_id'] === id);
    await zalo.waitFor(() => failing.every(tried), PATIENCE_MS);
    fail(ZALO_WAIT, { code: 429 });
  }

  describe('a reply that cannot be sent at first', () => {
    it.each(Object.keys(NOTHING_DONE))('is sent once on Telegram when %s', { timeout: PATIENCE_MS }, async (name) => {
      const { replies, ms } = (await exchanges.get(`Telegram: ${name}`))!;
      expect(replies[0]).toContain(SOURCE);
      expect(replies).toHaveLength(2);
      if (name === 'Telegram asks to wait') expect(ms).toBeGreaterThanOrEqual(WAIT_SECONDS * 1000);
    });

    it.each(Object.keys(DONE))(
      'is sent again once at most on Telegram where it may have arrived (%s)',
      { timeout: PATIENCE_MS },
      async (as) => {
        const { replies } = (await exchanges.get(`Telegram: ${as}`))!;
        expect(replies[0]).toContain(SOURCE);
        expect(replies.filter((reply) => reply.includes(ANSWER)).length).toBeLessThanOrEqual(2);
      },
    );

    it.each([...Object.keys(ZALO), ZALO_WAIT])(
      'is sent once on Zalo when %s',
      { timeout: PATIENCE_MS },
      async (name) => {
        const { replies } = (await exchanges.get(`Zalo: ${name}`))!;
        expect(replies[0]).toContain(SOURCE);
        expect(replies).toHaveLength(2);
      },
    );
  });

  describe('a chat that is gone or moves', () => {
    it('is forgotten once it has blocked the bot, and nothing more is sent to it', async () => {
      const talk = platforms.telegramPrivate();
      talk.say('/diaphuong Bình Phước');
      await talk.answered(1);
      const blocked = { code: 403, description: 'Forbidden: bot was blocked by the user' };
      platforms.telegram.failNext({ method: 'sendMessage', chatId: talk.chat.id, as: blocked, times: 10 });
      const sent = callsTo(talk.chat.id);
      talk.say(`xin chào, tôi là ${MARKS.name}`);
      await platforms.taken();
      await platforms.telegram.waitFor(() => callsTo(talk.chat.id) > sent);
      // Another chat's answer shows that the courier has gone on.
      const other = platforms.telegramPrivate();
      other.say(QUESTION);
      await other.answered(1);
      const tried = callsTo(talk.chat.id) - sent;
      expect(tried).toBe(1);
      platforms.telegram.failNoMore();
      talk.say(OPEN_QUESTION);
      expect((await talk.answered(2))[1]).toContain('nơi nào');
      expect(callsTo(talk.chat.id) - sent).toBe(tried + 1);
    });

    it('is forgotten when Telegram tells that it has blocked the bot', async () => {
      const talk = platforms.telegramPrivate();
      talk.say('/diaphuong Bình Phước');
      await talk.answered(1);
      platforms.telegram.block(talk.user);
      platforms.telegram.unblock(talk.user);
      talk.say(OPEN_QUESTION);
      expect((await talk.answered(2))[1]).toContain('nơi nào');
    });

    it('keeps its place under the new id when a group becomes a supergroup', async () => {
      const { telegram } = platforms;
      const group = platforms.telegramGroup(telegram.group(MARKS.group));
      group.say('/diaphuong Bình Phước');
      expect((await group.answered(1))[0]).toContain('Bình Phước');
      const moved = platforms.telegramGroup(telegram.migrate(group.chat, platforms.person()));
      await platforms.taken();
      moved.say(OPEN_QUESTION);
      expect((await moved.answered(1))[0]).toContain(SOURCE);
    });

    it('gets under the new id what could not be sent under the old one', async () => {
      const { telegram } = platforms;
      const group = platforms.telegramGroup(telegram.group(MARKS.group));
      group.say('/diaphuong Bình Phước');
      await group.answered(1);
      // Nobody tells the bot: it learns of the move from the refusal.
      const to = telegram.world.addChat({ type: 'supergroup', title: MARKS.group });
      group.chat.migratedTo = to;
      group.say(OPEN_QUESTION);
      const moved = platforms.telegramGroup(to);
      expect((await moved.answered(1))[0]).toContain(SOURCE);
      moved.say(OPEN_QUESTION);
      expect((await moved.answered(2))[1]).toContain(SOURCE);
    });
  });

  it('leaves no trace of anybody after all of that', async () => {
    expect(tracesIn(await service.left())).toEqual([]);
  });

  function callsTo(chat: number): number {
    const calls = platforms.telegram.callsOf('sendMessage');
    return calls.filter(({ parameters }) => Number(parameters['chat_id']) === chat).length;
  }
}

/** Asks, and when the answer is there greets: replies keep their order, so that nothing comes after the greeting's. */
async function askThenGreet(talk: Talk): Promise<Exchange> {
  const from = performance.now();
  talk.say(QUESTION);
  await talk.answered(1, PATIENCE_MS);
  const ms = performance.now() - from;
  talk.say('xin chào');
  for (let count = 2; ; count += 1) {
    const replies = await talk.answered(count, PATIENCE_MS);
    if (replies.at(-1)?.includes(GREETING)) return { replies, ms };
  }
}

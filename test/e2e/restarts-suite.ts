import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { Platforms, QUESTION, SOURCE, type Mode, type Talk } from './platforms.ts';
import { ServiceProcess } from './service-process.ts';
import { tracesIn } from './traces.ts';

const LONG_MS = 120_000;
const STOP_WITHIN_MS = 10_000;

async function opened(mode: Mode) {
  const platforms = await Platforms.open();
  const service = await ServiceProcess.open(platforms, { mode });
  const close = async () => {
    await service.close();
    await platforms.close();
  };
  return { platforms, service, close };
}

/** When to pull the plug, counted from the first message of a round. */
type Moment = readonly [name: string, come: (platforms: Platforms, talks: readonly Talk[]) => Promise<unknown>];

const sends = ({ telegram }: Platforms) => telegram.callsOf('sendMessage').length;
const seen = (talks: readonly Talk[]) => talks.filter((talk) => talk.replies().length > 0).length;

function moments(): Moment[] {
  // Time itself: between the moments that can be waited for lie those that nobody has thought of.
  const random = Array.from({ length: 4 }, (): Moment => {
    const ms = Math.round(Math.random() * 120);
    return [`${ms} ms after the messages`, () => delay(ms)];
  });
  return [
    ['at once', () => Promise.resolve()],
    [
      'after the first update was taken',
      ({ telegram }) => {
        const before = telegram.queue.deliveries.length;
        return telegram.waitFor(() => telegram.queue.deliveries.length > before);
      },
    ],
    [
      'while the first reply is being sent',
      (platforms) => {
        const before = sends(platforms);
        return platforms.telegram.waitFor(() => sends(platforms) > before);
      },
    ],
    [
      'when half of the replies are seen',
      ({ telegram }, talks) => telegram.waitFor(() => seen(talks) >= talks.length / 2),
    ],
    ...random,
  ];
}

/** The end of a process, wanted or not. */
export function restarts(): void {
  describe('kill -9', () => {
    it(
      'at any moment loses no message; twice comes at most a reply that was on its way just then',
      { timeout: LONG_MS },
      async () => {
        const { platforms, service, close } = await opened('webhook');
        try {
          /** The chats, each with how many replies are allowed and when its process was killed. */
          const all: { talk: Talk; most: number; name: string }[] = [];
          for (const [name, come] of moments()) {
            const talks = [...Array.from({ length: 8 }, () => platforms.telegramPrivate()), platforms.zaloPrivate()];
            for (const talk of talks) talk.say(QUESTION);
            await come(platforms, talks);
            await service.crash();
            // What had reached the platform by then is taken in before anything else.
            await fetch(`${platforms.telegram.apiRoot}/bot${platforms.telegram.token}/getMe`);
            all.push(...talks.map((talk) => ({ talk, most: talk.replies().length > 0 ? 2 : 1, name })));
            await service.start();
            for (const talk of talks) expect((await talk.answered(1))[0], `${name}: ${talk.name}`).toContain(SOURCE);
          }
          expect((await service.stop()).code).toBe(0);
          for (const { talk, most, name } of all) {
            expect(talk.replies().length, `${name}: ${talk.name}`).toBeLessThanOrEqual(most);
          }
          // No chat still waits for anything.
          const store = openSqliteStore(service.database);
          expect(await store.waitingChats(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
          await store.close();
          await service.start();
          expect(tracesIn(await service.left())).toEqual([]);
        } finally {
          await close();
        }
      },
    );

    it('between the commit and the sending leads to exactly one reply', { timeout: LONG_MS }, async () => {
      const { platforms, service, close } = await opened('polling');
      try {
        const talk = platforms.telegramPrivate();
        platforms.telegram.failNext({ method: 'sendMessage', chatId: talk.chat.id, as: 'hang' });
        talk.say(QUESTION);
        await platforms.telegram.waitFor(() => sends(platforms) === 1);
        await service.crash();
        expect(talk.replies()).toEqual([]);
        await service.start();
        expect(await talk.answered(1)).toHaveLength(1);
        talk.say('xin chào');
        expect((await talk.answered(2))[0]).toContain(SOURCE);
        expect(talk.replies()).toHaveLength(2);
      } finally {
        await close();
      }
    });
  });

  describe('SIGTERM', () => {
    it.each<Mode>(['polling', 'webhook'])(
      'in the midst of turns (%s) ends with 0 within ten seconds; each message is answered once, before or after',
      { timeout: LONG_MS },
      async (mode) => {
        const { platforms, service, close } = await opened(mode);
        try {
          const talks = [
            ...Array.from({ length: 24 }, () => platforms.telegramPrivate()),
            ...Array.from({ length: 3 }, () => platforms.zaloPrivate()),
          ];
          for (const talk of talks) talk.say(QUESTION);
          await platforms.telegram.waitFor(() => seen(talks) >= 3);
          const { code, ms } = await service.stop();
          expect(code).toBe(0);
          expect(ms).toBeLessThan(STOP_WITHIN_MS);
          expect(seen(talks)).toBeLessThan(talks.length);
          await service.start();
          for (const talk of talks) expect((await talk.answered(1))[0], talk.name).toContain(SOURCE);
          expect((await service.stop()).code).toBe(0);
          for (const talk of talks) expect(talk.replies(), talk.name).toHaveLength(1);
        } finally {
          await close();
        }
      },
    );
  });
}

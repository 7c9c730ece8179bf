import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ScriptedAnswer } from '../support/telegram-emulator/failure-script.ts';
import type { FailureKind } from '../support/zalo-emulator/zalo-emulator.ts';
import { Platforms, type Talk } from './platforms.ts';
import { RehearsedService } from './nudge-service.ts';

const LONG_MS = 90_000;
const WITHIN_MS = 45_000;

const TELEGRAM: Readonly<Record<string, readonly ScriptedAnswer[]>> = {
  'asks to wait twice': [
    { code: 429, description: 'Too Many Requests: retry after 1', retry_after: 1 },
    { code: 429, description: 'Too Many Requests: retry after 2', retry_after: 2 },
  ],
  'has an internal error': ['500', '500'],
  'has a gateway that answers with a page': [{ page: 502 }, { page: 503 }],
  'has taken the message though its answer is lost': ['apply-then-reset'],
};
const ZALO: Readonly<Record<string, FailureKind>> = {
  'has a gateway that answers with a page': 'http-502-html',
  'has an internal error': { code: 403 },
};

/** Platforms that fail, and a process that was away at the hour. */
export function nudgeTroubles(): void {
  let platforms: Platforms;
  let service: RehearsedService;
  const talks = new Map<string, Talk>();

  beforeAll(async () => {
    platforms = await Platforms.open();
    service = new RehearsedService(platforms);
    for (const [name, answers] of Object.entries(TELEGRAM)) {
      const talk = platforms.telegramPrivate();
      for (const as of answers) platforms.telegram.failNext({ method: 'sendMessage', chatId: talk.chat.id, as });
      talks.set(`Telegram ${name}`, talk);
    }
    for (const [name, as] of Object.entries(ZALO)) {
      const talk = platforms.zaloPrivate();
      platforms.zalo.openChat(talk.id);
      platforms.zalo.failNext({ method: 'sendMessage', chatId: talk.id, as });
      talks.set(`Zalo ${name}`, talk);
    }
    await service.subscribe(
      [...talks.values()].map(({ name }) => name),
      '2025-05-05 10:00:00',
    );
    await service.openAt('2025-05-06 07:59:57');
  }, LONG_MS);

  afterAll(async () => {
    await service.close();
    await platforms.close();
  });

  it.each([
    ...Object.keys(TELEGRAM).map((name) => `Telegram ${name}`),
    ...Object.keys(ZALO).map((name) => `Zalo ${name}`),
  ])('come once where %s', { timeout: LONG_MS }, async (name) => {
    expect((await talks.get(name)!.answered(1, WITHIN_MS))[0]).toContain('còn 14 ngày');
  });

  it('come once and say that they are late, where the process was away at the hour', { timeout: LONG_MS }, async () => {
    await allCame(1);
    await service.reopenAt('2025-05-13 10:30:00');
    for (const [name, talk] of talks) {
      const nudge = (await talk.answered(2, WITHIN_MS))[1];
      expect(nudge, name).toContain('NHẮC VIỆC (muộn) – huyện Hạ Lang');
      expect(nudge, name).toContain('(còn 7 ngày)');
    }
    await allCame(2);
  });

  it(
    'become one word that the deadline has passed, where the process was away until then',
    { timeout: LONG_MS },
    async () => {
      await service.reopenAt('2025-05-21 09:00:00');
      for (const [name, talk] of talks) {
        const notice = (await talk.answered(3, WITHIN_MS))[2];
        expect(notice, name).toContain('Thời hạn trước ngày 21/5/2025 đã qua');
        expect(notice, name).toContain('đề nghị gửi ngay');
      }
      await allCame(3);
      const store = service.openStore();
      const counts = await store.counts('nudges:');
      await store.close();
      // Of each chat those of 16, 19 and 20 May.
      expect(counts['nudges:dropped']).toBe(3 * talks.size);
      expect(counts['nudges:late']).toBe(talks.size);
      expect(counts['nudges:sent']).toBe(3 * talks.size);
    },
  );

  /** Stops the process once nothing waits any more; each chat has had exactly so many. */
  async function allCame(count: number): Promise<void> {
    await service.until(({ open }) => open === 0);
    await service.stop();
    for (const [name, talk] of talks) expect(talk.replies(), name).toHaveLength(count);
  }
}

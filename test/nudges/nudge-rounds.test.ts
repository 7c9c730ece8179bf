import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/model/store.ts';
import { Timetable } from '../../src/nudges/timetable.ts';
import { at, planOf, worldOf } from './nudge-world.ts';
import { allYear, CHAT, DAYS_OF_UNITS, NudgedChats, OCTOBER, OTHER } from './nudged-chats.ts';
import { every, HOUR } from './simulation.ts';

const MINUTE = 60_000;
let chats: NudgedChats;

beforeEach(() => {
  chats = new NudgedChats();
});
afterEach(() => chats.store.close());

describe('a nudge is sent once', () => {
  it('by two processes that tick on one store', async () => {
    await chats.subscribe();
    await chats.subscribe(OTHER, 'so-tu-phap');
    const log = await chats.run(allYear(), [chats.rounds(), chats.rounds()]);
    expect(log).toHaveLength(2 * DAYS_OF_UNITS.length);
    expect(new Set(log).size).toBe(log.length);
  });

  it('by three processes that look at the same moment', async () => {
    await chats.subscribe();
    const now = at('2025-10-24 08:00');
    const processes = [chats.rounds(), chats.rounds(), chats.rounds()];
    const woken = await Promise.all(processes.map((rounds) => rounds.tick(now)));
    expect(woken.flat()).toEqual([CHAT]);
    expect(await chats.sent(CHAT, now)).toHaveLength(1);
  });

  it('across restarts at every hour', async () => {
    await chats.subscribe();
    const log: string[] = [];
    for (const now of allYear()) {
      const rounds = chats.rounds();
      await rounds.replan(now);
      log.push(...(await chats.run([now], [rounds])));
    }
    expect(log).toHaveLength(DAYS_OF_UNITS.length);
  });

  it('whatever the clock does: ahead for a while, and back', async () => {
    await chats.subscribe();
    const rounds = chats.rounds();
    const log = await chats.run([at('2025-10-24 08:00'), at('2030-01-01 10:00'), at('2025-10-24 09:00')], [rounds]);
    expect(log.filter((line) => line.startsWith('2025'))).toHaveLength(1);
    const rest = await chats.run(every(HOUR, at('2025-10-24 10:00'), at('2025-12-01 00:00')), [rounds]);
    expect(rest.map((line) => line.slice(0, 10))).toEqual(DAYS_OF_UNITS.slice(1));
  });

  it('and not again where the chat goes on under another key', async () => {
    await chats.subscribe();
    await chats.run([at('2025-10-24 08:00')]);
    await chats.store.moveChat(CHAT, OTHER);
    const log = await chats.run(every(HOUR, at('2025-10-24 09:00'), at('2025-11-01 00:00')));
    expect(log).toEqual([`2025-10-31 08:00 ${OTHER} NHẮC VIỆC – tỉnh Bình Phước`]);
  });

  it('nothing at all where the commit fails, and then once', async () => {
    await chats.subscribe();
    const now = at('2025-10-24 08:00');
    const methods = ['list', 'due', 'get'] as const;
    const { store } = chats;
    const read = Object.fromEntries(methods.map((name) => [name, store[name].bind(store)])) as unknown as Store;
    const dying = chats.rounds({ ...read, commit: () => Promise.reject(new Error('away')) });
    await expect(dying.tick(now)).rejects.toThrow('away');
    expect(await chats.sent(CHAT, now)).toEqual([]);
    expect(await chats.run([now, now + MINUTE])).toHaveLength(1);
  });

  it('and goes on past a mark that is left of an earlier chat of the same key', async () => {
    await chats.subscribe();
    await chats.run([at('2025-10-24 08:00')]);
    const [mark] = await chats.store.list('sent-nudge', OCTOBER);
    const { chat: _chat, ...homeless } = mark!;
    await chats.store.commit({ put: [homeless] }, OCTOBER);
    await chats.rounds().replan(at('2025-10-24 09:30'));
    expect(await chats.run([at('2025-10-24 09:30')])).toEqual([]);
    expect(await chats.store.due('subscription', at('2025-10-24 09:31'), 10)).toEqual([]);
  });
});

describe('after a time in which no process was there', () => {
  it('what is of use comes once, marked late, and the rest is counted', async () => {
    await chats.subscribe();
    const log = await chats.run([OCTOBER, at('2025-11-05 10:00'), at('2025-11-05 10:01')]);
    expect(log).toEqual([`2025-11-05 10:00 ${CHAT} NHẮC VIỆC (muộn) – tỉnh Bình Phước`]);
    expect(await chats.store.counts('nudges:')).toEqual({ 'nudges:sent': 1, 'nudges:late': 1, 'nudges:dropped': 2 });
  });

  it('what has passed is counted once, though it is looked at often', async () => {
    await chats.subscribe();
    expect(await chats.run([OCTOBER, ...every(HOUR, at('2025-11-12 08:00'), at('2025-11-14 08:00'))])).toEqual([]);
    expect(await chats.store.counts('nudges:')).toEqual({ 'nudges:dropped': 6 });
  });

  it('a nudge that its platform did not take that day comes on the next working day', async () => {
    await chats.subscribe();
    await chats.rounds().tick(at('2025-10-24 08:00'));
    const delivery = await chats.store.take(CHAT, at('2025-10-24 08:01'), MINUTE);
    expect(delivery!.expiresAt).toBe(at('2025-10-24 21:00'));
    await chats.store.settle(delivery!.id, { kind: 'dropped' });
    await chats.rounds().expired(delivery!.id, CHAT, at('2025-10-24 21:00'));
    const log = await chats.run(every(HOUR / 2, at('2025-10-24 21:00'), at('2025-10-28 00:00')));
    expect(log).toEqual([`2025-10-27 08:00 ${CHAT} NHẮC VIỆC (muộn) – tỉnh Bình Phước`]);
  });
});

describe('a corrected plan', () => {
  it('is nudged by its new date, and what was reported stays reported', async () => {
    const moved = (due: string) => {
      const plan = planOf('binh-phuoc-2025');
      const deadlines = plan.deadlines.map((each) => (each.id.endsWith('don-vi') ? { ...each, due } : each));
      return new Timetable(worldOf({ ...plan, deadlines }));
    };
    await chats.subscribe();
    await chats.subscribe(OTHER, 'so-tu-phap');
    await chats.settle(chats.book.reported(OTHER, {}, at('2025-11-01 09:00')), OCTOBER);
    const rounds = chats.rounds();
    await chats.run([at('2025-11-04 08:00')], [rounds]);
    chats.table = moved('2025-11-25');
    await rounds.replan(at('2025-11-04 10:00'));
    const log = await chats.run(every(HOUR, at('2025-11-04 10:00'), at('2025-12-01 00:00')), [rounds]);
    expect(log.map((line) => line.slice(0, 29))).toEqual(
      ['10', '17', '21', '24', '25'].map((day) => `2025-11-${day} 08:00 ${CHAT}`),
    );
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outgoing } from '../../src/model/outgoing.ts';
import type { Store } from '../../src/model/store.ts';
import { NudgeBook, type NudgeAnswer } from '../../src/nudges/nudge-book.ts';
import { Timetable } from '../../src/nudges/timetable.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';
import { deliveriesOf, openDelivery } from '../../src/turns/outgoing-parts.ts';
import { at, planOf, timetable, worldOf } from './nudge-world.ts';
import { every, HOUR } from './simulation.ts';

const MINUTE = 60_000;
const CHAT = 'zalo:group-1';
const OTHER = 'telegram:-100';
const OCTOBER = at('2025-10-01 09:00');
const vault = createVault(newKey());
let store: Store;
let table: Timetable;

function bookOver(kept: Store = store): NudgeBook {
  return new NudgeBook({
    store: kept,
    vault,
    timetable: () => table,
    delivery: (id, chat, message, now, expiresAt) =>
      deliveriesOf(id, chat, message, { now, expiresAt }, { vault, limits: { telegram: 4096, zalo: 1900, web: 9999 } }),
  });
}

/** Commits an answer as the turn does that it belongs to. */
async function settle(answer: Promise<NudgeAnswer>, now: number): Promise<NudgeAnswer> {
  const said = await answer;
  await store.commit({ put: said.put, remove: said.remove }, now);
  return said;
}

async function subscribe(chat = CHAT, agency: string | null = 'so-gddt', place = 'binh-phuoc', now = OCTOBER) {
  const wanted = { place, agency: agency ?? undefined, group: true };
  return settle(bookOver().subscribe(chat, wanted, now), now);
}

/** Takes everything that waits for a chat as if it were sent. */
async function sent(chat: string, now: number): Promise<(Outgoing & { id: string })[]> {
  const out: (Outgoing & { id: string })[] = [];
  for (;;) {
    const delivery = await store.take(chat, now, MINUTE);
    if (!delivery) return out;
    out.push({ ...openDelivery(delivery.body, vault), id: delivery.id });
    await store.settle(delivery.id, { kind: 'done' });
  }
}

/** Ticks at each instant; gives when a message went to which chat. */
async function run(instants: Iterable<number>, books = [bookOver()], chats = [CHAT, OTHER]): Promise<string[]> {
  const log: string[] = [];
  for (const now of instants) {
    for (const book of books) await book.tick(now);
    for (const chat of chats)
      for (const { text } of await sent(chat, now)) log.push(`${when(now)} ${chat} ${text.split('\n')[0] ?? ''}`);
  }
  return log;
}

function when(now: number): string {
  return new Date(now + 7 * HOUR).toISOString().slice(0, 16).replace('T', ' ');
}

const DAYS_OF_UNITS = ['2025-10-24', '2025-10-31', '2025-11-04', '2025-11-06', '2025-11-07', '2025-11-10'];
const ALL_YEAR = () => every(HOUR, OCTOBER, at('2025-12-01 00:00'));

beforeEach(() => {
  store = openSqliteStore(':memory:');
  table = timetable;
});
afterEach(() => store.close());

describe('a subscription', () => {
  it('tells the next deadline and how to stop, and is asked for its place where it has none', async () => {
    const said = await subscribe();
    expect(said.text).toMatch(/^Đã bật nhắc việc: tỉnh Bình Phước, Sở Giáo dục và Đào tạo\. .*14, 7, 3, 1 ngày/);
    expect(said.text).toContain('- thứ Sáu, 7/11/2025: báo cáo kết quả');
    const without = await bookOver().subscribe(OTHER, { group: true }, OCTOBER);
    expect([without.text, without.put]).toEqual([expect.stringContaining('/diaphuong'), []]);
  });

  it('says so where nothing binds the agency', async () => {
    expect((await subscribe(CHAT, 'thon')).text).toContain('không được nêu trong hạn nào của tỉnh Bình Phước');
  });

  it('is nudged on its days, once each, and on no other', async () => {
    await subscribe();
    expect(await run(ALL_YEAR())).toEqual(
      DAYS_OF_UNITS.map((day) => `${day} 08:00 ${CHAT} NHẮC VIỆC – tỉnh Bình Phước`),
    );
  });

  it('that ends is nudged no more', async () => {
    await subscribe();
    await run([at('2025-10-24 08:00')]);
    const said = await settle(bookOver().unsubscribe(CHAT, OCTOBER), OCTOBER);
    expect(said.text).toBe('Đã tắt nhắc việc ở đây.');
    expect(await run(ALL_YEAR())).toEqual([]);
    expect((await bookOver().unsubscribe(CHAT, OCTOBER)).text).toContain('/nhacviec bat');
  });

  it('turned off and on again is not sent what came between', async () => {
    await subscribe();
    await settle(bookOver().unsubscribe(CHAT, OCTOBER), OCTOBER);
    await subscribe(CHAT, 'so-gddt', 'binh-phuoc', at('2025-11-01 00:00'));
    expect(await run(every(HOUR, at('2025-11-01 01:00'), at('2025-11-05 00:00')))).toHaveLength(1);
  });

  it('follows the chat’s new place and agency', async () => {
    await subscribe();
    const put = await bookOver().moved(CHAT, { place: 'dak-nong' }, OCTOBER);
    await store.commit({ put }, OCTOBER);
    const now = await bookOver().subscription(CHAT, OCTOBER);
    expect([now?.place, now?.agency]).toEqual(['dak-nong', undefined]);
    expect((await run(ALL_YEAR()))[0]).toBe(`2025-10-31 08:00 ${CHAT} NHẮC VIỆC – tỉnh Đăk Nông`);
    expect(await bookOver().moved(OTHER, { place: 'dak-nong' }, OCTOBER)).toEqual([]);
  });

  it('gets the summary of a week where it wants it', async () => {
    const wanted = { place: 'dak-nong', group: false };
    const before = at('2025-11-08 09:00');
    const said = await settle(bookOver().setWeekly(CHAT, true, wanted, before), before);
    expect(said.text).toContain('thứ Hai');
    await settle(bookOver().setWeekly(OTHER, true, wanted, before), before);
    await settle(bookOver().setWeekly(OTHER, false, wanted, before), before);
    const log = await run(every(HOUR, before, at('2025-11-10 23:00')));
    expect(log.map((line) => line.slice(0, 29))).toEqual([`2025-11-10 08:00 ${CHAT}`]);
    expect((await bookOver().setWeekly('zalo:none', false, wanted, before)).put).toEqual([]);
  });

  it('is sealed: the store sees neither place nor agency of it', async () => {
    await subscribe();
    const [record] = await store.list('subscription', OCTOBER);
    expect(record!.body).not.toMatch(/binh-phuoc|so-gddt/);
    expect(record!.chat).toBe(CHAT);
  });

  it('whose key is lost is left alone', async () => {
    await subscribe();
    const [record] = await store.list('subscription', OCTOBER);
    await store.commit({ put: [{ ...record!, body: 'AAAA' }] }, OCTOBER);
    expect(await bookOver().tick(at('2025-10-24 08:00'))).toEqual([]);
    expect(await store.due('subscription', at('2026-01-01 00:00'), 10)).toEqual([]);
  });
});

describe('a nudge is sent once', () => {
  it('by two books that tick on one store', async () => {
    await subscribe();
    await subscribe(OTHER, 'so-tu-phap');
    const log = await run(ALL_YEAR(), [bookOver(), bookOver()]);
    expect(log).toHaveLength(2 * DAYS_OF_UNITS.length);
    expect(new Set(log).size).toBe(log.length);
  });

  it('by two books that look at the same moment', async () => {
    await subscribe();
    const now = at('2025-10-24 08:00');
    const chats = await Promise.all([bookOver().tick(now), bookOver().tick(now), bookOver().tick(now)]);
    expect(chats.flat()).toEqual([CHAT]);
    expect(await sent(CHAT, now)).toHaveLength(1);
  });

  it('across restarts at every hour', async () => {
    await subscribe();
    const log: string[] = [];
    for (const now of ALL_YEAR()) {
      const book = bookOver();
      await book.replan(now);
      log.push(...(await run([now], [book])));
    }
    expect(log).toHaveLength(DAYS_OF_UNITS.length);
  });

  it('whatever the clock does: ahead for a while, and back', async () => {
    await subscribe();
    const book = bookOver();
    const log = await run([at('2025-10-24 08:00'), at('2030-01-01 10:00'), at('2025-10-24 09:00')], [book]);
    expect(log.filter((line) => line.startsWith('2025'))).toHaveLength(1);
    const rest = await run(every(HOUR, at('2025-10-24 10:00'), at('2025-12-01 00:00')), [book]);
    expect(rest.map((line) => line.slice(0, 10))).toEqual(DAYS_OF_UNITS.slice(1));
  });

  it('and not again where the chat goes on under another key', async () => {
    await subscribe();
    await run([at('2025-10-24 08:00')]);
    await store.moveChat(CHAT, OTHER);
    const log = await run(every(HOUR, at('2025-10-24 09:00'), at('2025-11-01 00:00')));
    expect(log).toEqual([`2025-10-31 08:00 ${OTHER} NHẮC VIỆC – tỉnh Bình Phước`]);
  });

  it('nothing at all where the commit fails, and then once', async () => {
    await subscribe();
    const now = at('2025-10-24 08:00');
    const methods = ['list', 'due', 'get'] as const;
    const read = Object.fromEntries(methods.map((name) => [name, store[name].bind(store)])) as unknown as Store;
    const dying = bookOver({ ...read, commit: () => Promise.reject(new Error('away')) });
    await expect(dying.tick(now)).rejects.toThrow('away');
    expect(await sent(CHAT, now)).toEqual([]);
    expect(await run([now, now + MINUTE])).toHaveLength(1);
  });

  it('and goes on past a mark that is left of an earlier chat of the same key', async () => {
    await subscribe();
    await run([at('2025-10-24 08:00')]);
    const [mark] = await store.list('sent-nudge', OCTOBER);
    const { chat: _chat, ...homeless } = mark!;
    await store.commit({ put: [homeless] }, OCTOBER);
    await bookOver().replan(at('2025-10-24 09:30'));
    expect(await run([at('2025-10-24 09:30')])).toEqual([]);
    expect(await store.due('subscription', at('2025-10-24 09:31'), 10)).toEqual([]);
  });
});

describe('after a time in which no process was there', () => {
  it('what is of use comes once, marked late, and the rest is counted', async () => {
    await subscribe();
    const log = await run([OCTOBER, at('2025-11-05 10:00'), at('2025-11-05 10:01')]);
    expect(log).toEqual([`2025-11-05 10:00 ${CHAT} NHẮC VIỆC (muộn) – tỉnh Bình Phước`]);
    expect(await store.counts('nudges:')).toEqual({ 'nudges:sent': 1, 'nudges:late': 1, 'nudges:dropped': 2 });
  });

  it('what has passed is counted once, though it is looked at often', async () => {
    await subscribe();
    expect(await run([OCTOBER, ...every(HOUR, at('2025-11-12 08:00'), at('2025-11-14 08:00'))])).toEqual([]);
    expect(await store.counts('nudges:')).toEqual({ 'nudges:dropped': 6 });
  });

  it('a nudge that its platform did not take that day comes on the next working day', async () => {
    await subscribe();
    await bookOver().tick(at('2025-10-24 08:00'));
    const delivery = await store.take(CHAT, at('2025-10-24 08:01'), MINUTE);
    expect(delivery!.expiresAt).toBe(at('2025-10-24 21:00'));
    await store.settle(delivery!.id, { kind: 'dropped' });
    await bookOver().expired(delivery!.id, CHAT, at('2025-10-24 21:00'));
    const log = await run(every(HOUR / 2, at('2025-10-24 21:00'), at('2025-10-28 00:00')));
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
    await subscribe();
    await subscribe(OTHER, 'so-tu-phap');
    await settle(bookOver().reported(OTHER, {}, at('2025-11-01 09:00')), OCTOBER);
    const book = bookOver();
    await run([at('2025-11-04 08:00')], [book]);
    table = moved('2025-11-25');
    await book.replan(at('2025-11-04 10:00'));
    const log = await run(every(HOUR, at('2025-11-04 10:00'), at('2025-12-01 00:00')), [book]);
    expect(log.map((line) => line.slice(0, 29))).toEqual(
      ['10', '17', '21', '24', '25'].map((day) => `2025-11-${day} 08:00 ${CHAT}`),
    );
  });
});

describe('"đã nộp"', () => {
  const NOVEMBER = at('2025-11-04 10:00');

  it('ends the nudges of that deadline for the chat’s agency', async () => {
    await subscribe();
    await run(every(HOUR, OCTOBER, NOVEMBER));
    const said = await settle(bookOver().reported(CHAT, {}, NOVEMBER), NOVEMBER);
    expect(said.text).toMatch(/^Đã ghi nhận Sở Giáo dục và Đào tạo đã nộp: báo cáo .* \(trước ngày 10\/11\/2025\)/);
    expect(await run(every(HOUR, NOVEMBER, at('2025-12-01 00:00')))).toEqual([]);
    expect((await bookOver().reported(CHAT, {}, NOVEMBER)).text).toContain('không có hạn nào');
  });

  it('in one chat of an agency is told once in its others, where it can be taken back', async () => {
    await subscribe();
    await subscribe(OTHER);
    await settle(bookOver().reported(OTHER, {}, NOVEMBER), NOVEMBER);
    const told = await run(every(HOUR, at('2025-11-06 07:00'), at('2025-11-08 00:00')));
    expect(told.map((line) => line.slice(0, 16))).toEqual(['2025-11-06 08:00']);
    const undone = await settle(bookOver().reported(CHAT, { undo: true }, at('2025-11-07 09:00')), NOVEMBER);
    expect(undone.text).toContain('Đã bỏ ghi nhận');
    const after = await run(every(HOUR, at('2025-11-07 10:00'), at('2025-11-12 00:00')));
    // The chat that said so itself has its own mark still.
    expect(after.map((line) => line.slice(0, 29))).toEqual([`2025-11-07 10:00 ${CHAT}`, `2025-11-10 08:00 ${CHAT}`]);
  });

  it('of one of many of the same name holds for its own chat only', async () => {
    await subscribe(CHAT, 'ubnd-huyen');
    await subscribe(OTHER, 'ubnd-huyen');
    await settle(bookOver().reported(OTHER, {}, NOVEMBER), NOVEMBER);
    const log = await run(every(HOUR, at('2025-11-06 00:00'), at('2025-11-12 00:00')));
    expect(log.map((line) => line.slice(17, 29))).toEqual([CHAT, CHAT, CHAT]);
  });

  it('in a group of several units asks which, and tells who is still missing', async () => {
    await subscribe(CHAT, null);
    const asked = await bookOver().reported(CHAT, { references: ['z50j7m'] }, NOVEMBER);
    expect(asked.text).toMatch(/^Đơn vị nào đã nộp/);
    expect(asked.choices.at(-1)).toEqual({ label: 'Tất cả đã nộp', value: '/danop #z50j7m tatca' });
    expect(asked.put).toEqual([]);
    const words = { references: ['z50j7m'], agency: 'so-gddt' };
    const said = await settle(bookOver().reported(CHAT, words, NOVEMBER), NOVEMBER);
    expect(said.text).toMatch(/Chưa báo đã nộp \(\d+ đơn vị\): .*Sở Tư pháp/);
    expect(said.text.split('\n')[1]).not.toContain('Sở Giáo dục');
    const nudged = await run([at('2025-11-06 08:00')]);
    expect(nudged).toHaveLength(1);
    await settle(bookOver().reported(CHAT, { references: ['z50j7m'], all: true }, NOVEMBER), NOVEMBER);
    expect(await run([at('2025-11-07 08:00')])).toEqual([]);
  });

  it('can be said of a unit by who collects, and is seen by all who follow', async () => {
    await subscribe(CHAT, 'so-y-te');
    await subscribe(OTHER, 'so-gddt');
    const now = at('2025-11-06 10:00');
    const said = await settle(bookOver().reported(CHAT, { agency: 'so-gddt' }, now), now);
    expect(said.text).toMatch(/^Đã ghi nhận Sở Giáo dục và Đào tạo đã nộp[^]*Chưa báo đã nộp \(\d+ đơn vị\)/);
    await bookOver().tick(at('2025-11-07 08:00'));
    const [told] = await sent(OTHER, at('2025-11-07 08:00'));
    expect(told!.text).toContain('Đã có nơi khác báo Sở Giáo dục và Đào tạo đã nộp');
  });

  it('by one agency of another counts in its own chat only', async () => {
    await subscribe(CHAT, 'so-tu-phap');
    await settle(bookOver().reported(CHAT, { agency: 'so-gddt' }, NOVEMBER), NOVEMBER);
    expect(await store.list('reported-unit', NOVEMBER)).toEqual([]);
  });

  it('of an agency means the deadline that binds it', async () => {
    await subscribe(CHAT, null);
    const now = at('2025-11-06 10:00');
    const said = await settle(bookOver().reported(CHAT, { agency: 'so-y-te' }, now), now);
    expect(said.text).toContain('trước ngày 20/11/2025');
  });

  it('of an agency that the deadline does not bind is refused', async () => {
    await subscribe(CHAT, null);
    const words = { references: ['z50j7m'], agency: 'thon' };
    expect(await bookOver().reported(CHAT, words, NOVEMBER)).toMatchObject({
      text: 'Các thôn không thuộc các đơn vị phải thực hiện hạn này.',
      put: [],
    });
  });

  it('without a deadline means the one nudged last; of several it asks', async () => {
    const now = at('2021-11-05 08:00');
    await subscribe(CHAT, null, 'binh-phuoc', at('2021-11-01 08:00'));
    await run([now]);
    const asked = await bookOver().reported(CHAT, {}, now + HOUR);
    expect(asked.choices.map(({ value }) => value)).toEqual([
      expect.stringMatching(/^\/danop #[a-z0-9]{6}$/),
      expect.stringMatching(/^\/danop #[a-z0-9]{6}$/),
    ]);
    expect(await bookOver().offered(CHAT, now + HOUR)).toMatch(/^nudge-[a-z0-9]{6}-[a-z0-9]{6}$/);
  });

  it('where nothing is subscribed says so', async () => {
    expect((await bookOver().reported(CHAT, {}, NOVEMBER)).text).toContain('/nhacviec bat');
  });
});

describe('"hoãn" and "xem nguyên văn"', () => {
  it('puts off to the next working day, and warns where that is too late', async () => {
    await subscribe();
    await run([at('2025-10-24 08:00')]);
    const said = await settle(bookOver().snooze(CHAT, [], at('2025-10-24 09:00')), OCTOBER);
    expect(said.text).toMatch(/nhắc lại lúc 08:00 thứ Hai, 27\/10\/2025\.$/);
    const log = await run(every(HOUR, at('2025-10-24 10:00'), at('2025-11-01 00:00')));
    expect(log.map((line) => line.slice(0, 16))).toEqual(['2025-10-27 08:00', '2025-10-31 08:00']);
    const late = await bookOver().snooze(CHAT, [], at('2025-11-07 09:00'));
    expect(late.text).toContain('đã qua');
  });

  it('can be put off day after day', async () => {
    await subscribe();
    for (const day of ['2025-10-24', '2025-10-27', '2025-10-28']) {
      expect(await run([at(`${day} 08:00`)])).toHaveLength(1);
      await settle(bookOver().snooze(CHAT, [], at(`${day} 09:00`)), OCTOBER);
    }
    expect(await run([at('2025-10-29 08:00')])).toHaveLength(1);
  });

  it('shows the exact words with their place', async () => {
    await subscribe();
    const said = await bookOver().original(CHAT, ['z50j7m'], OCTOBER);
    expect(said.text).toMatch(/^Kế hoạch năm 2025 của tỉnh Bình Phước, mục VI, gạch đầu dòng 1: «Các sở, ban, ngành/);
  });
});

describe('a chat that is forgotten', () => {
  it('leaves nothing behind but what its agency has reported', async () => {
    await subscribe();
    await run([at('2025-10-24 08:00')]);
    await settle(bookOver().snooze(CHAT, [], at('2025-10-24 09:00')), OCTOBER);
    await settle(bookOver().reported(CHAT, {}, at('2025-10-24 10:00')), OCTOBER);
    await store.forgetChat(CHAT);
    const kinds = ['subscription', 'sent-nudge', 'snooze', 'reported', 'nudge-offer'];
    const left = await Promise.all(kinds.map((kind) => store.list(kind, OCTOBER)));
    expect(left.flat()).toEqual([]);
    const [mark] = await store.list('reported-unit', OCTOBER);
    expect(JSON.stringify(mark)).not.toContain(CHAT);
  });
});

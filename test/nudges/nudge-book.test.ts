import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at } from './nudge-world.ts';
import { allYear, CHAT, DAYS_OF_UNITS, NudgedChats, OCTOBER, OTHER } from './nudged-chats.ts';
import { every, HOUR } from './simulation.ts';

let chats: NudgedChats;

beforeEach(() => {
  chats = new NudgedChats();
});
afterEach(() => chats.store.close());

describe('a subscription', () => {
  it('tells the next deadline and how to stop, and is asked for its place where it has none', async () => {
    const said = await chats.subscribe();
    expect(said.text).toMatch(/^Đã bật nhắc việc: tỉnh Bình Phước, Sở Giáo dục và Đào tạo\. .*14, 7, 3, 1 ngày/);
    expect(said.text).toContain('- thứ Sáu, 7/11/2025: báo cáo kết quả');
    const without = await chats.book.subscribe(OTHER, { group: true }, OCTOBER);
    expect([without.text, without.put]).toEqual([expect.stringContaining('/diaphuong'), []]);
  });

  it('says so where nothing binds the agency', async () => {
    expect((await chats.subscribe(CHAT, 'thon')).text).toContain('không được nêu trong hạn nào của tỉnh Bình Phước');
  });

  it('is nudged on its days, once each, and on no other', async () => {
    await chats.subscribe();
    expect(await chats.run(allYear())).toEqual(
      DAYS_OF_UNITS.map((day) => `${day} 08:00 ${CHAT} NHẮC VIỆC – tỉnh Bình Phước`),
    );
  });

  it('that ends is nudged no more', async () => {
    await chats.subscribe();
    await chats.run([at('2025-10-24 08:00')]);
    const said = await chats.settle(chats.book.unsubscribe(CHAT, OCTOBER), OCTOBER);
    expect(said.text).toBe('Đã tắt nhắc việc ở đây.');
    expect(await chats.run(allYear())).toEqual([]);
    expect((await chats.book.unsubscribe(CHAT, OCTOBER)).text).toContain('/nhacviec bat');
  });

  it('turned off and on again is not sent what came between', async () => {
    await chats.subscribe();
    await chats.settle(chats.book.unsubscribe(CHAT, OCTOBER), OCTOBER);
    await chats.subscribe(CHAT, 'so-gddt', 'binh-phuoc', at('2025-11-01 00:00'));
    expect(await chats.run(every(HOUR, at('2025-11-01 01:00'), at('2025-11-05 00:00')))).toHaveLength(1);
  });

  it('follows the chat’s new place and agency', async () => {
    await chats.subscribe();
    const put = await chats.book.moved(CHAT, { place: 'dak-nong' }, OCTOBER);
    await chats.store.commit({ put }, OCTOBER);
    const now = await chats.book.subscription(CHAT, OCTOBER);
    expect([now?.place, now?.agency]).toEqual(['dak-nong', undefined]);
    expect((await chats.run(allYear()))[0]).toBe(`2025-10-31 08:00 ${CHAT} NHẮC VIỆC – tỉnh Đăk Nông`);
    expect(await chats.book.moved(OTHER, { place: 'dak-nong' }, OCTOBER)).toEqual([]);
  });

  it('gets the summary of a week where it wants it', async () => {
    const wanted = { place: 'dak-nong', group: false };
    const before = at('2025-11-08 09:00');
    const said = await chats.settle(chats.book.setWeekly(CHAT, true, wanted, before), before);
    expect(said.text).toContain('thứ Hai');
    await chats.settle(chats.book.setWeekly(OTHER, true, wanted, before), before);
    await chats.settle(chats.book.setWeekly(OTHER, false, wanted, before), before);
    const log = await chats.run(every(HOUR, before, at('2025-11-10 23:00')));
    expect(log.map((line) => line.slice(0, 29))).toEqual([`2025-11-10 08:00 ${CHAT}`]);
    expect((await chats.book.setWeekly('zalo:none', false, wanted, before)).put).toEqual([]);
  });

  it('is sealed: the store sees neither place nor agency of it', async () => {
    await chats.subscribe();
    const [record] = await chats.store.list('subscription', OCTOBER);
    expect(record!.body).not.toMatch(/binh-phuoc|so-gddt/);
    expect(record!.chat).toBe(CHAT);
  });

  it('whose key is lost is left alone', async () => {
    await chats.subscribe();
    const [record] = await chats.store.list('subscription', OCTOBER);
    await chats.store.commit({ put: [{ ...record!, body: 'AAAA' }] }, OCTOBER);
    expect(await chats.rounds().tick(at('2025-10-24 08:00'))).toEqual([]);
    expect(await chats.store.due('subscription', at('2026-01-01 00:00'), 10)).toEqual([]);
  });
});

describe('"đã nộp"', () => {
  const NOVEMBER = at('2025-11-04 10:00');

  it('ends the nudges of that deadline for the chat’s agency', async () => {
    await chats.subscribe();
    await chats.run(every(HOUR, OCTOBER, NOVEMBER));
    const said = await chats.settle(chats.book.reported(CHAT, {}, NOVEMBER), NOVEMBER);
    expect(said.text).toMatch(/^Đã ghi nhận Sở Giáo dục và Đào tạo đã nộp: báo cáo .* \(trước ngày 10\/11\/2025\)/);
    expect(await chats.run(every(HOUR, NOVEMBER, at('2025-12-01 00:00')))).toEqual([]);
    expect((await chats.book.reported(CHAT, {}, NOVEMBER)).text).toContain('không có hạn nào');
  });

  it('in one chat of an agency is told once in its others, where it can be taken back', async () => {
    await chats.subscribe();
    await chats.subscribe(OTHER);
    await chats.settle(chats.book.reported(OTHER, {}, NOVEMBER), NOVEMBER);
    const told = await chats.run(every(HOUR, at('2025-11-06 07:00'), at('2025-11-08 00:00')));
    expect(told.map((line) => line.slice(0, 16))).toEqual(['2025-11-06 08:00']);
    const undone = await chats.settle(chats.book.reported(CHAT, { undo: true }, at('2025-11-07 09:00')), NOVEMBER);
    expect(undone.text).toContain('Đã bỏ ghi nhận');
    const after = await chats.run(every(HOUR, at('2025-11-07 10:00'), at('2025-11-12 00:00')));
    // The chat that said so itself has its own mark still.
    expect(after.map((line) => line.slice(0, 29))).toEqual([`2025-11-07 10:00 ${CHAT}`, `2025-11-10 08:00 ${CHAT}`]);
  });

  it('of one of many of the same name holds for its own chat only', async () => {
    await chats.subscribe(CHAT, 'ubnd-huyen');
    await chats.subscribe(OTHER, 'ubnd-huyen');
    await chats.settle(chats.book.reported(OTHER, {}, NOVEMBER), NOVEMBER);
    const log = await chats.run(every(HOUR, at('2025-11-06 00:00'), at('2025-11-12 00:00')));
    expect(log.map((line) => line.slice(17, 29))).toEqual([CHAT, CHAT, CHAT]);
  });

  it('in a group of several units asks which, and tells who is still missing', async () => {
    await chats.subscribe(CHAT, null);
    const asked = await chats.book.reported(CHAT, { references: ['z50j7m'] }, NOVEMBER);
    expect(asked.text).toMatch(/^Đơn vị nào đã nộp/);
    expect(asked.choices.at(-1)).toEqual({ label: 'Tất cả đã nộp', value: '/danop #z50j7m tatca' });
    expect(asked.put).toEqual([]);
    const words = { references: ['z50j7m'], agency: 'so-gddt' };
    const said = await chats.settle(chats.book.reported(CHAT, words, NOVEMBER), NOVEMBER);
    expect(said.text).toMatch(/Chưa báo đã nộp \(\d+ đơn vị\): .*Sở Tư pháp/);
    expect(said.text.split('\n')[1]).not.toContain('Sở Giáo dục');
    const nudged = await chats.run([at('2025-11-06 08:00')]);
    expect(nudged).toHaveLength(1);
    await chats.settle(chats.book.reported(CHAT, { references: ['z50j7m'], all: true }, NOVEMBER), NOVEMBER);
    expect(await chats.run([at('2025-11-07 08:00')])).toEqual([]);
  });

  it('can be said of a unit by who collects, and is seen by all who follow', async () => {
    await chats.subscribe(CHAT, 'so-y-te');
    await chats.subscribe(OTHER, 'so-gddt');
    const now = at('2025-11-06 10:00');
    const said = await chats.settle(chats.book.reported(CHAT, { agency: 'so-gddt' }, now), now);
    expect(said.text).toMatch(/^Đã ghi nhận Sở Giáo dục và Đào tạo đã nộp[^]*Chưa báo đã nộp \(\d+ đơn vị\)/);
    await chats.rounds().tick(at('2025-11-07 08:00'));
    const [told] = await chats.sent(OTHER, at('2025-11-07 08:00'));
    expect(told!.text).toContain('Đã có nơi khác báo Sở Giáo dục và Đào tạo đã nộp');
  });

  it('by one agency of another counts in its own chat only', async () => {
    await chats.subscribe(CHAT, 'so-tu-phap');
    await chats.settle(chats.book.reported(CHAT, { agency: 'so-gddt' }, NOVEMBER), NOVEMBER);
    expect(await chats.store.list('reported-unit', NOVEMBER)).toEqual([]);
  });

  it('of an agency means the deadline that binds it', async () => {
    await chats.subscribe(CHAT, null);
    const now = at('2025-11-06 10:00');
    const said = await chats.settle(chats.book.reported(CHAT, { agency: 'so-y-te' }, now), now);
    expect(said.text).toContain('trước ngày 20/11/2025');
  });

  it('of an agency that the deadline does not bind is refused', async () => {
    await chats.subscribe(CHAT, null);
    const words = { references: ['z50j7m'], agency: 'thon' };
    expect(await chats.book.reported(CHAT, words, NOVEMBER)).toMatchObject({
      text: 'Các thôn không thuộc các đơn vị phải thực hiện hạn này.',
      put: [],
    });
  });

  it('without a deadline means the one nudged last; of several it asks', async () => {
    const now = at('2021-11-05 08:00');
    await chats.subscribe(CHAT, null, 'binh-phuoc', at('2021-11-01 08:00'));
    await chats.run([now]);
    const asked = await chats.book.reported(CHAT, {}, now + HOUR);
    expect(asked.choices.map(({ value }) => value)).toEqual([
      expect.stringMatching(/^\/danop #[a-z0-9]{6}$/),
      expect.stringMatching(/^\/danop #[a-z0-9]{6}$/),
    ]);
    expect(await chats.book.offered(CHAT, now + HOUR)).toMatch(/^nudge-[a-z0-9]{6}-[a-z0-9]{6}$/);
  });

  it('where nothing is subscribed says so', async () => {
    expect((await chats.book.reported(CHAT, {}, NOVEMBER)).text).toContain('/nhacviec bat');
  });
});

describe('"hoãn" and "xem nguyên văn"', () => {
  it('puts off to the next working day, and warns where that is too late', async () => {
    await chats.subscribe();
    await chats.run([at('2025-10-24 08:00')]);
    const said = await chats.settle(chats.book.snooze(CHAT, [], at('2025-10-24 09:00')), OCTOBER);
    expect(said.text).toMatch(/nhắc lại lúc 08:00 thứ Hai, 27\/10\/2025\.$/);
    const log = await chats.run(every(HOUR, at('2025-10-24 10:00'), at('2025-11-01 00:00')));
    expect(log.map((line) => line.slice(0, 16))).toEqual(['2025-10-27 08:00', '2025-10-31 08:00']);
    const late = await chats.book.snooze(CHAT, [], at('2025-11-07 09:00'));
    expect(late.text).toContain('đã qua');
  });

  it('can be put off day after day', async () => {
    await chats.subscribe();
    for (const day of ['2025-10-24', '2025-10-27', '2025-10-28']) {
      expect(await chats.run([at(`${day} 08:00`)])).toHaveLength(1);
      await chats.settle(chats.book.snooze(CHAT, [], at(`${day} 09:00`)), OCTOBER);
    }
    expect(await chats.run([at('2025-10-29 08:00')])).toHaveLength(1);
  });

  it('shows the exact words with their place', async () => {
    await chats.subscribe();
    const said = await chats.book.original(CHAT, ['z50j7m'], OCTOBER);
    expect(said.text).toMatch(/^Kế hoạch năm 2025 của tỉnh Bình Phước, mục VI, gạch đầu dòng 1: «Các sở, ban, ngành/);
  });
});

describe('a chat that is forgotten', () => {
  it('leaves nothing behind but what its agency has reported', async () => {
    await chats.subscribe();
    await chats.run([at('2025-10-24 08:00')]);
    await chats.settle(chats.book.snooze(CHAT, [], at('2025-10-24 09:00')), OCTOBER);
    await chats.settle(chats.book.reported(CHAT, {}, at('2025-10-24 10:00')), OCTOBER);
    await chats.store.forgetChat(CHAT);
    const kinds = ['subscription', 'sent-nudge', 'snooze', 'reported', 'nudge-offer'];
    const left = await Promise.all(kinds.map((kind) => chats.store.list(kind, OCTOBER)));
    expect(left.flat()).toEqual([]);
    const [mark] = await chats.store.list('reported-unit', OCTOBER);
    expect(JSON.stringify(mark)).not.toContain(CHAT);
  });
});

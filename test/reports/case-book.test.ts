import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteLines } from '../../src/dialogue/care/handover.ts';
import type { Store } from '../../src/model/store.ts';
import { CaseBook } from '../../src/reports/case-book.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';
import { sealedDelivery } from '../../src/turns/outgoing-parts.ts';
import { LIMITS, takeSent, type Sent } from '../support/sent-messages.ts';
import { realWorld } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-22T14:00:00+07:00');
const DUTY = 'telegram:-100';
const REPORTER = 'zalo:abc';
const world = realWorld();
const vault = createVault(newKey());
let store: Store;

function book(): CaseBook {
  return new CaseBook({
    store,
    vault,
    dutyChat: DUTY,
    texts: { ...world.knowledge.care.duty, lines: (note) => noteLines(note, world) },
    keepHours: 72,
    delivery: sealedDelivery({ vault, limits: LIMITS }),
  });
}

function sent(chat: string, now: number): Promise<Sent[]> {
  return takeSent(store, vault, chat, now);
}

async function open(): Promise<{ code: string; delivery: string }> {
  const { put, send } = book().open({ what: 'hàng xóm đánh con', where: 'xã A' }, REPORTER, START);
  await store.commit({ put, send }, START);
  const [message] = await sent(DUTY, START);
  return { code: message!.choices[0]!.value.replace('/nhan ', ''), delivery: message!.id };
}

beforeEach(() => {
  store = openSqliteStore(':memory:');
});
afterEach(() => store.close());

describe('a case', () => {
  it('reaches the duty chat with its note, a code and a button', async () => {
    const { put, send } = book().open({ what: 'hàng xóm đánh con', where: 'xã A' }, REPORTER, START);
    await store.commit({ put, send }, START);
    const [message] = await sent(DUTY, START);
    expect(message!.text).toContain('hàng xóm đánh con');
    expect(message!.text).toMatch(/MN-[A-Z]{2}\d{4}/);
    expect(message!.choices).toHaveLength(1);
    expect(message!.text).toMatch(/nhắn “nhận MN-/);
  });

  it('is told as passed on only once the duty chat has it, and only once', async () => {
    const { code, delivery } = await open();
    expect(await sent(REPORTER, START)).toEqual([]);
    expect(await book().delivered(delivery, START + MINUTE)).toEqual([REPORTER]);
    expect(await book().delivered(delivery, START + MINUTE)).toEqual([]);
    const told = await sent(REPORTER, START + MINUTE);
    expect(told.map(({ text }) => text)).toEqual([`Đã chuyển tới cán bộ trực lúc 14:01. Mã tin: ${code}.`]);
  });

  it('is told as not yet passed on where the duty chat has not had it for five minutes', async () => {
    const { code } = await open();
    await book().tick(START + 4 * MINUTE);
    expect(await sent(REPORTER, START + 4 * MINUTE)).toEqual([]);
    await book().tick(START + 5 * MINUTE);
    await book().tick(START + 6 * MINUTE);
    const told = await sent(REPORTER, START + 6 * MINUTE);
    expect(told.map(({ text }) => text)).toEqual([`Chưa chắc tin ${code} đã tới cán bộ trực. Xin gọi 111 ngay.`]);
  });

  it('is told as not passed on where it could not be sent', async () => {
    const { delivery } = await open();
    expect(await book().undelivered(delivery, START + HOUR)).toEqual([REPORTER]);
    expect((await sent(REPORTER, START + HOUR))[0]?.text).toContain('111');
  });

  it('is taken on by the first who accepts; the reporter hears the time, a second officer who was faster', async () => {
    const { code, delivery } = await open();
    await book().delivered(delivery, START);
    await sent(REPORTER, START);
    const [first, second] = [
      await book().accept(code, START + 5 * MINUTE),
      await book().accept(code, START + 6 * MINUTE),
    ];
    expect(first.text).toContain('14:05');
    expect(second.text).toBe(`Tin ${code} đã có người nhận lúc 14:05.`);
    const told = await sent(REPORTER, START + 6 * MINUTE);
    expect(told.map(({ text }) => text)).toEqual([`Đã có người nhận tin ${code} lúc 14:05.`]);
    expect((await book().accept('MN-XX0000', START)).text).toContain('MN-XX0000');
  });

  it('is reminded of after 10 and 30 minutes, then the reporter is told that nobody took it on', async () => {
    const { code, delivery } = await open();
    await book().delivered(delivery, START);
    await sent(REPORTER, START);
    const duty: [number, string][] = [];
    const told: string[] = [];
    for (let minute = 0; minute <= 120; minute += 1) {
      const now = START + minute * MINUTE;
      await book().tick(now);
      for (const { text } of await sent(DUTY, now)) duty.push([minute, text]);
      for (const { text } of await sent(REPORTER, now)) told.push(text);
    }
    expect(duty.map(([minute]) => minute)).toEqual([10, 30]);
    expect(duty[0]![1]).toContain(`Tin ${code} chờ 10 phút, chưa ai nhận.`);
    expect(told).toEqual([`Sau 30 phút chưa có người nhận tin ${code}. Xin gọi 111 ngay.`]);
  });

  it('is not reminded of once taken on', async () => {
    const { code, delivery } = await open();
    await book().delivered(delivery, START);
    await book().accept(code, START + MINUTE);
    await sent(DUTY, START + MINUTE);
    await book().tick(START + HOUR);
    expect(await sent(DUTY, START + HOUR)).toEqual([]);
  });

  it('is erased 72 hours after it was taken on, and after a week where nobody did', async () => {
    const taken = await open();
    await book().accept(taken.code, START);
    const left = await open();
    const kept = async (code: string, now: number) => (await store.get('case', code, now)) !== null;
    expect(await kept(taken.code, START + 71 * HOUR)).toBe(true);
    expect(await kept(taken.code, START + 72 * HOUR)).toBe(false);
    expect(await kept(left.code, START + 73 * HOUR)).toBe(true);
    expect(await kept(left.code, START + 7 * 24 * HOUR)).toBe(false);
    await store.sweep(START + 8 * 24 * HOUR);
    expect(await store.list('case', 0)).toEqual([]);
  });

  it('goes along with a duty chat that moves, also after a restart', async () => {
    const before = book();
    await before.follow(DUTY, 'telegram:-200', START);
    const { put, send } = before.open({ what: 'việc' }, REPORTER, START);
    await store.commit({ put, send }, START);
    expect(await sent('telegram:-200', START)).toHaveLength(1);
    const after = book();
    await after.resume(START);
    expect(after.dutyChat).toBe('telegram:-200');
    await after.follow('telegram:-999', 'telegram:-1', START);
    expect(after.dutyChat).toBe('telegram:-200');
  });

  it('is kept sealed: the record shows nothing of the note or the reporter', async () => {
    const { code } = await open();
    const record = await store.get('case', code, START);
    expect(JSON.stringify(record)).not.toMatch(/hàng xóm|xã A|abc/);
  });
});

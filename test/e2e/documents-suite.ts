import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toDocx } from '../importing/fixtures.ts';
import { Platforms, type Talk } from './platforms.ts';
import { ServiceProcess } from './service-process.ts';
import { MARKS } from './traces.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../importing/documents/cao-bang-2026.txt'), 'utf8');
const NEWER = TEXT.replace('chậm nhất ngày 05/7/2026', 'chậm nhất ngày 08/7/2026');
const NOW = '2026-05-20T09:00:00+07:00';
const QUESTION = 'UBND các xã ở Cao Bằng báo cáo kết quả Tháng hành động trước ngày nào?';
/** An import starts a process of its own. */
const IMPORT_MS = 40_000;
const LINK = /https?:\/\/\S+/;

/** Documents from an administrator's chat to the answers. */
export function documents(): void {
  let platforms: Platforms;
  let service: ServiceProcess;
  let boss: ReturnType<Platforms['telegramPrivate']>;
  let zaloBoss: ReturnType<Platforms['zaloPrivate']>;
  let docx: Buffer;

  beforeAll(async () => {
    [platforms, docx] = await Promise.all([Platforms.open(), toDocx(TEXT)]);
    [boss, zaloBoss] = [platforms.telegramPrivate(), platforms.zaloPrivate()];
    const environment = { ADMIN_IDS: `telegram:${boss.user.id},zalo:${zaloBoss.id}`, CLOCK_START: NOW };
    service = await ServiceProcess.open(platforms, { mode: 'webhook', environment });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await platforms.close();
  });

  const ask = async (talk: Talk, text: string, ms?: number): Promise<string> => {
    const before = talk.replies().length;
    talk.say(text);
    return (await talk.answered(before + 1, ms))[before]!;
  };

  /** Sends a document as the administrator; gives the summary of what was understood. */
  const send = async (bytes: Buffer, name: string): Promise<string> => {
    const before = boss.replies().length;
    platforms.telegram.sendDocument(boss.chat, boss.user, { name, bytes });
    const replies = await boss.answered(before + 2, IMPORT_MS);
    expect(replies[before]).toContain('đang đọc');
    return replies[before + 1]!;
  };

  const timed = (test: () => Promise<void>) => ({ test, ms: 2 * IMPORT_MS });

  it('tells a stranger kindly that files are not opened, with 111, and reads what is written with one', async () => {
    const stranger = platforms.telegramPrivate();
    const file = { name: `${MARKS.name}.docx`, bytes: docx };
    platforms.telegram.sendDocument(stranger.chat, stranger.user, file);
    const [told] = await stranger.answered(1);
    expect(told).toContain('người quản trị');
    expect(told).toContain('111');
    platforms.telegram.sendDocument(stranger.chat, stranger.user, { ...file, caption: 'bố đang đánh em' });
    expect((await stranger.answered(2))[1]).toMatch(/113|111/);
    expect(platforms.telegram.callsOf('getFile')).toHaveLength(0);
    expect(await ask(stranger, '/duyet')).toContain('người quản trị');
  });

  const imports = timed(async () => {
    expect(await ask(boss, QUESTION)).not.toContain('05/7/2026');
    const summary = await send(docx, 'ke-hoach.docx');
    for (const part of ['1289/KH-UBND', 'cao-bang-2026', '5/7/2026', 'Sở Nông nghiệp và Môi trường', 'duyệt'])
      expect(summary).toContain(part);
    const review = await fetch(LINK.exec(summary)![0]);
    expect(review.status).toBe(200);
    expect(await review.text()).toContain('data-facts');
    expect(await ask(boss, 'duyệt')).toContain('Đã duyệt');
    const answer = await ask(boss, QUESTION);
    expect(answer).toContain('05/7/2026');
    expect(answer).toContain('Kế hoạch năm 2026');
    expect(await ask(platforms.telegramPrivate(), QUESTION)).toContain('05/7/2026');
    expect((await fetch(`${service.address}/calendar/cao-bang-2026.ics`)).status).toBe(200);
    expect((await fetch(LINK.exec(summary)![0])).status).toBe(404);
  });
  it(
    'takes a document, answers from it once approved, and has its deadlines in the calendar',
    imports.test,
    imports.ms,
  );

  const restarts = timed(async () => {
    await service.crash();
    await service.start();
    expect(await ask(boss, QUESTION)).toContain('05/7/2026');
  });
  it('still has an approved plan after a crash', restarts.test, restarts.ms);

  const uploads = timed(async () => {
    const offered = await ask(zaloBoss, 'https://drive.google.com/file/d/abc/view');
    const link = LINK.exec(offered)![0];
    expect((await fetch(link)).status).toBe(200);
    const form = new FormData();
    form.append('document', new Blob([NEWER]), 'ke-hoach-moi.txt');
    const before = zaloBoss.replies().length;
    const page = await fetch(link, { method: 'POST', body: form });
    expect(await page.text()).toContain('8/7/2026');
    const summary = (await zaloBoss.answered(before + 1))[before]!;
    expect(summary).toContain('Sẽ thay bản đang dùng');
    expect(await ask(zaloBoss, QUESTION)).toContain('05/7/2026');
    expect(await ask(zaloBoss, 'duyệt')).toContain('08/7/2026');
    // Where it was approved it is in use with the next message, elsewhere as soon as that one is answered.
    for (const talk of [zaloBoss, boss]) expect(await ask(talk, QUESTION)).toContain('08/7/2026');
    expect((await fetch(link)).status).toBe(404);
  });
  it('offers an upload on Zalo for a link to a document; the newer version replaces the old', uploads.test, uploads.ms);

  const refusals = timed(async () => {
    expect(await send(Buffer.from('%PDF-1.4 broken'), 'hong.pdf')).toContain('hong.pdf');
    const summary = await send(docx, 'lai.docx');
    expect(summary).toContain('cao-bang-2026');
    const message = platforms.telegram.botMessagesIn(boss.chat).at(-1)!;
    const before = boss.replies().length;
    platforms.telegram.press(message, 1);
    expect((await boss.answered(before + 1))[before]).toContain('Đã bỏ');
    expect(await ask(boss, '/duyet')).toContain('Không có bản nháp');
    expect(await ask(boss, QUESTION)).toContain('08/7/2026');
  });
  it('says what is wrong with a document, and discards a draft by its button', refusals.test, refusals.ms);

  const withdrawn = timed(async () => {
    expect(await ask(boss, '/gokehoach cao-bang-2026')).toContain('Đã gỡ');
    expect(await ask(boss, QUESTION)).not.toContain('08/7/2026');
    expect(await ask(boss, '/gokehoach dak-nong-2025')).toContain('Không có');
  });
  it('takes an approved plan back, and never one of the folder', withdrawn.test, withdrawn.ms);

  it('leaves no word of a document or of people in logs, metrics or files', async () => {
    const { told, kept } = await service.left();
    for (const text of told) expect(text).not.toMatch(/Cao Bằng|ke-hoach\.docx/);
    for (const bytes of kept) expect(bytes.includes('Nông nghiệp và Môi trường')).toBe(false);
    await service.start();
  });
}

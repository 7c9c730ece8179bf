import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pressable } from '../support/telegram-emulator/emulated-people.ts';
import type { EmulatedChat, EmulatedMessage, EmulatedUser } from '../support/telegram-emulator/emulated-world.ts';
import { Platforms, type Talk } from './platforms.ts';
import { ServiceProcess } from './service-process.ts';
import { MARKS, tracesIn } from './traces.ts';

const HARM = 'bố đang đánh em';
const STEPS = [`${MARKS.words}, bạn ${MARKS.name}`, 'xã Minh Long', 'không', MARKS.phone];
const LONG_MS = 90_000;

/** A note on its way to the duty officers. */
export function handover(): void {
  let platforms: Platforms;
  let service: ServiceProcess;
  let duty: EmulatedChat;
  let officers: EmulatedUser[];

  beforeAll(async () => {
    platforms = await Platforms.open();
    duty = platforms.telegram.group(MARKS.group, { supergroup: true });
    officers = [platforms.person(), platforms.person()];
    const environment = {
      DUTY_CHAT: `telegram:${duty.id}`,
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      ADMIN_IDS: `telegram:${officers[0]!.id}`,
    };
    service = await ServiceProcess.open(platforms, { mode: 'webhook', environment });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await platforms.close();
  });

  const notes = (): readonly EmulatedMessage[] =>
    platforms.telegram.botMessagesIn(duty).filter(({ text }) => text.includes('cần giúp một trẻ em'));
  const codeOf = ({ text }: EmulatedMessage): string => /MN-[A-Z]{2}\d{4}/.exec(text)![0];
  const count = (texts: readonly string[], part: string) => texts.filter((text) => text.includes(part)).length;

  /** Says something and waits for the reply. */
  async function ask(talk: Talk, text: string): Promise<string> {
    const before = talk.replies().length;
    talk.say(text);
    return (await talk.answered(before + 1))[before]!;
  }

  /** Tells of harm and fills the note in, up to the question whether to send it. */
  async function fillIn(talk: Talk): Promise<void> {
    expect(await ask(talk, HARM)).toContain('111');
    expect(await ask(talk, 'chuyển tin')).toContain('1/4');
    let last = '';
    for (const answer of STEPS) last = await ask(talk, answer);
    expect(last).toContain(`Gọi lại: ${MARKS.phone}`);
  }

  /** Resolves with the reporter's replies once one of them says so. */
  async function told(talk: Talk, part: string): Promise<string[]> {
    for (let at = 1; ; at += 1) {
      const replies = await talk.answered(at);
      if (count(replies, part) > 0) return replies;
    }
  }

  /** Has a note brought to the duty group; gives it. */
  async function brought(talk: Talk): Promise<EmulatedMessage> {
    await fillIn(talk);
    const before = notes().length;
    talk.say('gửi');
    const note = await platforms.telegram.waitFor(() => notes()[before]);
    await told(talk, 'Đã chuyển tới cán bộ trực lúc');
    return note;
  }

  it('brings a note from Zalo to the duty group, and tells the person when it has arrived and is taken on', async () => {
    const talk = platforms.zaloPrivate();
    const note = await brought(talk);
    const code = codeOf(note);
    for (const part of [MARKS.words, 'xã Minh Long', 'không', MARKS.phone]) expect(note.text).toContain(part);
    expect(pressable(note).map(({ text }) => text)).toEqual([`Nhận ${code}`]);
    expect(talk.replies().join('\n')).toMatch(
      new RegExp(`Đã chuyển tới cán bộ trực lúc \\d\\d:\\d\\d\\. Mã tin: ${code}`),
    );
    platforms.telegram.press(note, 0, officers[0]);
    const replies = await told(talk, `Đã có người nhận tin ${code} lúc`);
    expect(count(replies, 'Đã chuyển tới')).toBe(1);
    const inDuty = () => platforms.telegram.botMessagesIn(duty).map(({ text }) => text);
    await platforms.telegram.waitFor(() => count(inDuty(), `tin ${code} có người nhận lúc`) === 1);
  });

  it('takes a typed "nhận MN-…" as well, in the duty group only', async () => {
    const talk = platforms.telegramPrivate();
    const code = codeOf(await brought(talk));
    const stranger = platforms.telegramPrivate();
    expect(await ask(stranger, `nhận ${code}`)).toContain('chỉ dùng trong nhóm trực');
    expect(count(talk.replies(), 'Đã có người nhận')).toBe(0);
    platforms.telegram.say(duty, officers[1]!, `nhận ${code}`, { mention: true });
    expect(count(await told(talk, `Đã có người nhận tin ${code}`), 'Đã chuyển tới')).toBe(1);
  });

  it(
    'lets one win where two officers take it on at once',
    async () => {
      const talk = platforms.zaloPrivate();
      const note = await brought(talk);
      const code = codeOf(note);
      for (const officer of officers) platforms.telegram.press(note, 0, officer);
      platforms.telegram.say(duty, officers[1]!, `/nhan ${code}`);
      const about = () =>
        platforms.telegram
          .botMessagesIn(duty)
          .flatMap(({ text }) => (/nhận lúc/.test(text) && text.includes(code) ? [text] : []));
      await platforms.telegram.waitFor(() => about().length === 3, LONG_MS);
      expect(count(about(), 'Đã ghi nhận')).toBe(1);
      expect(count(about(), 'đã có người nhận lúc')).toBe(2);
      expect(count(await told(talk, 'Đã có người nhận'), 'Đã có người nhận')).toBe(1);
    },
    LONG_MS,
  );

  it(
    'is sealed: what was written stands in no file while a note waits',
    async () => {
      const talk = platforms.telegramPrivate();
      await fillIn(talk);
      expect(tracesIn(await service.left())).toEqual([]);
      await service.start();
      await ask(talk, 'hủy');
      expect(notes().filter(({ text }) => text.includes('undefined'))).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'arrives once although the process is killed right after "gửi", and the person is told once',
    async () => {
      const talks = [platforms.zaloPrivate(), platforms.telegramPrivate(), platforms.zaloPrivate()];
      for (const talk of talks) {
        await fillIn(talk);
        const before = notes().length;
        const sent = talk.replies().length;
        if (talk === talks[0]) {
          // Committed, and on its way without having arrived.
          platforms.telegram.failNext({ method: 'sendMessage', chatId: duty.id, as: 'hang' });
          const tries = callsToDuty();
          talk.say('gửi');
          await platforms.telegram.waitFor(() => callsToDuty() > tries);
        } else {
          talk.say('gửi');
          // At once, or when the reply to it is seen.
          if (talk === talks[1]) await talk.answered(sent + 1);
        }
        await service.crash();
        platforms.telegram.failNoMore();
        await service.start();
        await told(talk, 'Đã chuyển tới cán bộ trực lúc');
        const arrived = notes().slice(before);
        const codes = new Set(arrived.map(codeOf));
        expect(codes.size).toBe(1);
        // The one that was on its way at the kill may come twice; the one that certainly was not, may not.
        expect(arrived.length).toBeLessThanOrEqual(talk === talks[1] ? 2 : 1);
        // The talk goes on with the numbers in sight.
        expect(await ask(talk, 'xin chào')).toMatch(/^113\n111\n/);
        expect(count(talk.replies(), 'Đã chuyển tới cán bộ trực')).toBe(1);
      }
    },
    LONG_MS,
  );

  it(
    'leaves nothing of what was told in output, metrics and files',
    async () => {
      expect(tracesIn(await service.left())).toEqual([]);
    },
    LONG_MS,
  );

  function callsToDuty(): number {
    return platforms.telegram
      .callsOf('sendMessage')
      .filter(({ parameters }) => Number(parameters['chat_id']) === duty.id).length;
  }
}

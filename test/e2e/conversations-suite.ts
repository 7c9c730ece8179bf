import { afterAll, beforeAll, expect, it } from 'vitest';
import { malformedEvents, malformedUpdates } from './malformed.ts';
import { ANSWER, GREETING, OPEN_QUESTION, Platforms, QUESTION, SOURCE, type Mode, type Talk } from './platforms.ts';
import { postBody } from './posting.ts';
import { ServiceProcess } from './service-process.ts';
import { MARKS, tracesIn } from './traces.ts';

const HARM = `bố đang đánh em ${MARKS.name}, gọi ${MARKS.phone}, ${MARKS.words}`;
const UNANSWERABLE = `Kinh phí mua bánh cho cháu ${MARKS.name} số ${MARKS.phone}, ${MARKS.words} là bao nhiêu tiền?`;

/** What people get, whichever way messages reach the process. */
export function conversations(mode: Mode): void {
  let platforms: Platforms;
  let service: ServiceProcess;
  let boss: Talk;
  let zaloBoss: Talk;

  beforeAll(async () => {
    platforms = await Platforms.open();
    const telegramBoss = platforms.telegramPrivate();
    const zaloBossChat = platforms.zaloPrivate();
    [boss, zaloBoss] = [telegramBoss, zaloBossChat];
    const admins = `telegram:${telegramBoss.user.id},zalo:${zaloBossChat.id}`;
    service = await ServiceProcess.open(platforms, { mode, environment: { ADMIN_IDS: admins } });
  }, 60_000);

  afterAll(async () => {
    await service.close();
    await platforms.close();
  });

  /** A private chat on each platform. */
  const both = (): Talk[] => [platforms.telegramPrivate(), platforms.zaloPrivate()];

  /** Says something in a chat and gives the reply to it. */
  const ask = async (talk: Talk, text: string): Promise<string> => {
    const before = talk.replies().length;
    talk.say(text);
    return (await talk.answered(before + 1))[before]!;
  };

  it('answers a question with its source: in private and by mention in a group, on Telegram and on Zalo', async () => {
    const talks = [...both(), platforms.telegramGroup(), platforms.zaloGroup()];
    for (const reply of await Promise.all(talks.map((talk) => ask(talk, QUESTION)))) {
      expect(reply).toContain(ANSWER);
      expect(reply).toContain(SOURCE);
    }
  });

  it('takes a choice by button on Telegram, and answers the press', async () => {
    const { telegram } = platforms;
    const talk = platforms.telegramPrivate();
    expect(await ask(talk, OPEN_QUESTION)).not.toContain(ANSWER);
    const message = telegram.botMessagesIn(talk.chat)[0]!;
    const at = telegram.pressable(talk.chat).findIndex(({ text }) => text.includes('Bình Phước'));
    const { queryId } = telegram.press(message, at);
    expect((await talk.answered(2))[1]).toContain(SOURCE);
    await telegram.waitFor(() => telegram.answeredQueries.includes(queryId));
  });

  it('takes a choice by its number on Zalo', async () => {
    const talk = platforms.zaloPrivate();
    const asked = await ask(talk, OPEN_QUESTION);
    const number = /^(\d+)\. tỉnh Bình Phước$/m.exec(asked)?.[1];
    expect(number, asked).toBe('1');
    expect(await ask(talk, '1')).toContain(SOURCE);
  });

  it('replies once to an update that is delivered again', async () => {
    const { telegram, zalo } = platforms;
    const [inTelegram, inZalo] = [platforms.telegramPrivate(), platforms.zaloPrivate()];
    const { updateId } = telegram.say(inTelegram.chat, inTelegram.user, QUESTION);
    const event = zalo.receiveText(inZalo.id, QUESTION);
    await Promise.all([inTelegram.answered(1), inZalo.answered(1)]);
    for (let again = 0; again < 3; again += 1) {
      telegram.redeliver(updateId!);
      await platforms.taken();
      zalo.receiveRaw(event);
    }
    // Replies keep their order: after this one no second reply to the first can come.
    for (const talk of [inTelegram, inZalo]) {
      expect(await ask(talk, 'xin chào'), talk.name).toContain(GREETING);
      expect(talk.replies(), talk.name).toHaveLength(2);
    }
  });

  it('forgets a chat once where the request, or the news of being blocked, is delivered again', async () => {
    const { telegram } = platforms;
    const talk = platforms.telegramPrivate();
    const { updateId: asked } = telegram.say(talk.chat, talk.user, '/xoadulieu');
    await talk.answered(1);
    const blocked = telegram.block(talk.user);
    telegram.unblock(talk.user);
    expect(await ask(talk, '/diaphuong Bình Phước')).toContain('Đã chọn');
    for (const updateId of [asked!, blocked!]) telegram.redeliver(updateId);
    await platforms.taken();
    expect(await ask(talk, OPEN_QUESTION)).toContain(SOURCE);
    expect(talk.replies()).toHaveLength(3);
  });

  it('answers the messages of one chat in their order', async () => {
    const talks = [...both(), platforms.telegramGroup()];
    for (const talk of talks) for (const text of ['xin chào', OPEN_QUESTION, 'Bình Phước']) talk.say(text);
    for (const talk of talks) {
      const [hello, asked, answer] = await talk.answered(3);
      expect(hello, talk.name).toContain(GREETING);
      expect(asked, talk.name).toContain('nơi nào');
      expect(answer, talk.name).toContain(SOURCE);
    }
  });

  it('answers the next question after 200 malformed updates', async () => {
    const { telegram, zalo } = platforms;
    for (const [at, update] of malformedUpdates().entries()) telegram.raw(update, `malformed-${at % 10}`);
    for (const event of malformedEvents()) zalo.receiveRaw(event);
    for (const talk of both()) expect(await ask(talk, QUESTION), talk.name).toContain(ANSWER);
    expect((await fetch(`${service.address}/healthz`)).status).toBe(200);
  });

  if (mode === 'webhook')
    it('answers the next question after bodies that are no JSON', async () => {
      const secrets = {
        'x-telegram-bot-api-secret-token': platforms.telegram.queue.webhook!.secret!,
        'x-bot-api-secret-token': platforms.zalo.webhook!.secret,
      };
      const bodies = [
        '{',
        'null',
        '"',
        '\u0000',
        '[1,',
        `{"a":"${MARKS.words}`,
        '[[['.repeat(9999),
        'x'.repeat(2 ** 20 + 1),
      ];
      for (const channel of ['telegram', 'zalo']) {
        for (const body of bodies) {
          const status = await postBody(`${service.address}/webhook/${channel}`, body, secrets);
          // One that is too large is cut off, perhaps before its sender reads the refusal.
          expect([200, 400, 413, null], body.slice(0, 20)).toContain(status);
        }
      }
      for (const talk of both()) expect(await ask(talk, QUESTION), talk.name).toContain(ANSWER);
    });

  if (mode === 'webhook')
    it('refuses a wrong or missing webhook secret and processes nothing of it', async () => {
      const talk = platforms.telegramPrivate();
      const inZalo = platforms.zaloPrivate();
      platforms.zalo.openChat(inZalo.id);
      const post = (channel: string, body: string, headers: Record<string, string> = {}) =>
        postBody(`${service.address}/webhook/${channel}`, body, { 'content-type': 'application/json', ...headers });
      const from = { id: talk.user.id, is_bot: false, first_name: MARKS.name };
      const message = { message_id: 1, date: 1, chat: { id: talk.chat.id, type: 'private' }, from, text: QUESTION };
      const update = JSON.stringify({ update_id: 1, message });
      const event = JSON.stringify({
        event_name: 'message.text.received',
        message: {
          from: { id: inZalo.id },
          chat: { id: inZalo.id, chat_type: 'PRIVATE' },
          text: QUESTION,
          message_id: '1',
        },
      });
      const right = platforms.telegram.queue.webhook!.secret!;
      for (const secret of ['', 'wrong', right.slice(1), `${right}x`, right.toUpperCase()]) {
        expect(await post('telegram', update, { 'x-telegram-bot-api-secret-token': secret })).toBe(401);
        expect(await post('zalo', event, { 'x-bot-api-secret-token': secret })).toBe(401);
      }
      expect([await post('telegram', update), await post('zalo', event)]).toEqual([401, 401]);
      expect([await post('telegram', ''), await post('zalo', '')]).toEqual([401, 200]);
      for (const each of [talk, inZalo]) {
        expect(await ask(each, 'xin chào'), each.name).toContain(GREETING);
        expect(each.replies(), each.name).toHaveLength(1);
      }
    });

  it('shows the card with 111 once for what has no words, and answers words after it', async () => {
    const { telegram, zalo } = platforms;
    const [inTelegram, inZalo] = [platforms.telegramPrivate(), platforms.zaloPrivate()];
    const { chat, user } = inTelegram;
    telegram.sendVoice(chat, user);
    telegram.sendSticker(chat, user);
    telegram.sendPhoto(chat, user);
    zalo.receiveVoice(inZalo.id);
    zalo.receiveSticker(inZalo.id);
    zalo.receiveImage(inZalo.id);
    zalo.receiveUnsupported(inZalo.id);
    zalo.receiveUnsupportedWithoutMessage();
    for (const talk of [inTelegram, inZalo]) {
      talk.say('xin chào');
      const [card, hello] = await talk.answered(2);
      expect(card, talk.name).toMatch(/^111\n/);
      expect(card, talk.name).toContain('chỉ đọc được chữ');
      expect(hello, talk.name).toContain(GREETING);
      expect(talk.replies(), talk.name).toHaveLength(2);
    }
  });

  it('carries out the commands on both platforms', async () => {
    const place = 'Đã chọn tỉnh Bình Phước';
    const unit = 'Đã chọn đơn vị: Sở Y tế';
    const series: [string, string | RegExp][][] = [
      [
        ['/start', 'trợ lý tự động Măng Non'],
        ['/diaphuong Bình Phước', place],
        [OPEN_QUESTION, SOURCE],
      ],
      [
        ['/trogiup', 'Có thể hỏi'],
        ['/donvi Sở Y tế', unit],
        ['/111', /^111$/m],
      ],
      [
        ['/diaphuong Hạ Lang', 'Đã chọn huyện Hạ Lang'],
        ['/han', 'Kế hoạch năm 2025 của huyện Hạ Lang'],
        ['/khauhieu', 'khẩu hiệu, thông điệp:'],
      ],
      [
        ['/diaphuong Bình Phước', place],
        ['/xoadulieu', 'Đã xóa dữ liệu'],
        [OPEN_QUESTION, 'nơi nào'],
      ],
      [
        ['/lienhe', '111'],
        ['/start rieng', 'chỗ nhắn riêng'],
      ],
    ];
    const run = async (talk: Talk, steps: [string, string | RegExp][]) => {
      for (const [said, told] of steps) expect(await ask(talk, said), `${talk.name} ${said}`).toMatch(told);
    };
    await Promise.all(series.flatMap((steps) => both().map((talk) => run(talk, steps))));
  });

  it('keeps /thongke and /kehoach for those who run it', async () => {
    for (const talk of both()) await ask(talk, UNANSWERABLE);
    for (const talk of [boss, zaloBoss]) {
      expect(await ask(talk, '/thongke'), talk.name).toContain('Thống kê từ khi chạy');
      expect(await ask(talk, '/kehoach'), talk.name).toContain('binh-phuoc-2025');
    }
    for (const talk of both()) {
      expect(await ask(talk, '/thongke'), talk.name).toContain('chỉ dành cho người quản trị');
      expect(await ask(talk, '/kehoach'), talk.name).toContain('chỉ dành cho người quản trị');
    }
  });

  it('finds a slogan in a search from any chat, and 111 for a sign of harm', async () => {
    const { telegram } = platforms;
    const user = platforms.person();
    const search = async (text: string) => {
      const queryId = telegram.inlineQuery(user, text);
      return telegram.waitFor(() => telegram.inlineAnswers.find((answer) => answer.queryId === queryId)?.results);
    };
    const [slogan] = await search('khẩu hiệu số 1 ở Hạ Lang');
    expect(slogan?.text).toContain('Khẩu hiệu số 1');
    const harm = await search(HARM);
    expect(harm).toHaveLength(1);
    expect(harm[0]?.text).toMatch(/^111$/m);
  });

  it('answers a sign of harm with 111: in private with the card, in a group with one line and the way to private', async () => {
    const group = platforms.telegramGroup();
    for (const talk of [...both(), group, platforms.zaloGroup()])
      expect(await ask(talk, HARM), talk.name).toContain('111');
    const [line] = platforms.telegram.botMessagesIn(group.chat);
    expect(line?.buttons.flat().map(({ url }) => url)).toEqual(['https://t.me/MangNonBot?start=rieng']);
  });

  it('leaves nothing that people wrote, are called or sent, and no token, in output, metrics and files', async () => {
    const secrets = [platforms.telegram.queue.webhook?.secret, platforms.zalo.webhook?.secret];
    const left = await service.left();
    expect(left.told.join('')).toContain('"turn"');
    expect(left.kept.filter((bytes) => bytes.includes('SQLite format 3'))).toHaveLength(1);
    expect(
      tracesIn(
        left,
        secrets.filter((secret) => secret !== undefined),
      ),
    ).toEqual([]);
  });
}

import { GrammyError, HttpError } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../../src/channels/telegram/api-failure.ts';
import { cut } from '../../src/channels/telegram/message-format.ts';
import { ThrottleScope } from '../../src/channels/telegram/throttle-scope.ts';
import type { TelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import type { Chat } from '../../src/model/chat.ts';
import type { Outcome, Outgoing } from '../../src/model/outgoing.ts';
import { ChannelBench, IMPATIENT } from '../support/telegram-emulator/channel-bench.ts';
import type { EmulatedChat, EmulatedUser } from '../support/telegram-emulator/emulated-world.ts';

let bench: ChannelBench;
let lan: EmulatedUser;
let home: EmulatedChat;
let channel: TelegramChannel;

beforeEach(async () => {
  bench = await ChannelBench.open();
  lan = bench.emulator.user('Lan');
  home = bench.emulator.privateChat(lan);
  channel = bench.channel();
});

afterEach(() => bench.close());

const chatOf = (chat: EmulatedChat, thread?: number): Chat => ({
  channel: 'telegram',
  id: String(chat.id),
  ...(thread === undefined ? {} : { thread: String(thread) }),
});
const reply = (text: string, more: Partial<Outgoing> = {}): Outgoing => ({
  text,
  choices: [],
  urgency: 'reply',
  ...more,
});
const send = (text: string, more: Partial<Outgoing> = {}) => channel.transport.send(chatOf(home), reply(text, more));
const lastIn = (chat: EmulatedChat) => bench.emulator.botMessagesIn(chat).at(-1)!;
/** The parts of a message that stand out. */
const bold = (chat: EmulatedChat) => {
  const { text, entities } = lastIn(chat);
  return entities.map(({ type, offset, length }) => `${type}: ${text.slice(offset, offset + length)}`);
};

describe('a message', () => {
  it('arrives as it is, without previews, with nothing read as mark-up', async () => {
    const text = 'Hạn <b>15/11</b> *sao* _x_ https://example.vn';
    expect(await send(text)).toEqual({ kind: 'sent' });
    expect(lastIn(home)).toMatchObject({ text, entities: [], buttons: [] });
    expect(bench.emulator.calls.at(-1)?.parameters).toMatchObject({ link_preview_options: { is_disabled: true } });
  });

  it('has its first line bold where more follow, also behind letters of two units', async () => {
    await send('Hạn 😀 nộp\nTrước ngày 15/11/2025');
    expect(bold(home)).toEqual(['bold: Hạn 😀 nộp']);
    await send('Chỉ một dòng');
    expect(bold(home)).toEqual([]);
  });

  it('has lines that are only a phone number bold, in a safety reply as well, but no first line there', async () => {
    const text = 'Gọi ngay\n111\nhoặc\n0236 355 0111\n1800 1567\n+84912345678\nsố 111\n2025\n15.11.2025\n01.11.2025';
    await send(text, { urgency: 'safety' });
    expect(bold(home)).toEqual(['bold: 111', 'bold: 0236 355 0111', 'bold: 1800 1567', 'bold: +84912345678']);
  });

  it('of exactly the limit arrives, of one unit more is rejected', async () => {
    expect(channel.transport.textLimit).toBe(4096);
    expect(await send('x'.repeat(4096))).toEqual({ kind: 'sent' });
    expect(await send('x'.repeat(4097))).toEqual({ kind: 'rejected' });
    expect(await send('')).toEqual({ kind: 'rejected' });
  });

  it('goes to its topic, and to the group where the topic is gone', async () => {
    const forum = bench.emulator.group('f', { topics: true });
    const thread = bench.emulator.topic(forum, 't');
    expect(await channel.transport.send(chatOf(forum, thread), reply('a'))).toEqual({ kind: 'sent' });
    expect(lastIn(forum).thread).toBe(thread);
    forum.topics.delete(thread);
    expect(await channel.transport.send(chatOf(forum, thread), reply('b'))).toEqual({ kind: 'sent' });
    expect(lastIn(forum)).toMatchObject({ text: 'b' });
    expect(lastIn(forum).thread).toBeUndefined();
  });
});

describe('choices', () => {
  const labelled = (...labels: string[]) => labels.map((label) => ({ label, value: label }));

  it('are buttons that carry the key of their list and their number', async () => {
    await send('Nơi nào?', { choices: labelled('Đắk Nông', 'Bình Phước'), choicesKey: 'k1' });
    expect(lastIn(home).buttons.flat()).toEqual([
      { text: 'Đắk Nông', callback_data: 'c:k1:1' },
      { text: 'Bình Phước', callback_data: 'c:k1:2' },
    ]);
  });

  it.each([
    [
      ['2021', '2022', '2023', '2024'],
      [3, 1],
    ],
    [
      ['Kế hoạch năm 2021', 'Kế hoạch năm 2025', 'x'],
      [2, 1],
    ],
    [
      ['Kế hoạch của tỉnh Bình Phước năm 2025', 'x'],
      [1, 1],
    ],
  ])('%j stand in rows of %j', async (labels, widths) => {
    await send('?', { choices: labelled(...labels), choicesKey: 'k' });
    expect(lastIn(home).buttons.map((row) => row.length)).toEqual(widths);
  });

  it('have labels of at most 64 units, and a label where none is given', async () => {
    const choices = [
      { label: 'Uỷ ban nhân dân '.repeat(10), value: 'a' },
      { label: ' ', value: 'b' },
      { label: '', value: '' },
    ];
    expect(await send('?', { choices, choicesKey: 'k' })).toEqual({ kind: 'sent' });
    const [long, ...others] = lastIn(home)
      .buttons.flat()
      .map(({ text }) => text);
    expect(long!.length).toBeLessThanOrEqual(64);
    expect(long).toMatch(/…$/);
    expect(others).toEqual(['b', '3']);
  });

  it('stay words where their key is too long for a button: the message arrives all the same', async () => {
    expect(await send('?', { choices: labelled('a', 'b'), choicesKey: 'ư'.repeat(31) })).toEqual({ kind: 'sent' });
    expect(lastIn(home).buttons).toEqual([]);
  });

  it('beyond the number of buttons that Telegram takes are left out', async () => {
    const choices = labelled(...Array.from({ length: 150 }, (_, at) => String(at)));
    await channel.start(bench.inbox.receive);
    expect(await send('?', { choices, choicesKey: 'k', privately: true })).toEqual({ kind: 'sent' });
    expect(lastIn(home).buttons.flat()).toHaveLength(100);
  });

  it('offer to go on in private by a link to the bot, once the bot knows its name', async () => {
    const group = bench.emulator.group('g');
    await channel.transport.send(chatOf(group), reply('a', { privately: true }));
    expect(lastIn(group).buttons).toEqual([]);
    await channel.start(bench.inbox.receive);
    await channel.transport.send(chatOf(group), reply('b', { privately: true }));
    const link = { text: 'go on in private', url: 'https://t.me/MangNonBot?start=rieng' };
    expect(lastIn(group).buttons).toEqual([[link]]);
  });
});

describe('an answer of Telegram', () => {
  const answered = async (code: number, description: string, more: object = {}): Promise<Outcome> => {
    bench.emulator.failNext({ method: 'sendMessage', as: { code, description, ...more } });
    return send('x');
  };

  it.each([
    [429, 'Too Many Requests: retry after 7', { retry_after: 7 }, { kind: 'throttled', waitMs: 7000, scope: 'chat' }],
    [429, 'Too Many Requests', {}, { kind: 'throttled', waitMs: 1000, scope: 'chat' }],
    [500, 'Internal Server Error', {}, { kind: 'unreachable' }],
    [502, 'Bad Gateway', {}, { kind: 'unreachable' }],
    [403, 'Forbidden: bot was blocked by the user', {}, { kind: 'stopped' }],
    [403, 'Forbidden: bot was kicked from the supergroup chat', {}, { kind: 'stopped' }],
    [403, 'Forbidden: user is deactivated', {}, { kind: 'stopped' }],
    [403, "Forbidden: bot can't initiate conversation with a user", {}, { kind: 'stopped' }],
    [400, 'Bad Request: chat not found', {}, { kind: 'stopped' }],
    [400, 'Bad Request: not enough rights to send text messages to the chat', {}, { kind: 'stopped' }],
    [400, 'Bad Request: CHAT_WRITE_FORBIDDEN', {}, { kind: 'stopped' }],
    [400, 'Bad Request: TOPIC_CLOSED', {}, { kind: 'stopped' }],
    [
      400,
      'Bad Request: group chat was upgraded to a supergroup chat',
      { migrate_to_chat_id: -1_001_234_567_890 },
      { kind: 'moved', to: { channel: 'telegram', id: '-1001234567890' } },
    ],
    [400, 'Bad Request: message text is empty', {}, { kind: 'rejected' }],
    [400, 'Bad Request: BUTTON_DATA_INVALID', {}, { kind: 'rejected' }],
    [400, 'Bad Request: message thread not found', {}, { kind: 'rejected' }],
    [413, 'Request Entity Too Large', {}, { kind: 'rejected' }],
    [401, 'Unauthorized', {}, { kind: 'misconfigured' }],
    [404, 'Not Found', {}, { kind: 'misconfigured' }],
  ])('%i "%s" %j means %j', async (code, description, more, outcome) => {
    expect(await answered(code, description, more)).toEqual(outcome);
    expect(bench.emulator.callsOf('sendMessage')).toHaveLength(1);
  });

  it.each([
    ['reset', 'uncertain', 0],
    ['hang', 'uncertain', 0],
    ['apply-then-reset', 'uncertain', 1],
    ['apply-then-hang', 'uncertain', 1],
    [{ page: 502 }, 'unreachable', 0],
    [{ page: 403 }, 'unreachable', 0],
    [{ page: 200 }, 'uncertain', 0],
  ] as const)('that does not come (%j) means %s', async (as, kind, arrived) => {
    bench.emulator.failNext({ method: 'sendMessage', as });
    const { transport } = bench.channel({ timeouts: IMPATIENT });
    expect(await transport.send(chatOf(home), reply('x'))).toEqual({ kind });
    expect(bench.emulator.botMessagesIn(home)).toHaveLength(arrived);
    expect(bench.emulator.callsOf('sendMessage')).toHaveLength(1);
  });

  it('for which nothing listens means that nothing was sent', async () => {
    await bench.emulator.close();
    expect(await send('x')).toEqual({ kind: 'unreachable' });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
    'that %s prevents means that nothing was sent',
    (code) => {
      const error = new HttpError('failed', Object.assign(new Error('https://api.telegram.org/bot1:token'), { code }));
      expect(failureOf(error)).toEqual({ kind: 'unreachable', code });
    },
  );

  it('is never more than a kind and a code to others', () => {
    const error = new GrammyError('words', { ok: false, error_code: 400, description: 'words' }, 'sendMessage', {
      text: 'words',
    });
    expect(failureOf(error)).toEqual({ kind: 'rejected', code: 400 });
    expect(failureOf(new TypeError('words'))).toEqual({ kind: 'rejected', code: 'internal' });
    expect(failureOf('words')).toEqual({ kind: 'rejected', code: 'internal' });
  });
});

describe('what happens to a chat', () => {
  it('a person who blocks the bot, and one who lets it in again', async () => {
    bench.emulator.block(lan);
    expect(await send('x')).toEqual({ kind: 'stopped' });
    bench.emulator.unblock(lan);
    expect(await send('x')).toEqual({ kind: 'sent' });
  });

  it('a group that throws the bot out, silences it, closes the topic or never was', async () => {
    const kicked = bench.emulator.group('g');
    bench.emulator.kickBot(kicked, lan);
    const silent = bench.emulator.group('g', { supergroup: true });
    bench.emulator.setStanding(silent, 'restricted', lan);
    const forum = bench.emulator.group('f', { topics: true });
    const thread = bench.emulator.topic(forum, 't');
    forum.topics.get(thread)!.closed = true;
    const chats = [chatOf(kicked), chatOf(silent), chatOf(forum, thread), { channel: 'telegram', id: '-77' } as const];
    for (const chat of chats) expect(await channel.transport.send(chat, reply('x'))).toEqual({ kind: 'stopped' });
  });

  it('a group that is upgraded says where it goes on, and the message arrives there', async () => {
    const group = bench.emulator.group('g');
    const to = bench.emulator.migrate(group, lan);
    const outcome = await channel.transport.send(chatOf(group), reply('x'));
    expect(outcome).toEqual({ kind: 'moved', to: { channel: 'telegram', id: String(to.id) } });
    expect(await channel.transport.send(chatOf(to), reply('x'))).toEqual({ kind: 'sent' });
  });
});

describe('throttling', () => {
  it('concerns a chat, and the channel where several different chats meet it within a short time', () => {
    const scope = new ThrottleScope();
    expect(scope.note('1', 0)).toBe('chat');
    expect(scope.note('1', 100)).toBe('chat');
    expect(scope.note('2', 200)).toBe('chat');
    expect(scope.note('3', 300)).toBe('channel');
    expect(scope.note('4', 60_000)).toBe('chat');
  });

  it('is told honestly where the limits are kept: 20 a minute in a group, 30 a second in all', async () => {
    let now = 0;
    const strict = await ChannelBench.open({ enforceRates: true, now: () => now });
    try {
      const { transport } = strict.channel({ now: () => now });
      const group = chatOf(strict.emulator.group('g'));
      const outcomes: Outcome[] = [];
      for (let at = 0; at < 21; at += 1, now += 1_000) outcomes.push(await transport.send(group, reply('x')));
      expect(outcomes.slice(0, 20)).toEqual(Array(20).fill({ kind: 'sent' }));
      expect(outcomes[20]).toEqual({ kind: 'throttled', waitMs: 40_000, scope: 'chat' });
      now += 3_600_000;
      const chats = Array.from({ length: 33 }, (_, at) => strict.emulator.privateChat(strict.emulator.user(`u${at}`)));
      const kinds: string[] = [];
      for (const chat of chats) {
        const outcome = await transport.send(chatOf(chat), reply('x'));
        kinds.push('scope' in outcome ? outcome.scope : outcome.kind);
      }
      expect(kinds).toEqual([...Array<string>(30).fill('sent'), 'chat', 'chat', 'channel']);
    } finally {
      await strict.close();
    }
  });
});

describe('cutting', () => {
  it('keeps whole letters', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcd', 3)).toBe('ab…');
    expect(cut('ab👨‍👩‍👧‍👦cd', 6)).toBe('ab…');
    expect(cut('x'.repeat(5_000), 4_096)).toHaveLength(4_096);
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incoming } from '../../src/model/incoming.ts';
import { addressOf } from '../../src/channels/telegram/addressing.ts';
import { fileName } from '../../src/channels/telegram/file-name.ts';
import { readUpdate, updateIdOf } from '../../src/channels/telegram/update-reading.ts';
import { ChannelBench } from '../support/telegram-emulator/channel-bench.ts';
import type { EmulatedChat, EmulatedUser } from '../support/telegram-emulator/emulated-world.ts';

let bench: ChannelBench;
let lan: EmulatedUser;
let home: EmulatedChat;

beforeEach(async () => {
  bench = await ChannelBench.open();
  lan = bench.emulator.user('Lan');
  home = bench.emulator.privateChat(lan);
  await bench.polling();
});

afterEach(() => bench.close());

/** All that came in, by number, once everything that was sent has been confirmed. */
async function taken(): Promise<readonly Incoming[]> {
  await bench.emulator.waitFor(() => bench.emulator.queue.pendingIds.length === 0);
  return bench.inbox.received.toSorted((a, b) => a.id.localeCompare(b.id));
}

describe('a private chat', () => {
  it('gives the words with the update, the chat and the person', async () => {
    const { updateId } = bench.emulator.say(home, lan, 'hạn báo cáo?');
    expect(await taken()).toEqual([
      {
        kind: 'text',
        id: `telegram:${updateId}`,
        chat: { channel: 'telegram', id: String(lan.id) },
        group: false,
        person: String(lan.id),
        text: 'hạn báo cáo?',
        addressed: true,
      },
    ]);
  });

  it('gives words and captions in NFC', async () => {
    bench.emulator.say(home, lan, 'hạn'.normalize('NFD'));
    bench.emulator.sendPhoto(home, lan, 'trẻ em'.normalize('NFD'));
    await taken();
    expect(bench.inbox.texts).toEqual(['hạn', 'trẻ em'].map((word) => word.normalize('NFC')));
  });

  it('keeps the payload of a deep link', async () => {
    bench.emulator.say(home, lan, '/start rieng');
    expect(await taken()).toMatchObject([{ kind: 'text', text: '/start rieng' }]);
  });

  it.each(['voice', 'photo', 'sticker', 'video', 'contact', 'location'] as const)(
    'says that a %s holds no words',
    async (media) => {
      bench.emulator.send(home, lan, media);
      expect(await taken()).toMatchObject([{ kind: 'contentless', addressed: true, person: String(lan.id) }]);
    },
  );

  it('tells being blocked and let in again', async () => {
    bench.emulator.block(lan);
    bench.emulator.unblock(lan);
    expect(await taken()).toMatchObject([
      { kind: 'membership', member: false, group: false },
      { kind: 'membership', member: true, group: false },
    ]);
  });
});

describe('a file in a private chat', () => {
  const bytes = Buffer.from('%PDF');
  const send = (fields: object) => bench.emulator.raw({ message: { ...header(), ...fields } });
  const header = () => ({ message_id: 1, date: 1, from: lan, chat: { id: lan.id, type: 'private' } });

  it('is named with its size and what was written with it, in NFC', async () => {
    const name = 'Kế hoạch số 5.pdf';
    const caption = '@MangNonBot nhập kế hoạch này';
    bench.emulator.sendDocument(home, lan, {
      name: name.normalize('NFD'),
      bytes,
      caption: caption.normalize('NFD'),
      mime: 'application/pdf',
    });
    expect(await taken()).toEqual([
      {
        kind: 'document',
        id: expect.stringMatching(/^telegram:\d+$/) as string,
        chat: { channel: 'telegram', id: String(lan.id) },
        group: false,
        person: String(lan.id),
        file: { id: 'EmulatedFileId-1', name: name.normalize('NFC'), size: 4 },
        caption: 'nhập kế hoạch này'.normalize('NFC'),
      },
    ]);
  });

  it('has no caption, no name and no size where there are none', async () => {
    bench.emulator.sendDocument(home, lan, { bytes, sizeSaid: 'nowhere' });
    bench.emulator.sendDocument(home, lan, { bytes, caption: '@MangNonBot ' });
    const [bare, mention] = await taken();
    expect(bare).toMatchObject({ kind: 'document', file: { name: '' } });
    expect(bare).not.toHaveProperty('caption');
    expect(bare).not.toHaveProperty('file.size');
    expect(mention).not.toHaveProperty('caption');
  });

  it('that is an animation, or that is broken, holds no words, or the words written with it', async () => {
    const document = { file_id: 'x', file_name: 'x.mp4', file_size: 1 };
    send({ document, animation: document });
    for (const broken of [null, 5, [], {}, { file_id: '' }, { ...document, file_name: 5 }]) send({ document: broken });
    send({ document: { ...document, file_size: -1 }, caption: 'hạn?' });
    const received = await taken();
    expect(received.map(({ kind }) => kind)).toEqual([...Array<string>(7).fill('contentless'), 'text']);
    expect(bench.inbox.texts).toEqual(['hạn?']);
  });

  it.each([
    ['ke-hoach.docx', 'ke-hoach.docx'],
    ['../../etc/ke-hoach.docx', 'ke-hoach.docx'],
    ['C:\\Users\\Lan\\ke-hoach.docx', 'ke-hoach.docx'],
    ['folder/', ''],
    ['..', ''],
    ['a\nb\u0000.pdf ', 'ab.pdf'],
    ['\ud800.pdf', '.pdf'],
    [`${'x'.repeat(300)}.docx`, `${'x'.repeat(194)}….docx`],
    [`a.${'x'.repeat(300)}`, `a.${'x'.repeat(197)}…`],
  ])('%j is called %j', (given, name) => {
    expect(fileName(given)).toBe(name);
  });
});

describe('what is nobody speaking to the bot', () => {
  it('is ignored: edits, channel posts, other bots, notices, its own search results', async () => {
    const { message } = bench.emulator.say(home, lan, 'first');
    bench.emulator.edit(message, 'second');
    bench.emulator.postInChannel('post');
    const group = bench.emulator.group('g', { privacy: false });
    const robot = bench.emulator.user('Robot', { is_bot: true });
    bench.emulator.say(group, robot, '@MangNonBot hello');
    bench.emulator.say(group, lan, 'found', { extra: { via_bot: bench.emulator.world.bot } });
    bench.emulator.say(group, lan, 'forwarded', {
      extra: { is_automatic_forward: true, sender_chat: { id: -1_009, type: 'channel' } },
    });
    bench.emulator.raw({ message: { ...message.api, text: undefined, pinned_message: message.api } });
    await taken();
    expect(bench.inbox.texts).toEqual(['first']);
    expect(bench.inbox.received).toHaveLength(1);
  });
});

describe('a group', () => {
  it.each([
    ['@MangNonBot hạn?', true, 'hạn?'],
    ['@mangnonbot, hạn?', true, 'hạn?'],
    ['hạn? @MangNonBot', true, 'hạn? @MangNonBot'],
    ['/han', true, '/han'],
    ['/han@MangNonBot Đồng Phú', true, '/han Đồng Phú'],
    ['@MangNonBot /111', true, '/111'],
    ['/111@mangnonbot', true, '/111'],
    ['chào cả nhà', false, 'chào cả nhà'],
    ['@MangNonBot2 hạn?', false, '@MangNonBot2 hạn?'],
    ['thư tới a@mangnonbot', false, 'thư tới a@mangnonbot'],
    ['3/4 xã đã nộp', false, '3/4 xã đã nộp'],
  ])('reads "%s" as addressed: %s', async (written, addressed, text) => {
    const group = bench.emulator.group('g', { privacy: false });
    bench.emulator.say(group, lan, written);
    expect(await taken()).toMatchObject([{ kind: 'text', group: true, addressed, text }]);
  });

  it('ignores commands for other bots', async () => {
    const group = bench.emulator.group('g', { privacy: false });
    bench.emulator.say(group, lan, '/han@other_bot');
    bench.emulator.say(group, lan, '/han@MangNonBotX Đồng Phú');
    expect(await taken()).toEqual([]);
  });

  it('with privacy mode receives only what is meant for the bot', async () => {
    const group = bench.emulator.group('g', { supergroup: true });
    expect(bench.emulator.say(group, lan, 'giữa chúng ta').updateId).toBeNull();
    bench.emulator.say(group, lan, 'hạn?', { mention: true });
    bench.emulator.say(group, lan, '/han');
    await taken();
    expect(bench.inbox.texts).toEqual(['hạn?', '/han']);
  });

  it('takes a reply to the bot as addressed, with or without words, and no reply as a topic', async () => {
    const group = bench.emulator.group('g', { supergroup: true, privacy: false });
    const channel = bench.channel();
    await channel.transport.send({ channel: 'telegram', id: String(group.id) }, plain('which place?'));
    const { message } = bench.emulator.say(group, lan, 'Đồng Phú', { replyToBot: true });
    bench.emulator.sendVoice(group, lan, { replyToBot: true });
    bench.emulator.say(group, lan, 'không', { replyTo: message });
    bench.emulator.sendSticker(group, lan);
    const chat = { channel: 'telegram', id: String(group.id) };
    const received = await taken();
    expect(received).toMatchObject([
      { kind: 'text', addressed: true },
      { kind: 'contentless', addressed: true },
      { kind: 'text', addressed: false },
      { kind: 'contentless', addressed: false },
    ]);
    expect(received.map((each) => each.chat)).toEqual([chat, chat, chat, chat]);
  });

  it('takes a file for something without words, or for the words written with it', async () => {
    const group = bench.emulator.group('g', { privacy: false });
    const file = { name: 'x.pdf', bytes: Buffer.from('x') };
    bench.emulator.sendDocument(group, lan, file);
    bench.emulator.sendDocument(group, lan, { ...file, caption: '@MangNonBot hạn?' });
    expect(await taken()).toMatchObject([
      { kind: 'contentless', addressed: false },
      { kind: 'text', text: 'hạn?', addressed: true },
    ]);
  });

  it('gives the topic of a forum, and takes the opening of a topic by the bot for no reply', async () => {
    const forum = bench.emulator.group('f', { topics: true, privacy: false });
    const thread = bench.emulator.topic(forum, 'reports');
    const opening = { from: bench.emulator.world.bot, forum_topic_created: { name: 'reports' } };
    bench.emulator.say(forum, lan, 'hạn?', { thread, extra: { reply_to_message: opening } });
    expect(await taken()).toMatchObject([
      { chat: { channel: 'telegram', id: String(forum.id), thread: String(thread) }, addressed: false },
    ]);
  });

  it('knows an anonymous admin as admin and as nobody in particular', async () => {
    const group = bench.emulator.group('g', { supergroup: true });
    const mask = bench.emulator.user('Group', { is_bot: true, id: 1_087_968_824 });
    bench.emulator.say(group, mask, '/nhacviec bat', { extra: { sender_chat: { id: group.id, type: 'supergroup' } } });
    const [text] = await taken();
    expect(text).toMatchObject({ kind: 'text', admin: true });
    expect(text).not.toHaveProperty('person');
  });

  it('tells that the bot was added and taken out, but not that it was promoted', async () => {
    const group = bench.emulator.group('g', { absent: true });
    bench.emulator.addBot(group, lan);
    bench.emulator.setStanding(group, 'administrator', lan);
    bench.emulator.kickBot(group, lan);
    expect(await taken()).toMatchObject([
      { kind: 'membership', member: true, group: true, person: String(lan.id) },
      { kind: 'membership', member: false, group: true },
    ]);
  });

  it('tells once where an upgraded group goes on', async () => {
    const group = bench.emulator.group('g');
    const to = bench.emulator.migrate(group, lan);
    expect(await taken()).toMatchObject([
      {
        kind: 'migration',
        chat: { channel: 'telegram', id: String(group.id) },
        to: { channel: 'telegram', id: String(to.id) },
      },
    ]);
  });
});

describe('an update that nobody foresaw', () => {
  const bot = { id: 1, username: 'MangNonBot' };
  const chat = { id: 5, type: 'private' };
  const from = { id: 5, is_bot: false, first_name: 'x' };
  const header = { message_id: 1, date: 1, chat, from };
  const document = { file_id: 'x', file_name: 'x.pdf', mime_type: 'application/pdf', file_size: 1 };
  const good = [
    { message: { ...header, text: 'x', entities: [{ type: 'mention', offset: 0, length: 1 }] } },
    { message: { ...header, caption: 'x', document } },
    { callback_query: { id: '1', from, data: 'c:k:1', message: { message_id: 1, date: 1, chat } } },
    { my_chat_member: { chat, from, old_chat_member: { status: 'left' }, new_chat_member: { status: 'member' } } },
    { inline_query: { id: '1', from, query: 'x', offset: '' } },
  ];
  /** A well-formed update with parts put at random. */
  const broken = fc
    .tuple(fc.constantFrom(...good), fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { minLength: 1 }))
    .map(([update, changes]) => {
      const copy = structuredClone(update) as Record<string, unknown>;
      for (const [at, value] of changes) replacePart(copy, at, value);
      return copy;
    });

  it('never crashes the reading, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), broken), (raw) => {
        updateIdOf(raw);
        const { lane, incoming } = readUpdate({ update_id: 1, ...(raw as object) }, bot);
        expect(lane).toEqual(expect.any(String));
        if (incoming?.kind === 'text') expect(incoming.text).toBe(incoming.text.normalize('NFC'));
      }),
      { numRuns: 500 },
    );
  });

  it('gives every file a name that can be shown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = fileName(given);
        expect(name.length).toBeLessThanOrEqual(200);
        expect(name).toBe(name.normalize('NFC'));
        expect(name).not.toMatch(/[/\\\p{Cc}]/u);
      }),
    );
  });

  it('200 of them do not stop those that follow', async () => {
    for (const raw of fc.sample(broken, 200)) bench.emulator.raw(raw);
    // Without a number they cannot be confirmed and come with every poll.
    for (const raw of fc.sample(fc.jsonValue(), 20)) bench.emulator.queue.push('raw', () => raw);
    bench.emulator.say(home, lan, 'after');
    await bench.inbox.waitFor(() => bench.inbox.texts.includes('after'));
  });

  it('reads every word as text of its own and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        const { text } = addressOf(written, bot);
        expect(text.length).toBeLessThanOrEqual(written.length);
      }),
    );
  });
});

function replacePart(target: unknown, at: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const key of Object.keys(part)) {
      places.push([part as Record<string, unknown>, key]);
      visit((part as Record<string, unknown>)[key]);
    }
  };
  visit(target);
  const [owner, key] = places[at % Math.max(places.length, 1)] ?? [];
  if (owner && key !== undefined) owner[key] = value;
}

function plain(text: string) {
  return { text, choices: [], urgency: 'reply' } as const;
}

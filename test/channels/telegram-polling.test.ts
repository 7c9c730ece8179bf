import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incoming } from '../../src/model/incoming.ts';
import { UpdateWindow } from '../../src/channels/telegram/update-window.ts';
import { ChannelBench, IMPATIENT, QUICK } from '../support/telegram-emulator/channel-bench.ts';
import type { EmulatedChat, EmulatedUser } from '../support/telegram-emulator/emulated-world.ts';

let bench: ChannelBench;
let lan: EmulatedUser;
let home: EmulatedChat;
let minh: EmulatedUser;
let away: EmulatedChat;

beforeEach(async () => {
  bench = await ChannelBench.open();
  lan = bench.emulator.user('Lan');
  home = bench.emulator.privateChat(lan);
  minh = bench.emulator.user('Minh');
  away = bench.emulator.privateChat(minh);
});

afterEach(() => bench.close());

const isText = (incoming: Incoming, text: string) => incoming.kind === 'text' && incoming.text === text;
const confirmed = () => bench.emulator.waitFor(() => bench.emulator.queue.pendingIds.length === 0);
/** A promise and what resolves it. */
function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

describe('an update', () => {
  it('is confirmed only after it has been received', async () => {
    const { passed, open } = gate();
    bench.inbox.decide = () => passed;
    await bench.polling();
    const { updateId } = bench.emulator.say(home, lan, 'one');
    await bench.inbox.first(1);
    // Telegram is asked again meanwhile, and still holds it.
    const polls = bench.emulator.callsOf('getUpdates').length;
    await bench.emulator.waitFor(() => bench.emulator.callsOf('getUpdates').length > polls + 1);
    expect(bench.emulator.queue.pendingIds).toEqual([updateId]);
    open();
    await confirmed();
    expect(bench.inbox.texts).toEqual(['one']);
  });

  it('is received again with the same id where receiving failed, before what follows in its chat', async () => {
    let failures = 3;
    bench.inbox.decide = (incoming) =>
      isText(incoming, 'one') && failures-- > 0 ? Promise.reject(new Error('store is down')) : Promise.resolve();
    await bench.polling();
    bench.emulator.say(home, lan, 'one');
    bench.emulator.say(home, lan, 'two');
    await confirmed();
    expect(bench.inbox.texts).toEqual(['one', 'one', 'one', 'one', 'two']);
    expect(new Set(bench.inbox.received.slice(0, 4).map(({ id }) => id)).size).toBe(1);
  });

  it('that fails again and again stops no other chat, and nothing after it is confirmed', async () => {
    bench.inbox.decide = (incoming) => (isText(incoming, 'bad') ? Promise.reject(new Error('no')) : Promise.resolve());
    await bench.polling();
    const { updateId } = bench.emulator.say(home, lan, 'bad');
    bench.emulator.say(away, minh, 'good');
    await bench.inbox.waitFor(() => bench.inbox.texts.includes('good'));
    const later = bench.emulator.say(away, minh, 'better');
    await bench.inbox.waitFor(() => bench.inbox.texts.includes('better'));
    await bench.emulator.waitFor(() => bench.emulator.callsOf('getUpdates').length > 4);
    expect(bench.emulator.queue.pendingIds).toEqual([updateId, updateId! + 1, later.updateId]);
    bench.inbox.decide = () => Promise.resolve();
    await confirmed();
    expect(bench.inbox.texts.filter((text) => text !== 'bad')).toEqual(['good', 'better']);
  });

  it('delivered once more by Telegram carries the same id', async () => {
    await bench.polling();
    const { updateId } = bench.emulator.say(home, lan, 'one');
    await bench.inbox.first(1);
    await confirmed();
    bench.emulator.redeliver(updateId!);
    const [first, second] = await bench.inbox.first(2);
    expect(second).toEqual(first);
  });

  it('with a lower number, after a quiet week, is received as well', async () => {
    await bench.polling();
    bench.emulator.say(home, lan, 'one');
    await bench.inbox.first(1);
    await confirmed();
    // The poll that confirmed it ends without news before the numbers begin elsewhere.
    await bench.emulator.waitFor(() => bench.emulator.queue.held);
    bench.emulator.queue.renumber(5);
    bench.emulator.say(home, lan, 'two');
    await bench.inbox.first(2);
    await confirmed();
    expect(bench.inbox.texts).toEqual(['one', 'two']);
  });

  it('is lost by no stop: what was not received comes to the next channel', async () => {
    bench.inbox.decide = (incoming) => (isText(incoming, 'two') ? Promise.reject(new Error('no')) : Promise.resolve());
    const channel = await bench.polling();
    bench.emulator.say(home, lan, 'one');
    bench.emulator.say(home, lan, 'two');
    bench.emulator.say(home, lan, 'three');
    await bench.inbox.waitFor(() => bench.inbox.texts.includes('two'));
    await channel.stop();
    expect(bench.inbox.texts).not.toContain('three');
    bench.inbox.received.length = 0;
    bench.inbox.decide = () => Promise.resolve();
    await bench.polling();
    await confirmed();
    expect(bench.inbox.texts).toEqual(['two', 'three']);
  });

  it('in hand is waited for by a stop, and confirmed', async () => {
    const { passed, open } = gate();
    bench.inbox.decide = () => passed;
    const channel = await bench.polling();
    bench.emulator.say(home, lan, 'one');
    await bench.inbox.first(1);
    let stopped = false;
    const stop = channel.stop().then(() => (stopped = true));
    // A round trip through the server gives a stop that does not wait the time to end.
    await fetch(`${bench.emulator.apiRoot}/`).then((response) => response.text());
    expect(stopped).toBe(false);
    open();
    await stop;
    expect(bench.emulator.queue.pendingIds).toEqual([]);
    expect(channel.ready()).toBe(false);
  });
});

describe('chats', () => {
  it('are worked on side by side, each in order', async () => {
    const { passed, open } = gate();
    bench.inbox.decide = (incoming) => (isText(incoming, 'slow') ? passed : Promise.resolve());
    await bench.polling();
    bench.emulator.say(home, lan, 'slow');
    bench.emulator.say(home, lan, 'after slow');
    bench.emulator.say(away, minh, 'quick');
    await bench.inbox.waitFor(() => bench.inbox.texts.includes('quick'));
    expect(bench.inbox.texts).not.toContain('after slow');
    open();
    await confirmed();
    expect(bench.inbox.texts.filter((text) => text !== 'quick')).toEqual(['slow', 'after slow']);
  });

  it('beyond the allowed number wait for a place', async () => {
    let [running, most] = [0, 0];
    bench.inbox.decide = async () => {
      most = Math.max(most, (running += 1));
      await new Promise(setImmediate);
      running -= 1;
    };
    for (let at = 0; at < 40; at += 1) {
      const user = bench.emulator.user(`u${at}`);
      bench.emulator.say(bench.emulator.privateChat(user), user, 'x');
    }
    await bench.polling({ parallelChats: 4 });
    await confirmed();
    expect(bench.inbox.received).toHaveLength(40);
    expect(most).toBe(4);
  });

  it('500 messages of 20 chats all come once, in order within each chat, through random failures', async () => {
    let turn = 0;
    const settled: Incoming[] = [];
    bench.inbox.decide = (incoming) => {
      turn += 1;
      if (turn % 7 === 0) return Promise.reject(new Error('no'));
      settled.push(incoming);
      return Promise.resolve();
    };
    const users = Array.from({ length: 20 }, (_, at) => bench.emulator.user(`u${at}`));
    for (let at = 0; at < 500; at += 1) {
      const user = users[at % 20]!;
      bench.emulator.say(bench.emulator.privateChat(user), user, String(Math.floor(at / 20)));
    }
    await bench.polling();
    await confirmed();
    expect(settled).toHaveLength(500);
    for (const user of users) {
      const texts = settled
        .filter(({ person }) => person === String(user.id))
        .map((each) => 'text' in each && each.text);
      expect(texts).toEqual(Array.from({ length: 25 }, (_, at) => String(at)));
    }
  });
});

describe('presses', () => {
  const choices = [
    { label: 'Đắk Nông', value: 'dak nong' },
    { label: 'Bình Phước', value: 'binh phuoc' },
  ];

  it('come with the list and the number of the choice, and are answered', async () => {
    const channel = await bench.polling();
    const group = bench.emulator.group('g', { topics: true });
    const thread = bench.emulator.topic(group, 't');
    const chat = { channel: 'telegram', id: String(group.id), thread: String(thread) } as const;
    await channel.transport.send(chat, { text: 'Which?', choices, choicesKey: 'k:7', urgency: 'reply' });
    const [message] = bench.emulator.botMessagesIn(group);
    const { queryId, updateId } = bench.emulator.press(message!, 1, lan);
    expect(await bench.inbox.first(1)).toEqual([
      {
        kind: 'press',
        id: `telegram:${updateId}`,
        chat,
        group: true,
        person: String(lan.id),
        choice: 2,
        choicesKey: 'k:7',
      },
    ]);
    await bench.emulator.waitFor(() => bench.emulator.answeredQueries.includes(queryId));
  });

  it('are answered before they are received, and only once where receiving fails', async () => {
    let failures = 2;
    bench.inbox.decide = () => (failures-- > 0 ? Promise.reject(new Error('no')) : Promise.resolve());
    const channel = await bench.polling();
    await channel.transport.send(
      { channel: 'telegram', id: String(home.id) },
      { text: 'Which?', choices, choicesKey: 'k', urgency: 'reply' },
    );
    bench.emulator.press(bench.emulator.botMessagesIn(home)[0]!, 0);
    await confirmed();
    expect(bench.inbox.received).toHaveLength(3);
    await bench.emulator.waitFor(() => bench.emulator.answeredQueries.length === 1);
    expect(bench.emulator.callsOf('answerCallbackQuery')).toHaveLength(1);
  });

  it.each(['', 'x', 'c:k', 'c:k:0', 'c:k:-1', 'c:k:1e3', 'c:k:99999', undefined])(
    'with data %j that is not ours are answered and go no further',
    async (data) => {
      await bench.polling();
      const { message } = bench.emulator.say(home, lan, 'x');
      const { queryId } = bench.emulator.pressData(message, data);
      await bench.emulator.waitFor(() => bench.emulator.answeredQueries.includes(queryId));
      await confirmed();
      expect(bench.inbox.received).toHaveLength(1);
    },
  );

  it('that are too old to be answered are received without a word in the log', async () => {
    const { message } = bench.emulator.say(home, lan, 'x');
    bench.emulator.pressData(message, 'c:k:1');
    bench.emulator.expireQueries();
    const channel = await bench.polling();
    await bench.inbox.waitFor((received) => received.some(({ kind }) => kind === 'press'));
    await channel.stop();
    expect(bench.emulator.callsOf('answerCallbackQuery')).toHaveLength(1);
    expect(bench.log).toEqual([]);
  });
});

describe('searches from any chat', () => {
  const results = [
    { title: 'Hạn', text: 'Trước ngày 15/11/2025\n111' },
    { title: 'Long', text: 'x'.repeat(5000) },
    { title: ' ', text: 'without a title' },
  ];

  it('are answered with articles for that person alone', async () => {
    const asked: string[] = [];
    await bench.polling({
      inline: (text) => {
        asked.push(text);
        return Promise.resolve(results);
      },
    });
    bench.emulator.inlineQuery(lan, ' hạn '.normalize('NFD'));
    const answer = await bench.emulator.waitFor(() => bench.emulator.inlineAnswers[0]);
    expect(asked).toEqual(['hạn']);
    expect(answer).toMatchObject({ personal: true, cacheSeconds: 30 });
    expect(answer.results.map(({ title }) => title)).toEqual(['Hạn', 'Long']);
    expect(answer.results[0]?.text).toBe(results[0]!.text);
    expect(answer.results[1]?.text).toHaveLength(4096);
    expect(bench.inbox.received).toEqual([]);
  });

  it.each([
    ['fail', 'x', () => Promise.reject(new Error('secret words'))],
    ['throw', 'x', () => { throw new Error('secret words'); }], // prettier-ignore
    ['are too long', 'x'.repeat(401), () => Promise.resolve(results)],
    ['have nobody to answer them', 'x', undefined],
  ])('that %s get an empty list', async (_, text, inline) => {
    await bench.polling(inline ? { inline } : {});
    bench.emulator.inlineQuery(lan, text);
    const answer = await bench.emulator.waitFor(() => bench.emulator.inlineAnswers[0]);
    expect(answer.results).toEqual([]);
    expect(JSON.stringify(bench.log)).not.toContain('secret');
  });

  it('that are too old stop nothing', async () => {
    bench.emulator.inlineQuery(lan, 'x');
    bench.emulator.expireQueries();
    await bench.polling();
    await confirmed();
    expect(bench.log).toMatchObject([{ event: 'telegram-inline-unanswered', code: 400 }]);
  });
});

describe('starting', () => {
  it('removes a webhook first, keeps what is pending, and asks for exactly the kinds it reads', async () => {
    bench.emulator.queue.setWebhook({ url: 'http://127.0.0.1:9/old', maxConnections: 40 });
    bench.emulator.say(home, lan, 'early');
    const channel = await bench.polling();
    await bench.inbox.first(1);
    expect(channel.ready()).toBe(true);
    expect(bench.emulator.queue.webhook).toBeUndefined();
    expect(bench.emulator.callsOf('getUpdates')[0]?.parameters).toMatchObject({
      timeout: QUICK.pollSeconds,
      limit: 100,
      allowed_updates: ['message', 'callback_query', 'my_chat_member', 'inline_query'],
    });
  });

  it('sets the menus of private chats and groups, in Vietnamese and for all, and the description', async () => {
    await bench.polling({ texts: { continuePrivately: 'x', botDescription: 'y'.repeat(600) } });
    const { menus } = bench.emulator;
    await bench.emulator.waitFor(() => menus.size === 4 && bench.emulator.description !== '');
    const [inPrivate, inGroups] = [
      [{ command: 'trogiup', description: 'help' }],
      [{ command: 'han', description: 'due' }],
    ];
    expect(Object.fromEntries(menus)).toEqual({
      all_private_chats: inPrivate,
      'all_private_chats vi': inPrivate,
      all_group_chats: inGroups,
      'all_group_chats vi': inGroups,
    });
    expect(bench.emulator.description).toHaveLength(512);
  });

  it('goes on without menus where they are refused', async () => {
    bench.emulator.failNext({ method: 'setMyCommands', times: 4, as: { code: 400, description: 'Bad Request: no' } });
    await bench.polling();
    bench.emulator.say(home, lan, 'one');
    await bench.inbox.first(1);
    expect(await bench.waitForLog('telegram-menu-failed')).toMatchObject({ level: 'warn', code: 400 });
  });

  it.each([
    ['wrong', '1234567:AnotherTokenThatIsWrong', 401],
    ['no token at all', 'nonsense', 404],
  ])('ends at once, loudly, where the token is %s', async (_, token, code) => {
    const channel = await bench.polling({ token });
    expect(channel.ready()).toBe(false);
    expect(bench.log).toEqual([{ level: 'error', event: 'telegram-token-refused', code }]);
    expect(bench.emulator.calls).toEqual([]);
  });

  it('waits for Telegram where it cannot be reached, and a stop ends the waiting', async () => {
    bench.emulator.failNext({ method: 'getMe', times: 3, as: 'reset' });
    const channel = await bench.polling();
    expect(channel.ready()).toBe(true);
    expect(bench.log.map(({ event }) => event)).toEqual(Array(3).fill('telegram-start-failed'));
    bench.emulator.failNext({ method: 'getMe', times: 1_000, as: '500' });
    const other = bench.channel();
    const started = other.start(bench.inbox.receive);
    await bench.emulator.waitFor(() => bench.emulator.callsOf('getMe').length > 5);
    await other.stop();
    await started;
    expect(other.ready()).toBe(false);
  });
});

describe('a poll that fails', () => {
  it.each([
    ['500', 'unreachable'],
    ['reset', 'uncertain'],
    ['hang', 'uncertain'],
    [{ page: 502 }, 'unreachable'],
  ] as const)('with %j is tried again, and nothing is lost', async (as, failure) => {
    bench.emulator.failNext({ method: 'getUpdates', times: 2, as });
    const channel = await bench.polling({ timeouts: { ...QUICK, pollSeconds: 0, pollGraceMs: 300 } });
    bench.emulator.say(home, lan, 'one');
    await bench.inbox.first(1);
    expect(channel.ready()).toBe(true);
    const failures = bench.log.filter(({ event }) => event === 'telegram-poll-failed');
    expect(failures.slice(0, 2).map((line) => line['failure'])).toEqual([failure, failure]);
  });

  it('waits as long as Telegram asks', async () => {
    bench.emulator.failNext({
      method: 'getUpdates',
      as: { code: 429, description: 'Too Many Requests', retry_after: 1 },
    });
    await bench.polling();
    await bench.waitForLog('telegram-poll-failed');
    const since = performance.now();
    await bench.emulator.waitFor(() => bench.emulator.callsOf('getUpdates').length > 1);
    expect(performance.now() - since).toBeGreaterThan(900);
  });

  it('because somebody else polls is logged as an error, and polling goes on afterwards', async () => {
    const channel = await bench.polling();
    await bench.emulator.waitFor(() => bench.emulator.queue.held);
    const url = `${bench.emulator.apiRoot}/bot${bench.emulator.token}/getUpdates?timeout=0`;
    await fetch(url).then((response) => response.text());
    expect(await bench.waitForLog('telegram-conflict')).toMatchObject({ level: 'error', code: 409 });
    bench.emulator.say(home, lan, 'one');
    await bench.inbox.first(1);
    await bench.emulator.waitFor(() => channel.ready());
  });

  it('because the token was revoked ends polling loudly', async () => {
    const channel = await bench.polling();
    await bench.emulator.waitFor(() => bench.emulator.queue.held);
    bench.emulator.failNext({ method: 'getUpdates', times: 9, as: { code: 401, description: 'Unauthorized' } });
    bench.emulator.say(home, lan, 'one');
    expect(await bench.waitForLog('telegram-token-refused')).toMatchObject({ level: 'error', code: 401 });
    expect(channel.ready()).toBe(false);
    await channel.stop();
    expect(bench.emulator.callsOf('getUpdates')).toHaveLength(2);
  });
});

describe('the log', () => {
  it('holds no token, no address, no words and no names, whatever fails', async () => {
    const channel = await bench.polling({
      inline: () => Promise.reject(new Error('inline words')),
      timeouts: IMPATIENT,
    });
    bench.inbox.decide = () => Promise.reject(new Error('receive words'));
    const chat = { channel: 'telegram', id: String(home.id) } as const;
    const faults = ['reset', 'hang', '500', { page: 502 }, { code: 400, description: 'Bad Request: words' }] as const;
    for (const as of faults) {
      bench.emulator.failNext({ method: 'sendMessage', as });
      await channel.transport.send(chat, { text: 'reply words', choices: [], urgency: 'reply' });
    }
    bench.emulator.say(home, lan, 'private words');
    bench.emulator.inlineQuery(lan, 'search words');
    bench.emulator.raw({ message: { text: 'raw words' } });
    await bench.waitForLog('telegram-inline-failed');
    await bench.waitForLog('telegram-receive-failed');
    await bench.waitForLog('telegram-update-malformed');
    await bench.emulator.close();
    await bench.waitForLog('telegram-poll-failed');
    const log = JSON.stringify(bench.log);
    for (const secret of [bench.emulator.token, '127.0.0.1', 'words', 'Lan', String(lan.id), '/bot']) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('isChatAdmin', () => {
  it('tells admins from members, and says nothing where Telegram does not', async () => {
    const channel = bench.channel();
    const group = bench.emulator.group('g');
    group.members.set(lan.id, 'administrator').set(minh.id, 'member');
    const chat = { channel: 'telegram', id: String(group.id) } as const;
    expect(await channel.isChatAdmin(chat, String(lan.id))).toBe(true);
    expect(await channel.isChatAdmin(chat, String(minh.id))).toBe(false);
    bench.emulator.failNext({ method: 'getChatMember', as: '500' });
    expect(await channel.isChatAdmin(chat, String(lan.id))).toBeUndefined();
    expect(await channel.isChatAdmin({ channel: 'telegram', id: '-5' }, '1')).toBeUndefined();
  });
});

describe('the window of updates', () => {
  it('confirms up to the first that is not settled, never past it', () => {
    const window = new UpdateWindow();
    for (const id of [1, 2, 3, 4]) expect(window.open(id)).toBe(true);
    expect(window.offset()).toBeUndefined();
    window.settle(1);
    window.settle(3);
    expect(window.offset()).toBe(2);
    expect(window.open(2)).toBe(false);
    expect(window.open(3)).toBe(false);
    window.settle(2);
    expect(window.offset()).toBe(4);
    window.settle(4);
    expect(window.offset()).toBe(5);
    window.confirmed();
    expect(window.offset()).toBeUndefined();
  });
});

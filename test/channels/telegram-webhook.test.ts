import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incoming } from '../../src/model/incoming.ts';
import { ChannelBench } from '../support/telegram-emulator/channel-bench.ts';
import type { EmulatedChat, EmulatedUser } from '../support/telegram-emulator/emulated-world.ts';

const SECRET = 'A-secret_that-nobody-knows';
const URL = 'https://bot.example.vn/webhook/telegram';

let bench: ChannelBench;
let lan: EmulatedUser;
let home: EmulatedChat;

beforeEach(async () => {
  bench = await ChannelBench.open();
  lan = bench.emulator.user('Lan');
  home = bench.emulator.privateChat(lan);
});

afterEach(() => bench.close());

const confirmed = () => bench.emulator.waitFor(() => bench.emulator.queue.pendingIds.length === 0);
const isText = (incoming: Incoming, text: string) => incoming.kind === 'text' && incoming.text === text;

describe('the webhook', () => {
  it('is set with the secret and the kinds that are read, and what is pending is kept', async () => {
    bench.emulator.say(home, lan, 'early');
    const channel = await bench.webhook(SECRET);
    expect(channel.ready()).toBe(true);
    expect(bench.emulator.callsOf('setWebhook')[0]?.parameters).toMatchObject({
      secret_token: SECRET,
      allowed_updates: ['message', 'callback_query', 'my_chat_member', 'inline_query'],
      drop_pending_updates: false,
    });
    await confirmed();
    expect(bench.inbox.texts).toEqual(['early']);
    expect(bench.emulator.callsOf('getUpdates')).toEqual([]);
  });

  it('offers an entrance with the header of the secret', () => {
    const { webhook } = bench.channel({ webhook: { url: URL, secret: SECRET } });
    expect(webhook).toMatchObject({ secretHeader: 'x-telegram-bot-api-secret-token', secret: SECRET, probes: false });
    expect(bench.channel().webhook).toBeUndefined();
  });

  it('is not set again where it is as it should be', async () => {
    for (let starts = 0; starts < 2; starts += 1) {
      const channel = bench.channel({ webhook: { url: URL, secret: SECRET } });
      await channel.start(bench.inbox.receive);
      await channel.stop();
    }
    expect(bench.emulator.callsOf('setWebhook')).toHaveLength(1);
  });

  it.each([
    ['address', { url: 'https://old.example.vn/' }],
    ['kinds of updates', { url: URL, allowed_updates: ['message'] }],
  ])('is set again where Telegram has another %s', async (_, other) => {
    const call = `${bench.emulator.apiRoot}/bot${bench.emulator.token}/setWebhook`;
    const headers = { 'content-type': 'application/json' };
    await fetch(call, { method: 'POST', headers, body: JSON.stringify(other) }).then((response) => response.text());
    await bench.channel({ webhook: { url: URL, secret: SECRET } }).start(bench.inbox.receive);
    expect(bench.emulator.queue.webhook).toMatchObject({ url: URL, secret: SECRET });
    expect(bench.emulator.queue.allowed).toHaveLength(4);
  });

  it('is set again by itself where somebody has taken it away, or its secret is no longer ours', async () => {
    await bench.webhook(SECRET);
    const { webhook } = bench.emulator.queue;
    bench.emulator.queue.setWebhook(undefined);
    bench.emulator.say(home, lan, 'one');
    await confirmed();
    bench.emulator.queue.setWebhook({ ...webhook!, secret: 'another' });
    bench.emulator.say(home, lan, 'two');
    await confirmed();
    expect(bench.inbox.texts).toEqual(['one', 'two']);
    const statuses = new Set(bench.emulator.queue.deliveries.map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 401]));
  });

  it('that Telegram refuses is logged as an error and tried again', async () => {
    bench.emulator.failNext({
      method: 'setWebhook',
      times: 2,
      as: { code: 400, description: 'Bad Request: bad webhook' },
    });
    const channel = await bench.webhook(SECRET);
    expect(channel.ready()).toBe(false);
    expect(bench.log).toMatchObject([{ level: 'error', event: 'telegram-webhook-failed', code: 400 }]);
    await bench.emulator.waitFor(() => channel.ready());
  });

  it.each(['', 'with space', 'x'.repeat(257), 'dấu'])('cannot have the secret "%s"', (secret) => {
    expect(() => bench.channel({ webhook: { url: URL, secret } })).toThrow('secret');
  });
});

describe('an update by webhook', () => {
  it('that cannot be received is delivered again with its id, before what follows in its chat', async () => {
    let failures = 2;
    bench.inbox.decide = (incoming) =>
      isText(incoming, 'one') && failures-- > 0 ? Promise.reject(new Error('store is down')) : Promise.resolve();
    await bench.webhook(SECRET);
    bench.emulator.say(home, lan, 'one');
    bench.emulator.say(home, lan, 'two');
    await confirmed();
    expect(bench.inbox.texts).toEqual(['one', 'one', 'one', 'two']);
    expect(new Set(bench.inbox.received.slice(0, 3).map(({ id }) => id)).size).toBe(1);
  });

  it('carries the same id each time it is delivered', async () => {
    await bench.webhook(SECRET);
    const { updateId } = bench.emulator.say(home, lan, 'one');
    await bench.inbox.first(1);
    await confirmed();
    bench.emulator.redeliver(updateId!);
    const [first, second] = await bench.inbox.first(2);
    expect(second).toEqual(first);
  });

  it('is not accepted before the start nor after the stop, so that Telegram keeps it', async () => {
    const channel = bench.channel({ webhook: { url: URL, secret: SECRET } });
    const update = { update_id: 1, message: { chat: { id: 1, type: 'private' }, from: lan, text: 'x' } };
    await expect(channel.webhook!.accept(update)).rejects.toThrow('does not receive');
    await channel.start(bench.inbox.receive);
    await channel.webhook!.accept(update);
    expect(bench.inbox.texts).toEqual(['x']);
    await channel.stop();
    await expect(channel.webhook!.accept(update)).rejects.toThrow('does not receive');
  });

  it('in hand is waited for by a stop', async () => {
    let open: () => void = () => undefined;
    bench.inbox.decide = () => new Promise((resolve) => (open = resolve));
    const channel = await bench.webhook(SECRET);
    bench.emulator.say(home, lan, 'one');
    await bench.inbox.first(1);
    let stopped = false;
    const stop = channel.stop().then(() => (stopped = true));
    await fetch(`${bench.emulator.apiRoot}/`).then((response) => response.text());
    expect(stopped).toBe(false);
    open();
    await stop;
    await confirmed();
  });

  it('that is malformed is taken, logged by kind, and never asked for again', async () => {
    await bench.webhook(SECRET);
    for (const body of [null, 5, 'x', [], { message: 5 }, { message: { chat: {} } }]) bench.emulator.raw(body);
    await confirmed();
    expect(bench.emulator.queue.deliveries.map(({ status }) => status)).toEqual(Array(6).fill(200));
    const events = bench.log.filter(({ level }) => level === 'warn').map((line) => line['event']);
    expect(events).toEqual(Array(6).fill('telegram-update-malformed'));
  });

  it('answers presses and searches as polling does', async () => {
    const channel = await bench.webhook(SECRET, { inline: (text) => Promise.resolve([{ title: text, text }]) });
    const choices = [{ label: 'a', value: 'a' }];
    const chat = { channel: 'telegram', id: String(home.id) } as const;
    await channel.transport.send(chat, { text: 'Which?', choices, choicesKey: 'k', urgency: 'reply' });
    const { queryId } = bench.emulator.press(bench.emulator.botMessagesIn(home)[0]!, 0);
    bench.emulator.inlineQuery(lan, 'hạn');
    await bench.emulator.waitFor(() => bench.emulator.answeredQueries.includes(queryId));
    expect((await bench.emulator.waitFor(() => bench.emulator.inlineAnswers[0])).results[0]?.title).toBe('hạn');
    expect(await bench.inbox.first(1)).toMatchObject([{ kind: 'press', choice: 1, choicesKey: 'k' }]);
  });
});

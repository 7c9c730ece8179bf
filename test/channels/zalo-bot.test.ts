import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  webhookCallback,
  ZaloApi,
  ZaloApiError,
  ZaloBot,
  ZaloTransportError,
  type ZaloFilter,
} from '../../src/channels/zalo/bot.ts';
import { Backoff } from '../../src/channels/zalo/backoff.ts';
import { startZaloEmulator, type FailureKind, type ZaloEmulator } from '../support/zalo-emulator/zalo-emulator.ts';

const CHAT = '6ede9afa66b88fe6d6a9';
const SECRET = 'mykey-abcyx';
const BACKOFF = { firstMs: 1, capMs: 4 };

let platform: ZaloEmulator;
let api: ZaloApi;

beforeEach(async () => {
  platform = await startZaloEmulator({ pollMs: 20 });
  platform.openChat(CHAT);
  api = new ZaloApi(platform.token, { apiRoot: platform.apiRoot, timeoutMs: 2_000 });
});

afterEach(async () => {
  await platform.close();
  await api.close();
});

/** The error of a call; fails where there is none. */
async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail('the call succeeded'),
    (error: unknown) => error,
  );
}

function fail(as: FailureKind, method?: string): void {
  platform.failNext({ as, ...(method === undefined ? {} : { method }) });
}

describe('the methods', () => {
  it('read the account, through an edge that repeats its Server header', async () => {
    const response = await fetch(`${platform.apiRoot}/bot${platform.token}/getMe`, { method: 'POST' });
    expect(response.headers.get('server')).toBe('ZServer, zcdn');
    expect(await api.getMe()).toMatchObject({ display_name: 'Bot Măng Non', can_join_groups: true });
  });

  it('send text, picture, sticker and typing to a chat', async () => {
    expect((await api.sendMessage(CHAT, 'Chào bạn')).message_id).toMatch(/^[0-9a-f]{20}$/);
    await api.sendPhoto(CHAT, 'https://example.org/a.jpg', { caption: 'Ảnh' });
    await api.sendSticker(CHAT, '0e078a2fb66a5f34067b');
    await api.sendChatAction(CHAT);
    expect(platform.messagesIn(CHAT)).toEqual([
      { by: 'bot', kind: 'text', text: 'Chào bạn' },
      { by: 'bot', kind: 'image', text: 'Ảnh' },
      { by: 'bot', kind: 'sticker', text: '' },
    ]);
    expect(platform.calls[0]).toEqual({ method: 'sendMessage', parameters: { chat_id: CHAT, text: 'Chào bạn' } });
  });

  it('set, show and remove a webhook; the platform keeps one whose try failed', async () => {
    expect(await api.getWebhookInfo()).toEqual({ url: '' });
    const set = await api.setWebhook('https://bot.invalid/zalo', SECRET);
    expect(set.verification).toMatchObject({ ok: false, outcome: 'webhook.err.unreachable' });
    expect(await api.getWebhookInfo()).toMatchObject({ url: 'https://bot.invalid/zalo' });
    await api.deleteWebhook();
    expect(await errorOf(api.deleteWebhook())).toEqual(new ZaloApiError('deleteWebhook', 400));
  });

  it.each([
    ['http://bot.invalid/zalo', SECRET],
    ['https://localhost/zalo', SECRET],
    ['https://192.168.1.2/zalo', SECRET],
    ['https://bot.invalid/zalo', 'short'],
    ['https://bot.invalid/zalo', 'x'.repeat(257)],
  ])('report that the platform refuses webhook %s', async (url, secret) => {
    expect(await errorOf(api.setWebhook(url, secret))).toMatchObject({ code: 400 });
    expect(platform.webhook).toBeNull();
  });

  it('report the limit of a text and an unknown chat', async () => {
    await api.sendMessage(CHAT, 'x'.repeat(2000));
    expect(await errorOf(api.sendMessage(CHAT, 'x'.repeat(2001)))).toMatchObject({ code: 400 });
    expect(await errorOf(api.sendMessage(CHAT, ''))).toMatchObject({ code: 400 });
    expect(await errorOf(api.sendMessage('unknown', 'x'))).toMatchObject({ code: 404 });
  });

  it('report a spent quota', async () => {
    platform.monthlyQuota = 1;
    await api.sendMessage(CHAT, 'x');
    expect(await errorOf(api.sendMessage(CHAT, 'x'))).toMatchObject({ code: 429 });
  });

  it('take any receipt for a sent message', async () => {
    fail({ body: '{"ok":true,"result":{"message_id":7,"more":[]}}' });
    fail({ body: '{"ok":true}' });
    expect(await api.sendMessage(CHAT, 'x')).toEqual({ message_id: undefined });
    await api.sendMessage(CHAT, 'x');
  });
});

describe('getUpdates', () => {
  it('gives one event, at once when it comes', async () => {
    const slow = await startZaloEmulator();
    const poller = new ZaloApi(slow.token, { apiRoot: slow.apiRoot });
    const polled = poller.getUpdates({ timeout: 30 });
    await slow.waitFor(() => slow.polled);
    slow.receiveText(CHAT, 'một');
    slow.receiveText(CHAT, 'hai');
    expect((await polled).map((event) => event.message?.text)).toEqual(['một']);
    expect((await poller.getUpdates({ timeout: 30 })).map((event) => event.message?.text)).toEqual(['hai']);
    await slow.close();
  });

  it.each<[string, FailureKind]>([
    ['in the envelope', { code: 408 }],
    ['as errorCode', { code: 408, spelling: 'errorCode' }],
    ['with the status as well', { code: 408, status: 408 }],
    ['as a page', { body: '<html>timeout</html>', status: 408 }],
    ['as nothing', { body: '{"ok":true}' }],
    ['as null', { body: '{"ok":true,"result":null}' }],
    ['as an empty list', { body: '{"ok":true,"result":[]}' }],
  ])('takes an empty poll for no error: %s', async (_, as) => {
    fail(as);
    expect(await api.getUpdates({ timeout: 1 })).toEqual([]);
  });

  it('takes one object and a list alike', async () => {
    const event = { event_name: 'message.text.received', message: { chat: { id: 'c' }, text: 'x', new_field: {} } };
    fail({ body: JSON.stringify({ ok: true, result: event }) });
    fail({ body: JSON.stringify({ ok: true, result: [event, event] }) });
    const [one] = await api.getUpdates();
    expect(await api.getUpdates()).toEqual([one, one]);
  });

  it('is ended by a newer poller', async () => {
    const older = errorOf(api.getUpdates({ timeout: 30 }));
    await platform.waitFor(() => platform.polled);
    const newer = api.getUpdates({ timeout: 30 });
    expect(await older).toMatchObject({ code: 409 });
    expect(await newer).toEqual([]);
  });

  it('is cut off by its signal', async () => {
    const stop = new AbortController();
    const polled = errorOf(api.getUpdates({ timeout: 30 }, stop.signal));
    await platform.waitFor(() => platform.polled);
    stop.abort();
    expect(await polled).toMatchObject({ kind: 'aborted' });
    expect(await errorOf(api.getUpdates({}, stop.signal))).toMatchObject({ kind: 'aborted' });
  });
});

describe('errors', () => {
  it.each<[string, FailureKind, object]>([
    ['error_code', { code: 403 }, { code: 403 }],
    ['errorCode', { code: 426, spelling: 'errorCode' }, { code: 426 }],
    ['a code in words', { body: '{"ok":false,"error_code":"404"}' }, { code: 404 }],
    ['no code at all', { body: '{"ok":false}' }, { code: 500 }],
    ['no code but a status', { body: '{"ok":false}', status: 404 }, { code: 404 }],
    ['a page with 401', { body: '<html>', status: 401 }, { code: 401 }],
    ['a page with 429', { body: '<html>', status: 429 }, { code: 429 }],
    ['an outage', 'http-502-html', { kind: 'unreadable', status: 502 }],
    ['a page with 200', { body: '<html>' }, { kind: 'unreadable', status: 200 }],
    ['JSON that is no envelope', { body: '[1]' }, { kind: 'unreadable' }],
    ['an empty body', { body: '' }, { kind: 'unreadable' }],
    ['an endless body', { body: 'x'.repeat(1024 * 1024 + 1) }, { kind: 'unreadable' }],
    ['an account without id', { body: '{"ok":true,"result":{"id":{}}}' }, { kind: 'unreadable' }],
    ['a reset', 'reset', { kind: 'reset' }],
    ['a reset after the deed', 'apply-then-reset', { kind: 'reset' }],
  ])('say their kind: %s', async (_, as, expected) => {
    fail(as, 'getMe');
    expect(await errorOf(api.getMe())).toMatchObject({ method: 'getMe', ...expected });
  });

  it('tell a token that is refused', async () => {
    const stranger = new ZaloApi('1:wrong', { apiRoot: platform.apiRoot });
    expect(await errorOf(stranger.getMe())).toEqual(new ZaloApiError('getMe', 401));
    await stranger.close();
  });

  it('tell a request that left from one that did not', async () => {
    const impatient = new ZaloApi(platform.token, { apiRoot: platform.apiRoot, timeoutMs: 50 });
    fail('apply-then-hang', 'sendMessage');
    expect(await errorOf(impatient.sendMessage(CHAT, 'x'))).toMatchObject({ kind: 'timeout' });
    expect(platform.messagesIn(CHAT)).toHaveLength(1);
    const { apiRoot } = platform;
    await platform.close();
    const nowhere = new ZaloApi(platform.token, { apiRoot });
    expect(await errorOf(nowhere.sendMessage(CHAT, 'x'))).toMatchObject({ kind: 'connect', reason: 'ECONNREFUSED' });
  });

  it('hold neither token nor URL nor text, and neither does a printed client', async () => {
    const kinds: FailureKind[] = [{ code: 400 }, 'http-502-html', 'reset', { body: '{"token' }];
    for (const as of kinds) fail(as);
    const errors = await Promise.all(kinds.map(() => errorOf(api.sendMessage(CHAT, 'điều riêng tư'))));
    const bot = new ZaloBot(platform.token, { apiRoot: platform.apiRoot, webhookSecret: SECRET });
    const shown =
      inspect([...errors, api, bot], { depth: 9, showHidden: true }) + JSON.stringify([...errors, api, bot]);
    for (const secret of [platform.token, platform.apiRoot, '127.0.0.1', 'riêng', CHAT]) {
      expect(shown).not.toContain(secret);
    }
  });

  it.each(['', 'a b', '1:a/../x', '1:a?b', '1:a#b', '1:%2e'])('refuse a token that changes the URL: "%s"', (token) => {
    const error = (() => {
      try {
        return new ZaloBot(token);
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(error).toBeInstanceOf(Error);
    if (token) expect((error as Error).message).not.toContain(token);
  });
});

describe('a bot', () => {
  function createBot(): ZaloBot {
    return new ZaloBot(platform.token, { apiRoot: platform.apiRoot, webhookSecret: SECRET, backoff: BACKOFF });
  }

  it('gives each event to the handlers of its kind', async () => {
    const bot = createBot();
    const seen: string[] = [];
    const filters = ['text', 'image', 'sticker', 'voice', 'unsupported'] as const;
    for (const kind of filters) {
      bot.on(`message:${kind}` satisfies ZaloFilter, (context, next) => {
        seen.push(`${kind}:${context.update.event_name.split('.')[1]}`);
        return next();
      });
    }
    bot.on('message', () => seen.push('message'));
    bot.use(() => seen.push('other'));
    const events = [
      platform.receiveText(CHAT, 'x'),
      platform.receiveImage(CHAT),
      platform.receiveSticker(CHAT),
      platform.receiveVoice(CHAT),
      platform.receiveUnsupported(CHAT),
      platform.receiveUnsupportedWithoutMessage(),
      platform.receiveRaw({ event_name: 'message.reaction.received' }),
    ];
    for (const event of events) await bot.handleUpdate(event);
    const pairs = filters.flatMap((kind) => [`${kind}:${kind}`, 'message']);
    expect(seen).toEqual([...pairs, 'unsupported:unsupported', 'other', 'other']);
  });

  it('replies where it was written to, whichever the shape of the body', async () => {
    const bot = createBot();
    bot.on('message:text', (context) => context.reply(`${context.message.text}!`));
    bot.on('message:image', (context) => context.reply(String(context.message.photo_url)));
    const flat = platform.receiveText(CHAT, 'xin chào');
    await bot.handleUpdate(flat);
    await bot.handleUpdate({ ok: true, result: flat });
    await bot.handleUpdate({
      event_name: 'message.image.received',
      message: { chat: { id: CHAT }, photo: 'https://docs' },
    });
    const replies = platform.messagesIn(CHAT).filter((message) => message.by === 'bot');
    expect(replies.map((message) => message.text)).toEqual(['xin chào!', 'xin chào!', 'https://docs']);
  });

  it('polls from start to stop, over failures, and removes the webhook first', async () => {
    const bot = createBot();
    const seen: string[] = [];
    await bot.api.setWebhook('https://bot.invalid/zalo', SECRET);
    fail('http-502-html', 'getUpdates');
    fail('reset', 'getUpdates');
    fail({ code: 403 }, 'getUpdates');
    bot.on('message:text', (context) => {
      seen.push(context.message.text);
      platform.recheck();
    });
    const ended = bot.start({ timeout: 1, onStart: () => seen.push('started') });
    platform.receiveText(CHAT, 'một');
    platform.receiveText(CHAT, 'hai');
    await platform.waitFor(() => seen.length === 3);
    await expect(bot.start()).rejects.toThrow('running');
    await bot.stop();
    await ended;
    expect(seen.sort()).toEqual(['hai', 'một', 'started']);
    expect(platform.webhook).toBeNull();
  });

  it('ends where its token is refused', async () => {
    const bot = createBot();
    fail({ code: 401 }, 'getUpdates');
    await expect(bot.start({ timeout: 1 })).rejects.toEqual(new ZaloApiError('getUpdates', 401));
    await bot.stop();
  });

  it('gives the errors of handlers to catch, and rejects with them without', async () => {
    const bot = createBot().use(() => Promise.reject(new Error('handler')));
    await expect(bot.handleUpdate({})).rejects.toThrow('handler');
    const caught: unknown[] = [];
    bot.catch((error) => caught.push(error));
    await bot.handleUpdate({});
    expect(caught).toEqual([new Error('handler')]);
  });

  it('stops while nothing can be reached', async () => {
    const bot = createBot();
    fail('hang', 'getMe');
    const ended = bot.start();
    await platform.waitFor(() => platform.count('getMe') === 1);
    await bot.stop();
    await ended;
  });
});

describe('webhookCallback', () => {
  const ADDRESS = 'https://bot.example/zalo';
  const seen: unknown[] = [];
  const bot = new ZaloBot('1:a', { webhookSecret: SECRET }).use((context) => {
    if (context.update.event_name === 'fail') throw new Error('handler');
    seen.push(context.update.event_name);
  });

  async function statusOf(body: string | undefined, secret?: string): Promise<number> {
    const headers = secret === undefined ? {} : { 'X-Bot-Api-Secret-Token': secret };
    const request = new Request(ADDRESS, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });
    return (await webhookCallback(bot)(request)).status;
  }

  beforeEach(() => seen.splice(0));

  it('handles what comes with the secret', async () => {
    expect(await statusOf('{"event_name":"a"}', SECRET)).toBe(200);
    expect(await statusOf('{"ok":true,"result":{"event_name":"b"}}', SECRET)).toBe(200);
    expect(seen).toEqual(['a', 'b']);
  });

  it('answers a probe without body and secret, and handles nothing', async () => {
    expect(await statusOf(undefined)).toBe(200);
    expect(await statusOf('')).toBe(200);
    expect(seen).toEqual([]);
  });

  it('refuses a missing or wrong secret, an endless body and what is no JSON', async () => {
    expect(await statusOf('{"event_name":"a"}')).toBe(401);
    expect(await statusOf('{"event_name":"a"}', 'mykey-abcyz')).toBe(401);
    expect(await statusOf(JSON.stringify('x'.repeat(256 * 1024)), SECRET)).toBe(413);
    expect(await statusOf('{', SECRET)).toBe(400);
    expect(seen).toEqual([]);
  });

  it('asks for the event again where a handler fails', async () => {
    expect(await statusOf('{"event_name":"fail"}', SECRET)).toBe(500);
  });

  it('is not made without a secret', () => {
    expect(() => webhookCallback(new ZaloBot('1:a'))).toThrow('secret');
  });
});

describe('the backoff', () => {
  it('doubles up to 30 s and no further, less up to a half', () => {
    const longest = new Backoff(undefined, () => 0);
    const shortest = new Backoff(undefined, () => 1);
    const waits = Array.from({ length: 100 }, () => longest.next());
    expect(waits.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(Math.max(...waits)).toBe(30_000);
    expect(shortest.next()).toBe(250);
    longest.reset();
    expect(longest.next()).toBe(500);
  });
});

describe('transport errors', () => {
  it('are told apart by their class', () => {
    expect(new ZaloTransportError('getMe', 'reset')).not.toBeInstanceOf(ZaloApiError);
  });
});

import fc from 'fast-check';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createZaloChannel, type ZaloChannelOptions } from '../../src/channels/zalo/zalo-channel.ts';
import type { Channel } from '../../src/model/channel.ts';
import type { Incoming } from '../../src/model/incoming.ts';
import { startZaloEmulator, type EmulatedEvent, type ZaloEmulator } from '../support/zalo-emulator/zalo-emulator.ts';

const CHAT = '6ede9afa66b88fe6d6a9';
const GROUP = 'f414c8f76fa586fbdfb4';
const PERSON = 'aaaa9afa66b88fe6d6a9';
const SECRET = 'mykey-abcyx';
const PUBLIC_URL = 'https://bot.invalid/webhook/zalo';
const SECRETS = ['12345689:abc-xyz', '127.0.0.1', SECRET, 'bot.invalid', CHAT, GROUP, PERSON, 'riêng tư', 'Ted'];

let platform: ZaloEmulator;
let channel: Channel;
let received: Incoming[];
let logged: { level: string; event: string; [field: string]: string | number }[];
/** Errors that `receive` gives next. */
let refusals: number;

beforeEach(async () => {
  platform = await startZaloEmulator({ pollMs: 20, allowLocalWebhook: true });
  received = [];
  logged = [];
  refusals = 0;
});

afterEach(async () => {
  await channel.stop();
  await platform.close();
  const lines = JSON.stringify(logged);
  for (const secret of SECRETS) expect(lines).not.toContain(secret);
});

function receive(incoming: Incoming): Promise<void> {
  if (refusals > 0) {
    refusals -= 1;
    return Promise.reject(new Error('riêng tư'));
  }
  received.push(incoming);
  platform.recheck();
  return Promise.resolve();
}

function create(options: Partial<ZaloChannelOptions> = {}): Channel {
  return createZaloChannel({
    token: platform.token,
    apiRoot: platform.apiRoot,
    pollSeconds: 1,
    timeoutMs: 2_000,
    backoff: { firstMs: 1, capMs: 4 },
    log: (level, fields) => {
      logged.push({ level, event: '', ...fields });
      platform.recheck();
    },
    ...options,
  });
}

async function startPolling(options: Partial<ZaloChannelOptions> = {}): Promise<void> {
  channel = create(options);
  await channel.start(receive);
}

async function startWebhook(options: Partial<ZaloChannelOptions> = {}): Promise<void> {
  await startPolling({ publicWebhookUrl: PUBLIC_URL, secret: SECRET, ...options });
}

function accept(body: unknown): Promise<void> {
  return channel.webhook!.accept(body);
}

function isLogged(event: string): boolean {
  return logged.some((line) => line.event === event);
}

function idOf(event: EmulatedEvent): string {
  return `zalo:${(event['message'] as { message_id: string }).message_id}`;
}

const inPrivate = { chat: { channel: 'zalo', id: CHAT }, group: false, person: CHAT, addressed: true } as const;
const inGroup = { chat: { channel: 'zalo', id: GROUP }, group: true, person: PERSON, addressed: true } as const;
const byPerson = { group: true, from: PERSON };

describe.each(['polling', 'webhook'] as const)('what comes by %s', (way) => {
  /** Has an event delivered and waits until it has arrived. */
  async function deliver(make: () => EmulatedEvent): Promise<EmulatedEvent> {
    await (way === 'polling' ? startPolling() : startWebhook());
    const event = make();
    if (way === 'webhook') await accept(event);
    else await platform.waitFor(() => received.length > 0);
    return event;
  }

  it('is a text in private, composed to NFC, with the mention left as it is', async () => {
    const event = await deliver(() => platform.receiveText(CHAT, '@Bot Măng Non hạn báo cáo?'.normalize('NFD')));
    expect(received).toEqual([{ kind: 'text', id: idOf(event), ...inPrivate, text: '@Bot Măng Non hạn báo cáo?' }]);
  });

  it.each([
    ['@Bot Măng Non hạn báo cáo?', 'hạn báo cáo?'],
    ['  @Bot Măng Non\nhạn báo cáo?', 'hạn báo cáo?'],
    ['@Bot Măng Non, hạn?', ', hạn?'],
    ['@Bot Măng Non', ''],
    ['hạn @Bot Măng Non', 'hạn @Bot Măng Non'],
    ['@Bot Măng Nonn', '@Bot Măng Nonn'],
  ])('is a text in a group, without the mention at its beginning: %j', async (text, words) => {
    const event = await deliver(() => platform.receiveText(GROUP, text.normalize('NFD'), byPerson));
    expect(received).toEqual([{ kind: 'text', id: idOf(event), ...inGroup, text: words }]);
  });

  it('is addressed as a reply in a group, which has no mention', async () => {
    const event = await deliver(() => platform.receiveText(GROUP, '1', { ...byPerson, replyToBot: true }));
    expect(received).toEqual([{ kind: 'text', id: idOf(event), ...inGroup, text: '1' }]);
  });

  it('is the caption of a picture', async () => {
    const event = await deliver(() => platform.receiveImage(GROUP, '@Bot Măng Non xem giúp', byPerson));
    expect(received).toEqual([{ kind: 'text', id: idOf(event), ...inGroup, text: 'xem giúp' }]);
  });

  it.each<[string, () => EmulatedEvent]>([
    ['picture', () => platform.receiveImage(CHAT)],
    ['voice', () => platform.receiveVoice(CHAT)],
    ['sticker', () => platform.receiveSticker(CHAT)],
    ['message whose content is withheld', () => platform.receiveUnsupported(CHAT)],
    ['blank text', () => platform.receiveText(CHAT, ' ')],
  ])('is without content: a %s', async (_, make) => {
    const event = await deliver(make);
    expect(received).toEqual([{ kind: 'contentless', id: idOf(event), ...inPrivate }]);
  });

  it('is without content: a picture in a group with nothing but the mention', async () => {
    const event = await deliver(() => platform.receiveImage(GROUP, '@Bot Măng Non', byPerson));
    expect(received).toEqual([{ kind: 'contentless', id: idOf(event), ...inGroup }]);
  });

  it('keeps the same id when it is delivered twice', async () => {
    const event = await deliver(() => platform.receiveText(CHAT, 'x'));
    if (way === 'webhook') await accept({ ok: true, result: event });
    else platform.receiveRaw(event);
    await platform.waitFor(() => received.length === 2);
    expect(received[1]).toEqual(received[0]);
  });

  it('is only counted where it has no message, and named where it is unknown', async () => {
    await deliver(() => {
      const odd = [
        { event_name: 'message.unsupported.received' },
        { event_name: 'message.text.received', message: { text: 'riêng tư' } },
        { event_name: 'message.reaction.received', message: { chat: { id: CHAT } } },
        { event_name: `riêng tư ${CHAT}` },
        { nothing: 'riêng tư' },
      ];
      for (const event of odd) if (way === 'polling') platform.receiveRaw(event);
      return platform.receiveRaw(way === 'polling' ? messageIn(CHAT) : { result: [...odd, messageIn(CHAT)] });
    });
    expect(received).toHaveLength(1);
    expect(logged.filter((line) => 'kind' in line).map(({ kind, count }) => [kind, count])).toEqual([
      ['unsupported', 1],
      ['text', 2],
      ['message.reaction.received', undefined],
      ['other', undefined],
      ['other', undefined],
    ]);
  });
});

/** A bare event, without id and type. */
function messageIn(chat: string): EmulatedEvent {
  return { event_name: 'message.text.received', message: { from: { id: chat }, chat: { id: chat }, text: 'x' } };
}

describe('any body', () => {
  it('is accepted, whatever its JSON', async () => {
    await startWebhook();
    const any = fc.jsonValue();
    const part = fc.oneof(any, fc.constantFrom(CHAT, 'message.text.received', 'message.image.received', null, ''));
    const message = fc.record({
      chat: fc.oneof(any, fc.record({ id: part })),
      from: any,
      text: part,
      message_id: part,
    });
    const event = fc.record({ event_name: part, message: fc.oneof(any, message) }, { requiredKeys: [] });
    const body = fc.oneof(any, event, fc.record({ ok: any, result: fc.oneof(event, fc.array(event)) }));
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        await accept(JSON.parse(JSON.stringify(value)));
        expect(received.every(({ id, chat }) => /^zalo:[^/\s]+$/.test(id) && /^[^/\s]+$/.test(chat.id))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it.each([undefined, null, ''])('of a probe (%s) is not processed', async (body) => {
    await startWebhook();
    await accept(body);
    expect(received).toEqual([]);
    expect(isLogged('zalo-event-unknown')).toBe(false);
  });

  it('without an id gets one of its own, the same for the same event', async () => {
    await startWebhook();
    await accept(messageIn(CHAT));
    await accept(messageIn(CHAT));
    await accept(messageIn(GROUP));
    expect(received[0]?.id).toMatch(/^zalo:~[0-9a-f]{32}$/);
    expect(received[1]?.id).toBe(received[0]?.id);
    expect(received[2]?.id).not.toBe(received[0]?.id);
  });

  it('without a type of chat is private where the chat is its sender, else a group', async () => {
    await startWebhook();
    await accept(messageIn(CHAT));
    await accept({ event_name: 'message.text.received', message: { chat: { id: CHAT }, text: 'x' } });
    expect(received.map(({ group }) => group)).toEqual([false, true]);
  });
});

describe('polling', () => {
  it('removes the webhook first and has no entrance', async () => {
    platform.openChat(CHAT);
    await fetch(`${platform.apiRoot}/bot${platform.token}/setWebhook?url=${PUBLIC_URL}&secret_token=${SECRET}`);
    await startPolling();
    expect(platform.webhook).toBeNull();
    expect(channel.webhook).toBeUndefined();
    await platform.waitFor(() => platform.polled);
    expect(channel.ready()).toBe(true);
  });

  it('keeps the order, one event a poll', async () => {
    const texts = Array.from({ length: 20 }, (_, at) => `câu ${at}`);
    for (const text of texts) platform.receiveText(CHAT, text);
    await startPolling();
    await platform.waitFor(() => received.length === texts.length);
    expect(received.map((each) => each.kind === 'text' && each.text)).toEqual(texts);
  });

  it('goes on after outages, resets and errors of the platform', async () => {
    const failures = ['http-502-html', 'reset', { code: 403 }, { code: 409 }, { code: 429 }] as const;
    for (const as of failures) platform.failNext({ method: 'getUpdates', as });
    await startPolling();
    platform.receiveText(CHAT, 'x');
    await platform.waitFor(() => received.length === 1);
    const waits = logged.filter((line) => line.event === 'zalo-call-failed');
    expect(waits.map(({ trouble, code }) => trouble ?? code)).toEqual(['unreadable', 'reset', 403, 409, 429]);
    expect(waits.every(({ waitMs }) => Number(waitMs) <= 4)).toBe(true);
  });

  it('is not ready while the platform cannot be reached, and ready again afterwards', async () => {
    await startPolling({ backoff: { firstMs: 60_000, capMs: 60_000 } });
    platform.failNext({ method: 'getUpdates', as: 'http-502-html' });
    platform.receiveText(CHAT, 'x');
    await platform.waitFor(() => isLogged('zalo-call-failed'));
    expect(channel.ready()).toBe(false);
    await channel.stop();
    await startPolling();
    await platform.waitFor(() => received.length === 1);
    expect(channel.ready()).toBe(true);
  });

  it('ends loudly where the token is refused', async () => {
    await startPolling();
    platform.failNext({ method: 'getUpdates', as: { code: 401 } });
    await platform.waitFor(() => isLogged('zalo-token-refused'));
    expect(logged.at(-1)).toEqual({ level: 'error', event: 'zalo-token-refused', method: 'getUpdates', code: 401 });
    expect(channel.ready()).toBe(false);
    const polls = platform.count('getUpdates');
    await channel.stop();
    expect(platform.count('getUpdates')).toBe(polls);
  });

  it('starts, but is not ready, with a token that is refused from the beginning', async () => {
    await startPolling({ token: '1:wrong' });
    expect(channel.ready()).toBe(false);
    expect(platform.calls).toEqual([]);
    expect(logged).toEqual([{ level: 'error', event: 'zalo-token-refused', method: 'getMe', code: 401 }]);
  });

  it('hands an event on until it is taken, before it polls for the next', async () => {
    refusals = 5;
    platform.receiveText(CHAT, 'một');
    platform.receiveText(CHAT, 'hai');
    await startPolling();
    await platform.waitFor(() => received.length === 2);
    expect(received.map((each) => each.kind === 'text' && each.text)).toEqual(['một', 'hai']);
    expect(logged.filter((line) => line.event === 'zalo-event-not-taken').map(({ tries }) => tries)).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  it.each([
    ['keeps the event where the last try succeeds', 1, 1, 'zalo-event-not-taken'],
    ['says that it is lost where that fails too', 2, 0, 'zalo-event-lost'],
  ])('tries a last time when it is stopped, and %s', async (_, times, taken, lastLine) => {
    refusals = times;
    await startPolling({ backoff: { firstMs: 60_000, capMs: 60_000 } });
    platform.receiveText(CHAT, 'x');
    await platform.waitFor(() => isLogged('zalo-event-not-taken'));
    await channel.stop();
    expect(received).toHaveLength(taken);
    expect(logged.at(-1)?.event).toBe(lastLine);
  });

  it('ends after the event in hand', async () => {
    let finish: () => void = () => undefined;
    let begun = false;
    channel = create();
    await channel.start(async (incoming) => {
      begun = true;
      platform.recheck();
      await new Promise<void>((resolve) => (finish = resolve));
      received.push(incoming);
    });
    platform.receiveText(CHAT, 'x');
    await platform.waitFor(() => begun);
    const stopped = channel.stop();
    finish();
    await stopped;
    expect(received).toHaveLength(1);
  });

  it('does not hurry where the platform answers without waiting', async () => {
    for (let times = 0; times < 50; times += 1) platform.failNext({ method: 'getUpdates', as: { code: 408 } });
    await startPolling({ backoff: { firstMs: 60_000, capMs: 60_000 } });
    await platform.waitFor(() => platform.count('getUpdates') === 1);
    for (let times = 0; times < 5; times += 1) await fetch(`${platform.apiRoot}/bot${platform.token}/getMe`);
    expect(platform.count('getUpdates')).toBe(1);
  });

  it('starts once the platform answers', async () => {
    for (const as of ['http-502-html', 'reset', { code: 403 }] as const) platform.failNext({ as });
    platform.failNext({ method: 'deleteWebhook', as: 'reset' });
    await startPolling();
    expect(channel.ready()).toBe(true);
    expect(platform.count('getMe')).toBe(4);
  });

  it('can be stopped while it still tries to start', async () => {
    platform.failNext({ as: 'hang' });
    channel = create();
    const started = channel.start(receive);
    await platform.waitFor(() => platform.count('getMe') === 1);
    await channel.stop();
    await started;
    expect(channel.ready()).toBe(false);
  });

  it('takes the mention from the configured name where there is one', async () => {
    await startPolling({ displayName: 'Bot Khác' });
    platform.receiveText(GROUP, '@Bot Khác hạn?', { ...byPerson, replyToBot: true });
    await platform.waitFor(() => received.length === 1);
    expect(received[0]).toMatchObject({ text: 'hạn?' });
  });

  it('leaves the text as it is where nobody knows the name', async () => {
    platform.displayName = '';
    await startPolling();
    platform.receiveText(GROUP, '@ hạn?', byPerson);
    await platform.waitFor(() => received.length === 1);
    expect(received[0]).toMatchObject({ text: '@ hạn?' });
  });

  it('hears nothing of a group that does not mention it', async () => {
    await startPolling();
    platform.receiveText(GROUP, 'chuyện riêng', byPerson);
    platform.receiveText(CHAT, 'x');
    await platform.waitFor(() => received.length === 1);
    expect(received[0]?.chat.id).toBe(CHAT);
  });
});

describe('the webhook', () => {
  it('is set with its secret, once', async () => {
    await startWebhook();
    expect(platform.webhook).toMatchObject({ url: PUBLIC_URL, secret: SECRET });
    expect(logged).toContainEqual({ level: 'error', event: 'zalo-webhook-set', outcome: 'webhook.err.unreachable' });
    await channel.stop();
    await startWebhook();
    expect(platform.count('setWebhook')).toBe(1);
    expect(platform.count('getUpdates')).toBe(0);
  });

  it('is set again where another address is set', async () => {
    await startWebhook({ publicWebhookUrl: 'https://other.invalid/' });
    await channel.stop();
    await startWebhook();
    expect(platform.webhook?.url).toBe(PUBLIC_URL);
  });

  it('that is refused is not asked for again, and is said loudly', async () => {
    platform.failNext({ method: 'setWebhook', as: { code: 400 } });
    await startWebhook();
    expect(channel.ready()).toBe(false);
    expect(logged.at(-1)).toMatchObject({ level: 'error', event: 'zalo-webhook-refused', code: 400 });
    expect(platform.count('setWebhook')).toBe(1);
  });

  it('names its header, and that it is probed', async () => {
    await startWebhook();
    expect(channel.webhook).toMatchObject({ secretHeader: 'x-bot-api-secret-token', secret: SECRET, probes: true });
  });

  it('asks for an event again where it was not taken, was not started or was stopped', async () => {
    channel = create({ publicWebhookUrl: PUBLIC_URL, secret: SECRET });
    await expect(accept(messageIn(CHAT))).rejects.toThrow('not running');
    await channel.start(receive);
    refusals = 1;
    await expect(accept(messageIn(CHAT))).rejects.toThrow();
    await accept(messageIn(CHAT));
    await channel.stop();
    await expect(accept(messageIn(CHAT))).rejects.toThrow('not running');
    expect(received).toHaveLength(1);
  });

  it('is stopped after the event in hand', async () => {
    let finish: () => void = () => undefined;
    const steps: string[] = [];
    channel = create({ publicWebhookUrl: PUBLIC_URL, secret: SECRET });
    await channel.start(() => new Promise<void>((resolve) => (finish = resolve)).then(() => void steps.push('taken')));
    const accepted = accept(messageIn(CHAT));
    const stopped = channel.stop().then(() => steps.push('stopped'));
    // A turn of the loop, in which a stop that waits for nothing would end.
    await new Promise(setImmediate);
    finish();
    await Promise.all([accepted, stopped]);
    expect(steps).toEqual(['taken', 'stopped']);
  });

  it.each([undefined, '', 'short', 'x'.repeat(257)])('is not made with secret %s', (secret) => {
    channel = create();
    expect(() => create({ publicWebhookUrl: PUBLIC_URL, secret })).toThrow('8 to 256');
  });
});

describe('deliveries of the platform', () => {
  let server: Server;
  const seen: { agent: string | undefined; secret: string | undefined; body: string }[] = [];

  beforeEach(async () => {
    seen.splice(0);
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const secret = request.headers['x-bot-api-secret-token'] as string | undefined;
        seen.push({ agent: request.headers['user-agent'], secret, body });
        accept(body === '' ? undefined : JSON.parse(body)).then(
          () => response.writeHead(200).end(),
          () => response.writeHead(500).end(),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  });

  it.each(['flat', 'wrapped'] as const)('arrive %s, in order, again until taken, after a bare probe', async (shape) => {
    platform.webhookBody = shape;
    await startWebhook({ publicWebhookUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    expect(logged).toContainEqual({ level: 'info', event: 'zalo-webhook-set', outcome: 'webhook.ok' });
    expect(seen).toEqual([{ agent: 'Java/1.8.0_192', secret: undefined, body: '' }]);
    refusals = 2;
    platform.receiveText(CHAT, 'một');
    platform.receiveText(CHAT, 'hai');
    await platform.waitFor(() => platform.attempts.length === 4);
    expect(received.map((each) => each.kind === 'text' && each.text)).toEqual(['một', 'hai']);
    expect(platform.attempts.map(({ status }) => status)).toEqual([500, 500, 200, 200]);
    expect(seen.at(-1)?.secret).toBe(SECRET);
    expect(seen.at(-1)?.body.startsWith(shape === 'flat' ? '{"event_name"' : '{"ok"')).toBe(true);
  });
});

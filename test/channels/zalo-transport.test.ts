import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZaloApi } from '../../src/channels/zalo/api.ts';
import { ZaloTransport } from '../../src/channels/zalo/transport.ts';
import { createZaloChannel } from '../../src/channels/zalo/zalo-channel.ts';
import { numberedLines } from '../../src/channels/zalo/numbered-choices.ts';
import type { Channel } from '../../src/model/channel.ts';
import type { Outcome, Outgoing } from '../../src/model/outgoing.ts';
import { startZaloEmulator, type FailureKind, type ZaloEmulator } from '../support/zalo-emulator/zalo-emulator.ts';

const CHAT = '6ede9afa66b88fe6d6a9';
const chat = { channel: 'zalo', id: CHAT } as const;
const PLACES = [
  { label: 'Đắk Nông', value: 'Đắk Nông' },
  { label: 'Bình Phước', value: 'Bình Phước' },
];

let platform: ZaloEmulator;
let channel: Channel;
let lines: string[];

function create(timeoutMs: number): Channel {
  return createZaloChannel({
    token: platform.token,
    apiRoot: platform.apiRoot,
    timeoutMs,
    log: (level, fields) => lines.push(JSON.stringify([level, fields])),
  });
}

beforeEach(async () => {
  platform = await startZaloEmulator();
  platform.openChat(CHAT);
  lines = [];
  channel = create(5_000);
});

afterEach(async () => {
  await channel.stop();
  await platform.close();
});

function send(message: Partial<Outgoing> = {}, to = CHAT): Promise<Outcome> {
  return channel.transport.send({ ...chat, id: to }, { text: 'câu', choices: [], urgency: 'reply', ...message });
}

function shown(): string[] {
  return platform.messagesIn(CHAT).map((message) => message.text);
}

describe('sending', () => {
  it('sends plain text as it is, without a parse mode, in groups and in private alike', async () => {
    const text = '**không** <b>định dạng</b> 111';
    expect(await send({ text, privately: true })).toEqual({ kind: 'sent' });
    expect(platform.calls).toEqual([{ method: 'sendMessage', parameters: { chat_id: CHAT, text } }]);
  });

  it('ends with the choices as numbered lines', async () => {
    await send({ text: 'Nơi nào?', choices: PLACES });
    expect(shown()).toEqual(['Nơi nào?\n1. Đắk Nông\n2. Bình Phước']);
  });

  it('sends choices that do not fit beside the text right after it', async () => {
    expect(await send({ text: 'x'.repeat(1990), choices: PLACES })).toEqual({ kind: 'sent' });
    expect(shown()).toEqual(['x'.repeat(1990), '1. Đắk Nông\n2. Bình Phước']);
  });

  it('is uncertain where the text arrived and its choices did not', async () => {
    const sending = send({ text: 'x'.repeat(1990), choices: PLACES });
    await platform.waitFor(() => platform.count('sendMessage') === 1);
    platform.failNext({ as: { code: 403 } });
    expect(await sending).toEqual({ kind: 'uncertain' });
    expect(shown()).toHaveLength(1);
  });

  it.each(['', ' \n', 'x'.repeat(2001)])(
    'refuses what the platform never takes, without asking it (%#)',
    async (text) => {
      for (let times = 0; times < 4; times += 1) expect(await send({ text })).toEqual({ kind: 'rejected' });
      expect(platform.calls).toEqual([]);
    },
  );

  it('leaves room below the platform’s limit', () => {
    expect(channel.transport.textLimit).toBe(1900);
  });
});

describe('an attempt that fails', () => {
  const WAIT = { kind: 'throttled', waitMs: 30_000, scope: 'channel' };
  it.each<[FailureKind, object]>([
    [{ code: 400 }, { kind: 'rejected' }],
    [{ code: 404 }, { kind: 'rejected' }],
    [{ code: 413 }, { kind: 'rejected' }],
    [{ code: 401 }, { kind: 'misconfigured' }],
    [{ code: 403 }, { kind: 'unreachable' }],
    [{ code: 500 }, { kind: 'unreachable' }],
    [{ code: 503, spelling: 'errorCode' }, { kind: 'unreachable' }],
    [{ code: 429 }, WAIT],
    [{ body: '<html>', status: 429 }, WAIT],
    [{ code: 408 }, { kind: 'uncertain' }],
    ['http-502-html', { kind: 'unreachable' }],
    [{ body: 'not JSON' }, { kind: 'unreachable' }],
    ['reset', { kind: 'uncertain' }],
    ['apply-then-reset', { kind: 'uncertain' }],
  ])('with %j has its outcome', async (as, outcome) => {
    platform.failNext({ method: 'sendMessage', as });
    expect(await send()).toEqual(outcome);
    expect(await send()).toEqual({ kind: 'sent' });
    for (const secret of [platform.token, '127.0.0.1', CHAT, 'câu']) expect(lines.join()).not.toContain(secret);
  });

  it.each(['hang', 'apply-then-hang'] as const)('is uncertain where no answer comes: %s', async (as) => {
    channel = create(50);
    await send();
    platform.failNext({ as });
    expect(await send()).toEqual({ kind: 'uncertain' });
  });

  it('is unreachable where nobody listens', async () => {
    await platform.close();
    expect(await send()).toEqual({ kind: 'unreachable' });
  });

  it('says of a spent quota that all must wait', async () => {
    platform.monthlyQuota = 0;
    expect(await send()).toEqual(WAIT);
  });

  it('makes the channel unready, until the platform answers again', async () => {
    platform.failNext({ as: { code: 401 } });
    await send();
    expect(channel.ready()).toBe(false);
    await send();
    expect(channel.ready()).toBe(true);
  });
});

describe('a chat that refuses', () => {
  it('is given up at the third time in a row', async () => {
    platform.closeChat(CHAT);
    const kinds = [];
    for (let times = 0; times < 4; times += 1) kinds.push((await send()).kind);
    expect(kinds).toEqual(['rejected', 'rejected', 'stopped', 'stopped']);
  });

  it('is counted by itself, and anew once something arrives there', async () => {
    platform.openChat('other');
    for (const as of [{ code: 400 }, { code: 404 }]) {
      platform.failNext({ chatId: CHAT, as });
      await send();
    }
    await send({}, 'gone');
    await send({}, 'other');
    await send();
    platform.failNext({ chatId: CHAT, times: 3, as: { code: 404 } });
    expect([(await send()).kind, (await send()).kind, (await send()).kind]).toEqual([
      'rejected',
      'rejected',
      'stopped',
    ]);
  });

  it('is forgotten once too many others refuse as well', async () => {
    const api = new ZaloApi(platform.token, { apiRoot: platform.apiRoot });
    const transport = new ZaloTransport(api, () => undefined, 2);
    const kinds = [];
    for (const id of ['a', 'a', 'b', 'a', 'b', 'c', 'a', 'b']) {
      kinds.push((await transport.send({ ...chat, id }, { text: 'x', choices: [], urgency: 'reply' })).kind);
    }
    const [no, gone] = ['rejected', 'stopped'];
    expect(kinds).toEqual([no, no, no, gone, no, no, no, no]);
  });

  it('is tried again once somebody writes there', async () => {
    platform.failNext({ method: 'sendMessage', times: 6, as: { code: 404 } });
    for (let times = 0; times < 3; times += 1) await send();
    let arrived = false;
    await channel.start(() => {
      arrived = true;
      platform.recheck();
      return Promise.resolve();
    });
    platform.receiveText(CHAT, 'x');
    await platform.waitFor(() => arrived);
    expect(await send()).toEqual({ kind: 'rejected' });
  });

  it('is not held against it that the platform fails in between', async () => {
    for (const code of [404, 403, 429, 404, 500, 404]) platform.failNext({ as: { code } });
    const kinds = [];
    for (let times = 0; times < 6; times += 1) kinds.push((await send()).kind);
    expect(kinds).toEqual(['rejected', 'unreachable', 'throttled', 'rejected', 'unreachable', 'stopped']);
  });
});

describe('numbered lines', () => {
  it.each([
    ['none of them stands in the text', 'Nơi nào?', '1. Đắk Nông\n2. Bình Phước'],
    ['only one of them does', '1. Đắk Nông', '1. Đắk Nông\n2. Bình Phước'],
    ['the text numbers something else', '1. Lập kế hoạch\n2. Báo cáo', '1. Đắk Nông\n2. Bình Phước'],
    ['their numbers differ', '2. Đắk Nông\n1. Bình Phước', '1. Đắk Nông\n2. Bình Phước'],
    ['all of them do', 'Nơi nào?\n1. Đắk Nông\n2. Bình Phước', ''],
    ['they are written otherwise', ' 1) đắk nông\n2.  Bình Phước (2 kế hoạch)'.normalize('NFD'), ''],
  ])('are as they should be where %s', (_, text, expected) => {
    expect(numberedLines(text, PLACES)).toBe(expected);
  });

  it('are none without choices', () => {
    expect(numberedLines('x', [])).toBe('');
  });
});

import { Api } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileAddress } from '../../src/channels/telegram/file-address.ts';
import type { TelegramOptions } from '../../src/channels/telegram/telegram-channel.ts';
import type { FetchedFile } from '../../src/model/channel.ts';
import { ChannelBench, IMPATIENT } from '../support/telegram-emulator/channel-bench.ts';
import type { SentFile } from '../support/telegram-emulator/emulated-files.ts';
import type { EmulatedChat, EmulatedUser } from '../support/telegram-emulator/emulated-world.ts';
import type { ScriptedAnswer } from '../support/telegram-emulator/failure-script.ts';

const MB = 1024 * 1024;
/** Several chunks of every byte there is. */
const BYTES = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7) % 256);

let bench: ChannelBench;
let lan: EmulatedUser;
let home: EmulatedChat;

beforeEach(async () => {
  bench = await ChannelBench.open();
  lan = bench.emulator.user('Lan');
  home = bench.emulator.privateChat(lan);
});

afterEach(() => bench.close());

interface Fetching {
  readonly file?: Partial<SentFile>;
  readonly maxBytes?: number;
  readonly options?: Partial<TelegramOptions>;
}

/** What comes of fetching a file that a person has sent. */
function fetched({ file = {}, maxBytes = 20 * MB, options = {} }: Fetching = {}): Promise<FetchedFile> {
  const { message } = bench.emulator.sendDocument(home, lan, { name: 'plan.pdf', bytes: BYTES, ...file });
  const { file_id: id } = message.api['document'] as { file_id: string };
  return bench.channel(options).fetchFile!(id, maxBytes);
}

function failing(method: string, as: ScriptedAnswer): Promise<FetchedFile> {
  bench.emulator.failNext({ method, as });
  const endless = as === 'hang' || as === 'apply-then-hang';
  return fetched({ options: endless ? { timeouts: IMPATIENT } : {} });
}

/** Vitest compares long arrays slowly. */
const isWhole = (outcome: FetchedFile) => outcome.kind === 'fetched' && Buffer.compare(outcome.bytes, BYTES) === 0;
const downloads = () => bench.emulator.callsOf('file');

describe('a file', () => {
  it('that was received is fetched as it was sent', async () => {
    const channel = await bench.polling();
    bench.emulator.sendDocument(home, lan, { name: 'plan.pdf', bytes: BYTES });
    const [incoming] = await bench.inbox.first(1);
    const { file } = incoming as Extract<typeof incoming, { kind: 'document' }>;
    expect(isWhole(await channel.fetchFile!(file.id, file.size!))).toBe(true);
    expect(bench.log).toEqual([]);
  });

  it.each(['header', 'nowhere'] as const)('is fetched where its size is said %s', async (sizeSaid) => {
    expect(isWhole(await fetched({ file: { sizeSaid }, maxBytes: BYTES.length }))).toBe(true);
  });

  it('may be empty', async () => {
    const bytes = new Uint8Array();
    expect(await fetched({ file: { bytes } })).toEqual({ kind: 'fetched', bytes });
  });

  it.each(['documents/kế hoạch #1?.pdf', 'a b/100%.pdf', 'a/%2e%2e/b;c&d=e+f', 'C:\\plan'])(
    'is fetched from the path "%s"',
    async (path) => {
      expect(await fetched({ file: { path } })).toMatchObject({ kind: 'fetched' });
      expect(downloads()).toMatchObject([{ parameters: { path } }]);
    },
  );
});

describe('a file that is too large', () => {
  it.each([
    ['everywhere', 0],
    ['header', 1],
    ['nowhere', 1],
  ] as const)('is not taken where its size is said %s', async (sizeSaid, asked) => {
    expect(await fetched({ file: { sizeSaid }, maxBytes: BYTES.length - 1 })).toEqual({ kind: 'too-large' });
    expect(downloads()).toHaveLength(asked);
  });

  it('is not read to its end', async () => {
    // Without a size and without an end: only stopping early comes to a result.
    bench.emulator.failNext({ method: 'file', as: 'apply-then-hang' });
    const file = { sizeSaid: 'nowhere' } as const;
    expect(await fetched({ file, maxBytes: 1_000, options: { timeouts: { fileMs: 60_000 } } })).toEqual({
      kind: 'too-large',
    });
  });

  it('for Telegram is not given out', async () => {
    const file = { bytes: new Uint8Array(20 * MB + 1), sizeSaid: 'nowhere' } as const;
    expect(await fetched({ file, maxBytes: 100 * MB })).toEqual({ kind: 'too-large' });
    expect(downloads()).toEqual([]);
  });
});

describe('a file that is gone', () => {
  it('is unknown to Telegram, or no longer where it was', async () => {
    expect(await bench.channel().fetchFile!('unknown', MB)).toEqual({ kind: 'gone' });
    expect(await failing('file', { code: 404, description: 'Not Found' })).toEqual({ kind: 'gone' });
    expect(await failing('file', { code: 400, description: 'Bad Request' })).toEqual({ kind: 'gone' });
  });

  it.each(['/var/lib/telegram-bot-api/documents/plan.pdf', '../x', 'a/../../x', 'a//b', './a', '', '\ud800'])(
    'lies at "%s", which is not asked for',
    async (path) => {
      expect(await fetched({ file: { path } })).toEqual({ kind: 'gone' });
      expect(downloads()).toEqual([]);
    },
  );
});

describe('a file that does not come', () => {
  const FAULTS = [
    ['reset'],
    ['hang'],
    ['apply-then-reset'],
    ['apply-then-hang'],
    ['500'],
    [{ page: 200 }],
    [{ page: 302 }],
    [{ page: 403 }],
    [{ page: 502 }],
    [{ code: 401, description: 'Unauthorized' }],
    [{ code: 429, description: 'Too Many Requests: retry after 5', retry_after: 5 }],
  ] as const;

  it.each(FAULTS)('because its download fails (%j) may come later', async (as) => {
    expect(await failing('file', as)).toEqual({ kind: 'unreachable' });
    expect(downloads()).toHaveLength(1);
  });

  it.each(FAULTS)('because Telegram does not say where it lies (%j) may come later', async (as) => {
    expect(await failing('getFile', as)).toEqual({ kind: 'unreachable' });
    expect(downloads()).toEqual([]);
  });

  it('and breaks off without saying how long it is may come later', async () => {
    bench.emulator.failNext({ method: 'file', as: 'apply-then-reset' });
    expect(await fetched({ file: { sizeSaid: 'nowhere' } })).toEqual({ kind: 'unreachable' });
  });

  it('because nothing listens may come later', async () => {
    const channel = bench.channel();
    await bench.emulator.close();
    expect(await channel.fetchFile!('x', MB)).toEqual({ kind: 'unreachable' });
  });

  it('leaves a line in the log that holds no token, no address, no name and no id', async () => {
    const token = '1234567:AnotherTokenNobodyMaySee';
    await fetched({ options: { token } });
    for (const as of FAULTS.flat()) for (const method of ['getFile', 'file']) await failing(method, as);
    await fetched({ file: { path: '/var/plan.pdf' } });
    await fetched({ maxBytes: 1 });
    expect(bench.log).toHaveLength(2 * FAULTS.length + 3);
    expect(bench.log.map(({ event }) => event)).toEqual(bench.log.map(() => 'telegram-file-not-fetched'));
    expect(bench.log.filter(({ level }) => level === 'error')).toMatchObject(Array(3).fill({ code: 401 }));
    const log = JSON.stringify(bench.log);
    for (const secret of [
      bench.emulator.token,
      token,
      '127.0.0.1',
      'plan',
      'Lan',
      String(lan.id),
      '/bot',
      'EmulatedFile',
    ])
      expect(log).not.toContain(secret);
  });
});

it('Telegram itself is asked where no other server is named', () => {
  expect(fileAddress(new Api('1:x'), 'documents/a b.pdf')).toBe(
    'https://api.telegram.org/file/bot1:x/documents/a%20b.pdf',
  );
});

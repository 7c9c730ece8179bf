/** A Telegram channel over an emulator, with an inbox that a test can make fail and a log that it can read. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  createTelegramChannel,
  type TelegramChannel,
  type TelegramOptions,
} from '../../../src/channels/telegram/telegram-channel.ts';
import type { ChannelLog, WebhookEntrance } from '../../../src/model/channel.ts';
import type { Incoming, Receive } from '../../../src/model/incoming.ts';
import { ChangeSignal } from './change-signal.ts';
import { startTelegramEmulator, type EmulatorOptions, type TelegramEmulator } from './telegram-emulator.ts';

export type LogLine = Parameters<ChannelLog>[1] & { readonly level: Parameters<ChannelLog>[0] };

/** What a channel has received. */
export class Inbox {
  readonly received: Incoming[] = [];
  /** Decides over each; rejects or waits where a test wants that. */
  decide: Receive = () => Promise.resolve();
  private readonly signal = new ChangeSignal();

  readonly receive: Receive = async (incoming) => {
    this.received.push(incoming);
    this.signal.changed();
    await this.decide(incoming);
  };

  waitFor<T>(look: (received: readonly Incoming[]) => T | null | undefined | false, ms?: number): Promise<T> {
    return this.signal.waitFor(() => look(this.received), ms);
  }

  /** The first so many; rejects where fewer come in time. */
  first(count: number): Promise<readonly Incoming[]> {
    return this.waitFor((received) => received.length >= count && received.slice(0, count));
  }

  /** The texts received, in order. */
  get texts(): string[] {
    return this.received.flatMap((each) => (each.kind === 'text' ? [each.text] : []));
  }
}

/** Quick where failures are met on purpose, patient where a busy machine alone would make one. */
export const QUICK = {
  callMs: 5_000,
  fileMs: 5_000,
  pollSeconds: 5,
  pollGraceMs: 5_000,
  retryMs: 5,
  retryMaxMs: 40,
  webhookCheckMs: 30,
} as const;

/** For calls that are never answered. */
export const IMPATIENT = { ...QUICK, callMs: 300, fileMs: 300 } as const;

export class ChannelBench {
  readonly inbox = new Inbox();
  readonly log: LogLine[] = [];
  readonly logged = new ChangeSignal();
  private readonly channels: TelegramChannel[] = [];
  private readonly servers: Server[] = [];

  private constructor(readonly emulator: TelegramEmulator) {}

  static async open(options: EmulatorOptions = {}): Promise<ChannelBench> {
    return new ChannelBench(await startTelegramEmulator({ username: 'MangNonBot', ...options }));
  }

  /** A channel that is not started. */
  channel(options: Partial<TelegramOptions> = {}): TelegramChannel {
    const channel = createTelegramChannel({
      token: this.emulator.token,
      apiRoot: this.emulator.apiRoot,
      log: (level, fields) => {
        this.log.push({ level, ...fields });
        this.logged.changed();
      },
      menus: {
        private: [{ command: 'trogiup', description: 'help' }],
        group: [{ command: 'han', description: 'due' }],
      },
      texts: { continuePrivately: 'go on in private' },
      timeouts: QUICK,
      ...options,
    });
    this.channels.push(channel);
    return channel;
  }

  /** A channel that receives by polling. */
  async polling(options: Partial<TelegramOptions> = {}): Promise<TelegramChannel> {
    const channel = this.channel(options);
    await channel.start(this.inbox.receive);
    return channel;
  }

  /** A channel that receives by webhook, behind a server that checks the secret. */
  async webhook(secret: string, options: Partial<TelegramOptions> = {}): Promise<TelegramChannel> {
    const entrances: WebhookEntrance[] = [];
    const url = await this.serve(entrances);
    const channel = this.channel({ webhook: { url, secret }, ...options });
    entrances.push(channel.webhook!);
    await channel.start(this.inbox.receive);
    return channel;
  }

  waitForLog(event: string): Promise<LogLine> {
    return this.logged.waitFor(() => this.log.find((line) => line['event'] === event));
  }

  async close(): Promise<void> {
    this.inbox.decide = () => Promise.resolve();
    await Promise.all(this.channels.map((channel) => channel.stop()));
    await this.emulator.close();
    for (const server of this.servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  private async serve(entrances: readonly WebhookEntrance[]): Promise<string> {
    const server = createServer((request, response) => {
      const answer = async () => {
        const entrance = entrances[0]!;
        const body: unknown = JSON.parse(await text(request));
        if (request.headers[entrance.secretHeader] !== entrance.secret) return 401;
        return entrance.accept(body).then(
          () => 200,
          () => 500,
        );
      };
      void answer().then((status) => response.writeHead(status).end());
    });
    this.servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/telegram`;
  }
}

/** As much of Telegram's Bot API as a bot needs to answer: quick, so that it is not what is measured. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const ME = { id: 1, is_bot: true, first_name: 'stand-in', username: 'StandInBot' };

export class BotApiStandIn {
  /** Called with the chat of each message as soon as it has come. */
  onMessage: (chat: number) => void = () => undefined;
  private url = '';
  private readonly server = createServer((request, response) => void this.serve(request, response));

  static async open(): Promise<BotApiStandIn> {
    const standIn = new BotApiStandIn();
    await new Promise<void>((resolve) => standIn.server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get apiRoot(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Whether a bot has said where it wants its updates. */
  get hasWebhook(): boolean {
    return this.url !== '';
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parameters = JSON.parse((await text(request)) || '{}') as Record<string, unknown>;
    const result = this.apply(/\/(\w+)$/.exec(request.url ?? '')?.[1] ?? '', parameters);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
  }

  private apply(method: string, parameters: Record<string, unknown>): unknown {
    if (method === 'getMe') return ME;
    if (method === 'getWebhookInfo') return { url: this.url, has_custom_certificate: false, pending_update_count: 0 };
    if (method === 'setWebhook') this.url = String(parameters['url']);
    if (method !== 'sendMessage') return true;
    const chat = Number(parameters['chat_id']);
    this.onMessage(chat);
    return { message_id: 1, date: 0, chat: { id: chat, type: 'private' }, text: parameters['text'] };
  }
}

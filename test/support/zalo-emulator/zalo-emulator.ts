/** The Zalo Bot Platform on a loopback address, as channels.md §1 describes it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerBody, answerError, answerResult, PlatformError, readParameters, type Parameters } from './answers.ts';
import { Chats, type ShownMessage } from './chats.ts';
import { Conditions } from './conditions.ts';
import { messageEvent, type EmulatedEvent, type Sender } from './events.ts';
import { FailureScript, type Failure, type FailureKind } from './failures.ts';
import { Polls } from './polls.ts';
import { WebhookSender, type Attempt, type Webhook } from './webhook-sender.ts';

export type { EmulatedEvent, Sender } from './events.ts';
export type { Failure, FailureKind } from './failures.ts';
export type { ShownMessage } from './chats.ts';

export interface ZaloEmulatorOptions {
  readonly token?: string;
  /** As getMe tells it; absent in its answer where empty. */
  readonly displayName?: string;
  readonly canJoinGroups?: boolean;
  /** The longest that a poll is held, in milliseconds; otherwise as long as it asks. */
  readonly pollMs?: number;
  /** Whether an event that comes while nobody polls is lost, as is reported of the platform. */
  readonly loseUnpolled?: boolean;
  /** Milliseconds between two deliveries of the same event; 20 by default. */
  readonly webhookRetryMs?: number;
  readonly webhookBody?: 'flat' | 'wrapped';
  /** Accepts http and loopback addresses as a webhook, which the platform refuses. */
  readonly allowLocalWebhook?: boolean;
  /** Messages that may be sent; 3,000 by default. */
  readonly monthlyQuota?: number;
}

export interface Call {
  readonly method: string;
  readonly parameters: Parameters;
}

type Method = (parameters: Parameters) => unknown;

const TEXT_LIMIT = 2000;
const LOCAL_HOST = /^(localhost|127\.|10\.|192\.168\.|\[?::1)/;

/** Starts the platform on a free port. */
export async function startZaloEmulator(options: ZaloEmulatorOptions = {}): Promise<ZaloEmulator> {
  const emulator = new ZaloEmulator(options);
  await emulator.listen();
  return emulator;
}

export class ZaloEmulator {
  readonly token: string;
  /** Every call with the right token, failed ones included. */
  readonly calls: Call[] = [];
  /** Every delivery to the webhook. */
  readonly attempts: Attempt[] = [];
  displayName: string;
  canJoinGroups: boolean;
  webhookBody: 'flat' | 'wrapped';
  monthlyQuota: number;
  readonly #options: ZaloEmulatorOptions;
  readonly #conditions = new Conditions();
  readonly #failures = new FailureScript();
  readonly #chats = new Chats();
  readonly #polls = new Polls();
  readonly #sender: WebhookSender;
  readonly #server: Server;
  readonly #methods: Readonly<Record<string, Method>>;
  #webhook: (Webhook & { readonly updatedAt: number }) | null = null;
  #sent = 0;

  constructor(options: ZaloEmulatorOptions) {
    this.#options = options;
    this.token = options.token ?? '12345689:abc-xyz';
    this.displayName = options.displayName ?? 'Bot Măng Non';
    this.canJoinGroups = options.canJoinGroups ?? true;
    this.webhookBody = options.webhookBody ?? 'flat';
    this.monthlyQuota = options.monthlyQuota ?? 3000;
    this.#sender = this.#createSender();
    this.#methods = this.#createMethods();
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** The API root to configure: without "/bot<token>". */
  get apiRoot(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get webhook(): Webhook | null {
    return this.#webhook;
  }

  /** Events that nobody has polled yet. */
  get pendingEvents(): number {
    return this.#polls.pendingEvents;
  }

  /** Whether somebody polls at this moment. */
  get polled(): boolean {
    return this.#polls.isOpen;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Ends every poll and connection; a second time it does nothing. */
  async close(): Promise<void> {
    this.#polls.end(408);
    await this.#sender.close();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** How often a method was called. */
  count(method: string): number {
    return this.calls.filter((call) => call.method === method).length;
  }

  /** What somebody looking at the chat sees, the oldest first. */
  messagesIn(chatId: string): readonly ShownMessage[] {
    return this.#chats.messages(chatId);
  }

  /** Resolves once the condition holds, checked whenever something happens here; rejects after `ms` milliseconds. */
  waitFor(holds: () => boolean, ms = 5_000): Promise<void> {
    return this.#conditions.waitFor(holds, ms);
  }

  /** Checks the awaited conditions, where they depend on something outside. */
  recheck(): void {
    this.#conditions.recheck();
  }

  /** Orders failures of the next calls. */
  failNext(failure: Failure): void {
    this.#failures.add(failure);
  }

  /** Makes a chat known to which nobody has written yet. */
  openChat(chat: string, group = false): void {
    this.#chats.open(chat, group);
  }

  /** Blocks the bot, or removes it from a group: sending there gives 404. */
  closeChat(chat: string): void {
    this.#chats.close(chat);
  }

  receiveText(chat: string, text: string, sender: Sender = {}): EmulatedEvent {
    return this.#receive('text', chat, sender, { text, message_type: 'CHAT_TEXT' });
  }

  receiveImage(chat: string, caption = '', sender: Sender = {}): EmulatedEvent {
    const photo = { photo_url: 'https://photo-stal-1.zdn.vn/x/y.jpg', message_type: 'CHAT_PHOTO' };
    return this.#receive('image', chat, sender, { ...photo, caption });
  }

  receiveVoice(chat: string, sender: Sender = {}): EmulatedEvent {
    const voice = { voice_url: 'https://voice-aac.zdn.vn/x.aac', message_type: 'CHAT_VOICE' };
    return this.#receive('voice', chat, sender, voice);
  }

  receiveSticker(chat: string, sender: Sender = {}): EmulatedEvent {
    const url = 'https://zalo-api.zadn.vn/api/emoticon/sticker/webpc?eid=1';
    return this.#receive('sticker', chat, sender, { sticker: '0e078a2fb66a5f34067b', url });
  }

  /** A file, a video, a card, or anything of a protected user. */
  receiveUnsupported(chat: string, sender: Sender = {}): EmulatedEvent {
    return this.#receive('unsupported', chat, sender, {});
  }

  receiveUnsupportedWithoutMessage(): EmulatedEvent {
    return this.receiveRaw({ event_name: 'message.unsupported.received' });
  }

  /** Delivers any event as it is, for example one that has been delivered before. */
  receiveRaw(event: EmulatedEvent): EmulatedEvent {
    if (this.#webhook) this.#sender.enqueue(event);
    else if (this.polled || !this.#options.loseUnpolled) this.#polls.offer(event);
    this.recheck();
    return event;
  }

  #receive(kind: ShownMessage['kind'], chat: string, sender: Sender, fields: Record<string, string>): EmulatedEvent {
    const event = messageEvent(kind, chat, sender, fields);
    const text = fields['text'] ?? fields['caption'] ?? '';
    const group = sender.group ?? false;
    this.#chats.open(chat, group);
    this.#chats.show(chat, { by: 'person', kind, text });
    if (!group || this.#reachesBot(text, sender)) this.receiveRaw(event);
    this.recheck();
    return event;
  }

  /** A group's message reaches the bot by mention or reply only. */
  #reachesBot(text: string, sender: Sender): boolean {
    const mention = `@${this.displayName}`.normalize('NFC');
    return this.canJoinGroups && (sender.replyToBot === true || text.normalize('NFC').includes(mention));
  }

  #createSender(): WebhookSender {
    return new WebhookSender({
      retryMs: this.#options.webhookRetryMs ?? 20,
      shape: () => this.webhookBody,
      webhook: () => this.#webhook,
      onUndeliverable: (event) => this.#polls.offer(event),
      onAttempt: (attempt) => {
        this.attempts.push(attempt);
        this.recheck();
      },
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://platform');
    const [, token, method = ''] = /^\/bot([^/]+)\/([^/]+)$/.exec(url.pathname) ?? [];
    try {
      const parameters = await readParameters(request, url);
      if (token !== this.token) throw new PlatformError(401);
      this.calls.push({ method, parameters });
      const failure = this.#failures.next(method, parameters['chat_id']);
      if (failure) await this.#fail(response, failure, method, parameters);
      else if (method === 'getUpdates') this.#hold(response, parameters);
      else answerResult(response, await this.#apply(method, parameters));
    } catch (error) {
      if (error instanceof PlatformError) answerError(response, error.code);
      // The caller has gone away in the midst of its request.
      else response.destroy();
    }
    this.recheck();
  }

  async #fail(response: ServerResponse, as: FailureKind, method: string, parameters: Parameters): Promise<void> {
    if (typeof as === 'object') {
      if ('code' in as) answerError(response, as.code, as.spelling, as.status);
      else answerBody(response, as.status ?? 200, as.body);
      return;
    }
    if (as === 'http-502-html') answerBody(response, 502, '<html><h1>502 Bad Gateway</h1></html>');
    if (as.startsWith('apply')) await this.#apply(method, parameters);
    if (as.endsWith('reset')) response.socket?.resetAndDestroy();
    // Where it hangs, nobody ever answers.
  }

  #hold(response: ServerResponse, parameters: Parameters): void {
    const seconds = Number(parameters['timeout'] ?? 30);
    if (!(seconds >= 0) || this.#webhook) throw new PlatformError(400);
    this.#polls.hold(response, Math.min(seconds * 1000, this.#options.pollMs ?? Infinity));
  }

  #apply(name: string, parameters: Parameters): unknown {
    const method = Object.hasOwn(this.#methods, name) ? this.#methods[name] : undefined;
    if (!method) throw new PlatformError(404);
    return method(parameters);
  }

  #createMethods(): Record<string, Method> {
    return {
      getMe: () => this.#me(),
      // Reached only by a failure: the event is taken, and its answer lost.
      getUpdates: () => this.#polls.take(),
      setWebhook: (parameters) => this.#setWebhook(parameters),
      deleteWebhook: () => this.#deleteWebhook(),
      getWebhookInfo: () => this.#webhookInfo(),
      testWebhook: () => Promise.reject(new PlatformError(426)),
      sendMessage: (parameters) => this.#send('text', parameters, wordsIn(parameters['text'], 1)),
      sendPhoto: (parameters) => {
        if (!/^https?:\/\/./.test(stringIn(parameters['photo']))) throw new PlatformError(400);
        return this.#send('image', parameters, wordsIn(parameters['caption'] ?? '', 0));
      },
      sendSticker: (parameters) => {
        if (stringIn(parameters['sticker']) === '') throw new PlatformError(400);
        return this.#send('sticker', parameters, '');
      },
      sendVoice: (parameters) => {
        if (!stringIn(parameters['voice_url']).endsWith('.aac')) throw new PlatformError(400);
        return this.#send('voice', parameters, '');
      },
      sendChatAction: (parameters) => {
        this.#knownChat(parameters);
        if (parameters['action'] !== 'typing') throw new PlatformError(400);
      },
    };
  }

  #me() {
    const account = { id: '1459232241454765289', account_name: 'bot.VDKyGxQvc', account_type: 'BASIC' };
    const name = this.displayName === '' ? {} : { display_name: this.displayName };
    return { ...account, can_join_groups: this.canJoinGroups, ...name };
  }

  async #setWebhook(parameters: Parameters): Promise<unknown> {
    const [url, secret] = [stringIn(parameters['url']), stringIn(parameters['secret_token'])];
    if (secret.length < 8 || secret.length > 256 || !this.#isWebhookUrl(url)) throw new PlatformError(400);
    // The platform keeps the URL even where its own try of it fails.
    this.#webhook = { url, secret, updatedAt: Date.now() };
    this.#polls.end(409);
    const status = await this.#sender.probe(url);
    const ok = status !== null && status >= 200 && status < 300;
    const outcome = ok ? 'webhook.ok' : status === null ? 'webhook.err.unreachable' : `webhook.http.${status}`;
    const verification = { ok, url, outcome, hint: '', ...(status === null ? {} : { status_code: status }) };
    return { url, updated_at: this.#webhook.updatedAt, verification };
  }

  #isWebhookUrl(text: string): boolean {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    if (this.#options.allowLocalWebhook) return true;
    return url.protocol === 'https:' && !LOCAL_HOST.test(url.hostname);
  }

  #deleteWebhook() {
    if (!this.#webhook) throw new PlatformError(400);
    this.#webhook = null;
    return { url: '', updated_at: Date.now() };
  }

  #webhookInfo() {
    if (!this.#webhook) throw new PlatformError(404);
    return { url: this.#webhook.url, updated_at: this.#webhook.updatedAt };
  }

  #send(kind: ShownMessage['kind'], parameters: Parameters, text: string) {
    const chat = this.#knownChat(parameters);
    if (this.#sent >= this.monthlyQuota) throw new PlatformError(429);
    this.#sent += 1;
    // A voice message to a group gets its receipt and is never seen.
    const dropped = kind === 'voice' && this.#chats.isGroup(chat);
    return dropped ? { message_id: 'dropped', date: Date.now() } : this.#chats.show(chat, { by: 'bot', kind, text });
  }

  #knownChat(parameters: Parameters): string {
    const chat = stringIn(parameters['chat_id']);
    if (!this.#chats.reachable(chat)) throw new PlatformError(404);
    return chat;
  }
}

function stringIn(value: unknown): string {
  if (typeof value !== 'string') throw new PlatformError(400);
  return value;
}

function wordsIn(value: unknown, shortest: number): string {
  const text = stringIn(value);
  if (text.length < shortest || text.length > TEXT_LIMIT) throw new PlatformError(400);
  return text;
}

/** A loopback server that behaves to a bot as Telegram's Bot API does, and lets a test be the people in it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { BotApiError } from './bot-api-error.ts';
import { botApiMethods, unknownMethod, type ApiState, type Parameters } from './bot-api-methods.ts';
import { ChangeSignal } from './change-signal.ts';
import { EmulatedPeople, pressable } from './emulated-people.ts';
import { EmulatedWorld, type EmulatedButton, type EmulatedChat, type EmulatedMessage } from './emulated-world.ts';
import { FailureScript, type ScriptedAnswer, type ScriptedFailure } from './failure-script.ts';
import { FILE_ROUTE, handOut, readFileAddress } from './file-route.ts';
import { RateLimits } from './rate-limits.ts';
import { UpdateQueue } from './update-queue.ts';

export interface EmulatorOptions {
  readonly token?: string;
  readonly username?: string;
  /** Whether a webhook on loopback may be plain HTTP; it may, where absent. */
  readonly httpWebhook?: boolean;
  /** Milliseconds before a webhook that has failed is tried again. */
  readonly webhookRetryMs?: number;
  /** Whether sending too fast is answered with 429. */
  readonly enforceRates?: boolean;
  readonly now?: () => number;
  readonly firstUpdateId?: number;
}

export interface LoggedCall {
  readonly method: string;
  readonly parameters: Parameters;
}

/** Starts an emulator on a free port of the loopback. */
export async function startTelegramEmulator(options: EmulatorOptions = {}): Promise<TelegramEmulator> {
  const emulator = new TelegramEmulator(options);
  await emulator.listen();
  return emulator;
}

export class TelegramEmulator extends EmulatedPeople {
  readonly token: string;
  /** Every call, as soon as it has come. */
  readonly calls: LoggedCall[] = [];
  readonly world: EmulatedWorld;
  readonly queue: UpdateQueue;
  private readonly state: ApiState;
  private readonly methods: ReturnType<typeof botApiMethods>;
  private readonly failures = new FailureScript();
  private readonly signal: ChangeSignal;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  constructor(options: EmulatorOptions) {
    const { username = 'emulated_bot', now = Date.now, firstUpdateId = 700_000_001, webhookRetryMs = 10 } = options;
    const signal = new ChangeSignal();
    const world = new EmulatedWorld({ id: 1_234_567, is_bot: true, first_name: 'Emulated', username });
    const queue = new UpdateQueue({ firstUpdateId, webhookRetryMs, onChange: () => signal.changed() });
    const state: ApiState = {
      world,
      queue,
      rates: options.enforceRates ? new RateLimits(now) : undefined,
      httpWebhook: options.httpWebhook ?? true,
      openQueries: new Set(),
      openInlineQueries: new Set(),
      answeredQueries: [],
      inlineAnswers: [],
      menus: new Map(),
      description: '',
    };
    super(state);
    this.token = options.token ?? '1234567:EmulatedTokenNobodyMaySee-0123456789';
    [this.world, this.queue, this.state, this.signal] = [world, queue, state, signal];
    this.methods = botApiMethods(state);
  }

  get apiRoot(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get answeredQueries(): readonly string[] {
    return this.state.answeredQueries;
  }

  get inlineAnswers(): ApiState['inlineAnswers'] {
    return this.state.inlineAnswers;
  }

  get menus(): ApiState['menus'] {
    return this.state.menus;
  }

  get description(): string {
    return this.state.description;
  }

  listen(port = 0): Promise<void> {
    return new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.queue.close();
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** What a person sees in a chat, the oldest first. */
  messagesIn(chat: EmulatedChat): readonly EmulatedMessage[] {
    return chat.messages;
  }

  /** What the bot has written in a chat. */
  botMessagesIn(chat: EmulatedChat): readonly EmulatedMessage[] {
    return chat.messages.filter(({ from }) => from.id === this.world.bot.id);
  }

  /** The buttons of the last message with buttons in a chat that come back as presses. */
  pressable(chat: EmulatedChat): readonly EmulatedButton[] {
    const last = chat.messages.findLast((message) => pressable(message).length > 0);
    return last ? pressable(last) : [];
  }

  callsOf(method: string): readonly LoggedCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Queues an update that may be anything; `update_id` is set where it is an object. */
  raw(body: unknown, key = 'raw'): number {
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    return this.queue.push(key, (id) => (isObject ? { ...body, update_id: id } : body));
  }

  /** Delivers an update once more, with the same id. */
  redeliver(updateId: number): void {
    this.queue.redeliver(updateId);
  }

  /** From now on presses and searches that nobody has answered are too old. */
  expireQueries(): void {
    this.state.openQueries.clear();
    this.state.openInlineQueries.clear();
  }

  /** The next calls of a kind fail so; where several are ordered, the first that fits is used up first. */
  failNext(failure: ScriptedFailure): void {
    this.failures.add(failure);
  }

  /** Forgets the failures that were ordered and not met. */
  failNoMore(): void {
    this.failures.clear();
  }

  /** Resolves with what `look` gives once that is neither null, undefined nor false; looked at after every change here. */
  waitFor<T>(look: () => T | null | undefined | false, ms?: number): Promise<T> {
    return this.signal.waitFor(look, ms);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const file = readFileAddress(request.url ?? '');
      if (file) this.answerFile(file, response);
      else await this.answerCall(request, response, gone.signal);
    } catch (error) {
      refuse(response, error);
    }
    this.signal.changed();
  }

  private answerFile({ token, path }: { token: string; path: string }, response: ServerResponse): void {
    this.checkToken(token);
    this.calls.push({ method: FILE_ROUTE, parameters: { path } });
    const scripted = this.failures.take(FILE_ROUTE, undefined);
    if (scripted !== undefined && fail(scripted, response)) return;
    handOut(this.world.files.at(path), response, scripted);
  }

  private async answerCall(request: IncomingMessage, response: ServerResponse, gone: AbortSignal): Promise<void> {
    const [, token = '', name = ''] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? '') ?? [];
    const parameters = await readParameters(request);
    this.checkToken(token);
    this.calls.push({ method: name, parameters });
    await this.answer(name, parameters, response, gone);
  }

  private async answer(name: string, parameters: Parameters, response: ServerResponse, gone: AbortSignal) {
    const method = this.methods.get(name.toLowerCase());
    if (!method) throw unknownMethod();
    const scripted = this.failures.take(name, parameters['chat_id']);
    if (scripted !== undefined && fail(scripted, response)) return;
    const result = await method(parameters, gone);
    if (scripted === 'apply-then-reset') response.socket?.destroy();
    // An open connection without an answer ends with the client's patience, or when the emulator closes.
    else if (scripted !== 'apply-then-hang') reply(response, 200, { ok: true, result });
  }

  private checkToken(token: string): void {
    if (!/^\d+:[\w-]+$/.test(token)) throw new BotApiError(404, 'Not Found');
    if (token !== this.token) throw new BotApiError(401, 'Unauthorized');
  }
}

/** Meets a scripted failure that comes before anything is done; false where the method is still to be applied. */
function fail(scripted: ScriptedAnswer, response: ServerResponse): boolean {
  if (scripted === 'apply-then-reset' || scripted === 'apply-then-hang') return false;
  if (scripted === 'reset') response.socket?.destroy();
  else if (scripted === '500') throw new BotApiError(500, 'Internal Server Error');
  else if (scripted !== 'hang') {
    if ('page' in scripted) {
      response.writeHead(scripted.page, { 'content-type': 'text/html' }).end('<html><body>sorry</body></html>');
      return true;
    }
    const { code, description, ...parameters } = scripted;
    throw new BotApiError(code, description, Object.keys(parameters).length > 0 ? parameters : undefined);
  }
  return true;
}

async function readParameters(request: IncomingMessage): Promise<Parameters> {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://loopback').searchParams);
  const body = await text(request);
  if (body === '') return query;
  if (request.headers['content-type']?.startsWith('application/json') !== true) {
    return { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
  }
  try {
    return { ...query, ...(JSON.parse(body) as Parameters) };
  } catch {
    throw new BotApiError(400, "Bad Request: can't parse JSON object");
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  const failure = error instanceof BotApiError ? error : new BotApiError(500, `emulator fault: ${String(error)}`);
  reply(response, failure.code, failure.body());
}

function reply(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

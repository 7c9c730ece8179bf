/** The methods of the Bot API that are emulated. */
import { z } from 'zod';
import { badRequest, BotApiError } from './bot-api-error.ts';
import { apiChat, type EmulatedMessage, type EmulatedWorld } from './emulated-world.ts';
import type { RateLimits } from './rate-limits.ts';
import { checkedButtons, checkedText, checkLinkPreview } from './sent-message.ts';
import type { UpdateQueue } from './update-queue.ts';

export type Parameters = Readonly<Record<string, unknown>>;
type Method = (parameters: Parameters, gone: AbortSignal) => unknown;

export interface InlineAnswer {
  readonly queryId: string;
  readonly results: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly personal: boolean;
  readonly cacheSeconds: number;
}

/** What the methods read and change. */
export interface ApiState {
  readonly world: EmulatedWorld;
  readonly queue: UpdateQueue;
  readonly rates: RateLimits | undefined;
  readonly httpWebhook: boolean;
  /** Queries that may still be answered. */
  readonly openQueries: Set<string>;
  readonly openInlineQueries: Set<string>;
  readonly answeredQueries: string[];
  readonly inlineAnswers: InlineAnswer[];
  /** Command lists by scope and language: "all_group_chats vi". */
  readonly menus: Map<string, readonly { readonly command: string; readonly description: string }[]>;
  description: string;
}

const QUERY_TOO_OLD = 'query is too old and response timeout expired or query ID is invalid';
const MENU = z
  .array(z.object({ command: z.string().regex(/^\/?[a-z0-9_]{1,32}$/), description: z.string().min(1).max(256) }))
  .max(100);
const ARTICLES = z
  .array(
    z.object({
      type: z.literal('article'),
      id: z.string().min(1).max(64),
      title: z.string().min(1),
      input_message_content: z.object({ message_text: z.string().min(1).max(4096), entities: z.unknown().optional() }),
    }),
  )
  .max(50);

/** The table of methods, by name in lower case. */
export function botApiMethods(state: ApiState): ReadonlyMap<string, Method> {
  const methods: Record<string, Method> = {
    getMe: () => ({ ...state.world.bot, can_join_groups: true, can_read_all_group_messages: false }),
    getUpdates: (parameters, gone) => getUpdates(state, parameters, gone),
    setWebhook: (parameters) => setWebhook(state, parameters),
    deleteWebhook: (parameters) => deleteWebhook(state, parameters),
    getWebhookInfo: () => webhookInfo(state),
    sendMessage: (parameters) => sendMessage(state, parameters).api,
    sendChatAction: (parameters) => sendChatAction(state, parameters),
    setMyCommands: (parameters) => setMyCommands(state, parameters),
    getMyCommands: (parameters) => state.menus.get(menuKey(parameters)) ?? [],
    setMyDescription: (parameters) => setMyDescription(state, parameters),
    answerCallbackQuery: (parameters) => answerCallbackQuery(state, parameters),
    answerInlineQuery: (parameters) => answerInlineQuery(state, parameters),
    getFile: ({ file_id: id }) => state.world.files.describe(id),
    getChatMember: ({ chat_id: chat, user_id: user }) => state.world.memberStatus(state.world.knownChat(chat), user),
  };
  return new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]));
}

function whole(value: unknown, otherwise: number): number {
  const number = Number(value ?? otherwise);
  if (!Number.isInteger(number)) throw badRequest("can't parse an integer");
  return number;
}

function setAllowed({ queue }: ApiState, allowed: unknown): void {
  if (allowed === undefined) return;
  if (!Array.isArray(allowed)) throw badRequest("can't parse allowed updates");
  queue.allowed = allowed.map(String);
}

function getUpdates(state: ApiState, parameters: Parameters, gone: AbortSignal): Promise<readonly unknown[]> {
  setAllowed(state, parameters['allowed_updates']);
  const request = {
    offset: whole(parameters['offset'], 0),
    limit: whole(parameters['limit'], 100),
    seconds: whole(parameters['timeout'], 0),
  };
  return state.queue.poll(request, gone);
}

function setWebhook(state: ApiState, parameters: Parameters): boolean {
  const { url, secret_token: secret, max_connections: connections } = parameters;
  if (typeof url !== 'string') throw badRequest('bad webhook: URL is invalid');
  checkWebhookUrl(url, state.httpWebhook);
  if (secret !== undefined && (typeof secret !== 'string' || !/^[A-Za-z0-9_-]{1,256}$/.test(secret))) {
    throw badRequest('secret token contains unallowed characters');
  }
  setAllowed(state, parameters['allowed_updates']);
  if (parameters['drop_pending_updates'] === true) state.queue.drop();
  const maxConnections = whole(connections, 40);
  state.queue.setWebhook(url === '' ? undefined : { url, maxConnections, ...(secret === undefined ? {} : { secret }) });
  return true;
}

function checkWebhookUrl(url: string, httpAllowed: boolean): void {
  if (url === '') return;
  if (!URL.canParse(url)) throw badRequest('bad webhook: URL is invalid');
  const { protocol, port, hostname } = new URL(url);
  if (protocol === 'http:' && httpAllowed && ['127.0.0.1', 'localhost'].includes(hostname)) return;
  if (protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!['', '443', '80', '88', '8443'].includes(port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
}

function deleteWebhook({ queue }: ApiState, parameters: Parameters): boolean {
  if (parameters['drop_pending_updates'] === true) queue.drop();
  queue.setWebhook(undefined);
  return true;
}

function webhookInfo({ queue }: ApiState): object {
  const { webhook, lastError } = queue;
  return {
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: queue.pendingIds.length,
    ...(webhook ? { max_connections: webhook.maxConnections } : {}),
    ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
    ...(queue.allowed.length > 0 ? { allowed_updates: queue.allowed } : {}),
  };
}

function sendMessage({ world, rates }: ApiState, parameters: Parameters): EmulatedMessage {
  if (parameters['parse_mode'] !== undefined) throw badRequest('unsupported parse_mode');
  const { text, entities } = checkedText(parameters['text'], parameters['entities']);
  const buttons = checkedButtons(parameters['reply_markup']);
  checkLinkPreview(parameters['link_preview_options']);
  const chat = world.writableChat(parameters['chat_id']);
  const thread = world.openTopic(chat, parameters['message_thread_id']);
  rates?.count(chat.id, chat.type !== 'private');
  const [id, date] = [world.messageId(), Math.floor(Date.now() / 1000)];
  const api = {
    message_id: id,
    from: world.bot,
    chat: apiChat(chat),
    date,
    text,
    ...(entities.length > 0 ? { entities } : {}),
    ...(buttons.length > 0 ? { reply_markup: { inline_keyboard: buttons } } : {}),
    ...(thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true }),
  };
  const place = thread === undefined ? {} : { thread };
  const message = { id, chat, from: world.bot, text, entities, buttons, date, api, ...place };
  chat.messages.push(message);
  return message;
}

function sendChatAction({ world }: ApiState, parameters: Parameters): boolean {
  world.writableChat(parameters['chat_id']);
  if (parameters['action'] !== 'typing') throw badRequest('wrong parameter action in request');
  return true;
}

function menuKey({ scope, language_code: language }: Parameters): string {
  const type = typeof scope === 'object' && scope !== null && 'type' in scope ? String(scope.type) : 'default';
  return typeof language === 'string' && language !== '' ? `${type} ${language}` : type;
}

function setMyCommands({ menus }: ApiState, parameters: Parameters): boolean {
  const parsed = MENU.safeParse(parameters['commands']);
  if (!parsed.success) throw badRequest('BOT_COMMAND_INVALID');
  menus.set(menuKey(parameters), parsed.data);
  return true;
}

function setMyDescription(state: ApiState, { description }: Parameters): boolean {
  if (typeof description !== 'string' || description.length > 512) throw badRequest('BOT_DESCRIPTION_TOO_LONG');
  state.description = description;
  return true;
}

function answerCallbackQuery(state: ApiState, { callback_query_id: id }: Parameters): boolean {
  if (typeof id !== 'string' || !state.openQueries.delete(id)) throw badRequest(QUERY_TOO_OLD);
  state.answeredQueries.push(id);
  return true;
}

function answerInlineQuery(state: ApiState, parameters: Parameters): boolean {
  const { inline_query_id: id, results, is_personal: personal, cache_time: cacheTime } = parameters;
  const parsed = ARTICLES.safeParse(results);
  if (!parsed.success) throw badRequest("can't parse inline query results");
  if (new Set(parsed.data.map((result) => result.id)).size < parsed.data.length)
    throw badRequest('RESULT_ID_DUPLICATE');
  const articles = parsed.data.map(({ id: resultId, title, input_message_content: content }) => {
    return { id: resultId, title, text: checkedText(content.message_text, content.entities).text };
  });
  if (typeof id !== 'string' || !state.openInlineQueries.delete(id)) throw badRequest(QUERY_TOO_OLD);
  const cacheSeconds = whole(cacheTime, 300);
  state.inlineAnswers.push({ queryId: id, results: articles, personal: personal === true, cacheSeconds });
  return true;
}

/** As Telegram answers where there is no such method. */
export function unknownMethod(): BotApiError {
  return new BotApiError(404, 'Not Found');
}

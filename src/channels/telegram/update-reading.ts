/** Reads one update of the Bot API into what was received; whatever it is, it never throws. */
import type { Chat } from '../../model/chat.ts';
import type { Incoming, ReceivedFile } from '../../model/incoming.ts';
import { addressOf, type BotIdentity } from './addressing.ts';
import { fileName } from './file-name.ts';
import {
  numberedSchema,
  updateSchema,
  type CallbackQuery,
  type ChatMemberChange,
  type Message,
} from './update-schema.ts';

export interface UpdateReading {
  /** Updates of one lane are received one after another. */
  readonly lane: string;
  readonly incoming?: Incoming;
  /** A press to be answered, else its button goes on showing that it waits. */
  readonly callbackQuery?: string;
  readonly inlineQuery?: { readonly id: string; readonly text: string };
  /** Not of a shape that we know. */
  readonly malformed?: true;
}

/** Kinds of content without words of their own; what is in neither list is a notice of the chat itself. */
const CONTENTLESS = [
  ['voice', 'audio', 'photo', 'video', 'video_note', 'animation', 'live_photo', 'sticker', 'document'],
  ['contact', 'location', 'venue', 'poll', 'dice', 'game', 'story', 'paid_media', 'checklist', 'rich_message'],
].flat();

const PRESS = /^c:(.*):([1-9]\d{0,3})$/s;

/** The number by which an update is confirmed; null where it has none. */
export function updateIdOf(raw: unknown): number | null {
  const parsed = numberedSchema.safeParse(raw);
  return parsed.success ? parsed.data.update_id : null;
}

/** What an update says to this bot. */
export function readUpdate(raw: unknown, bot: BotIdentity): UpdateReading {
  const parsed = updateSchema.safeParse(raw);
  if (!parsed.success) return { lane: 'malformed', malformed: true };
  const { message, callback_query: query, my_chat_member: change, inline_query: search } = parsed.data;
  const id = `telegram:${parsed.data.update_id}`;
  if (message) return inLane(message.chat, readMessage(id, message, bot));
  if (query) return { ...inLane(query.message?.chat, readPress(id, query)), callbackQuery: query.id };
  if (change) return inLane(change.chat, readChange(id, change));
  if (search) return { lane: `inline:${search.from.id}`, inlineQuery: { id: search.id, text: search.query } };
  return { lane: 'ignored' };
}

function inLane(chat: Message['chat'] | undefined, incoming: Incoming | undefined): UpdateReading {
  return { lane: String(chat?.id ?? 'ignored'), ...(incoming ? { incoming } : {}) };
}

type Place = Pick<Message, 'chat' | 'message_thread_id' | 'is_topic_message'>;

function received(id: string, place: Place, person: number | undefined) {
  const { chat } = place;
  return {
    id,
    chat: chatOf(place),
    group: chat.type !== 'private',
    ...(person === undefined ? {} : { person: String(person) }),
  };
}

function chatOf({ chat, message_thread_id: thread, is_topic_message: inTopic }: Place): Chat {
  // Replies in ordinary groups carry a thread as well; only a topic is one that can be written to.
  const topic = inTopic === true && thread !== undefined ? { thread: String(thread) } : {};
  return { channel: 'telegram', id: String(chat.id), ...topic };
}

function readMessage(id: string, message: Message, bot: BotIdentity): Incoming | undefined {
  const { chat, from, sender_chat: mask, migrate_to_chat_id: to } = message;
  if (chat.type === 'channel' || message.is_automatic_forward === true) return undefined;
  // Somebody who writes as the group or as a channel comes as a bot, and is nobody in particular.
  const base = received(id, message, mask ? undefined : from?.id);
  if (to !== undefined) return { ...base, kind: 'migration', to: { channel: 'telegram', id: String(to) } };
  if (!mask && from?.is_bot !== false) return undefined;
  // What a search of ours put into the chat is our own answer, not a question.
  if (message.via_bot?.id === bot.id) return undefined;
  const written = message.text ?? message.caption ?? '';
  const address = addressOf(written, bot);
  if (address.foreign) return undefined;
  const text = address.text.normalize('NFC');
  const file = base.group || base.person === undefined ? undefined : fileOf(message);
  if (file) return { ...base, kind: 'document', file, ...(text === '' ? {} : { caption: text }) };
  const addressed = !base.group || address.named || answersBot(message, bot) || mentionsBot(message, bot);
  if (written === '') {
    const content = CONTENTLESS.some((field) => message[field] !== undefined);
    return content ? { ...base, kind: 'contentless', addressed } : undefined;
  }
  // Only admins can write as the group itself, and nothing else would show that they are.
  const admin = mask?.id === chat.id ? { admin: true } : {};
  return { ...base, ...admin, kind: 'text', text, addressed };
}

function fileOf({ document, ...message }: Message): ReceivedFile | undefined {
  // An animation comes as a document as well.
  if (!document || message['animation'] !== undefined) return undefined;
  const { file_id: id, file_name: name = '', file_size: size } = document;
  return { id, name: fileName(name), ...(size === undefined ? {} : { size }) };
}

function answersBot({ reply_to_message: original }: Message, bot: BotIdentity): boolean {
  // In a topic that the bot has opened, every message refers to that opening.
  return original?.from?.id === bot.id && original['forum_topic_created'] === undefined;
}

function mentionsBot({ entities, caption_entities }: Message, bot: BotIdentity): boolean {
  return (entities ?? caption_entities ?? []).some(({ type, user }) => type === 'text_mention' && user?.id === bot.id);
}

function readPress(id: string, { from, message, data = '' }: CallbackQuery): Incoming | undefined {
  const [, choicesKey, choice] = PRESS.exec(data) ?? [];
  if (!message || choicesKey === undefined || from.is_bot === true) return undefined;
  return { ...received(id, message, from.id), kind: 'press', choice: Number(choice), choicesKey };
}

function readChange(id: string, change: ChatMemberChange): Incoming | undefined {
  const member = isMember(change.new_chat_member);
  if (change.chat.type === 'channel' || member === isMember(change.old_chat_member)) return undefined;
  return { ...received(id, change, change.from.id), kind: 'membership', member };
}

function isMember({ status, is_member: restrictedMember }: ChatMemberChange['new_chat_member']): boolean {
  return (
    ['member', 'administrator', 'creator'].includes(status) || (status === 'restricted' && restrictedMember === true)
  );
}

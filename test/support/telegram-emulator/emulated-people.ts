/** What people do in Telegram, and the updates that the bot gets of it. */
import {
  apiChat,
  type EmulatedButton,
  type EmulatedChat,
  type EmulatedMessage,
  type EmulatedUser,
  type EmulatedWorld,
  type Standing,
} from './emulated-world.ts';
import type { SentFile } from './emulated-files.ts';
import type { UpdateQueue } from './update-queue.ts';

export interface SayOptions {
  /** Answers the bot's last message here. */
  readonly replyToBot?: boolean;
  readonly replyTo?: EmulatedMessage;
  readonly thread?: number;
  /** Puts the bot's name before the words. */
  readonly mention?: boolean;
  /** Further fields of the message, as the Bot API names them. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface Said {
  readonly message: EmulatedMessage;
  /** Null where the bot does not see it. */
  readonly updateId: number | null;
}

type Media = 'voice' | 'photo' | 'sticker' | 'document' | 'video' | 'contact' | 'location';

const FILE = { file_id: 'emulated', file_unique_id: 'emulated', file_size: 1 };
const MEDIA: Readonly<Record<Media, unknown>> = {
  voice: { ...FILE, duration: 1 },
  photo: [{ ...FILE, width: 1, height: 1 }],
  sticker: { ...FILE, type: 'regular', width: 1, height: 1, is_animated: false, is_video: false },
  document: { ...FILE, file_name: 'emulated.pdf' },
  video: { ...FILE, duration: 1, width: 1, height: 1 },
  contact: { phone_number: '+84000000000', first_name: 'emulated' },
  location: { latitude: 11.5, longitude: 106.9 },
};

export interface PeopleParts {
  readonly world: EmulatedWorld;
  readonly queue: UpdateQueue;
  readonly openQueries: Set<string>;
  readonly openInlineQueries: Set<string>;
}

export class EmulatedPeople {
  private nextQuery = 1;

  constructor(private readonly parts: PeopleParts) {}

  /** A person; ids and names are made up. */
  user(name: string, more: Partial<EmulatedUser> = {}): EmulatedUser {
    return this.parts.world.addUser(name, more);
  }

  /** The chat of a person with the bot, which the person has opened. */
  privateChat(user: EmulatedUser): EmulatedChat {
    const members = new Map([[user.id, 'member' as const]]);
    const { world } = this.parts;
    return world.chats.get(user.id) ?? world.addChat({ id: user.id, type: 'private', title: user.first_name, members });
  }

  /** A group that the bot is in, unless `absent`. */
  group(
    title: string,
    options: { supergroup?: boolean; topics?: boolean; privacy?: boolean; absent?: boolean } = {},
  ): EmulatedChat {
    const { supergroup = false, topics: forum = false, privacy = true, absent = false } = options;
    const type = supergroup || forum ? 'supergroup' : 'group';
    return this.parts.world.addChat({ type, title, forum, privacy, bot: absent ? 'left' : 'member' });
  }

  /** Opens a topic; its number. */
  topic(chat: EmulatedChat, name: string): number {
    const id = this.parts.world.messageId();
    chat.topics.set(id, { name, closed: false });
    return id;
  }

  say(chat: EmulatedChat, user: EmulatedUser, text: string, options: SayOptions = {}): Said {
    const words = options.mention ? `@${this.parts.world.bot.username} ${text}` : text;
    return this.post(chat, user, { text: words, ...entitiesIn(words, 'entities') }, options);
  }

  send(chat: EmulatedChat, user: EmulatedUser, media: Media, caption?: string, options: SayOptions = {}): Said {
    return this.post(chat, user, { [media]: MEDIA[media], ...captioned(caption) }, options);
  }

  sendVoice(chat: EmulatedChat, user: EmulatedUser, options: SayOptions = {}): Said {
    return this.send(chat, user, 'voice', undefined, options);
  }

  sendPhoto(chat: EmulatedChat, user: EmulatedUser, caption?: string, options: SayOptions = {}): Said {
    return this.send(chat, user, 'photo', caption, options);
  }

  sendSticker(chat: EmulatedChat, user: EmulatedUser, options: SayOptions = {}): Said {
    return this.send(chat, user, 'sticker', undefined, options);
  }

  /** Sends a file that the bot can fetch. */
  sendDocument(chat: EmulatedChat, user: EmulatedUser, file: SentFile, options: SayOptions = {}): Said {
    const document = this.parts.world.files.add(file);
    return this.post(chat, user, { document, ...captioned(file.caption) }, options);
  }

  /** Changes the words of a message that was sent before. */
  edit(message: EmulatedMessage, text: string): number | null {
    const edited = { ...message.api, text, edit_date: message.date + 1 };
    return this.parts.queue.add('edited_message', String(message.chat.id), edited);
  }

  /** Presses the button of that number under a message, counted from 0 through all rows; the id of the query. */
  press(
    message: EmulatedMessage,
    buttonIndex: number,
    by?: EmulatedUser,
  ): { queryId: string; updateId: number | null } {
    const button = pressable(message)[buttonIndex];
    if (!button) throw new Error(`the message has no button ${buttonIndex} to press`);
    return this.pressData(message, button.callback_data, by);
  }

  /** A press whose data no button of ours holds. */
  pressData(message: EmulatedMessage, data: string | undefined, by?: EmulatedUser) {
    const from = by ?? this.parts.world.users.get(message.chat.id);
    if (!from) throw new Error('in a group somebody must press');
    const queryId = this.queryId();
    this.parts.openQueries.add(queryId);
    const query = { id: queryId, from, message: message.api, chat_instance: '1', data };
    return { queryId, updateId: this.parts.queue.add('callback_query', String(message.chat.id), query) };
  }

  /** A search from within any chat; the id of the query. */
  inlineQuery(user: EmulatedUser, text: string): string {
    const queryId = this.queryId();
    this.parts.openInlineQueries.add(queryId);
    this.parts.queue.add('inline_query', `inline:${user.id}`, { id: queryId, from: user, query: text, offset: '' });
    return queryId;
  }

  block(user: EmulatedUser): number | null {
    return this.setStanding(this.privateChat(user), 'kicked', user);
  }

  unblock(user: EmulatedUser): number | null {
    return this.setStanding(this.privateChat(user), 'member', user);
  }

  addBot(chat: EmulatedChat, by: EmulatedUser): number | null {
    const updateId = this.setStanding(chat, 'member', by);
    this.post(chat, by, { new_chat_members: [this.parts.world.bot] }, {});
    return updateId;
  }

  kickBot(chat: EmulatedChat, by: EmulatedUser): number | null {
    return this.setStanding(chat, 'kicked', by);
  }

  /** Changes how the bot stands in a chat. */
  setStanding(chat: EmulatedChat, standing: Standing, by: EmulatedUser): number | null {
    const before = chat.bot;
    chat.bot = standing;
    return this.parts.queue.add('my_chat_member', String(chat.id), {
      chat: apiChat(chat),
      from: by,
      date: now(),
      old_chat_member: this.memberOf(before),
      new_chat_member: this.memberOf(standing),
    });
  }

  /** Upgrades a group to a supergroup; the new chat. */
  migrate(chat: EmulatedChat, by: EmulatedUser): EmulatedChat {
    const { world, queue } = this.parts;
    const { title, privacy, bot, members } = chat;
    const to = world.addChat({ type: 'supergroup', title, privacy, bot, members });
    chat.migratedTo = to;
    const notice = (place: EmulatedChat, fields: object) =>
      queue.add('message', String(place.id), { ...this.header(place, by), ...fields });
    notice(chat, { migrate_to_chat_id: to.id });
    notice(to, { migrate_from_chat_id: chat.id });
    return to;
  }

  /** A post of a channel that the bot is in. */
  postInChannel(text: string): number | null {
    const chat = { id: -1_009_000_000_000, type: 'channel', title: 'emulated' };
    const post = { message_id: this.parts.world.messageId(), date: now(), chat, sender_chat: chat, text };
    return this.parts.queue.add('channel_post', String(chat.id), post);
  }

  private post(chat: EmulatedChat, user: EmulatedUser, content: Record<string, unknown>, options: SayOptions): Said {
    const { thread, extra = {} } = options;
    const original = options.replyTo ?? (options.replyToBot ? this.lastOfBot(chat) : undefined);
    const api = { ...this.header(chat, user), ...content, ...threadOf(thread, original, chat), ...extra };
    const reply = original ? { reply_to_message: original.api } : {};
    const message: EmulatedMessage = {
      id: api.message_id,
      chat,
      from: user,
      text: textOf(content),
      entities: [],
      buttons: [],
      date: api.date,
      api,
      ...(thread === undefined ? {} : { thread }),
    };
    chat.messages.push(message);
    if (!chat.members.has(user.id)) chat.members.set(user.id, 'member');
    const update = { ...api, ...reply };
    const updateId = this.seen(message, original) ? this.parts.queue.add('message', String(chat.id), update) : null;
    return { message, updateId };
  }

  private header(chat: EmulatedChat, user: EmulatedUser) {
    return { message_id: this.parts.world.messageId(), date: now(), chat: apiChat(chat), from: user };
  }

  private lastOfBot(chat: EmulatedChat): EmulatedMessage {
    const last = chat.messages.findLast(({ from }) => from.id === this.parts.world.bot.id);
    if (!last) throw new Error('the bot has written nothing here');
    return last;
  }

  /** Whether the bot gets a message: with privacy mode on, in groups only what is meant for it, and notices. */
  private seen({ chat, text, api }: EmulatedMessage, original: EmulatedMessage | undefined): boolean {
    if (!['member', 'administrator', 'restricted'].includes(chat.bot)) return false;
    if (chat.type === 'private' || !chat.privacy || chat.bot === 'administrator') return true;
    const { bot } = this.parts.world;
    const name = `@${bot.username}`.toLowerCase();
    const notice = api['new_chat_members'] !== undefined;
    const command = /^\/[a-z0-9_]+(@\w+)?/i.exec(text);
    const forUs = command !== null && (command[1] === undefined || command[1].toLowerCase() === name);
    return notice || forUs || original?.from.id === bot.id || text.toLowerCase().includes(name);
  }

  private memberOf(standing: Standing): object {
    const restricted = standing === 'restricted' ? { is_member: true, can_send_messages: false } : {};
    return { user: this.parts.world.bot, status: standing, ...restricted };
  }

  private queryId(): string {
    return `90000${this.nextQuery++}`;
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function textOf({ text, caption }: Record<string, unknown>): string {
  return typeof text === 'string' ? text : typeof caption === 'string' ? caption : '';
}

/** The buttons of a message that come back as presses. */
export function pressable(message: EmulatedMessage): readonly EmulatedButton[] {
  return message.buttons.flat().filter((button) => button.callback_data !== undefined);
}

function threadOf(thread: number | undefined, original: EmulatedMessage | undefined, chat: EmulatedChat): object {
  if (thread !== undefined) return { message_thread_id: thread, is_topic_message: true };
  // Replies in a supergroup carry a thread that is no topic.
  return original && chat.type === 'supergroup' ? { message_thread_id: original.id } : {};
}

function captioned(caption: string | undefined): object {
  return caption === undefined ? {} : { caption, ...entitiesIn(caption, 'caption_entities') };
}

/** Commands and mentions, as Telegram marks them. */
function entitiesIn(text: string, field: 'entities' | 'caption_entities'): object {
  const found = [...text.matchAll(/(?<![\w/])(?:\/\w+(?:@\w+)?|@\w{3,32})/g)].map((match) => ({
    type: match[0].startsWith('/') ? 'bot_command' : 'mention',
    offset: match.index,
    length: match[0].length,
  }));
  return found.length > 0 ? { [field]: found } : {};
}

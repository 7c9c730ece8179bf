/** People, chats and messages as Telegram would hold them. */
import { badRequest, BotApiError, forbidden } from './bot-api-error.ts';
import { EmulatedFiles } from './emulated-files.ts';

export interface EmulatedUser {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface EmulatedButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

export interface EmulatedEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
}

/** A message as a person sees it. */
export interface EmulatedMessage {
  readonly id: number;
  readonly chat: EmulatedChat;
  readonly from: EmulatedUser;
  readonly text: string;
  readonly entities: readonly EmulatedEntity[];
  readonly thread?: number;
  readonly buttons: readonly (readonly EmulatedButton[])[];
  /** Seconds since 1970. */
  readonly date: number;
  /** The Message of the Bot API. */
  readonly api: Readonly<Record<string, unknown>>;
}

export type Standing = 'member' | 'administrator' | 'restricted' | 'kicked' | 'left';

export interface EmulatedChat {
  id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  readonly title: string;
  readonly forum: boolean;
  /** Whether the bot sees only what is meant for it. */
  readonly privacy: boolean;
  /** How the bot stands here. */
  bot: Standing;
  readonly members: Map<number, 'creator' | 'administrator' | 'member'>;
  readonly topics: Map<number, { readonly name: string; closed: boolean }>;
  readonly messages: EmulatedMessage[];
  migratedTo?: EmulatedChat;
}

/** The Chat of the Bot API. */
export function apiChat(chat: EmulatedChat): Record<string, unknown> {
  const name = chat.type === 'private' ? { first_name: chat.title } : { title: chat.title };
  return { id: chat.id, type: chat.type, ...name, ...(chat.forum ? { is_forum: true } : {}) };
}

export class EmulatedWorld {
  readonly users = new Map<number, EmulatedUser>();
  readonly chats = new Map<number, EmulatedChat>();
  readonly files = new EmulatedFiles();
  private nextUser = 5_000_001;
  private nextGroup = 4_000_001;
  private nextMessage = 1;

  constructor(readonly bot: EmulatedUser) {}

  addUser(name: string, more: Partial<EmulatedUser> = {}): EmulatedUser {
    const user = { id: this.nextUser, is_bot: false, first_name: name, ...more };
    this.nextUser += 1;
    this.users.set(user.id, user);
    return user;
  }

  addChat(chat: Pick<EmulatedChat, 'type' | 'title'> & Partial<EmulatedChat>): EmulatedChat {
    const whole: EmulatedChat = {
      id: chat.id ?? this.groupId(chat.type),
      forum: false,
      privacy: chat.type !== 'private',
      bot: 'member',
      members: new Map(),
      topics: new Map(),
      messages: [],
      ...chat,
    };
    this.chats.set(whole.id, whole);
    return whole;
  }

  messageId(): number {
    return this.nextMessage++;
  }

  /** The chat that a bot may write to; throws as Telegram answers where it may not. */
  writableChat(chatId: unknown): EmulatedChat {
    const chat = this.knownChat(chatId);
    if (chat.migratedTo) {
      throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.migratedTo.id });
    }
    if (chat.bot === 'restricted') throw badRequest('not enough rights to send text messages to the chat');
    if (chat.bot === 'member' || chat.bot === 'administrator') return chat;
    if (chat.type === 'private') throw forbidden('bot was blocked by the user');
    if (chat.bot === 'kicked') throw forbidden(`bot was kicked from the ${chat.type} chat`);
    throw forbidden(`bot is not a member of the ${chat.type} chat`);
  }

  knownChat(chatId: unknown): EmulatedChat {
    if (chatId === undefined || chatId === '') throw badRequest('chat_id is empty');
    const chat = Number.isSafeInteger(Number(chatId)) ? this.chats.get(Number(chatId)) : undefined;
    if (!chat) throw badRequest('chat not found');
    return chat;
  }

  /** The topic that a message is to stand in; throws where there is none. */
  openTopic(chat: EmulatedChat, threadId: unknown): number | undefined {
    if (threadId === undefined) return undefined;
    const topic = chat.topics.get(Number(threadId));
    if (!topic) throw badRequest('message thread not found');
    if (topic.closed) throw badRequest('TOPIC_CLOSED');
    return Number(threadId);
  }

  memberStatus(chat: EmulatedChat, userId: unknown): { user: EmulatedUser; status: string } {
    const user = this.users.get(Number(userId));
    if (!user) throw new BotApiError(400, 'Bad Request: user not found');
    return { user, status: chat.members.get(user.id) ?? 'left' };
  }

  private groupId(type: EmulatedChat['type']): number {
    const number = this.nextGroup++;
    return type === 'supergroup' ? -1_000_000_000_000 - number : -number;
  }
}

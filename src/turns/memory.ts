/** What is remembered between turns: conversations and the settings of chats, sealed. */
import type { Chat } from '../model/chat.ts';
import { chatKey } from '../model/chat.ts';
import type { Conversation } from '../model/conversation.ts';
import type { Store, StoredRecord } from '../model/store.ts';
import type { Vault } from '../storage/vault.ts';

const DAY_MS = 24 * 3_600_000;
/** A conversation is forgotten a day after its last message, settings a year after they were last made. */
const CONVERSATION_MS = DAY_MS;
const SETTINGS_MS = 400 * DAY_MS;

/** What a chat has chosen for all its members. */
export interface Settings {
  readonly place?: string;
  readonly placeId?: string;
  readonly agency?: string;
}

/** Whose conversation it is: in a group everybody has an own one. */
export function conversationKey(chat: Chat, person: string | undefined, group: boolean): string {
  return group && person !== undefined ? `${chatKey(chat)}|${person}` : chatKey(chat);
}

/** Sealed by kind and not by id: a chat that moves takes its memory along under another id. */
export class Memory {
  constructor(
    private readonly store: Store,
    private readonly vault: Vault,
  ) {}

  async conversation(key: string, now: number): Promise<Conversation> {
    return (await this.read<Conversation>('conversation', key, now)) ?? {};
  }

  async settings(chat: string, now: number): Promise<Settings> {
    return (await this.read<Settings>('settings', chat, now)) ?? {};
  }

  conversationRecord(key: string, chat: string, conversation: Conversation, now: number): StoredRecord {
    return this.record('conversation', key, chat, conversation, now + CONVERSATION_MS);
  }

  settingsRecord(chat: string, settings: Settings, now: number): StoredRecord {
    return this.record('settings', chat, chat, settings, now + SETTINGS_MS);
  }

  private record(kind: string, id: string, chat: string, value: object, expiresAt: number): StoredRecord {
    return { kind, id, chat, body: this.vault.seal(JSON.stringify(value), kind), expiresAt };
  }

  /** What cannot be opened counts as forgotten: the key has changed. */
  private async read<T>(kind: string, id: string, now: number): Promise<T | null> {
    const record = await this.store.get(kind, id, now);
    const opened = record ? this.vault.open(record.body, kind) : null;
    return opened === null ? null : (JSON.parse(opened) as T);
  }
}

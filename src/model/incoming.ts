/** What a channel received, in the words that all channels share. */
import type { Chat } from './chat.ts';

interface Received {
  /** The idempotency key: the same update, delivered twice, has the same id. */
  readonly id: string;
  readonly chat: Chat;
  readonly group: boolean;
  /** The sender's id in the channel; absent where nobody in particular acted. */
  readonly person?: string;
}

/** Somebody wrote words. */
export interface TextReceived extends Received {
  readonly kind: 'text';
  /** NFC, a mention of the bot at its beginning taken away. */
  readonly text: string;
  /** Whether the bot is meant: always in private; in a group by mention, reply or command. */
  readonly addressed: boolean;
  /** Whether the sender may decide for the group; absent where the channel cannot tell. */
  readonly admin?: boolean;
}

/** Somebody pressed a button that the bot had offered. */
export interface PressReceived extends Received {
  readonly kind: 'press';
  /** The number of the choice, counted from 1, and the key of the list that it stood in. */
  readonly choice: number;
  readonly choicesKey: string;
  readonly admin?: boolean;
}

/** Something without readable words: a voice message, a picture, a sticker, an event whose content is withheld. */
export interface ContentlessReceived extends Received {
  readonly kind: 'contentless';
  readonly addressed: boolean;
}

/** A file as the channel names it; what it holds is fetched only when somebody may import it. */
export interface ReceivedFile {
  readonly id: string;
  readonly name: string;
  /** Its size in bytes, where the channel says. */
  readonly size?: number;
}

/** Somebody sent a file in a private chat; files in groups count as contentless, or as their caption. */
export interface DocumentReceived extends Received {
  readonly kind: 'document';
  readonly file: ReceivedFile;
  /** What was written with it, NFC. */
  readonly caption?: string;
}

/** The bot was added to a chat, taken out of it, blocked or let in again. */
export interface MembershipReceived extends Received {
  readonly kind: 'membership';
  readonly member: boolean;
}

/** The chat goes on under another id. */
export interface MigrationReceived extends Received {
  readonly kind: 'migration';
  readonly to: Chat;
}

export type Incoming =
  TextReceived | PressReceived | ContentlessReceived | DocumentReceived | MembershipReceived | MigrationReceived;

/** Takes what was received; resolves once it is safe to forget it, rejects where it must be delivered again. */
export type Receive = (incoming: Incoming) => Promise<void>;

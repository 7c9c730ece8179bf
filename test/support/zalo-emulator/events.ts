/** Events as the platform words them. */
import { randomBytes } from 'node:crypto';

/** One event, as it stands in a flat webhook body or in the result of a poll. */
export type EmulatedEvent = Readonly<Record<string, unknown>>;

export interface Sender {
  /** The sender's id; in private, the chat's own by default. */
  readonly from?: string;
  readonly name?: string;
  /** Whether the chat is a group. */
  readonly group?: boolean;
  /** A reply to a message of the bot reaches it without a mention. */
  readonly replyToBot?: boolean;
}

/** An event of a kind, with its own fields. */
export function messageEvent(kind: string, chat: string, sender: Sender, fields: object): EmulatedEvent {
  const from = sender.from ?? (sender.group ? hexId() : chat);
  return {
    event_name: `message.${kind}.received`,
    message: {
      from: { id: from, display_name: sender.name ?? 'Ted', is_bot: false },
      chat: { id: chat, chat_type: sender.group ? 'GROUP' : 'PRIVATE' },
      ...fields,
      message_id: hexId(),
      date: Date.now(),
    },
  };
}

/** An id as the platform makes them: 20 hexadecimal digits. */
export function hexId(): string {
  return randomBytes(10).toString('hex');
}

/** The chat of an event; the empty string where it names none. */
export function chatOf(event: EmulatedEvent): string {
  const message = event['message'] as { chat?: { id?: unknown } } | undefined;
  return typeof message?.chat?.id === 'string' ? message.chat.id : '';
}

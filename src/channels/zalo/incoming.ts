/** From the platform's events to the words that all channels share. */
import { createHash } from 'node:crypto';
import type { Incoming } from '../../model/incoming.ts';
import { isGroup, kindOf, type ZaloEvent, type ZaloMessage } from './events.ts';

/** What was received; null where the event is of an unknown kind or names no chat. */
export function incomingOf(event: ZaloEvent, displayName: string | undefined): Incoming | null {
  const { message } = event;
  if (kindOf(event) === null || !message) return null;
  const group = isGroup(message);
  const received = {
    id: `zalo:${message.message_id ?? digestOf(event)}`,
    chat: { channel: 'zalo', id: message.chat.id },
    group,
    // A group's messages reach a bot only by mention or reply.
    addressed: true,
    ...(message.from ? { person: message.from.id } : {}),
  } as const;
  const text = wordsOf(event, message, group ? displayName : undefined);
  return text === null ? { kind: 'contentless', ...received } : { kind: 'text', ...received, text };
}

/** The words of a text or the caption of a picture; null where there are none. A bare mention is an empty text. */
function wordsOf(event: ZaloEvent, message: ZaloMessage, mentioned: string | undefined): string | null {
  switch (kindOf(event)) {
    case 'text':
      return message.text?.trim() ? withoutMention(message.text, mentioned) : null;
    case 'image':
      return withoutMention(message.caption ?? '', mentioned).trim()
        ? withoutMention(message.caption!, mentioned)
        : null;
    default:
      return null;
  }
}

/** NFC, without "@<name>" at its beginning. The platform marks a mention by nothing but its words. */
function withoutMention(text: string, name: string | undefined): string {
  const composed = text.normalize('NFC');
  const mention = `@${name?.normalize('NFC').trim() ?? ''}`;
  const opening = composed.trimStart();
  const rest = opening.slice(mention.length);
  // "@Bot Anh" is no mention of "Bot An".
  const mentions = mention.length > 1 && opening.startsWith(mention) && !/^[\p{L}\p{N}]/u.test(rest);
  return mentions ? rest.trimStart() : composed;
}

/** Stands for an id where the platform gave none: the same event, delivered again, has the same. */
function digestOf(event: ZaloEvent): string {
  return `~${createHash('sha256').update(JSON.stringify(event)).digest('hex').slice(0, 32)}`;
}

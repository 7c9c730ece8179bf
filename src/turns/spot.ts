/** Where and by whom something was said. */
import type { Incoming } from '../model/incoming.ts';
import { conversationKey } from './memory.ts';
import type { Spot } from './turn.ts';

/** The people who run the service, as in ADMIN_IDS. */
export type Operators = ReadonlySet<string>;

/** The spot of an update. */
export function spotOf(incoming: Incoming, chat: string, operators: Operators): Spot {
  const { channel } = incoming.chat;
  return {
    chat,
    conversation: conversationKey(incoming.chat, incoming.person, incoming.group),
    channel,
    group: incoming.group,
    operator: incoming.person !== undefined && operators.has(`${channel}:${incoming.person}`),
    ...(incoming.person === undefined ? {} : { person: `${channel}:${incoming.person}` }),
  };
}

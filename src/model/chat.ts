/** A chat of a channel: whose conversation it is, and where something is sent. */

export const CHANNELS = ['telegram', 'zalo', 'web'] as const;
export type ChannelName = (typeof CHANNELS)[number];

export interface Chat {
  readonly channel: ChannelName;
  /** The channel's own id of the chat. */
  readonly id: string;
  /** The topic within a forum, where the channel has such. */
  readonly thread?: string;
}

/** One word for a chat, "telegram:-100123/45": as in DUTY_CHAT, and the key under which stores keep it. */
export function chatKey(chat: Chat): string {
  return `${chat.channel}:${chat.id}${chat.thread === undefined ? '' : `/${chat.thread}`}`;
}

/** The chat of a key; null where the key names none. */
export function parseChatKey(key: string): Chat | null {
  const match = /^([a-z]+):([^/\s]+)(?:\/([^/\s]+))?$/.exec(key);
  const channel = CHANNELS.find((name) => name === match?.[1]);
  if (!match || !channel) return null;
  return { channel, id: match[2]!, ...(match[3] === undefined ? {} : { thread: match[3] }) };
}

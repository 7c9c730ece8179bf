/** Tells a chat that is asked to wait from a channel that is: platforms do not say which of their limits was met. */
import type { ChannelName } from '../model/chat.ts';

const WINDOW_MS = 10_000;
const CHATS = 3;

export interface ThrottleWatch {
  /** Notes that a chat was asked to wait; true where so many were of late that all of the channel had better wait. */
  note(channel: ChannelName, chat: string, now: number): boolean;
}

/** Remembers, in this process, the chats that were asked to wait within the last seconds. */
export function createThrottleWatch(): ThrottleWatch {
  const recent = new Map<ChannelName, Map<string, number>>();
  return {
    note: (channel, chat, now) => {
      const chats = recent.get(channel) ?? new Map<string, number>();
      recent.set(channel, chats.set(chat, now));
      for (const [each, at] of chats) if (now - at > WINDOW_MS) chats.delete(each);
      return chats.size >= CHATS;
    },
  };
}

/** How fast the platforms let us send, as data, and the port that keeps to it. */
import { parseChatKey, type ChannelName } from '../model/chat.ts';
import type { Urgency } from '../model/outgoing.ts';

/** A bucket of tokens, one for each message. */
export interface Bucket {
  readonly perSecond: number;
  readonly burst: number;
  /** Beside the bucket: never more than `max` in any `ms`. A bucket alone lets its burst through on top of its rate. */
  readonly window?: { readonly ms: number; readonly max: number };
}

/** What all chats of a channel share. */
export interface SharedBucket extends Bucket {
  readonly window: { readonly ms: number; readonly max: number };
  /** What nudges leave to replies: tokens of the bucket, and messages of the window. */
  readonly kept: { readonly tokens: number; readonly messages: number };
}

export interface ChannelRates {
  readonly overall?: SharedBucket;
  readonly chat?: Bucket;
  /** On top of `chat`, for groups. */
  readonly group?: Bucket;
}

export type RateTable = Readonly<Record<ChannelName, ChannelRates>>;

/** Telegram documents 30/s, 1/s in a chat and 20/min in a group; Zalo documents nothing. */
export const RATES: RateTable = {
  telegram: {
    overall: { perSecond: 28.8, burst: 8, window: { ms: 1_000, max: 30 }, kept: { tokens: 4, messages: 1 } },
    chat: { perSecond: 1, burst: 3 },
    group: { perSecond: 18 / 60, burst: 5, window: { ms: 60_000, max: 20 } },
  },
  zalo: {
    overall: { perSecond: 5, burst: 3, window: { ms: 1_000, max: 5 }, kept: { tokens: 1, messages: 1 } },
    chat: { perSecond: 1, burst: 3 },
  },
  web: {},
};

export interface Pause {
  /** The chat alone, or the whole channel that it belongs to. */
  readonly scope: 'chat' | 'channel';
  readonly chat: string;
  /** Safety messages wait out a platform's own request to wait; a wrong token does not keep them from trying. */
  readonly reason: 'throttled' | 'misconfigured';
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Keeps to the platforms' limits. Rejects where the state cannot be reached, but never for a safety message. */
export interface Rates {
  /**
   * Takes leave to send one message to a chat: 0 to go, else the milliseconds to wait before asking again. A safety
   * message waits for a platform's request only, never for our own buckets.
   */
  take(chat: string, urgency: Urgency, now: number): Promise<number>;
  /** Nothing is sent within the scope until then. */
  pause(pause: Pause, now: number): Promise<void>;
}

/** The buckets that a message to a chat draws from, and their names. */
export interface Limits {
  readonly channel: ChannelName;
  /** The chat without its topic: platforms count the chat. */
  readonly chatName: string;
  readonly overall: SharedBucket | null;
  readonly chat: Bucket | null;
  readonly group: Bucket | null;
}

/** The limits for the chat of a key; null where the key names none. */
export function limitsOf(key: string, table: RateTable): Limits | null {
  const chat = parseChatKey(key);
  if (!chat) return null;
  const rates = table[chat.channel];
  return {
    channel: chat.channel,
    chatName: `${chat.channel}:${chat.id}`,
    overall: rates.overall ?? null,
    chat: rates.chat ?? null,
    // Telegram's groups have negative ids.
    group: chat.id.startsWith('-') ? (rates.group ?? null) : null,
  };
}

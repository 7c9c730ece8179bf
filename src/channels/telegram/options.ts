/** What the Telegram channel is made from. */
import type { ChannelLog, InlineResult, MenuCommand } from '../../model/channel.ts';

/** Waiting times; every field may be shortened in tests. */
export interface TelegramTimeouts {
  /** Milliseconds that any call but a poll may take. */
  readonly callMs: number;
  /** Milliseconds that a file may take to come. */
  readonly fileMs: number;
  /** Seconds that Telegram holds a poll open while nothing happens; at most 50. */
  readonly pollSeconds: number;
  /** Milliseconds that a poll may take beyond that. */
  readonly pollGraceMs: number;
  /** Milliseconds before the first retry; each further one waits twice as long, up to `retryMaxMs`. */
  readonly retryMs: number;
  readonly retryMaxMs: number;
  /** Milliseconds between two looks at the state of the webhook. */
  readonly webhookCheckMs: number;
}

export interface TelegramOptions {
  readonly token: string;
  /** Without a slash at its end; Telegram's own where absent. */
  readonly apiRoot?: string;
  /** Telegram delivers to this address where given; else the channel polls. */
  readonly webhook?: { readonly url: string; readonly secret: string };
  readonly log: ChannelLog;
  readonly menus: { readonly private: readonly MenuCommand[]; readonly group: readonly MenuCommand[] };
  readonly texts: {
    /** The button that leads from a group to the private chat. */
    readonly continuePrivately: string;
    /** What a person sees before the first message; at most 512 characters are used. */
    readonly botDescription?: string;
  };
  /** Answers a search from within any chat. */
  readonly inline?: (text: string) => Promise<readonly InlineResult[]>;
  readonly timeouts?: Partial<TelegramTimeouts>;
  /** How many chats are worked on at the same time. */
  readonly parallelChats?: number;
  /** Milliseconds; tells throttled chats of one moment from those of another. */
  readonly now?: () => number;
}

export const TIMEOUTS: TelegramTimeouts = {
  callMs: 15_000,
  fileMs: 60_000,
  pollSeconds: 30,
  pollGraceMs: 10_000,
  retryMs: 1_000,
  retryMaxMs: 30_000,
  webhookCheckMs: 300_000,
};

/** The kinds of updates that are asked for; without the list Telegram sends others, and keeps an earlier list. */
export const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member', 'inline_query'] as const;

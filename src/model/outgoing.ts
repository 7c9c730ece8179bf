/** What is sent to a chat, and what became of it. */
import type { Chat } from './chat.ts';
import type { Choice } from './reply.ts';

/** One message as a channel sends it; its text already fits the channel's limit. */
export interface Outgoing {
  readonly text: string;
  readonly choices: readonly Choice[];
  /** Comes back with a press, so that buttons of an old list can be told from the current one. */
  readonly choicesKey?: string;
  /** Offers to go on in private, where the channel has links for that. */
  readonly privately?: boolean;
  /** Safety replies go before replies, those before nudges. */
  readonly urgency: Urgency;
}

export const URGENCIES = ['safety', 'reply', 'nudge'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** What became of one attempt to send. */
export type Outcome =
  | { readonly kind: 'sent' }
  /** The platform asks to wait; `scope` says whether for this chat or for all. */
  | { readonly kind: 'throttled'; readonly waitMs: number; readonly scope: 'chat' | 'channel' }
  /** Nothing was sent: try again. */
  | { readonly kind: 'unreachable' }
  /** The connection broke after the request had left: it may have been sent. */
  | { readonly kind: 'uncertain' }
  /** Blocked, kicked or gone: nothing more can be sent to this chat. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'moved'; readonly to: Chat }
  /** The platform will never take this message. */
  | { readonly kind: 'rejected' }
  /** The token is wrong: nothing can be sent at all until somebody corrects it. */
  | { readonly kind: 'misconfigured' };

/** Sends for one channel; never throws. */
export interface Transport {
  /** The longest text of one message, in UTF-16 units. */
  readonly textLimit: number;
  send(chat: Chat, message: Outgoing): Promise<Outcome>;
}

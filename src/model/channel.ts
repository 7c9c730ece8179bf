/** The port of a channel: how messages come in from a platform and go out to it. */
import type { ChannelName } from './chat.ts';
import type { Receive } from './incoming.ts';
import type { Transport } from './outgoing.ts';

/** How a platform's webhook reaches a channel. */
export interface WebhookEntrance {
  /** The header that carries the secret, in lower case. */
  readonly secretHeader: string;
  readonly secret: string;
  /** Whether the platform probes with an empty body and no secret; it is answered with 200 and not processed. */
  readonly probes: boolean;
  /** Takes one parsed body; resolves once it is safe to forget, rejects where the platform shall deliver it again. */
  accept(body: unknown): Promise<void>;
}

/** A line of the log: kinds, codes and milliseconds, never anything that a person wrote or is called. */
export type ChannelLog = (level: 'error' | 'warn' | 'info', fields: Readonly<Record<string, string | number>>) => void;

/** What came of fetching a file. */
export type FetchedFile =
  | { readonly kind: 'fetched'; readonly bytes: Uint8Array }
  /** Larger than the platform gives out, or than the limit asked for. */
  | { readonly kind: 'too-large' }
  /** The platform does not have it any more. */
  | { readonly kind: 'gone' }
  /** Nothing came: try again. */
  | { readonly kind: 'unreachable' };

export interface Channel {
  readonly name: ChannelName;
  readonly transport: Transport;
  /** Present where the platform delivers to us. */
  readonly webhook?: WebhookEntrance;
  /** Fetches a received file of at most `maxBytes`; present where the platform hands files over. Never rejects. */
  fetchFile?(id: string, maxBytes: number): Promise<FetchedFile>;
  /** Begins to receive; resolves once the platform has answered. Retries by itself while it cannot be reached. */
  start(receive: Receive): Promise<void>;
  /** Ends receiving after the update in hand is settled. */
  stop(): Promise<void>;
  /** Whether the platform answered last time. */
  ready(): boolean;
}

/** One entry of a command menu. */
export interface MenuCommand {
  readonly command: string;
  readonly description: string;
}

/** One result of a search from within any chat. */
export interface InlineResult {
  readonly title: string;
  readonly text: string;
}

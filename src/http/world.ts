/**
 * What the HTTP room needs from the rest of the program, and the reply that it passes on unchanged.
 */
import type { WebhookEntrance } from '../model/channel.ts';

export interface ChatReply {
  id?: string;
  kind: 'answer' | 'clarify' | 'unknown' | 'safety' | 'help';
  text: string;
  citations: { plan: string; section: string; quote: string }[];
  choices: { label: string; value: string }[];
}

/** One message from the page; `conversation` is chosen by the browser and therefore not to be trusted as a name. */
export interface ChatRequest {
  conversation: string;
  text: string;
  place?: string;
}

/** One served request, without anything that a person wrote. */
export interface RequestEvent {
  route: string;
  status: number;
  ms: number;
}

export interface HttpWorld {
  /** Where the platforms deliver, by the channel's name. */
  webhooks: Readonly<Record<string, WebhookEntrance>>;
  metrics: { readonly contentType: string; text(): Promise<string> };
  /** Whether a proxy stands before this server, so that the client's address comes in a header. */
  behindProxy: boolean;
  /** Answers one message; never throws for bad text. */
  reply(request: ChatRequest): ChatReply | Promise<ChatReply>;
  /** The deadlines of a place, or of all, as the page shows them. */
  deadlines(place: string | null): object;
  /** The calendar feed of a plan; null where there is no such plan. */
  calendar(plan: string): Promise<string | null>;
  /** What was sent to a conversation of the page after its last reply; each message once. */
  mail(conversation: string): Promise<string[]>;
  /** The parts of the program and whether each can work. */
  ready(): Promise<Record<string, boolean>>;
  /** The sentences of `knowledge/page.yaml`. */
  pageTexts: Record<string, string>;
  /** The places of the place picker. */
  places: { name: string; id: string }[];
  log(event: RequestEvent): void;
  /** The safety reply with 111 that stands in when `reply` throws. */
  fallbackReply(): ChatReply;
}

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

/** What came of a document that was uploaded behind a one-time link. */
export interface UploadOutcome {
  /** `taken`: there is a draft, and the link is used up; `refused`: not importable, the link stays good; `expired`: no such link. */
  kind: 'taken' | 'refused' | 'expired';
  /** Lines for whoever uploaded it. */
  text: string;
  /** The path of the review page, where there is a draft. */
  review?: string;
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
  /** The review page of a draft, as a whole HTML document, behind its unguessable key; null where there is none. */
  review(key: string): Promise<string | null>;
  /** Whether the one-time link of an upload is still good. */
  uploadOpen(key: string): Promise<boolean>;
  /** Imports a document that was uploaded behind a one-time link; never rejects for a bad document. */
  upload(key: string, name: string, bytes: Uint8Array): Promise<UploadOutcome>;
  /** What was sent to a conversation of the page after its last reply; each message once. */
  mail(conversation: string): Promise<string[]>;
  /** The parts of the program and whether each can work. */
  ready(): Promise<Record<string, boolean>>;
  /** The sentences of `knowledge/page.yaml`. */
  pageTexts: Record<string, string>;
  /** The places of the place picker; others after a plan was taken up. */
  places(): { name: string; id: string }[];
  log(event: RequestEvent): void;
  /** The safety reply with 111 that stands in when `reply` throws. */
  fallbackReply(): ChatReply;
}

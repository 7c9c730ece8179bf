/** What is decided of a message. */
import type { Conversation } from '../model/conversation.ts';
import type { Effect } from '../model/effect.ts';
import type { Reply } from '../model/reply.ts';

/** An answer that meets the question this well is what was asked for. */
export const SURE = 0.6;

export interface Decision {
  readonly reply: Reply;
  readonly conversation: Conversation;
  /** What the rest of the program is to do. */
  readonly effects?: readonly Effect[];
  /** How well the plans' words meet the question, 0–1; absent where nothing was answered. */
  readonly confidence?: number;
}

/** Whether a decision is an answer that surely is what was asked for. */
export function isSureAnswer({ reply, confidence }: Decision): boolean {
  return reply.kind === 'answer' && (confidence ?? 1) >= SURE;
}

/** The conversations of the web chat: in memory only, bounded in number and age. */
import type { Conversation } from '../../model/conversation.ts';

export interface ConversationLimits {
  readonly count: number;
  readonly ageMs: number;
}

const LIMITS: ConversationLimits = { count: 10_000, ageMs: 24 * 3_600_000 };

interface Kept {
  readonly conversation: Conversation;
  readonly usedAt: number;
}

export class Conversations {
  /** Oldest use first: a Map keeps the order of insertion. */
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly limits: ConversationLimits = LIMITS) {}

  get size(): number {
    return this.kept.size;
  }

  /** What a conversation remembers; an unknown or expired one remembers nothing. */
  recall(id: string, now: Date): Conversation {
    const kept = this.kept.get(id);
    return kept && !this.isExpired(kept, now) ? kept.conversation : {};
  }

  /** Keeps a conversation as the one used last; one that remembers nothing is forgotten. */
  remember(id: string, conversation: Conversation, now: Date): void {
    this.kept.delete(id);
    this.dropExpired(now);
    if (Object.keys(conversation).length === 0) return;
    this.kept.set(id, { conversation, usedAt: now.getTime() });
    const oldest = this.kept.keys().next();
    if (this.kept.size > this.limits.count && !oldest.done) this.kept.delete(oldest.value);
  }

  /** Forgets what nobody has used for too long. */
  dropExpired(now: Date): void {
    for (const [id, kept] of this.kept) {
      if (!this.isExpired(kept, now)) return;
      this.kept.delete(id);
    }
  }

  private isExpired(kept: Kept, now: Date): boolean {
    return now.getTime() - kept.usedAt >= this.limits.ageMs;
  }
}

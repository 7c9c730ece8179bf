/** What the assistant says, before any channel renders it. */

export type ReplyKind = 'answer' | 'clarify' | 'unknown' | 'safety' | 'help';

export interface Citation {
  readonly plan: string;
  readonly section: string;
  /** Words that occur in the plan's source, white space and conversion marks apart. */
  readonly quote: string;
}

export interface Choice {
  readonly label: string;
  /** What choosing it says; its number in the list and its words work as well. */
  readonly value: string;
}

export interface Reply {
  readonly kind: ReplyKind;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly choices: readonly Choice[];
  /** Offers to go on in private, where the channel has links for that. */
  readonly privately?: boolean;
}

/** A reply that is words and nothing else: no source, and choices only where they are given. */
export function textReply(kind: ReplyKind, lines: string | readonly string[], choices: readonly Choice[] = []): Reply {
  return { kind, text: typeof lines === 'string' ? lines : lines.join('\n'), citations: [], choices };
}

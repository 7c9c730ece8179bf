/** What is answered past a store that is away. */
import { contentlessReply } from '../dialogue/care/care-reply.ts';
import type { World } from '../dialogue/world.ts';
import type { Incoming } from '../model/incoming.ts';
import type { Reply } from '../model/reply.ts';
import { wordsWith } from './documents.ts';
import { spotOf, type Operators } from './spot.ts';
import { replyWithoutMemory } from './turn.ts';

export interface UrgentParts {
  readonly world: () => World;
  readonly now: () => number;
  readonly operators: Operators;
}

/** What signs harm in an update, answered without memory; null for anything else. */
export function urgentReply(incoming: Incoming, chat: string, parts: UrgentParts): Reply | null {
  const { world, now, operators } = parts;
  if (incoming.kind === 'document') {
    const words = wordsWith(incoming);
    if (words) return urgentReply(words, chat, parts);
    // What somebody who runs the service sends is to come again, until it can be imported.
    const { operator } = spotOf(incoming, chat, operators);
    return operator ? null : contentlessReply(incoming.group, world());
  }
  if (incoming.kind === 'contentless') {
    return incoming.addressed ? contentlessReply(incoming.group, world()) : null;
  }
  if (incoming.kind !== 'text' || (incoming.group && !incoming.addressed)) return null;
  const reply = replyWithoutMemory(incoming.text, spotOf(incoming, chat, operators), now(), world());
  return reply.kind === 'safety' ? reply : null;
}

/** The web chat's side of the dialogue: a request of the page becomes a message, the reply goes back as it is. */
import { decide } from '../../dialogue/decide.ts';
import { placeLabel, say } from '../../dialogue/draft.ts';
import type { World } from '../../dialogue/world.ts';
import type { Message } from '../../model/message.ts';
import type { Reply } from '../../model/reply.ts';
import type { Conversations } from './conversations.ts';

export interface WebRequest {
  readonly conversation: string;
  readonly text: string;
  readonly place?: string;
}

/** Answers one message within its conversation. */
export function replyTo(request: WebRequest, now: Date, conversations: Conversations, world: World): Reply {
  const message: Message = {
    text: request.text.normalize('NFC'),
    channel: 'private',
    now,
    ...(request.place ? { place: request.place } : {}),
  };
  const { reply, conversation } = decide(message, conversations.recall(request.conversation, now), world);
  conversations.remember(request.conversation, conversation, now);
  return reply;
}

/** The reply when answering itself has failed: whoever wrote may be in danger. */
export function fallbackReply(world: World): Reply {
  const lines = ['safety-number', 'safety-call', 'safety-danger', 'safety-automatic'].map((key) => say(world, key));
  return { kind: 'safety', text: lines.join('\n'), citations: [], choices: [] };
}

/** The places of the page's picker: those that have a plan, in the order of the alphabet. */
export function offeredPlaces(world: World): { id: string; name: string }[] {
  const ids = new Set([...world.plans.values()].map((plan) => plan.place));
  return [...ids]
    .map((id) => ({ id, name: capitalised(placeLabel(id, world)) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

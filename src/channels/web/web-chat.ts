/** The web chat's side of the program: the key of a conversation, the places of the picker, the last resort. */
import { fallbackCard } from '../../dialogue/care/care-reply.ts';
import type { World } from '../../dialogue/world.ts';
import { chatKey } from '../../model/chat.ts';
import type { Reply } from '../../model/reply.ts';
import { capitalised } from '../../text/sentence.ts';

/** The key of the page's conversation. */
export function webChat(conversation: string): string {
  return chatKey({ channel: 'web', id: conversation });
}

/** The reply when answering itself has failed: whoever wrote may be in danger. */
export function fallbackReply(world: World): Reply {
  return fallbackCard(world);
}

/** The places of the page's picker: those that have a plan, in the order of the alphabet. */
export function offeredPlaces(world: World): { id: string; name: string }[] {
  const ids = new Set([...world.plans.values()].map((plan) => plan.place));
  return [...ids]
    .map((id) => ({ id, name: capitalised(world.labels.place(id)) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}

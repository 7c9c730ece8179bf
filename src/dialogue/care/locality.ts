/** The locality's own child protection line, as its newest plan names it. */
import type { Conversation } from '../../model/conversation.ts';
import type { Message } from '../../model/message.ts';
import { capitalised, fill } from '../../text/sentence.ts';
import { placeNamed } from '../plan-choice.ts';
import type { World } from '../world.ts';

/** One line with the number, its name and the plan's year; none where no plan of the place has a number of its own. */
export function localityLines(message: Message, conversation: Conversation, world: World): string[] {
  const place = (message.place && placeNamed(message.place, world)) ?? conversation.place;
  if (!place) return [];
  const national = new Set(world.knowledge.contacts.map((contact) => contact.phone));
  const year = message.now.getUTCFullYear();
  const plans = [...world.plans.values()].filter((plan) => plan.place === place && plan.year <= year);
  const newest = plans.sort((a, b) => b.year - a.year)[0];
  const contact = newest?.contacts.find((one) => one.phone.length > 4 && !national.has(one.phone));
  if (!newest || !contact) return [];
  const values = { name: capitalised(contact.name), phone: contact.phone, year: newest.year };
  return [fill(world.knowledge.care.locality, values)];
}

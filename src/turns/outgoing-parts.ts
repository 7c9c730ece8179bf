/** Replies as sealed deliveries: split at the channel's limit, the choices with the last part. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ChannelName } from '../model/chat.ts';
import { parseChatKey } from '../model/chat.ts';
import { URGENCIES, type Outgoing, type Urgency } from '../model/outgoing.ts';
import type { Choice, Reply } from '../model/reply.ts';
import type { MakeDeliveries, NewDelivery } from '../model/store.ts';
import type { Vault } from '../storage/vault.ts';
import { splitText } from '../text/split-text.ts';

/** The place under which deliveries are sealed. */
const DELIVERY = 'delivery';

const outgoingSchema = z.object({
  text: z.string(),
  choices: z.array(z.object({ label: z.string(), value: z.string() })),
  choicesKey: z.string().optional(),
  privately: z.boolean().optional(),
  urgency: z.enum(URGENCIES),
});

/** The longest text of a message, by channel. */
export type TextLimits = Readonly<Record<ChannelName, number>>;

/** The message of a reply. */
export function outgoingOf(reply: Reply): Outgoing {
  const urgency: Urgency = reply.kind === 'safety' ? 'safety' : 'reply';
  const choices = reply.choices.length > 0 ? { choicesKey: choicesKeyOf(reply.choices) } : {};
  const privately = reply.privately ? { privately: true } : {};
  return { text: reply.text, choices: reply.choices, ...choices, ...privately, urgency };
}

/** A short name of a list of choices, so that a press on an old list can be told from one on the current. */
export function choicesKeyOf(choices: readonly Choice[]): string {
  return createHash('sha256').update(JSON.stringify(choices)).digest('base64url').slice(0, 10);
}

/** The messages that carry a long one; choices and the link stand under the last. */
export function partsOf(message: Outgoing, limit: number): Outgoing[] {
  const texts = splitText(message.text, limit);
  return texts.map((text, at) =>
    at === texts.length - 1 ? { ...message, text } : { text, choices: [], urgency: message.urgency },
  );
}

/** Deliveries of a message; the last one has the plain id. */
export function deliveriesOf(
  id: string,
  chat: string,
  message: Outgoing,
  times: { readonly now: number; readonly expiresAt: number },
  { vault, limits }: { readonly vault: Vault; readonly limits: TextLimits },
): NewDelivery[] {
  const channel = parseChatKey(chat)?.channel;
  const parts = partsOf(message, channel ? limits[channel] : Infinity);
  return parts.map((part, at) => {
    const name = at === parts.length - 1 ? id : `${id}.${at}`;
    const body = vault.seal(JSON.stringify(part), DELIVERY);
    return { id: name, chat, urgency: part.urgency, body, notBefore: times.now, expiresAt: times.expiresAt };
  });
}

/** Makes the deliveries of messages for whoever knows of neither seals nor limits. */
export function sealedDelivery(sealing: { readonly vault: Vault; readonly limits: TextLimits }): MakeDeliveries {
  return (id, chat, message, now, expiresAt) => deliveriesOf(id, chat, message, { now, expiresAt }, sealing);
}

/** The message of a delivery's body; throws where it cannot be opened. */
export function openDelivery(body: string, vault: Vault): Outgoing {
  const opened = vault.open(body, DELIVERY);
  if (opened === null) throw new Error('a delivery cannot be opened: the key has changed');
  const { text, choices, choicesKey, privately, urgency } = outgoingSchema.parse(JSON.parse(opened));
  return {
    text,
    choices,
    urgency,
    ...(choicesKey === undefined ? {} : { choicesKey }),
    ...(privately === undefined ? {} : { privately }),
  };
}

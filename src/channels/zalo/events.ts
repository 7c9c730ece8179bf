/** Events of the platform: what they look like, whichever of its shapes they come in. */
import { z } from 'zod';

const KINDS = {
  'message.text.received': 'text',
  'message.image.received': 'image',
  'message.sticker.received': 'sticker',
  'message.voice.received': 'voice',
  'message.unsupported.received': 'unsupported',
} as const;

/** `unsupported`: files, videos and cards, and whatever a protected user, such as a child, writes: its content is withheld. */
export type ZaloEventKind = (typeof KINDS)[keyof typeof KINDS];

/** Ids are opaque; one with a slash or white space would break the keys that are made of them. */
const keySchema = z.string().regex(/^[^/\s]{1,100}$/);
const idSchema = z.union([z.string(), z.number().int()]).transform(String).pipe(keySchema);
const wordsSchema = z.string().optional().catch(undefined);

const personSchema = z.object({
  id: idSchema,
  display_name: wordsSchema,
  is_bot: z.boolean().optional().catch(undefined),
});

const messageSchema = z
  .object({
    message_id: idSchema.optional().catch(undefined),
    /** Milliseconds since 1970. */
    date: z.number().optional().catch(undefined),
    from: personSchema.optional().catch(undefined),
    chat: z.object({ id: idSchema, chat_type: wordsSchema }),
    text: wordsSchema,
    caption: wordsSchema,
    photo_url: wordsSchema,
    photo: wordsSchema,
    sticker: wordsSchema,
    url: wordsSchema,
    voice_url: wordsSchema,
    message_type: wordsSchema,
  })
  // The documents say "photo", the platform sends "photo_url".
  .transform(({ photo, ...message }) => ({ ...message, photo_url: message.photo_url ?? photo }));

const eventSchema = z.object({
  event_name: z.string().catch(''),
  message: messageSchema.optional().catch(undefined),
});

export type ZaloMessage = z.infer<typeof messageSchema>;

/** The name is empty where the event had none; the message is absent where there was none that names its chat. */
export interface ZaloEvent {
  readonly event_name: string;
  readonly message?: ZaloMessage | undefined;
}

/** The events of a body, flat, in the envelope or in a list; total: what is no event has an empty name. */
export function readEvents(body: unknown): ZaloEvent[] {
  const content = isRecord(body) && 'result' in body ? (body['result'] ?? body) : body;
  return (Array.isArray(content) ? content : [content]).map(readEvent);
}

function readEvent(value: unknown): ZaloEvent {
  return eventSchema.safeParse(value).data ?? { event_name: '' };
}

/** The kind of an event; null where it is none that is documented. */
export function kindOf(event: ZaloEvent): ZaloEventKind | null {
  return Object.hasOwn(KINDS, event.event_name) ? KINDS[event.event_name as keyof typeof KINDS] : null;
}

/** Whether the message stands in a group; where the type is missing, a chat that is not its sender is taken for one. */
export function isGroup({ chat, from }: ZaloMessage): boolean {
  if (chat.chat_type === undefined) return chat.id !== from?.id;
  return chat.chat_type.toUpperCase() !== 'PRIVATE';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

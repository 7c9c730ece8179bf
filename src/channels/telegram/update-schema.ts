/** The parts of an update that are read; unknown fields pass, broken ones that are not needed count as absent. */
import { z } from 'zod';

const id = z.int();
const user = z.object({ id, is_bot: z.boolean().optional().catch(undefined) });
const chat = z.object({ id, type: z.enum(['private', 'group', 'supergroup', 'channel']) });

const entities = z
  .array(z.object({ type: z.string(), user: user.optional().catch(undefined) }))
  .optional()
  .catch(undefined);

/** Where in a chat something stands. */
const place = {
  chat,
  message_thread_id: id.optional().catch(undefined),
  is_topic_message: z.boolean().optional().catch(undefined),
};

/** Null where it is broken: there is a file, but none that can be fetched. */
const document = z
  .object({ file_id: z.string().min(1), file_name: z.string().optional(), file_size: z.int().min(0).optional() })
  .nullable()
  .optional()
  .catch(null);

const message = z.looseObject({
  ...place,
  from: user.optional(),
  sender_chat: z.object({ id }).optional().catch(undefined),
  is_automatic_forward: z.boolean().optional().catch(undefined),
  via_bot: user.optional().catch(undefined),
  reply_to_message: z
    .looseObject({ from: user.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  text: z.string().optional(),
  caption: z.string().optional(),
  entities,
  caption_entities: entities,
  document,
  migrate_to_chat_id: id.optional(),
});

const membership = z.object({ status: z.string(), is_member: z.boolean().optional().catch(undefined) });

export const updateSchema = z.object({
  update_id: id,
  message: message.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: user,
      data: z.string().optional().catch(undefined),
      message: z.object(place).optional().catch(undefined),
    })
    .optional(),
  my_chat_member: z.object({ chat, from: user, old_chat_member: membership, new_chat_member: membership }).optional(),
  inline_query: z.object({ id: z.string(), from: user, query: z.string() }).optional(),
});

export const numberedSchema = z.object({ update_id: id });

export type Update = z.infer<typeof updateSchema>;
export type Message = NonNullable<Update['message']>;
export type CallbackQuery = NonNullable<Update['callback_query']>;
export type ChatMemberChange = NonNullable<Update['my_chat_member']>;

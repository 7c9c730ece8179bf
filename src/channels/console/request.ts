/** One line of `ask --jsonl`, read leniently: unknown fields are ignored, wrong ones named. */
import { z } from 'zod';

const requestSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  text: z.string(),
  conversation: z.union([z.string(), z.number()]).transform(String).optional(),
  channel: z.enum(['private', 'group']).optional(),
  place: z.string().nullish(),
  now: z.iso.datetime({ offset: true, local: true }).optional(),
});

export type JsonlRequest = z.infer<typeof requestSchema>;

/** Parses a line; throws an Error that says what is wrong, without repeating the line's text. */
export function parseRequest(line: string): JsonlRequest {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    throw new Error('not valid JSON; each line must be one object {"id","text",…}');
  }
  const result = requestSchema.safeParse(raw);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`).join('; '));
}

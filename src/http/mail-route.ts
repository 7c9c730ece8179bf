import type { Hono } from 'hono';
import { z } from 'zod';
import { rateLimit } from './rate-limit.ts';
import { errorReply } from './error-reply.ts';
import type { HttpWorld } from './world.ts';

const requestSchema = z.object({ conversation: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/) });

/** Adds `POST /api/mail`: what has come for a conversation after its last reply. In the body, so that no log has the id. */
export function addMailRoute(app: Hono, world: HttpWorld): void {
  app.post('/api/mail', rateLimit(world), async (c) => {
    const parsed = requestSchema.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) return errorReply(c, 'bad-request', world.pageTexts);
    c.header('Cache-Control', 'no-store');
    return c.json({ messages: await world.mail(parsed.data.conversation) });
  });
}

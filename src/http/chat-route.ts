import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { errorReply } from './error-reply.ts';
import { rateLimit } from './rate-limit.ts';
import type { ChatReply, ChatRequest, HttpWorld } from './world.ts';

const MAX_BODY_BYTES = 256 * 1024;
const PATH = '/api/chat';

const chatRequestSchema = z.object({
  conversation: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
  text: z.string().max(100_000),
  place: z.string().max(100).optional(),
});

/** Adds `POST /api/chat`: one message in, one reply out. */
export function addChatRoute(app: Hono, world: HttpWorld): void {
  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => errorReply(c, 'too-large', world.pageTexts),
  });
  app.use(PATH, async (c, next) => {
    await next();
    c.res.headers.set('Cache-Control', 'no-store');
  });
  app.post(PATH, rateLimit(world), requireJson(world), limit, (c) => answer(c, world));
}

/** JSON only: another site's form cannot send it without asking first, so no other site can write in a chat. */
function requireJson(world: HttpWorld) {
  return async (c: Context, next: () => Promise<void>): Promise<Response | void> => {
    const mediaType = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
    if (mediaType !== 'application/json') return errorReply(c, 'not-json', world.pageTexts);
    await next();
  };
}

async function answer(c: Context, world: HttpWorld): Promise<Response> {
  const body = await readJson(c);
  if (body === undefined) return errorReply(c, 'bad-json', world.pageTexts);
  const parsed = chatRequestSchema.safeParse(body);
  if (!parsed.success) return errorReply(c, 'bad-request', world.pageTexts);
  const { conversation, text, place } = parsed.data;
  return c.json(await replyOrFallback(world, { conversation, text, ...(place === undefined ? {} : { place }) }));
}

/** Undefined stands for malformed: JSON has no such value. */
async function readJson(c: Context): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text());
  } catch {
    return undefined;
  }
}

/** Whoever writes may be a child in danger: a fault of ours still answers, with 111. */
async function replyOrFallback(world: HttpWorld, request: ChatRequest): Promise<ChatReply> {
  try {
    return await world.reply(request);
  } catch {
    return world.fallbackReply();
  }
}

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { WebhookEntrance } from '../model/channel.ts';
import { errorReply } from './error-reply.ts';
import type { HttpWorld } from './world.ts';

/** Far above what a platform sends for one message. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Adds `POST /webhook/<channel>` for each channel that a platform delivers to. */
export function addWebhookRoutes(app: Hono, world: HttpWorld): void {
  for (const [name, entrance] of Object.entries(world.webhooks)) {
    const limit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => errorReply(c, 'too-large', world.pageTexts) });
    app.post(`/webhook/${name}`, limit, (c) => takeUpdate(c, entrance, world));
  }
}

/** Answers 200 only once the update is safe to forget: on anything else the platform delivers it again. */
async function takeUpdate(c: Context, entrance: WebhookEntrance, world: HttpWorld): Promise<Response> {
  const body = await c.req.text();
  if (body === '' && entrance.probes) return c.json({ ok: true });
  if (!isSecret(c.req.header(entrance.secretHeader) ?? '', entrance.secret)) {
    return errorReply(c, 'wrong-secret', world.pageTexts);
  }
  let update: unknown;
  try {
    update = JSON.parse(body);
  } catch {
    return errorReply(c, 'bad-json', world.pageTexts);
  }
  try {
    await entrance.accept(update);
  } catch {
    return errorReply(c, 'unavailable', world.pageTexts);
  }
  return c.json({ ok: true });
}

/** In constant time, whatever the lengths: digests are equally long. */
function isSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { errorReply } from './error-reply.ts';
import type { HttpWorld } from './world.ts';

/** A person types a few messages a minute; an office behind one address some dozens. */
const MESSAGES = 60;
const SECONDS = 60;

/** Refuses a client that sends too much; the refusal names 111, for whoever it may hit. */
export function rateLimit(
  world: HttpWorld,
  refusal = (c: Context) => errorReply(c, 'too-many', world.pageTexts),
): MiddlewareHandler {
  const limiter = new RateLimiterMemory({ points: MESSAGES, duration: SECONDS });
  return async (c, next) => {
    try {
      await limiter.consume(clientOf(c, world.behindProxy));
    } catch {
      c.header('Retry-After', String(SECONDS));
      return refusal(c);
    }
    return next();
  };
}

/** Behind a proxy its last entry names the client; what stands before it, the client itself has written. */
function clientOf(c: Context, behindProxy: boolean): string {
  const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return forwarded ?? incoming?.socket.remoteAddress ?? 'unknown';
}

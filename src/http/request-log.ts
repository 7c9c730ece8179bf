import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { HttpWorld } from './world.ts';

/** Reports every request by its route pattern: a raw path may hold what a person typed. */
export function requestLog(log: HttpWorld['log']): MiddlewareHandler {
  return async (c, next) => {
    const start = performance.now();
    await next();
    const ms = Math.round((performance.now() - start) * 10) / 10;
    log({ route: routePath(c, -1), status: c.res.status, ms });
  };
}

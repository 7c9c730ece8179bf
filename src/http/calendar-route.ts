import type { Hono } from 'hono';
import { errorReply } from './error-reply.ts';
import type { HttpWorld } from './world.ts';

/** Calendars ask again after this time, in seconds. */
const MAX_AGE = 3600;

/** Adds `GET /api/deadlines[?place=<id>]`: the deadlines as a line of time, for the page. */
export function addDeadlinesRoute(app: Hono, world: HttpWorld): void {
  app.get('/api/deadlines', (c) => {
    c.header('Cache-Control', 'no-store');
    return c.json(world.deadlines(c.req.query('place') ?? null));
  });
}

/** Adds `GET /calendar/<plan-id>.ics`: the deadlines of a plan, for calendars that subscribe. */
export function addCalendarRoute(app: Hono, world: HttpWorld): void {
  app.get('/calendar/:file{[a-z0-9-]+\\.ics}', async (c) => {
    const text = await world.calendar(c.req.param('file').replace(/\.ics$/, ''));
    if (text === null) return errorReply(c, 'not-found', world.pageTexts);
    return c.body(text, 200, {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Cache-Control': `public, max-age=${MAX_AGE}`,
    });
  });
}

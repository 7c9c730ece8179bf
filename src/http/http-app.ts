import { Hono } from 'hono';
import { addChatRoute } from './chat-route.ts';
import { ERROR_TEXT_KEYS, errorReply } from './error-reply.ts';
import { addHealthRoutes } from './health-routes.ts';
import { addPageRoutes } from './page-routes.ts';
import { requestLog } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import type { HttpWorld } from './world.ts';

const ALLOWED_METHODS: Record<string, string> = {
  '/': 'GET, HEAD',
  '/page/chat.css': 'GET, HEAD',
  '/page/chat.js': 'GET, HEAD',
  '/api/chat': 'POST',
  '/healthz': 'GET, HEAD',
  '/readyz': 'GET, HEAD',
};

/** The web chat, its API and the health routes; routes added later share its headers, log and error replies. */
export function createHttpApp(world: HttpWorld): Hono {
  requireTexts(world.pageTexts, ERROR_TEXT_KEYS);
  const app = new Hono();
  app.use(requestLog((event) => world.log(event)));
  app.use(securityHeaders());
  addPageRoutes(app, world);
  addChatRoute(app, world);
  addHealthRoutes(app, world);
  addWrongMethodReplies(app, world);
  app.notFound((c) => errorReply(c, 'not-found', world.pageTexts));
  app.onError((_error, c) => errorReply(c, 'internal', world.pageTexts));
  return app;
}

/** Comes after the routes themselves: what reaches it has the right path and another method. */
function addWrongMethodReplies(app: Hono, world: HttpWorld): void {
  for (const [path, methods] of Object.entries(ALLOWED_METHODS)) {
    app.all(path, (c) => {
      c.header('Allow', methods);
      return errorReply(c, 'wrong-method', world.pageTexts);
    });
  }
}

function requireTexts(texts: Record<string, string>, keys: string[]): void {
  const missing = keys.filter((key) => !texts[key]);
  if (missing.length > 0) throw new Error(`knowledge/page.yaml lacks: ${missing.join(', ')}`);
}

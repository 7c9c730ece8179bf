import { Hono } from 'hono';
import { addCalendarRoute, addDeadlinesRoute } from './calendar-route.ts';
import { addChatRoute } from './chat-route.ts';
import { ERROR_TEXT_KEYS, errorReply } from './error-reply.ts';
import { addHealthRoutes } from './health-routes.ts';
import { addMailRoute } from './mail-route.ts';
import { addMetricsRoute } from './metrics-routes.ts';
import { addPageRoutes, pageOf } from './page-routes.ts';
import { requireTexts } from './page-texts.ts';
import { requestLog } from './request-log.ts';
import { addReviewRoute } from './review-route.ts';
import { securityHeaders } from './security-headers.ts';
import { uploadPages } from './upload-pages.ts';
import { addUploadRoutes } from './upload-routes.ts';
import { addWebhookRoutes } from './webhook-routes.ts';
import type { HttpWorld } from './world.ts';

const ALLOWED_METHODS: Record<string, string> = {
  '/': 'GET, HEAD',
  '/page/chat.css': 'GET, HEAD',
  '/page/chat.js': 'GET, HEAD',
  '/page/upload.css': 'GET, HEAD',
  '/api/chat': 'POST',
  '/api/mail': 'POST',
  '/api/deadlines': 'GET, HEAD',
  '/review/:key': 'GET, HEAD',
  '/upload/:key': 'GET, HEAD, POST',
  '/healthz': 'GET, HEAD',
  '/readyz': 'GET, HEAD',
  '/metrics': 'GET, HEAD',
};

/** The web chat, its API and the health routes; routes added later share its headers, log and error replies. */
export function createHttpApp(world: HttpWorld): Hono {
  requireTexts(world.pageTexts, ERROR_TEXT_KEYS);
  const app = new Hono();
  app.use(requestLog((event) => world.log(event)));
  app.use(securityHeaders());
  addPageRoutes(app, world);
  addChatRoute(app, world);
  addMailRoute(app, world);
  addCalendarRoute(app, world);
  addDeadlinesRoute(app, world);
  addReviewRoute(app, world);
  addUploadRoutes(app, world);
  addHealthRoutes(app, world);
  addMetricsRoute(app, world);
  addWebhookRoutes(app, world);
  addWrongMethodReplies(app, world);
  app.notFound((c) => errorReply(c, 'not-found', world.pageTexts));
  app.onError((_error, c) => errorReply(c, 'internal', world.pageTexts));
  return app;
}

/** Comes after the routes themselves: what reaches it has the right path and another method. */
function addWrongMethodReplies(app: Hono, world: HttpWorld): void {
  const webhooks = Object.keys(world.webhooks).map((name) => [`/webhook/${name}`, 'POST'] as const);
  for (const [path, methods] of [...Object.entries(ALLOWED_METHODS), ...webhooks]) {
    app.all(path, (c) => {
      c.header('Allow', methods);
      return errorReply(c, 'wrong-method', world.pageTexts);
    });
  }
}

/** Throws where a text of a page or of an error reply is missing. */
export function checkPageTexts(world: Pick<HttpWorld, 'pageTexts' | 'places'>): void {
  requireTexts(world.pageTexts, ERROR_TEXT_KEYS);
  pageOf(world);
  uploadPages(world.pageTexts);
}

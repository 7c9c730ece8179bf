import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { compress } from 'hono/compress';
import { errorReply } from './error-reply.ts';
import { isLinkKey } from './link-key.ts';
import type { HttpWorld } from './world.ts';

/** Adds `GET /review/<key>`: a draft beside its document, for whoever has the link. */
export function addReviewRoute(app: Hono, world: HttpWorld): void {
  app.get('/review/:key', compress(), async (c) => {
    const key = c.req.param('key');
    const html = isLinkKey(key) ? await world.review(key) : null;
    if (html === null) return errorReply(c, 'not-found', world.pageTexts);
    return c.html(html, 200, {
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
      'Content-Security-Policy': policyOf(html),
    });
  });
}

/** The document brings its style and script along: these two may work, and nothing that came in with an imported text. */
function policyOf(html: string): string {
  return [
    "default-src 'none'",
    `style-src ${sourceOf('style', html)}`,
    `script-src ${sourceOf('script', html)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The hash of the only such element. Where there are two, one may be smuggled in: then neither works. */
function sourceOf(element: 'style' | 'script', html: string): string {
  const openings = html.match(new RegExp(`<${element}`, 'gi')) ?? [];
  const content = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(html)?.[1];
  if (openings.length !== 1 || content === undefined) return "'none'";
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

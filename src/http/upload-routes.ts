import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isLinkKey } from './link-key.ts';
import { rateLimit } from './rate-limit.ts';
import { uploadPages, type UploadPages } from './upload-pages.ts';
import type { HttpWorld } from './world.ts';

/** A document of 20 MB, and what a form adds to it. */
const MAX_BODY_BYTES = 21 * 1024 * 1024;
const MAX_DISCARDED_BYTES = 200 * 1024 * 1024;

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex',
  'Content-Security-Policy': [
    "default-src 'none'",
    "style-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
};

/** Adds `GET` and `POST /upload/<key>`: a form for one document, and what came of it. Only a document uses the link up. */
export function addUploadRoutes(app: Hono, world: HttpWorld): void {
  const pages = uploadPages(world.pageTexts);
  const { texts } = pages;
  const open = requireOpen(world, pages);
  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: async (c) => {
      await discardBody(c);
      return show(c, 413, pages.form(texts['upload-too-large']));
    },
  });
  const slow = rateLimit(world, (c) =>
    show(c, 429, pages.message(texts['upload-wait-heading'], texts['error-too-many'])),
  );
  const upload = new Hono();
  upload.get('/:key', open, (c) => show(c, 200, pages.form()));
  upload.post('/:key', slow, open, refuseOtherSites(pages), limit, (c) => take(c, world, pages));
  upload.onError((_error, c) => show(c, 500, pages.form(texts['upload-failed'])));
  app.route('/upload', upload);
}

function show(c: Context, status: ContentfulStatusCode, html: string): Response {
  return c.html(html, status, HEADERS);
}

/** Comes before the body is read: whoever has no link sends nothing here. */
function requireOpen(world: HttpWorld, pages: UploadPages): MiddlewareHandler<object, '/:key'> {
  return async (c, next) => {
    const key = c.req.param('key');
    if (isLinkKey(key) && (await world.uploadOpen(key))) return next();
    return show(c, 404, pages.message(pages.texts['upload-gone-heading'], pages.texts['upload-gone']));
  };
}

function refuseOtherSites(pages: UploadPages): MiddlewareHandler {
  return async (c, next) => {
    if (isFromOtherSite(c)) return show(c, 403, pages.form(pages.texts['upload-other-site']));
    return next();
  };
}

/**
 * A browser of today says itself whether a form is of this site. An older one names the form's origin: its host is
 * compared, as a proxy may have ended TLS; "null" is what our own page gives, which sends no referrer.
 */
function isFromOtherSite(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = c.req.header('origin') ?? 'null';
  return origin !== 'null' && (!URL.canParse(origin) || new URL(origin).host !== new URL(c.req.url).host);
}

async function take(c: Context<object, '/:key'>, world: HttpWorld, pages: UploadPages): Promise<Response> {
  const { texts } = pages;
  const document = await documentOf(c);
  if (document === null) return show(c, 400, pages.form(texts['upload-none']));
  const { kind, text, review } = await world.upload(c.req.param('key'), document.name.normalize('NFC'), document.bytes);
  switch (kind) {
    case 'taken':
      return show(c, 200, pages.message(texts['upload-taken-heading'], text, review));
    case 'refused':
      return show(c, 422, pages.form(text));
    case 'expired':
      return show(c, 404, pages.message(texts['upload-gone-heading'], text));
  }
}

/** Null where no file was chosen, which a browser sends as an empty one without a name, or where the form is broken. */
async function documentOf(c: Context): Promise<{ name: string; bytes: Uint8Array } | null> {
  const form = await c.req.parseBody().catch(() => null);
  const file = form?.['document'];
  if (!(file instanceof File) || (file.name === '' && file.size === 0)) return null;
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** A browser shows no answer before it has sent its file: a file that is too large is read, and thrown away. */
async function discardBody(c: Context): Promise<void> {
  const { body } = c.req.raw;
  if (body === null || body.locked) return;
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_DISCARDED_BYTES) return;
  }
}

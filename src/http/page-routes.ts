import type { Hono } from 'hono';
import { compress } from 'hono/compress';
import { ASSETS, readPageFile, VERSION } from './page-files.ts';
import { renderPage } from './page-template.ts';
import type { HttpWorld } from './world.ts';

/** Adds `GET /` and the assets of the pages. */
export function addPageRoutes(app: Hono, world: HttpWorld): void {
  const page = pageOf(world);
  app.use('/', compress());
  app.use('/page/*', compress());
  // The page is not kept by the browser: on a shared phone "back" must not bring a conversation up again.
  app.get('/', (c) => c.html(page(), 200, { 'Cache-Control': 'no-store' }));
  for (const { name, type, body } of ASSETS) {
    app.get(`/page/${name}`, (c) => {
      const current = c.req.query('v') === VERSION;
      const cacheControl = current ? 'public, max-age=31536000, immutable' : 'no-cache';
      return c.body(body, 200, { 'Content-Type': type, 'Cache-Control': cacheControl });
    });
  }
}

/** The page's HTML, rendered anew when `places()` gives another array: then the plans have changed. Throws for a missing text. */
export function pageOf(world: Pick<HttpWorld, 'pageTexts' | 'places'>): () => string {
  const template = readPageFile('index.html');
  const render = () => renderPage(template, world.pageTexts, places, VERSION);
  let places = world.places();
  let html = render();
  return () => {
    const current = world.places();
    if (current !== places) {
      places = current;
      html = render();
    }
    return html;
  };
}

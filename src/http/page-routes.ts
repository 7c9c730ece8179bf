import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Hono } from 'hono';
import { compress } from 'hono/compress';
import { renderPage } from './page-template.ts';
import type { HttpWorld } from './world.ts';

const ASSETS = [
  { name: 'chat.css', type: 'text/css; charset=utf-8' },
  { name: 'chat.js', type: 'text/javascript; charset=utf-8' },
];

/** Adds `GET /` and its two assets, all read and rendered once at start. */
export function addPageRoutes(app: Hono, world: HttpWorld): void {
  const assets = ASSETS.map((asset) => ({ ...asset, body: readPageFile(asset.name) }));
  const version = versionOf(assets.map((asset) => asset.body));
  const html = renderPage(readPageFile('index.html'), world, version);
  app.use('/', compress());
  app.use('/page/*', compress());
  // The page is not kept by the browser: on a shared phone "back" must not bring a conversation up again.
  app.get('/', (c) => c.html(html, 200, { 'Cache-Control': 'no-store' }));
  for (const { name, type, body } of assets) {
    app.get(`/page/${name}`, (c) => {
      const current = c.req.query('v') === version;
      const cacheControl = current ? 'public, max-age=31536000, immutable' : 'no-cache';
      return c.body(body, 200, { 'Content-Type': type, 'Cache-Control': cacheControl });
    });
  }
}

/** The page's HTML; throws for a missing text. */
export function renderedPage(world: Pick<HttpWorld, 'pageTexts' | 'places'>): string {
  return renderPage(readPageFile('index.html'), world, '');
}

function readPageFile(name: string): string {
  return readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
}

/** Part of the assets' address, so that a new release is never mixed with an old one out of a cache. */
function versionOf(bodies: string[]): string {
  return createHash('sha256').update(bodies.join('\0')).digest('hex').slice(0, 12);
}

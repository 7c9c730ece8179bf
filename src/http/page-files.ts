import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export function readPageFile(name: string): string {
  return readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
}

/** What the pages fetch, read once. */
export const ASSETS = [
  { name: 'chat.css', type: 'text/css; charset=utf-8' },
  { name: 'chat.js', type: 'text/javascript; charset=utf-8' },
  { name: 'upload.css', type: 'text/css; charset=utf-8' },
].map((asset) => ({ ...asset, body: readPageFile(asset.name) }));

/** Part of the assets' address, so that a new release is never mixed with an old one out of a cache. */
export const VERSION = createHash('sha256')
  .update(ASSETS.map((asset) => asset.body).join('\0'))
  .digest('hex')
  .slice(0, 12);

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHttpApp } from '../../src/http/http-app.ts';
import { fakeWorld, pageTexts } from './fake-world.ts';

const KEY = 'aB3_-xYz0123456789abcdef';
const STYLE = 'p{margin:0}';
const SCRIPT = "document.title='đã chạy'";
const DRAFT = `<!doctype html><html><head><style>${STYLE}</style></head><body><p>Kế hoạch</p><script>${SCRIPT}</script></body></html>`;

function reviewed(html: string | null) {
  const asked: string[] = [];
  const world = fakeWorld({
    review: (key) => {
      asked.push(key);
      return Promise.resolve(html);
    },
  });
  return { asked, world, app: createHttpApp(world) };
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

describe('GET /review/<key>', () => {
  it('gives the document as it is, to no cache and no search engine', async () => {
    const { app, asked } = reviewed(DRAFT);
    const response = await app.request(`/review/${KEY}`);
    expect([response.status, await response.text(), asked]).toEqual([200, DRAFT, [KEY]]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=UTF-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it('lets its own style and script work and nothing else', async () => {
    const policy = (await reviewed(DRAFT).app.request(`/review/${KEY}`)).headers.get('content-security-policy');
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash(STYLE)}`,
      `script-src ${hash(SCRIPT)}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it.each(['<script>alert(1)</script>', '<SCRIPT src="x">', '<script\n>alert(1)</script >', '<style>*{}</style>'])(
    'lets nothing work beside a smuggled %j',
    async (smuggled) => {
      const html = DRAFT.replace('Kế hoạch', smuggled);
      const policy = (await reviewed(html).app.request(`/review/${KEY}`)).headers.get('content-security-policy');
      expect(policy).toContain(/style/.test(smuggled) ? "style-src 'none'" : "script-src 'none'");
      expect(policy).not.toContain('unsafe');
    },
  );

  it('is not found without a draft, with the policy of every other page', async () => {
    const { app } = reviewed(null);
    const response = await app.request(`/review/${KEY}`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await response.json()).toEqual({ error: { code: 'not-found', message: pageTexts['error-not-found'] } });
  });

  it.each(['short', 'x'.repeat(65), `${KEY}.html`, encodeURIComponent(`${KEY}/../..`), `${KEY}%0A`])(
    'does not ask for what is no key: %s',
    async (key) => {
      const { app, asked } = reviewed(DRAFT);
      expect([(await app.request(`/review/${key}`)).status, asked]).toEqual([404, []]);
    },
  );

  it('leaves the key out of the log, and takes no other method', async () => {
    const { app, world } = reviewed(DRAFT);
    await app.request(`/review/${KEY}`);
    const wrong = await app.request(`/review/${KEY}`, { method: 'POST' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(world.events.map(({ route }) => route)).toEqual(['/review/:key', '/review/:key']);
  });
});

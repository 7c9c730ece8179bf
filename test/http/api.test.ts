import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPageTexts, createHttpApp } from '../../src/http/http-app.ts';
import { serveHttp } from '../../src/http/http-server.ts';
import { escapeHtml } from '../../src/http/page-template.ts';
import { chatReply, fakeWorld, pageTexts } from './fake-world.ts';

const GOOD = { conversation: 'c-1', text: 'hạn báo cáo?' };

function post(app: ReturnType<typeof createHttpApp>, body: unknown, type = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return app.request('/api/chat', { method: 'POST', body: text, headers: { 'Content-Type': type } });
}

async function expectError(response: Response, status: number, code: string) {
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: { code, message: pageTexts[`error-${code}`] } });
  expect(response.headers.get('cache-control')).toBe('no-store');
}

describe('POST /api/chat', () => {
  it('passes the message on and the reply back unchanged', async () => {
    const reply = chatReply('Một\nhai', {
      citations: [{ plan: 'dak-nong-2025', section: 'III.1', quote: 'nguyên văn' }],
      choices: [{ label: 'A', value: 'a' }],
    });
    const world = fakeWorld({ reply: () => Promise.resolve(reply) });
    const response = await post(createHttpApp(world), { ...GOOD, place: 'Bình Phước', other: 1 });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(reply);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(world.requests).toEqual([{ ...GOOD, place: 'Bình Phước' }]);
  });

  it('leaves the place out when none was given', async () => {
    const world = fakeWorld();
    await post(createHttpApp(world), GOOD, 'Application/JSON; charset=utf-8');
    expect(world.requests).toEqual([GOOD]);
    expect(Object.keys(world.requests[0] ?? {})).not.toContain('place');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'refuses type "%s"',
    async (type) => {
      const world = fakeWorld();
      await expectError(await post(createHttpApp(world), GOOD, type), 415, 'not-json');
      expect(world.requests).toEqual([]);
    },
  );

  it('refuses a body above 256 kB, declared or not', async () => {
    const app = createHttpApp(fakeWorld());
    const body = JSON.stringify({ ...GOOD, filler: 'x'.repeat(256 * 1024) });
    const headers = { 'Content-Type': 'application/json' };
    await expectError(await post(app, body), 413, 'too-large');
    const declared = { ...headers, 'Content-Length': String(body.length) };
    await expectError(await app.request('/api/chat', { method: 'POST', body, headers: declared }), 413, 'too-large');
  });

  it.each(['', '{', 'xin chào', '{"text":'])('refuses malformed JSON: %s', async (body) => {
    await expectError(await post(createHttpApp(fakeWorld()), body), 400, 'bad-json');
  });

  it.each([
    null,
    [],
    'text',
    {},
    { text: 'x' },
    { conversation: 'c' },
    { ...GOOD, conversation: '' },
    { ...GOOD, conversation: 'có dấu' },
    { ...GOOD, conversation: 'c\n' },
    { ...GOOD, conversation: 'c'.repeat(101) },
    { ...GOOD, text: 1 },
    { ...GOOD, text: 'x'.repeat(100_001) },
    { ...GOOD, place: 'x'.repeat(101) },
    { ...GOOD, place: null },
  ])('refuses what does not fit the schema (%#)', async (body) => {
    await expectError(await post(createHttpApp(fakeWorld()), JSON.stringify(body)), 400, 'bad-request');
  });

  it('takes the longest conversation and text that are allowed, and lone surrogates', async () => {
    const app = createHttpApp(fakeWorld());
    const longest = { conversation: 'c'.repeat(100), text: 'x'.repeat(100_000), place: 'p'.repeat(100) };
    expect((await post(app, longest)).status).toBe(200);
    expect((await post(app, '{"conversation":"c","text":"\\ud800"}')).status).toBe(200);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('secret detail');
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret detail'))],
  ])('still answers with 111 when reply %s', async (_how, reply) => {
    const response = await post(createHttpApp(fakeWorld({ reply })), GOOD);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(chatReply('Gọi 111', { kind: 'safety' }));
  });
});

describe('the limit of messages', () => {
  const send = (app: ReturnType<typeof createHttpApp>, forwarded: string) =>
    app.request('/api/chat', {
      method: 'POST',
      body: JSON.stringify(GOOD),
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': forwarded },
    });

  it('refuses more than 60 a minute, says when to come back and names 111', async () => {
    const world = fakeWorld();
    const app = createHttpApp(world);
    for (let n = 0; n < 60; n += 1) expect((await post(app, GOOD)).status).toBe(200);
    const refused = await post(app, GOOD);
    expect([refused.headers.get('retry-after'), world.requests.length]).toEqual(['60', 60]);
    await expectError(refused, 429, 'too-many');
    expect(pageTexts['error-too-many']).toContain('gọi 111');
  });

  it('counts each client behind a proxy by what the proxy says, not by what the client wrote before it', async () => {
    const app = createHttpApp(fakeWorld({ behindProxy: true }));
    for (let n = 0; n < 60; n += 1) await send(app, `10.0.0.${n}, 203.0.113.7`);
    expect((await send(app, '10.0.0.99, 203.0.113.7')).status).toBe(429);
    expect((await send(app, '203.0.113.7, 203.0.113.8')).status).toBe(200);
  });

  it('believes no such header without a proxy', async () => {
    const app = createHttpApp(fakeWorld());
    for (let n = 0; n < 60; n += 1) await send(app, `203.0.113.${n}`);
    expect((await send(app, '203.0.113.99')).status).toBe(429);
  });
});

describe('health', () => {
  it('says that the process runs', async () => {
    const response = await createHttpApp(fakeWorld()).request('/healthz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it.each([
    [200, 'ready', { knowledge: true, store: true }],
    [503, 'unready', { knowledge: true, store: false }],
  ])('answers %i with each part', async (status, word, parts) => {
    const response = await createHttpApp(fakeWorld({ ready: () => Promise.resolve(parts) })).request('/readyz');
    expect([response.status, await response.json()]).toEqual([status, { status: word, parts }]);
  });

  it('is unready when the parts cannot be asked', async () => {
    const app = createHttpApp(fakeWorld({ ready: () => Promise.reject(new Error('down')) }));
    expect((await app.request('/readyz')).status).toBe(503);
  });
});

describe('every response', () => {
  it('refuses unknown paths and wrong methods', async () => {
    const app = createHttpApp(fakeWorld());
    await expectError(await app.request('/nothing'), 404, 'not-found');
    await expectError(await app.request('/page/../package.json'), 404, 'not-found');
    await expectError(await app.request('/%E0%A4%A'), 404, 'not-found');
    const wrong = await app.request('/api/chat');
    expect(wrong.headers.get('allow')).toBe('POST');
    await expectError(wrong, 405, 'wrong-method');
    await expectError(await app.request('/', { method: 'POST' }), 405, 'wrong-method');
    await expectError(await app.request('/healthz', { method: 'DELETE' }), 405, 'wrong-method');
  });

  it.each(['/', '/page/chat.js', '/api/chat', '/healthz', '/nothing'])('has the security headers: %s', async (path) => {
    const { headers } = await createHttpApp(fakeWorld()).request(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is logged by its route pattern, never by what was typed', async () => {
    const world = fakeWorld();
    const app = createHttpApp(world);
    app.get('/calendar/:name', (c) => c.text('later route'));
    for (const path of ['/healthz', '/calendar/secret', '/secret?text=secret']) await app.request(path);
    expect(world.events.map(({ route, status }) => [route, status])).toEqual([
      ['/healthz', 200],
      ['/calendar/:name', 200],
      ['/*', 404],
    ]);
    expect(world.events.every(({ ms }) => ms >= 0)).toBe(true);
  });

  it('hides a fault of a later route', async () => {
    const app = createHttpApp(fakeWorld());
    app.get('/broken', () => {
      throw new Error('secret detail');
    });
    const response = await app.request('/broken');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    await expectError(response, 500, 'internal');
  });
});

describe('the page', () => {
  it('is rendered from the texts, with nothing left to fill and nothing inline', async () => {
    const response = await createHttpApp(fakeWorld()).request('/');
    const html = await response.text();
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(html).not.toContain('{{');
    expect(html).toContain('href="tel:111"');
    expect(html).toContain(escapeHtml(pageTexts['noscript'] ?? '?'));
    expect(html).not.toMatch(/ style=| on[a-z]+=|<style/);
    expect(html).not.toMatch(/(src|href)="https?:\/\/(?!nchmf)/);
  });

  it('cannot be broken out of by a text or a place', async () => {
    const evil = '</script><script>alert(1)</script>"\'&';
    const world = fakeWorld({ pageTexts: { ...pageTexts, name: evil }, places: () => [{ name: evil, id: evil }] });
    const html = await (await createHttpApp(world).request('/')).text();
    expect(html).not.toContain('<script>alert');
  });

  it('offers other places once the plans are others, and is rendered only then', async () => {
    let places = [{ name: 'Đắk Nông', id: 'dak-nong' }];
    let renderings = 0;
    const texts = new Proxy(pageTexts, {
      get: (target, key) => {
        if (key === 'tagline') renderings += 1;
        return target[key as string];
      },
    });
    const app = createHttpApp(fakeWorld({ places: () => places, pageTexts: texts }));
    const page = async () => (await app.request('/')).text();
    const before = renderings;
    expect(await page()).not.toContain('ha-lang');
    places = [...places, { name: 'Hạ Lang', id: 'ha-lang' }];
    expect(await page()).toContain('<option value="ha-lang">Hạ Lang</option>');
    const after = renderings;
    await page();
    expect([renderings - after, after > before]).toEqual([0, true]);
  });

  it('refuses to start without one of its texts', () => {
    const { tagline: _tagline, ...withoutTagline } = pageTexts;
    expect(() => createHttpApp(fakeWorld({ pageTexts: withoutTagline }))).toThrow('tagline');
    const { 'error-internal': _error, ...withoutError } = pageTexts;
    expect(() => createHttpApp(fakeWorld({ pageTexts: withoutError }))).toThrow('error-internal');
    for (const key of ['upload-limits', 'upload-gone']) {
      const rest = Object.fromEntries(Object.entries(pageTexts).filter(([other]) => other !== key));
      const world = fakeWorld({ pageTexts: rest });
      expect(() => createHttpApp(world)).toThrow(key);
      expect(() => checkPageTexts(world)).toThrow(key);
    }
  });

  it('keeps assets by version only', async () => {
    const app = createHttpApp(fakeWorld());
    const html = await (await app.request('/')).text();
    const address = /\/page\/chat\.js\?v=[0-9a-f]+/.exec(html)?.[0] ?? '?';
    expect((await app.request(address)).headers.get('cache-control')).toContain('immutable');
    expect((await app.request('/page/chat.js?v=old')).headers.get('cache-control')).toBe('no-cache');
    expect((await app.request('/page/chat.css')).headers.get('content-type')).toContain('text/css');
    expect((await app.request('/page/chat.js')).headers.get('content-type')).toContain('text/javascript');
  });

  it('finds every text that its script says, and says every text there is', () => {
    const files = [
      'page/chat.js',
      'page/index.html',
      'page/upload.html',
      'page/upload-form.html',
      'upload-pages.ts',
      'error-reply.ts',
    ].map((name) => readFileSync(new URL(`../../src/http/${name}`, import.meta.url), 'utf8'));
    const spoken = [...(files[0] ?? '').matchAll(/texts\['([a-z0-9-]+)'\]/g)].map((match) => match[1] ?? '');
    expect(spoken.filter((key) => !pageTexts[key])).toEqual([]);
    const all = files.join('\n');
    const unused = Object.keys(pageTexts).filter((key) => !all.includes(key.replace(/^(error|call)-(?!111)/, '')));
    expect(unused).toEqual([]);
    expect(all).not.toMatch(/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i);
  });
});

describe('serveHttp', () => {
  it('takes a free port, answers, rejects a taken one and closes', async () => {
    const app = createHttpApp(fakeWorld());
    const server = await serveHttp(app, { host: '127.0.0.1', port: 0 });
    const base = `http://127.0.0.1:${server.port}`;
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const chat = await fetch(`${base}/api/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(GOOD),
    });
    expect(await chat.json()).toMatchObject({ text: 'echo: hạn báo cáo?' });
    const page = await fetch(`${base}/`);
    expect([page.headers.get('content-encoding'), (await page.text()).startsWith('<!doctype html>')]).toEqual([
      'gzip',
      true,
    ]);
    expect((await fetch(`${base}/`, { method: 'HEAD' })).status).toBe(200);
    await expect(serveHttp(app, { host: '127.0.0.1', port: server.port })).rejects.toThrow('EADDRINUSE');
    await server.close();
    await expect(fetch(`${base}/healthz`)).rejects.toThrow();
  });
});

import { describe, expect, it } from 'vitest';
import { createHttpApp } from '../../src/http/http-app.ts';
import { serveHttp } from '../../src/http/http-server.ts';
import { escapeHtml } from '../../src/http/page-template.ts';
import type { HttpWorld, UploadOutcome } from '../../src/http/world.ts';
import { fakeWorld, pageTexts } from './fake-world.ts';

const KEY = 'aB3_-xYz0123456789abcdef';
const PATH = `/upload/${KEY}`;
const TAKEN: UploadOutcome = { kind: 'taken', text: 'Đã đọc:\n3 hạn', review: '/review/zzzzzzzzzzzzzzzzzzzzzz' };
const FORM = 'enctype="multipart/form-data"';

/** An open link, and what was uploaded behind it. */
function open(parts: Partial<HttpWorld> = {}) {
  const uploads: { key: string; name: string; bytes: Uint8Array }[] = [];
  const world = fakeWorld({
    uploadOpen: (key) => Promise.resolve(key === KEY),
    upload: (key, name, bytes) => {
      uploads.push({ key, name, bytes });
      return Promise.resolve(TAKEN);
    },
    ...parts,
  });
  return { app: createHttpApp(world), uploads, world };
}

type App = ReturnType<typeof createHttpApp>;

function send(app: App, file: File | string, headers: Record<string, string> = {}, path = PATH) {
  const body = new FormData();
  body.append('document', file);
  return app.request(path, { method: 'POST', body, headers });
}

function plan(bytes: string | Uint8Array<ArrayBuffer> = 'Kế hoạch', name = 'Kế hoạch.docx'): File {
  return new File([bytes], name);
}

function text(key: string): string {
  return escapeHtml(pageTexts[key] ?? '?');
}

/** The page shows the form again with this reason, under this status. */
async function expectFormAgain(response: Response, status: number, reason: string) {
  const html = await response.text();
  expect(response.status).toBe(status);
  expect(html).toContain(FORM);
  expect(html).toContain(`role="alert">${reason}</p>`);
}

describe('GET /upload/<key>', () => {
  it('shows a form that needs no script, with its limits in words', async () => {
    const { app, uploads } = open();
    const response = await app.request(PATH);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('lang="vi"');
    expect(html).toContain('accept=".docx,.pdf,.txt,.md,.html,image/*"');
    expect(html).toContain('<label for="document">');
    for (const words of ['20 MB', '.docx', 'PDF', 'dùng một lần', 'hết hạn sau 1 giờ']) expect(html).toContain(words);
    expect(html).not.toMatch(/\{\{|<script|<style| style=| on[a-z]+=|role="alert"/);
    expect(html).not.toContain(KEY);
    expect(uploads).toEqual([]);
  });

  it('says in Vietnamese what to do where the link is not open', async () => {
    const { app } = open();
    const response = await app.request('/upload/zzzzzzzzzzzzzzzzzzzzzzzz');
    const html = await response.text();
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(html).toContain(text('upload-gone'));
    expect(html).toContain('/tailen');
    expect(html).not.toContain('<form');
  });

  it.each(['short', 'x'.repeat(65), `${KEY}.`])('does not ask for what is no key: %s', async (key) => {
    const { app } = open({ uploadOpen: () => Promise.resolve(true) });
    expect((await app.request(`/upload/${key}`)).status).toBe(404);
  });
});

describe('every page of an upload', () => {
  it.each(['GET', 'POST'])('is for no cache and no search engine, and posts only here: %s', async (method) => {
    for (const path of [PATH, '/upload/zzzzzzzzzzzzzzzzzzzzzzzz']) {
      const { headers } = await open().app.request(path, { method });
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'x-robots-tag': 'noindex',
        'referrer-policy': 'no-referrer',
      });
      const policy = headers.get('content-security-policy')?.split('; ');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy?.some((directive) => /unsafe|script/.test(directive))).toBe(false);
    }
  });

  it('leaves the key out of the log, and takes no other method', async () => {
    const { app, world } = open();
    await app.request(PATH);
    await send(app, plan());
    const wrong = await app.request(PATH, { method: 'PUT' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect(world.events.map(({ route }) => route)).toEqual(Array(3).fill('/upload/:key'));
    expect(JSON.stringify(world.events)).not.toContain(KEY);
  });

  it('hides a fault, and offers the form again', async () => {
    const fault = () => Promise.reject(new Error('secret detail'));
    await expectFormAgain(await send(open({ upload: fault }).app, plan()), 500, text('upload-failed'));
    await expectFormAgain(await open({ uploadOpen: fault }).app.request(PATH), 500, text('upload-failed'));
  });
});

describe('POST /upload/<key>', () => {
  it('passes the document on and shows what came of it, with the way to the review', async () => {
    const { app, uploads } = open();
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const response = await send(app, plan(bytes, 'Kế hoạch.docx'.normalize('NFD')));
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(uploads).toEqual([{ key: KEY, name: 'Kế hoạch.docx', bytes }]);
    expect(html).toContain('Đã đọc:\n3 hạn');
    expect(html).toContain(`href="${TAKEN.review}"`);
    expect(html).not.toContain('<form');
  });

  it('shows no way to a review where there is none', async () => {
    const { app } = open({ upload: () => Promise.resolve({ kind: 'taken', text: 'Đã nhận.' }) });
    expect(await (await send(app, plan())).text()).not.toContain('href="/review');
  });

  it('shows the form again with the reason of a refusal', async () => {
    const { app } = open({ upload: () => Promise.resolve({ kind: 'refused', text: 'Tệp hỏng.' }) });
    await expectFormAgain(await send(app, plan()), 422, 'Tệp hỏng.');
  });

  it('says that the link is used up when another was faster', async () => {
    const { app } = open({ upload: () => Promise.resolve({ kind: 'expired', text: 'Nhắn /tailen.' }) });
    const response = await send(app, plan());
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Nhắn /tailen.');
  });

  it.each<UploadOutcome['kind']>(['taken', 'refused', 'expired'])('escapes all it shows: %s', async (kind) => {
    const evil = '"><script>alert(1)</script>{{name}}';
    const { app } = open({ upload: () => Promise.resolve({ kind, text: evil, review: evil }) });
    const html = await (await send(app, plan())).text();
    expect(html).not.toContain('<script');
    expect(html).toContain(escapeHtml(evil));
  });

  it('asks again where no file was chosen, or where the form is broken', async () => {
    const { app, uploads } = open();
    const noFile = '--b\r\nContent-Disposition: form-data; name="document"; filename=""\r\n\r\n\r\n--b--\r\n';
    const bodies = [
      ['multipart/form-data; boundary=b', noFile],
      ['multipart/form-data; boundary=b', 'no form'],
      ['multipart/form-data', ''],
      ['application/x-www-form-urlencoded', 'document=x'],
      ['application/json', '{}'],
    ] as const;
    for (const [type, body] of bodies) {
      const response = await app.request(PATH, { method: 'POST', body, headers: { 'Content-Type': type } });
      await expectFormAgain(response, 400, text('upload-none'));
    }
    await expectFormAgain(await send(app, 'a text'), 400, text('upload-none'));
    expect(uploads).toEqual([]);
  });

  it('checks the key before it reads anything', async () => {
    const { app, uploads } = open();
    let read = 0;
    const body = new ReadableStream(
      {
        pull(controller) {
          read += 1;
          controller.enqueue(new Uint8Array(1024));
        },
      },
      { highWaterMark: 0 },
    );
    const request = new Request(`http://localhost/upload/zzzzzzzzzzzzzzzzzzzzzzzz`, {
      method: 'POST',
      body,
      duplex: 'half',
    });
    expect((await app.request(request)).status).toBe(404);
    expect([read, uploads]).toEqual([0, []]);
  });

  it.each([
    { Origin: 'https://evil.example' },
    { Origin: 'http://localhost.evil.example' },
    { Origin: 'http://localhost:81' },
    { Origin: 'no address' },
    { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ] as Record<string, string>[])('takes nothing from another site: %j', async (headers) => {
    const { app, uploads } = open();
    await expectFormAgain(await send(app, plan(), headers), 403, text('upload-other-site'));
    expect(uploads).toEqual([]);
  });

  it.each([
    {},
    { Origin: 'http://localhost' },
    // Behind a proxy that ends TLS.
    { Origin: 'https://localhost' },
    // What a page without referrer gives as its origin.
    { Origin: 'null' },
    { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
  ] as Record<string, string>[])('takes a form of this site: %j', async (headers) => {
    expect((await send(open().app, plan(), headers)).status).toBe(200);
  });

  it('refuses more than 60 documents a minute', async () => {
    const { app, uploads } = open();
    for (let n = 0; n < 60; n += 1) await send(app, plan());
    const response = await send(app, plan());
    expect([response.status, response.headers.get('retry-after'), uploads.length]).toEqual([429, '60', 60]);
    expect(await response.text()).toContain(text('error-too-many'));
  });

  it('takes 20 MB and says of more, once it is sent, that it is too large', async () => {
    const { app, uploads } = open();
    const server = await serveHttp(app, { host: '127.0.0.1', port: 0 });
    const post = (megabytes: number) => {
      const body = new FormData();
      body.append('document', plan(new Uint8Array(megabytes * 1024 * 1024)));
      return fetch(`http://127.0.0.1:${server.port}${PATH}`, { method: 'POST', body });
    };
    expect((await post(20)).status).toBe(200);
    await expectFormAgain(await post(22), 413, text('upload-too-large'));
    expect(uploads.map(({ bytes }) => bytes.length)).toEqual([20 * 1024 * 1024]);
    await server.close();
  });
});

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHttpApp } from '../../src/http/http-app.ts';
import { serveHttp } from '../../src/http/http-server.ts';
import type { ChatReply, ChatRequest } from '../../src/http/world.ts';
import { launchBrowser } from '../support/browser.ts';
import { chatReply, fakeWorld, pageTexts } from './fake-world.ts';

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1100, height: 800 };
const QUOTE = 'Báo cáo kết quả trước ngày 15/11/2025.';
const SUMMARY = 'Nguyên văn – dak-nong-2025, mục III.2';
const LONG_WORD = 'https://example.vn/' + 'x'.repeat(200);

const REPLIES: Record<string, ChatReply> = {
  hạn: chatReply(`Trước ngày 15/11/2025.\nTức là hết ngày 14/11/2025 (thứ Sáu).`, {
    citations: [{ plan: 'dak-nong-2025', section: 'III.2', quote: QUOTE }],
  }),
  'ở đâu': chatReply('Bạn hỏi địa phương nào?', {
    kind: 'clarify',
    choices: [
      { label: 'Tỉnh Đắk Nông', value: 'chọn:dak-nong' },
      { label: 'Tỉnh Bình Phước', value: 'chọn:binh-phuoc' },
    ],
  }),
  'con bị đánh': chatReply('Hãy gọi ngay 111. Nếu đang nguy hiểm, gọi 113; bị thương, gọi 115.', { kind: 'safety' }),
  dài: chatReply(Array.from({ length: 60 }, (_, n) => `Dòng ${n + 1} ${n === 3 ? LONG_WORD : ''}`).join('\n')),
  html: chatReply('<img src=x onerror="document.title=1"><b>đậm</b>'),
};

const browser: Browser | null = await launchBrowser();
if (!browser) console.error('NOT TESTED: the web chat page in a browser, because no Chromium is installed here');

describe.skipIf(!browser)('the page in Chromium', () => {
  const entry = {
    place: 'huyện Hạ Lang',
    dueText: 'trước ngày',
    reporters: 'UBND xã',
    source: 'Kế hoạch',
    section: 'VI',
  };
  const world = fakeWorld({
    deadlines: () => ({
      today: '2025-05-06',
      entries: [
        { ...entry, what: 'việc đã qua', day: '2025-05-05', daysLeft: -1, state: 'past' },
        { ...entry, what: 'việc sắp tới', day: '2025-05-20', daysLeft: 14, state: 'soon' },
        { ...entry, what: 'việc còn lâu', day: '2025-05-21', daysLeft: 15, state: 'open' },
      ],
      calendars: [{ plan: 'ha-lang-2025', name: 'Kế hoạch năm 2025 của huyện Hạ Lang' }],
    }),
    reply: ({ text }: ChatRequest) => REPLIES[text] ?? chatReply(`Đã nhận: ${text}`),
    pageTexts: { ...pageTexts, 'quick-exit-url': 'http://weather.invalid/' },
  });
  const problems: string[] = [];
  let server: Awaited<ReturnType<typeof serveHttp>>;
  let base = '';

  beforeAll(async () => {
    server = await serveHttp(createHttpApp(world), { host: '127.0.0.1', port: 0 });
    base = `http://127.0.0.1:${server.port}/`;
  });

  afterEach(async () => {
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
    world.requests.length = 0;
    expect(problems.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await server.close();
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    if (!browser) throw new Error('no browser');
    const context = await browser.newContext({ viewport: PHONE, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(5_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) problems.push(message.text());
    });
    await page.goto(base);
    return page;
  }

  async function ask(page: Page, text: string): Promise<void> {
    await page.locator('#text').fill(text);
    await page.locator('#send').click();
    await page.locator('#log[aria-busy="false"]').waitFor();
  }

  function box(page: Page, selector: string) {
    return page.locator(selector).last().boundingBox();
  }

  it('answers with its line breaks, and the citation expands', async () => {
    const page = await open();
    await ask(page, 'hạn');
    const answer = page.locator('.bot .text').last();
    expect(await answer.innerText()).toBe(REPLIES['hạn']?.text);
    expect(await page.locator('.user .text').innerText()).toBe('hạn');
    const quote = page.locator('blockquote');
    expect(await quote.isVisible()).toBe(false);
    await page.getByText(SUMMARY).click();
    expect(await quote.innerText()).toBe(QUOTE);
    expect(await page.locator('#text').inputValue()).toBe('');
  });

  it('offers questions at the start, and choices that send their value and show their label', async () => {
    const page = await open();
    expect(await page.locator('.suggestions .choice').count()).toBe(4);
    await page.locator('.suggestions .choice').first().click();
    await page.getByText(`Đã nhận: ${pageTexts['suggestion-1']}`).waitFor();
    expect(await page.locator('.choices').count()).toBe(0);
    await ask(page, 'ở đâu');
    await page.getByRole('button', { name: 'Tỉnh Bình Phước' }).click();
    await page.getByText('Đã nhận: chọn:binh-phuoc').waitFor();
    expect(await page.locator('.user .text').last().innerText()).toBe('Tỉnh Bình Phước');
  });

  it('sets a safety reply apart, with 111 and the numbers it names as calls', async () => {
    const page = await open();
    await ask(page, 'con bị đánh');
    const links = page.locator('.safety a');
    expect(await Promise.all((await links.all()).map((link) => link.getAttribute('href')))).toEqual([
      'tel:111',
      'tel:113',
      'tel:115',
    ]);
    expect((await box(page, '.call-safety'))?.height).toBeGreaterThanOrEqual(60);
    await page.locator('.call-safety').click({ trial: true });
  });

  it('shows the deadlines as a line of time with today among them, and their calendars', async () => {
    const page = await open();
    await page.locator('#deadlines').click();
    const items = page.locator('#timeline-entries li');
    await items.first().waitFor();
    const states = await Promise.all((await items.all()).map((item) => item.getAttribute('class')));
    expect(states).toEqual(['entry past', 'today', 'entry soon', 'entry open']);
    const said = await items.allInnerTexts();
    const parts = [pageTexts['deadline-past']!, '6/5/2025', 'còn 14 ngày', 'còn 15 ngày'];
    for (const [at, part] of parts.entries()) expect(said[at]).toContain(part);
    expect(await page.locator('#timeline-calendars a').getAttribute('href')).toBe('/calendar/ha-lang-2025.ics');
    const dialog = await box(page, '#timeline');
    expect(dialog!.width).toBeLessThanOrEqual(PHONE.width);
    await page.keyboard.press('Escape');
    expect(await page.locator('#timeline').isVisible()).toBe(false);
  });

  it('shows news of a note that was passed on', async () => {
    const page = await open();
    await page.clock.install();
    await ask(page, 'con bị đánh');
    world.waiting.push('Đã có người nhận tin MN-AB1234 lúc 14:05.');
    await page.clock.runFor(15_000);
    await page.getByText('Đã có người nhận tin MN-AB1234').waitFor();
  });

  it('shows HTML as text', async () => {
    const page = await open();
    await ask(page, 'html');
    expect(await page.locator('.bot .text').last().innerText()).toBe(REPLIES['html']?.text);
    expect(await page.locator('#log img').count()).toBe(0);
  });

  it.each([PHONE, DESKTOP, { width: 640, height: 320 }])('fits %o, 111 always in view', async (viewport) => {
    const page = await open({ viewport });
    for (const text of ['hạn', 'ở đâu', 'con bị đánh', LONG_WORD, 'dài']) await ask(page, text);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBe(viewport.height);
    const log = '(() => { const log = document.getElementById("log"); return log.scrollWidth - log.clientWidth; })()';
    expect(await page.evaluate(log)).toBe(0);
    const call = await box(page, '.call-top');
    expect(call?.y).toBeGreaterThanOrEqual(0);
    expect(call?.height).toBeGreaterThanOrEqual(44);
    expect((await box(page, '#send'))?.height).toBeGreaterThanOrEqual(44);
    // A long answer is shown from its beginning.
    const logTop = (await box(page, '#log'))?.y ?? 0;
    const answerTop = (await box(page, '.bot'))?.y ?? 0;
    expect(answerTop).toBeGreaterThanOrEqual(logTop);
  });

  it('keeps an unsent message when the connection is lost, and sends it again', async () => {
    const page = await open();
    await page.context().setOffline(true);
    await page.locator('#network').waitFor();
    await ask(page, 'hạn');
    expect(await page.locator('.notice').innerText()).toContain('111');
    expect(await page.locator('.notice a[href="tel:111"]').isVisible()).toBe(true);
    expect(await page.locator('.user.unsent .text').innerText()).toBe('hạn');
    expect(world.requests).toEqual([]);
    await page.context().setOffline(false);
    await page.locator('#network').waitFor({ state: 'hidden' });
    await page.locator('.retry').click();
    await page.getByText('Tức là hết ngày').waitFor();
    expect(world.requests.map(({ text }) => text)).toEqual(['hạn']);
    expect(await page.locator('.unsent, .notice').count()).toBe(0);
    expect(await page.locator('.user').count()).toBe(1);
  });

  it('treats a proxy page and a server fault like a lost connection', async () => {
    const page = await open();
    for (const status of [200, 502]) {
      await page.route('**/api/chat', (route) => route.fulfill({ status, body: '<html>' }), { times: 1 });
      await ask(page, `hạn ${status}`);
      expect(await page.locator('.retry').count()).toBe(1);
      await page.locator('.retry').click();
      await page.getByText(`Đã nhận: hạn ${status}`).waitFor();
    }
  });

  it('gives up after 15 seconds, with 111', async () => {
    const page = await open();
    await page.clock.install();
    await page.route('**/api/chat', () => undefined);
    await page.locator('#text').fill('hạn');
    await page.locator('#send').click();
    await page.getByText(pageTexts['waiting'] ?? '?').waitFor();
    await page.clock.fastForward(14_000);
    expect(await page.locator('.notice').count()).toBe(0);
    await page.clock.fastForward(2_000);
    await page.locator('.notice').waitFor();
    expect(await page.locator('.notice').innerText()).toContain(pageTexts['failed-timeout']);
  });

  it('puts a refused message back for shortening', async () => {
    const page = await open();
    const text = 'x'.repeat(300_000);
    await ask(page, text);
    expect(await page.locator('.notice').innerText()).toContain(pageTexts['error-too-large']);
    expect((await page.locator('#text').inputValue()).length).toBe(text.length);
    expect(await page.locator('.retry').count()).toBe(0);
  });

  it('remembers the place after a reload, and sends its name; the conversation stays the same', async () => {
    const page = await open();
    expect(await page.locator('#place option:checked').innerText()).toBe(pageTexts['place-none']);
    await ask(page, 'không nơi');
    await page.locator('#place').selectOption({ label: 'Bình Phước' });
    await page.reload();
    expect(await page.locator('#place').inputValue()).toBe('binh-phuoc');
    await ask(page, 'hạn');
    expect(world.requests.map(({ place }) => place)).toEqual([undefined, 'Bình Phước']);
    expect(new Set(world.requests.map(({ conversation }) => conversation)).size).toBe(1);
  });

  it('works without storage and without randomUUID', async () => {
    const page = await open();
    await page.addInitScript(`
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
      }
      crypto.randomUUID = undefined;
    `);
    await page.reload();
    await page.locator('#place').selectOption('dak-nong');
    await ask(page, 'hạn');
    await ask(page, 'hạn');
    expect(world.requests.map(({ conversation }) => conversation)[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(world.requests.map(({ conversation }) => conversation)).size).toBe(1);
  });

  it('forgets on demand', async () => {
    const page = await open();
    await ask(page, 'hạn');
    await page.locator('#clear').click();
    await page.locator('.suggestions').waitFor();
    expect(await page.locator('.user').count()).toBe(0);
    await expect.poll(() => world.requests.map(({ text }) => text)).toEqual(['hạn', '/xoadulieu']);
    await ask(page, 'mới');
    const [first, forgotten, next] = world.requests.map(({ conversation }) => conversation);
    expect(forgotten).toBe(first);
    expect(next).not.toBe(first);
  });

  it('does not show an answer to a conversation that was cleared meanwhile', async () => {
    const page = await open();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(
      '**/api/chat',
      async (route) => {
        await held;
        await route.continue();
      },
      { times: 1 },
    );
    await page.locator('#text').fill('hạn');
    await page.locator('#send').click();
    await page.locator('.status.waiting').waitFor();
    await page.locator('#clear').click();
    const answered = page.waitForResponse((response) => response.request().postData()?.includes('hạn') ?? false);
    release();
    await answered;
    await ask(page, 'mới');
    expect(await page.locator('.user .text').allInnerTexts()).toEqual(['mới']);
    expect(await page.locator('#log').innerText()).not.toContain('15/11/2025');
  });

  it('leaves quickly to a neutral page, with no way back to the conversation', async () => {
    const page = await open();
    await page.route('http://weather.invalid/', (route) =>
      route.fulfill({ body: 'weather', contentType: 'text/html' }),
    );
    await ask(page, 'con bị đánh');
    await page.locator('#quick-exit').click();
    await page.waitForURL('http://weather.invalid/');
    await page.goBack().catch(() => null);
    expect(page.url()).not.toBe(base);
  });

  it('is usable by keyboard alone', async () => {
    const page = await open({ viewport: DESKTOP });
    const stops: string[] = [];
    for (let step = 0; step < 12 && !stops.includes('text'); step += 1) {
      await page.keyboard.press('Tab');
      stops.push(String(await page.evaluate('document.activeElement.id || document.activeElement.className')));
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    }
    expect(stops.slice(0, 6)).toEqual(['call call-top', 'quick-exit', 'place', 'deadlines', 'clear', 'log']);
    await page.keyboard.type('dòng một');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('dòng hai');
    await page.keyboard.press('Enter');
    await page.getByText('Đã nhận: dòng một').waitFor();
    expect(world.requests[0]?.text).toBe('dòng một\ndòng hai');
    await page.keyboard.type('ở đâu');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Tỉnh Đắk Nông' }).waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Đã nhận: chọn:binh-phuoc').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('text');
  });

  it('names 111 without JavaScript', async () => {
    const page = await open({ javaScriptEnabled: false });
    expect(await page.locator('.noscript').innerText()).toContain('111');
    expect(await page.locator('a[href="tel:111"]').first().isVisible()).toBe(true);
    expect(await page.locator('#form').isVisible()).toBe(false);
  });
});

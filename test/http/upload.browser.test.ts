import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpApp } from '../../src/http/http-app.ts';
import { serveHttp } from '../../src/http/http-server.ts';
import { launchBrowser } from '../support/browser.ts';
import { fakeWorld, pageTexts } from './fake-world.ts';

const KEY = 'aB3_-xYz0123456789abcdef';
const LONG_WORD = 'x'.repeat(200);

const browser: Browser | null = await launchBrowser();
if (!browser) console.error('NOT TESTED: the upload in a browser, because no Chromium is installed here');

describe.skipIf(!browser)('an upload in Chromium', () => {
  const uploads: string[] = [];
  const world = fakeWorld({
    uploadOpen: (key) => Promise.resolve(key === KEY),
    upload: (_key, name, bytes) => {
      uploads.push(`${name}: ${Buffer.from(bytes).toString()}`);
      return Promise.resolve(
        name === 'hong.docx'
          ? { kind: 'refused', text: `Tệp hỏng: ${LONG_WORD}` }
          : { kind: 'taken', text: `Đã đọc ${LONG_WORD}`, review: `/review/${KEY}` },
      );
    },
    review: () =>
      Promise.resolve(
        '<!doctype html><title>nháp</title><style>p{color:rgb(1,2,3)}</style><p onclick="document.title=0">Bản nháp</p><script>document.title="đã chạy"</script>',
      ),
  });
  let server: Awaited<ReturnType<typeof serveHttp>>;

  beforeAll(async () => {
    server = await serveHttp(createHttpApp(world), { host: '127.0.0.1', port: 0 });
  });

  afterAll(async () => {
    await browser?.close();
    await server.close();
  });

  it('takes a document without JavaScript, a refused one again, and leads to the review', async () => {
    if (!browser) throw new Error('no browser');
    const viewport = { width: 390, height: 844 };
    const context = await browser.newContext({ viewport, javaScriptEnabled: false });
    const page = await context.newPage();
    page.setDefaultTimeout(5_000);
    const expectToFit = async () => {
      const main = await page.locator('main').boundingBox();
      expect((main?.x ?? 0) + (main?.width ?? 999)).toBeLessThanOrEqual(viewport.width);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
    };
    const upload = async (name: string, text: string) => {
      await page.locator('#document').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
      await page.getByRole('button', { name: pageTexts['upload-send'] ?? '?' }).click();
    };
    await page.goto(`http://127.0.0.1:${server.port}/upload/${KEY}`);
    await expectToFit();
    expect((await page.locator('#document').boundingBox())?.width).toBeGreaterThan(300);
    await upload('hong.docx', 'một');
    await page.getByRole('alert').getByText('Tệp hỏng').waitFor();
    await expectToFit();
    await upload('Kế hoạch.docx', 'hai');
    await page.getByText('Đã đọc').waitFor();
    await expectToFit();
    expect(uploads).toEqual(['hong.docx: một', 'Kế hoạch.docx: hai']);
    const review = page.getByRole('link', { name: pageTexts['upload-review'] ?? '?' });
    expect((await review.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await review.click();
    await page.getByText('Bản nháp').waitFor();
  });

  it('lets the style and the script of a review work, and nothing inside its text', async () => {
    if (!browser) throw new Error('no browser');
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.port}/review/${KEY}`);
    await page.locator('p').click();
    expect(await page.title()).toBe('đã chạy');
    expect(await page.evaluate("getComputedStyle(document.querySelector('p')).color")).toBe('rgb(1, 2, 3)');
  });
});

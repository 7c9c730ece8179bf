/** Draws docs/conversation.png anew: the real page with the real answers, two moments of one conversation. */
import { writeFileSync } from 'node:fs';
import { serveHttp } from '../src/http/http-server.ts';
import { openTestService } from './support/service.ts';
import { launchBrowser } from './support/browser.ts';

const QUESTIONS = ['Khi nào nộp báo cáo năm ở Bình Phước?', 'Ai chủ trì phòng, chống đuối nước?'];
const PHONE = { width: 420, height: 860 };
const GAP = 16;

const service = await openTestService();
const server = await serveHttp(service.app, { host: '127.0.0.1', port: 0 });
const browser = await launchBrowser();
if (!browser) throw new Error('no Chromium is installed');

const page = await browser.newPage({ viewport: PHONE });
await page.goto(`http://127.0.0.1:${server.port}/`);
const moments: string[] = [];
for (const question of QUESTIONS) {
  await page.locator('#text').fill(question);
  await page.locator('#send').click();
  await page.locator('#log[aria-busy="false"]').waitFor();
  moments.push((await page.screenshot({ animations: 'disabled' })).toString('base64'));
}

const sheet = await browser.newPage({ viewport: { width: 2 * PHONE.width + GAP, height: PHONE.height } });
const images = moments.map((moment) => `<img src="data:image/png;base64,${moment}">`).join('');
await sheet.setContent(`<body style="margin:0;background:#fff;display:flex;gap:${GAP}px">${images}</body>`);
writeFileSync(new URL('../docs/conversation.png', import.meta.url), await sheet.screenshot());
await browser.close();
await server.close();
await service.stop();

import { existsSync, readdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ImportError } from '../../src/importing/import-error.ts';
import { Recogniser } from '../../src/importing/readers/ocr-reader.ts';
import { readBytes } from '../../src/importing/readers/read-document.ts';
import { launchBrowser } from '../support/browser.ts';
import { asPdf } from './forms/as-pdf.ts';
import { picturePdf, scannedPages } from './forms/as-scan.ts';
import type { Block } from './forms/sheet.ts';

const PAGE: readonly Block[] = [
  {
    kind: 'columns',
    left: ['ỦY BAN NHÂN DÂN', 'TỈNH CAO BẰNG', 'Số: 12/KH-UBND'],
    right: ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Cao Bằng, ngày 12 tháng 5 năm 2026'],
  },
  { kind: 'title', text: 'KẾ HOẠCH' },
  {
    kind: 'paragraph',
    text: '1. Giao Sở Y tế tổng hợp, báo cáo kết quả thực hiện Kế hoạch về Ủy ban nhân dân tỉnh trước ngày 15/11/2026.',
    marker: null,
  },
];

let browser: Browser | null = null;
let picture: Buffer | null = null;
beforeAll(async () => {
  browser = await launchBrowser();
  if (browser) [picture = null] = await scannedPages(await asPdf(browser, PAGE), { dpi: 150, turned: 0.4 });
}, 30_000);
afterAll(async () => browser?.close());

describe('a scan', () => {
  it('as picture and as PDF gives its lines, columns apart, with confidence and progress', async () => {
    if (!picture) return;
    const listed = readdirSync('.');
    for (const bytes of [picture, await picturePdf([picture])]) {
      const told: [number, number][] = [];
      const reading = await readBytes(bytes, { onProgress: (done, all) => told.push([done, all]) });
      expect(reading.format).toBe('scan');
      expect(reading.confidence).toBeGreaterThan(70);
      expect(told[0]).toEqual([0, 1]);
      expect(told.at(-1)).toEqual([1, 1]);
      const lines = reading.lines.map((line) => line.text);
      expect(lines).toContain('Số: 12/KH-UBND');
      expect(lines).toContain('Cao Bằng, ngày 12 tháng 5 năm 2026');
      expect(lines.join('\n')).toMatch(/trước ngày 15\/11\/2026/);
    }
    // tesseract.js leaves its unpacked data in the working folder unless it is told not to.
    expect(readdirSync('.')).toEqual(listed);
    expect(existsSync('vie.traineddata')).toBe(false);
  }, 60_000);

  it('that cannot be decoded is a named error, and the engine is stopped', async () => {
    const stop = vi.spyOn(Recogniser.prototype, 'stop');
    const broken = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200, 7)]);
    await expect(readBytes(broken)).rejects.toEqual(new ImportError('damaged'));
    expect(stop).toHaveBeenCalledTimes(1);
    stop.mockRestore();
  }, 30_000);
});

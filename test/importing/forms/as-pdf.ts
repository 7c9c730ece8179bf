/** The blocks of an office document printed by a browser: wrapped, justified, numbered pages, a running head. */
import type { Browser } from 'playwright-core';
import { asHtml } from './as-html.ts';
import type { Block } from './sheet.ts';

const SMALL = 'width:100%;text-align:center;font:10pt serif';

/** How people set paragraphs. */
export const SETTINGS = {
  standard: '',
  tight: 'body > p { margin: 0; }',
  block: 'body > p { text-indent: 0; margin: 8pt 0; }',
  hanging: 'body > p { text-indent: -0.6cm; padding-left: 1.2cm; margin: 3pt 0; }',
  ragged: 'body > p { text-align: left; margin: 0; } body { font-size: 13pt; }',
  small: '@page { size: A5 landscape; } .grid { page-break-inside: auto; }',
} as const;

/** A PDF of A4 pages with a text layer. */
export async function asPdf(
  browser: Browser,
  blocks: readonly Block[],
  setting: keyof typeof SETTINGS = 'standard',
): Promise<Uint8Array> {
  const page = await browser.newPage();
  try {
    await page.setContent(asHtml(blocks, SETTINGS[setting]));
    return await page.pdf({
      ...(setting === 'small' ? { width: '210mm', height: '148mm' } : { format: 'A4' }),
      margin: { top: '20mm', bottom: '20mm', left: '30mm', right: '15mm' },
      displayHeaderFooter: true,
      headerTemplate: `<div style="${SMALL}">Văn phòng UBND - bản điện tử</div>`,
      footerTemplate: `<div style="${SMALL}"><span class="pageNumber"></span></div>`,
    });
  } finally {
    await page.close();
  }
}

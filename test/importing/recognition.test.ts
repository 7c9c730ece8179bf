import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readBytes } from '../../src/importing/readers/read-document.ts';
import { vietnameseFont } from './fixtures.ts';

interface Canvas {
  createCanvas(
    width: number,
    height: number,
  ): {
    getContext(kind: '2d'): {
      fillStyle: string;
      font: string;
      fillRect(x: number, y: number, width: number, height: number): void;
      fillText(text: string, x: number, y: number): void;
    };
    toBuffer(type: string): Buffer;
  };
  GlobalFonts: { registerFromPath(path: string, name: string): unknown };
}

/** The canvas that pdf.js brings along where there is a prebuilt one. */
function canvas(): Canvas | null {
  try {
    return createRequire(import.meta.url)('@napi-rs/canvas') as Canvas;
  } catch {
    return null;
  }
}

describe.skipIf(canvas() === null || vietnameseFont() === null)('a picture of a plan', () => {
  it('is read with Vietnamese letters, its confidence is kept', async () => {
    const library = canvas()!;
    library.GlobalFonts.registerFromPath(vietnameseFont()!, 'Plain');
    const surface = library.createCanvas(1_400, 500);
    const context = surface.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, 1_400, 500);
    context.fillStyle = 'black';
    context.font = '34px Plain';
    [
      'KẾ HOẠCH',
      'Thực hiện công tác trẻ em năm 2026',
      'I. TỔ CHỨC THỰC HIỆN',
      '1. Sở Y tế báo cáo UBND tỉnh trước ngày 20/11/2026.',
    ].forEach((line, index) => context.fillText(line, 60, 90 + index * 90));
    const reading = await readBytes(surface.toBuffer('image/png'));
    expect(reading.format).toBe('scan');
    expect(reading.confidence).toBeGreaterThan(60);
    expect(reading.lines.map((line) => line.text).join('\n')).toMatch(
      /Thực hiện công tác trẻ em năm 2026[\s\S]*20\/11\/2026/,
    );
  }, 120_000);
});

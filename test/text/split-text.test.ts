import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../src/text/split-text.ts';

const bare = (text: string): string => text.replace(/\s/gu, '');

/** Texts as they are sent: words, sentences, lines, numbers, signs outside the first plane. */
const piece = fc.constantFrom(
  'Theo kế hoạch',
  'Sở Lao động. ',
  'báo cáo',
  '\n',
  '\n\n',
  ' ',
  '. ',
  '? ',
  '0251.382.2111',
  '111',
  '+84 261 3544 199',
  '15/11/2025',
  '👧🏽',
  '𠀋𠀋',
  'x',
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(piece, { maxLength: 60 }).map((all) => all.join('')),
);

describe('splitText', () => {
  it('gives parts that fit, none empty, which together are the text but for white space', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 80 }), (whole, limit) => {
        const parts = splitText(whole, limit);
        expect(bare(parts.join(''))).toBe(bare(whole));
        for (const part of parts) {
          expect(part.trim()).toBe(part);
          expect(part.length).toBeGreaterThan(0);
          expect(part.length).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never cuts a character of two units in half', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 9 }), (whole, limit) => {
        expect(splitText(whole, limit).every((part) => part.isWellFormed())).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never cuts a phone number that fits into a part', () => {
    const phone = fc.constantFrom(
      '0251.382.2111',
      '0261 3 544 199',
      '+84 976 543 210',
      '18001567',
      '024-3736-0555',
      '(0261) 3544 199',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(phone, fc.lorem({ maxCount: 4 })), { minLength: 1 }), phone, (words, number) => {
        // Letters between the numbers, so that two of them are not one.
        const whole = [...words, number].join(' gọi ');
        const parts = splitText(whole, 20);
        const times = (list: readonly string[]) => list.join('\u0000').split(number).length - 1;
        expect(times(parts)).toBe(times([whole]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('cuts between paragraphs rather than sentences, and between sentences rather than words', () => {
    expect(splitText('Mot hai ba. Bon nam.\n\nSau bay tam. Chin muoi.', 30)).toEqual([
      'Mot hai ba. Bon nam.',
      'Sau bay tam. Chin muoi.',
    ]);
    expect(splitText('Mot hai ba bon. Nam sau bay tam chin', 25)).toEqual(['Mot hai ba bon.', 'Nam sau bay tam chin']);
    expect(splitText('mot hai ba bon nam', 10)).toEqual(['mot hai ba', 'bon nam']);
  });

  it('leaves a text that fits as it is, and makes none of white space', () => {
    expect(splitText('Hai dòng\n\nở đây', 20)).toEqual(['Hai dòng\n\nở đây']);
    expect(splitText(' \n ', 5)).toEqual([]);
  });

  it('is quick with a long text without any white space', () => {
    const parts = splitText('x'.repeat(1_000_000), 4096);
    expect(parts).toHaveLength(245);
    expect(splitText('1'.repeat(100_000), 2000)).toHaveLength(50);
  });

  it('refuses a limit into which not every character fits', () => {
    expect(() => splitText('x', 1)).toThrow(RangeError);
    expect(() => splitText('x', Number.NaN)).toThrow(RangeError);
  });
});

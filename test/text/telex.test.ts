import { describe, expect, it } from 'vitest';
import { decodeTelex, decodeTelexWord } from '../../src/text/telex.ts';
import { questionSets } from '../support/questions.ts';

describe('decodeTelexWord', () => {
  it.each([
    ['hanj', 'hạn'],
    ['baos', 'báo'],
    ['caos', 'cáo'],
    ['nawm', 'năm'],
    ['ddax', 'đã'],
    ['tree', 'trê'],
    ['trer', 'trẻ'],
    ['phoois', 'phối'],
    ['huowngs', 'hướng'],
    ['dduwowcj', 'được'],
  ])('reads %s as %s', (keys, word) => {
    expect(decodeTelexWord(keys)).toBe(word.normalize('NFC'));
  });

  it.each(['', 'x', '111', 'zzzz', 'báo'])('takes "%s" for no Telex', (word) => {
    expect(decodeTelexWord(word)).toBeNull();
  });
});

describe('decodeTelex', () => {
  it('converts a message typed with the input method off', () => {
    expect(decodeTelex('Hanj baos caos nawm')).toBe('hạn báo cáo năm');
  });

  it.each(['Khi nào nộp báo cáo năm?', 'khi nao nop bao cao nam', 'When is the annual report due?', '', '👶', '111'])(
    'leaves "%s" as it is',
    (text) => {
      expect(decodeTelex(text)).toBe(text);
    },
  );

  it('leaves messages with proper diacritics as they are', () => {
    const written = questionSets()
      .flatMap((set) => set.questions)
      .filter((question) => question.tags.includes('form:std'));
    expect(written.length).toBeGreaterThan(100);
    expect(written.filter(({ text }) => decodeTelex(text) !== text).map(({ text }) => text)).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, isPlain, toneKey } from '../../src/text/fold.ts';
import { findPhrase, tokenize } from '../../src/text/tokens.ts';

const LETTERS = Array.from(
  'aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạắằẳẵặấầẩẫậèéẻẽẹếềểễệìíỉĩịòóỏõọốồổỗộớờởỡợùúủũụứừửữựỳýỷỹỵ ',
);
const vietnamese = fc.array(fc.constantFrom(...LETTERS, ...LETTERS.map((letter) => letter.toUpperCase())), {
  maxLength: 40,
});
const text = fc.oneof(
  vietnamese.map((letters) => letters.join('')),
  fc.string({ unit: 'binary' }),
);

describe('fold', () => {
  it('leaves a folded text as it is', () => {
    fc.assert(fc.property(text, (any) => fold(fold(any)) === fold(any)));
  });

  it('gives composed and decomposed spellings the same form', () => {
    fc.assert(fc.property(text, (any) => fold(any.normalize('NFD')) === fold(any.normalize('NFC'))));
  });

  it('leaves no diacritic on a Vietnamese letter', () => {
    fc.assert(fc.property(vietnamese, (letters) => /^[a-z ]*$/.test(fold(letters.join('')))));
    expect(fold('Đăk Nông, ĐẮK NÔNG')).toBe('dak nong, dak nong');
  });

  it('never makes a plain word of one with diacritics', () => {
    expect(['bao', 'cao', '111'].every(isPlain)).toBe(true);
    expect(['báo', 'đ', 'a\u0301'].some(isPlain)).toBe(false);
  });
});

describe('toneKey', () => {
  it.each([
    ['hoà', 'hòa'],
    ['thuỷ', 'thủy'],
    ['khoẻ', 'khỏe'],
    ['uỷ', 'ủy'],
    ['HOÁ', 'hóa'],
  ])('reads %s and %s as one word', (older, newer) => {
    expect(toneKey(older)).toBe(toneKey(newer));
  });

  it.each([
    ['hòa', 'hóa'],
    ['bao', 'báo'],
    ['chì', 'chi'],
    ['đông', 'dông'],
    ['hạn', 'hận'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(toneKey(one)).not.toBe(toneKey(other));
  });

  it('does not depend on how a word is composed', () => {
    fc.assert(fc.property(text, (any) => toneKey(any.normalize('NFD')) === toneKey(any.normalize('NFC'))));
  });
});

describe('tokenize', () => {
  it('gives the words of a text in order, without punctuation, emoji and control characters', () => {
    const words = tokenize('Hạn\u0007 báo-cáo: 6 tháng?! 😀 100 %').map((token) => token.folded);
    expect(words).toEqual(['han', 'bao', 'cao', '6', 'thang', '100', '%']);
  });

  it('takes any string', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => tokenize(any).every((token) => token.key !== '')));
  });

  it('finds a phrase with and without diacritics, but never with other ones', () => {
    const phrase = tokenize('báo cáo');
    expect(findPhrase(tokenize('nộp báo cáo'), phrase)).toEqual([1]);
    expect(findPhrase(tokenize('nop bao cao'), phrase)).toEqual([1]);
    expect(findPhrase(tokenize('bảo cáo'), phrase)).toEqual([]);
  });
});

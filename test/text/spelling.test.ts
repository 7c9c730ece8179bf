import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SpellingGuide, isOneEditAway } from '../../src/text/spelling.ts';
import { isSyllable } from '../../src/text/syllables.ts';
import { tokenize } from '../../src/text/tokens.ts';

const word = fc
  .array(fc.constantFrom(...Array.from('abcdeghinortu')), { minLength: 2, maxLength: 8 })
  .map((letters) => letters.join(''));

describe('isOneEditAway', () => {
  it('holds for one letter more, less, other, or swapped with its neighbour', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom(...Array.from('abcxyz')), (any, seed, letter) => {
        const at = seed % any.length;
        const dropped = any.slice(0, at) + any.slice(at + 1);
        expect(isOneEditAway(any, dropped)).toBe(true);
        expect(isOneEditAway(dropped, any)).toBe(true);
        expect(isOneEditAway(any, any.slice(0, at) + letter + any.slice(at + 1))).toBe(true);
        const swapped = any.slice(0, at) + (any[at + 1] ?? '') + any.charAt(at) + any.slice(at + 2);
        expect(isOneEditAway(any, swapped)).toBe(true);
      }),
    );
  });

  it('holds in both directions or in neither', () => {
    fc.assert(fc.property(word, word, (one, other) => isOneEditAway(one, other) === isOneEditAway(other, one)));
  });

  it.each([
    ['hoc', 'sinh'],
    ['bao', 'b'],
    ['abcd', 'badc'],
  ])('does not hold for %s and %s', (one, other) => {
    expect(isOneEditAway(one, other)).toBe(false);
  });
});

describe('the spelling guide', () => {
  const guide = new SpellingGuide(
    ['nhiệm vụ', 'trẻ khuyết tật', 'trường học', 'báo cáo'].map((text) => tokenize(text).map((token) => token.folded)),
  );

  it.each([
    ['nhiemm', 'nhiem'],
    ['khuyte', 'khuyet'],
    ['turong', 'truong'],
  ])('repairs %s to %s', (typed, meant) => {
    expect(guide.repair(typed, undefined, undefined)).toEqual([meant]);
  });

  it('leaves known words, other syllables and foreign words alone', () => {
    expect(isSyllable('cau')).toBe(true);
    for (const each of ['bao', 'cau', 'facebook', '123', '', 'xy']) {
      expect(guide.repair(each, undefined, undefined), each).toBeNull();
    }
  });
});

/** Folding of Vietnamese words: what two spellings of one word have in common. */

const MARKS = /[\u0300-\u036f]/g;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Lower-cases a text and removes every diacritic, đ included ("Đăk Nông" → "dak nong"). */
export function fold(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(MARKS, '').replace(/đ/g, 'd');
}

/** A spelling of a word that does not depend on where the tone mark stands ("hoà" and "hòa" → "hoa" + grave). */
export function toneKey(word: string): string {
  const decomposed = word.toLowerCase().normalize('NFD');
  const tone = decomposed.match(TONES)?.join('') ?? '';
  return decomposed.replace(TONES, '').normalize('NFC') + tone;
}

/** Whether a word carries no diacritic at all, so that any accented word may be meant by it. */
export function isPlain(word: string): boolean {
  return /^[ -~]*$/.test(word.normalize('NFC'));
}

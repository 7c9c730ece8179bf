/**
 * Vietnamese from before Unicode, whose letters sit in the places of Western ones: TCVN3 (fonts ".Vn…") and VNI
 * (fonts "VNI-…"). The places are those of TCVN 5712:1993 (VN3) and of VNI for Windows, as UniKey converts them.
 */
import { fold } from './fold.ts';
import { isSyllable } from './syllables.ts';

export type LegacyLetters = 'tcvn3' | 'vni';

const TCVN3_FROM =
  'µ ¶ · ¸ ¹ ¨ » ¼ ½ ¾ Æ © Ç È É Ê Ë ® Ì Î Ï Ð Ñ ª Ò Ó Ô Õ Ö × Ø Ü Ý Þ ß á â ã ä « å æ ç è é ¬ ê ë ì í î ï ñ ò ó ô \u00ad õ ö ÷ ø ù ú û ü ý þ ¡ ¢ £ ¤ ¥ ¦ §'.split(
    ' ',
  );
const TCVN3_TO =
  'à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ đ è ẻ ẽ é ẹ ê ề ể ễ ế ệ ì ỉ ĩ í ị ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ ù ủ ũ ú ụ ư ừ ử ữ ứ ự ỳ ỷ ỹ ý ỵ Ă Â Ê Ô Ơ Ư Đ'.split(
    ' ',
  );
const TCVN3 = new Map(TCVN3_FROM.map((letter, index) => [letter, TCVN3_TO[index] ?? letter]));

/** VNI writes a letter and then its marks as one more letter. */
const VNI_MARKS: Readonly<Record<string, string>> = {
  ù: '\u0301',
  ø: '\u0300',
  û: '\u0309',
  õ: '\u0303',
  ï: '\u0323',
  â: '\u0302',
  á: '\u0302\u0301',
  à: '\u0302\u0300',
  å: '\u0302\u0309',
  ã: '\u0302\u0303',
  ä: '\u0302\u0323',
  ê: '\u0306',
  é: '\u0306\u0301',
  è: '\u0306\u0300',
  ú: '\u0306\u0309',
  ü: '\u0306\u0303',
  ë: '\u0306\u0323',
};
const VNI_ALONE: Readonly<Record<string, string>> = { ô: 'ơ', ö: 'ư', ñ: 'đ', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ' };
const VNI_PAIR = /([aeouyôö])([ùøûõïâáàåãäêéèúüë])/gi;

/** Which old letters a font shows; null for a font of Unicode. */
export function lettersOfFont(font: string | undefined): LegacyLetters | null {
  if (font === undefined) return null;
  if (/^\.vn/i.test(font)) return 'tcvn3';
  return /^vni[- ]/i.test(font) ? 'vni' : null;
}

/** Old letters in Unicode (NFC); `capitals` for fonts that show small letters as capitals (".VnTimeH"). */
export function fromLegacy(text: string, letters: LegacyLetters, capitals = false): string {
  const plain = letters === 'tcvn3' ? fromTcvn3(text) : fromVni(text);
  return capitals ? plain.toUpperCase() : plain;
}

function fromTcvn3(text: string): string {
  return text.replace(/[\u00a1-\u00ff]/g, (letter) => TCVN3.get(letter) ?? letter).normalize('NFC');
}

function fromVni(text: string): string {
  const alone = (letter: string): string => {
    const small = VNI_ALONE[letter.toLowerCase()];
    if (small === undefined) return letter;
    return letter === letter.toLowerCase() ? small : small.toUpperCase();
  };
  return text
    .replace(VNI_PAIR, (_, letter: string, mark: string) => alone(letter) + VNI_MARKS[mark.toLowerCase()]!)
    .replace(/[ôöñæóòî](?![\u0300-\u036f])/gi, alone)
    .normalize('NFC');
}

/** Letters with marks as Vietnamese writes them. */
const MARKED = new Set(TCVN3_TO.map((letter) => letter.toLowerCase()));

/** How many words with marks read as Vietnamese, beyond those that do not; 0 where most do not. */
export function vietnameseWords(text: string): number {
  const words =
    text
      .slice(0, 60_000)
      .normalize('NFC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const marked = words.filter((word) => /\P{ASCII}/u.test(word));
  const right = marked.filter((word) => isMarkedSyllable(word)).length;
  return Math.max(0, 2 * right - marked.length);
}

function isMarkedSyllable(word: string): boolean {
  return Array.from(word).every((letter) => letter <= '\u007f' || MARKED.has(letter)) && isSyllable(fold(word));
}

/** The old letters that a text is surely written in; null where it reads as it is, or as nothing. */
export function guessLetters(text: string): LegacyLetters | null {
  const sample = text.slice(0, 60_000);
  if ((sample.match(/[\u00a1-\u00ff]/g)?.length ?? 0) < 5) return null;
  const counts = (['tcvn3', 'vni'] as const).map((letters) => ({
    letters,
    count: vietnameseWords(fromLegacy(sample, letters)),
  }));
  counts.sort((one, other) => other.count - one.count);
  const [best, second] = counts as [(typeof counts)[0], (typeof counts)[0]];
  return best.count >= 3 && best.count > 3 * Math.max(vietnameseWords(sample), second.count) ? best.letters : null;
}

/** A text in Unicode where it is surely written in old letters, else as it is; to be asked before soft hyphens are dropped. */
export function inUnicode(text: string): string {
  const letters = guessLetters(text);
  return letters === null ? text : fromLegacy(text, letters);
}

/** Persons beside a telephone number: "bà Trần Thị Lan, chuyên viên Phòng Bảo trợ xã hội". */
import { dropFolded, foldSame } from '../../plain-fold.ts';

/** What leads to an address for letters, which stands between a name and its number. */
export const MAIL = /[,\s]*(?:qua\s+)?(?:dia chi\s+)?(?:e-?mail|thu dien tu|hop thu)\b[^,;]*$/;

/** "bà Trần Thị Lan, chuyên viên Phòng Bảo trợ xã hội": the last person named before a number, with what follows. */
export function personBefore(text: string, folded: string): string | null {
  const last = personsIn(text).at(-1);
  if (last === undefined || /[;]|\d{3}/.test(folded.slice(last))) return null;
  return dropFolded(text.slice(last), MAIL).replace(/[\s(:.,–-]+$/, '');
}

/** Where persons are named: a word of address before a capital letter. */
export function personsIn(text: string): number[] {
  const addresses = foldSame(text).matchAll(/(?<!\p{L})(?:ong|ba|dong chi|d\/c|thay|co|anh|chi)\s+(?=\p{L})/gu);
  return [...addresses]
    .filter(
      ({ 0: words, index }) =>
        /\p{Lu}/u.test(text.charAt(index + words.length)) &&
        ADDRESS.test(
          text
            .slice(index, index + words.length)
            .trim()
            .normalize('NFC'),
        ),
    )
    .map(({ index }) => index);
}

/** Words of address with their accents: "quảng bá", "có", "chỉ" fold to the same letters. */
const ADDRESS = /^(?:\u00f4ng|b\u00e0|\u0111.*|th\u1ea7y|c\u00f4|anh|ch\u1ecb)$/iu;

/** Whether words open with a person's name without a word of address: "Nguyễn Văn An - Phó Trưởng phòng". */
export function bareName(words: string): boolean {
  return /^\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}*){1,4}(?=\s*(?:$|[-–,(]))/u.test(words) && !OFFICE_WORD.test(foldSame(words));
}

const OFFICE_WORD =
  /^(?:so|phong|ban|bo|cuc|chi cuc|trung tam|hoi|cong an|ubnd|uy ban|truong|tram|benh vien|doan|tong dai|duong day|quy|van phong|canh sat|nha|khoa|to|doi)\b/;

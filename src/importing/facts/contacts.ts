/** Telephone numbers with whose they are. */
import { dropFolded, foldSame } from '../plain-fold.ts';
import type { AgencyBook } from './agency-book.ts';
import type { Item } from '../outline/outline.ts';
import { sentencesOf } from './sentences.ts';
import type { TaskRow } from './task-table.ts';

export interface FoundContact {
  readonly section: string;
  readonly quote: string;
  readonly name: string;
  readonly phone: string;
  readonly item: number;
}

const LONG =
  '(?:(?:\\(0\\d{2,4}\\)|0\\d{2,4})[ .\\-]{0,2}\\d{1,4}(?:[ .\\-]{0,2}\\d{2,4}){1,3}|\\+84[ .\\-]?\\d{2,3}(?:[ .\\-]?\\d{2,4}){2,3}|1[89]00[ .\\-]?\\d{2,4}(?:[ .\\-]?\\d{2,4}){0,2})';
const SHORT = '(?:1[01]\\d|1022|115|114|113|18001567)';
const WHAT =
  'tong dai|duong day(?: nong| tu van)?|dien thoai|dt|sdt|hotline|so dien thoai|lien he|di dong|may ban|fax|zalo|so may';
const NEAR = new RegExp(`(?:${WHAT})[^.;]*$`);

/** All contacts; each number once, with the fullest of its names. */
export function findContacts(
  items: readonly Item[],
  rows: readonly TaskRow[],
  openers: readonly string[],
  book: AgencyBook,
): FoundContact[] {
  const found: FoundContact[] = [];
  const opener = new RegExp(
    `(?<!\\p{L})(?:${openers.map((word) => word.normalize('NFC')).join('|')})(?!\\p{L})`,
    'giu',
  );
  for (const row of rows) {
    const phone = row.phone && new RegExp(`${LONG}|${SHORT}`).exec(row.phone)?.[0];
    const name = [row.implement, row.lead, row.task].filter((each) => each !== null && each !== '').join(', ');
    if (phone && name !== '')
      found.push({ section: row.section, quote: row.item.text, name, phone: phone.trim(), item: row.item.index });
  }
  for (const item of items) {
    if (item.cells || item.zone === 'header' || item.zone === 'ending') continue;
    for (const sentence of sentencesOf(item.body))
      found.push(
        ...contactsIn(sentence.text, opener, book).map((contact) => ({
          ...contact,
          section: item.section,
          quote: sentence.text,
          item: item.index,
        })),
      );
  }
  const best = new Map<string, FoundContact>();
  for (const contact of found) {
    const key = contact.phone.replace(/\D/g, '');
    const known = best.get(key);
    if (!known) best.set(key, contact);
    else if (known.name.length < 14 && contact.name.length > known.name.length) best.set(key, contact);
  }
  return [...best.values()];
}

function contactsIn(text: string, opener: RegExp, book: AgencyBook): { name: string; phone: string }[] {
  const folded = foldSame(text);
  const found: { name: string; phone: string }[] = [];
  for (const match of folded.matchAll(
    new RegExp(
      `(?<![\\d/.,-])(?:${LONG})(?![\\d/%]|[.,]\\d)|(?<![\\d/.,-])${SHORT}(?![\\d/%]|[.,-]\\d|\\s*(?:tre|%|vu|xa|phuong|em|cau|mo hinh|truong|nguoi|co so|lop))`,
      'g',
    ),
  )) {
    const before = folded.slice(0, match.index);
    const behind = /^\s*[-–:(]?\s*(tong dai(?: [a-z]+){2,9}?)(?= khi| de| ngay|[,.;()]|\s*$)/.exec(
      folded.slice(match.index + match[0].length),
    );
    if (behind && !/tong dai[^.;]*$/.test(before)) {
      const from = match.index + match[0].length + behind[0].indexOf(behind[1]!);
      found.push({
        name: text.slice(from, from + behind[1]!.length),
        phone: text.slice(match.index, match.index + match[0].length).trim(),
      });
      continue;
    }
    const emergency = emergencyName(text, before, match[0]);
    if (emergency) {
      found.push({ name: emergency, phone: match[0] });
      continue;
    }
    const plain = plainName(text.slice(0, match.index), book);
    if (plain !== null) {
      found.push({ name: plain, phone: match[0].trim() });
      continue;
    }
    if (!NEAR.test(before) && !NEAR.test(folded.slice(0, match.index + match[0].length + 1))) continue;
    if (/(?:fax)\s*:?\s*$/.test(before)) continue;
    const name = nameOf(text, folded, match.index, match[0].length, opener, book);
    if (name) found.push({ name, phone: text.slice(match.index, match.index + match[0].length).trim() });
  }
  return found;
}

/** "số cứu nạn 114", "Công an 113 hoặc cấp cứu 115": what the public short numbers stand beside. */
function emergencyName(text: string, before: string, phone: string): string | null {
  if (!/^11[2-5]$/.test(phone)) return null;
  const clause = /(?:^|[,;(:]|\bhoac\b|\bva\b|\b(?:goi|lien he|bao|theo)\b)\s*([^,;(:\d]{0,50}?)\s*(?:\(\s*)?$/.exec(
    before,
  );
  const words = clause ? text.slice(before.length - clause[0].length).slice(clause[0].indexOf(clause[1]!)) : '';
  const name = dropFolded(words.slice(0, clause?.[1]?.length ?? 0), /^\s*(?:lien he|goi|bao)(?: ngay)?\s+/).trim();
  if (/(?:cap cuu|cuu nan|cuu hoa|cuu ho|canh sat|cong an|khan cap|chay)/.test(foldSame(name))) return name;
  const bracket = /([^,;(:\d]{3,60})\(\s*(?:so|goi|dt)?\s*:?\s*$/.exec(before);
  return bracket ? text.slice(bracket.index, bracket.index + bracket[1]!.length).trim() : null;
}

/** "Sở Y tế: 0229…", "(Đ/c Hoa: 0915…": a name, a colon and the number, and nothing else before. */
function plainName(before: string, book: AgencyBook): string | null {
  const name = /^[^\p{L}]*(\p{L}[^:;]{2,80}?)\s*[:–-]\s*\(?$/u.exec(before)?.[1];
  if (name === undefined) return null;
  return personsIn(name)[0] === 0 || book.isList(name) ? name : null;
}

/** The words before a number that name its owner: back to the start of the clause. */
function nameOf(
  text: string,
  folded: string,
  start: number,
  length: number,
  openers: RegExp,
  book: AgencyBook,
): string | null {
  // "Sở" folds to the same letters as "số".
  const head = [...folded.slice(0, start)]
    .map((letter, at) => (letter === 'o' && text[at] === '\u1edf' ? '#' : letter))
    .join('');
  const lead =
    /(?:\(\s*)?(?:qua\s+)?(?:so\s*(?:dien thoai|may)?|(?:dien thoai|dt|sdt|hotline|so|zalo|goi)(?:\s+(?:lien he|so|di dong|nong))?)?\s*[:.]?\s*\(?\s*$/.exec(
      head,
    )!;
  let at = lead.index - (/[\s,:(–-]*$/.exec(head.slice(0, lead.index))?.[0].length ?? 0);
  let words = head.slice(0, at);
  const person = personBefore(text.slice(0, at), words);
  if (person !== null) return person;
  // The last word that opens a name of a line, not parted from the number by a semicolon.
  const opener = [...text.slice(0, words.length).matchAll(openers)].filter(
    (match) => opensName(match[0]) && !/[;:]/.test(words.slice(match.index + 4).replace(/:\s*$/, '')),
  );
  const clauseStart =
    Math.max(
      words.lastIndexOf(';'),
      words.lastIndexOf(': ', words.length - 3),
      words.lastIndexOf(', '),
      words.lastIndexOf(' va tong dai'),
      words.lastIndexOf(' va duong day'),
    ) + 1;
  const first = opener.find((match) => match.index >= clauseStart - 1) ?? opener.at(-1);
  const owner = first ? null : ownerInClauseBefore(text.slice(0, at), openers);
  if (owner !== null) return owner;
  if (!first) {
    const line = /(duong day nong|tong dai|hotline|dien thoai)[^.;]*$/.exec(folded.slice(0, start));
    return line ? beforeNumbers(text.slice(line.index, start)) + after(text, folded, start + length, book) : null;
  }
  words = beforeNumbers(dropFolded(text.slice(first.index, at), MAIL));
  at = start + length;
  // "Tổng đài 1022 của Sở …": the number belongs to the name.
  if (/^(tong dai|hotline|duong day nong|duong day)$/.test(foldSame(words)))
    return text.slice(first.index, at).trim() + after(text, folded, at, book);
  return words.length < 4 ? null : words + after(text, folded, at, book);
}

const MAIL = /[,\s]*(?:qua\s+)?(?:dia chi\s+)?(?:e-?mail|thu dien tu|hop thu)\b[^,;]*$/;

/** "Sở Y tế tỉnh, địa chỉ số 18 …; điện thoại: …": the body named in the clauses before, where no other number stands. */
function ownerInClauseBefore(text: string, openers: RegExp): string | null {
  const first = [...text.matchAll(openers)].find((match) => opensName(match[0]));
  const name = first && /^[^,;:(]{3,80}/.exec(text.slice(first.index))?.[0].trim();
  return name && !/\d{5}/.test(text.replace(/[ .-]/g, '')) ? name : null;
}

/** A name without another number that stands in it, and without what leads to its own. */
function beforeNumbers(name: string): string {
  return name.replace(/[\s:,(]*(?<!\d)(?:0\d{2,}|1[89]00).*$/, '').replace(/[\s(:.,–-]+$/, '');
}

/** Lines of help and persons may open in small letters, bodies may not: "cơ sở" is no "Sở". */
function opensName(word: string): boolean {
  return /^\p{Lu}/u.test(word) || /^(?:tong dai|duong day|hotline)/.test(foldSame(word));
}

/** "bà Trần Thị Lan, chuyên viên Phòng Bảo trợ xã hội": the last person named before a number, with what follows. */
function personBefore(text: string, folded: string): string | null {
  const last = personsIn(text).at(-1);
  if (last === undefined || /[;]|\d{3}/.test(folded.slice(last))) return null;
  return dropFolded(text.slice(last), MAIL).replace(/[\s(:.,–-]+$/, '');
}

/** Where persons are named: a word of address before a capital letter. */
function personsIn(text: string): number[] {
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

/** "(02713 …) của Trung tâm …": whose number it is, written behind it. */
function after(text: string, folded: string, at: number, book: AgencyBook): string {
  const lead = /^\s*\)?\s*cua\s+/.exec(folded.slice(at));
  if (!lead) return '';
  const list = book.listAt(text.slice(at + lead[0].length));
  const first = list?.parties[0];
  return first
    ? ` ${text
        .slice(at, at + lead[0].length)
        .replace(/[\s)]+/g, ' ')
        .trim()} ${first.name}`
    : '';
}

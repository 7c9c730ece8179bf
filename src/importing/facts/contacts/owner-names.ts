/** Whose a telephone number is, told by the words beside it. */
import { dropFolded, foldSame } from '../../plain-fold.ts';
import type { AgencyBook } from '../agency-book.ts';
import { bareName, MAIL, personBefore, personsIn } from './persons.ts';
import { isCalled } from './phone-numbers.ts';

/** "111 - Tổng đài quốc gia bảo vệ trẻ em": the line of help named behind its number. */
export function nameBehind(text: string, folded: string, start: number, end: number): string | null {
  const behind = /^\s*[-–:(]?\s*(tong dai(?: [a-z]+){2,9}?)(?= khi| de| ngay|[,.;()]|\s*$)/.exec(folded.slice(end));
  if (!behind || /tong dai[^.;]*$/.test(folded.slice(0, start))) return null;
  const from = end + behind[0].indexOf(behind[1]!);
  return text.slice(from, from + behind[1]!.length);
}

/** "số cứu nạn 114", "Công an 113 hoặc cấp cứu 115": what the public short numbers stand beside. */
export function emergencyName(text: string, before: string, phone: string): string | null {
  if (phone === '111') return calledNumber(text, before, phone);
  if (!/^11[2-5]$/.test(phone)) return null;
  // The comma of "cứu nạn, cứu hộ" parts nothing.
  const clause =
    /(?:^|[;(:]|,(?! cuu (?:ho|nan)| chua chay)|\bhoac\b|\bva\b|\b(?:goi|lien he|bao|theo)\b)\s*((?:[^,;(:\d]|,(?= cuu (?:ho|nan)| chua chay)){0,50}?)\s*:?\s*(?:\(\s*)?$/.exec(
      before.slice(-90),
    );
  const words = clause ? text.slice(before.length - clause[0].length).slice(clause[0].indexOf(clause[1]!)) : '';
  const name = dropFolded(
    words.slice(0, clause?.[1]?.length ?? 0),
    /^(?:.*\s)?(?:lien he|goi|bao)(?: ngay| cho| den| toi)*\s+/,
  ).trim();
  if (/(?:cap cuu|cuu nan|cuu hoa|cuu ho|canh sat|cong an|khan cap|chay)/.test(foldSame(name))) return name;
  const bracket = /([^,;(:\d]{3,60})\(\s*(?:so|goi|dt)?\s*:?\s*$/.exec(before);
  if (bracket) return text.slice(bracket.index, bracket.index + bracket[1]!.length).trim();
  // "khi cần hỗ trợ gọi 115": whose number it is goes without saying.
  const called = /\bgoi(?: (?:ngay|so|den|toi))*\s+$/.exec(before);
  return called && !IN_QUOTES.test(before)
    ? text.slice(called.index, called.index + called[0].length + phone.length)
    : calledNumber(text, before, phone);
}

const IN_QUOTES = /[“"][^”"]*$/;

/** "tin báo qua số 114", "niêm yết số 111": named by nothing but itself. */
function calledNumber(text: string, before: string, phone: string): string | null {
  if (!isCalled(before) || IN_QUOTES.test(before)) return null;
  const from = /(?:\b(?:so|dien thoai)\s+)*$/.exec(before)!.index;
  // "Tổng đài 111" is a name, read elsewhere; "Hãy gọi 111!" is a slogan.
  return /\bhay goi\s+$|\b(?:tong dai|duong day nong|hotline)\s+$/.test(before)
    ? null
    : text.slice(from, before.length + phone.length);
}

/** "Sở Y tế, điện thoại": words between the name and its number. */
function endsInLabel(clause: string): boolean {
  return /(?:^|[\s,(])(?:dien thoai|dt|sdt|so|so may|di dong|hotline|zalo|lien he|truc ban|fax|duong day nong|tong dai)$/.test(
    foldSame(clause),
  );
}

/** "gọi ngay: Công an xã 0269…", "Bà Ánh (Đoàn phường) 0900…", "liên hệ Ngôi nhà bình yên 1900…": the name right before a long number. */
export function nameDirectly(text: string, book: AgencyBook): string | null {
  const clause = text
    .slice(-160)
    .split(/[:;]|[.]\s|\sho\u1eb7c\s/)
    .at(-1)!
    .replace(/[\s–-]+$/, '')
    .trim();
  if (clause.length < 3 || /\d{3}|^[-–]/.test(clause) || endsInLabel(clause)) return null;
  if (personsIn(clause)[0] === 0 && /^[^,.]*$/.test(clause)) return clause;
  const duty = /(?:^|\s)(tr\u1ef1c (?:ban|ch\u1ec9 huy|l\u00e3nh \u0111\u1ea1o) (?=\p{Lu})[^,.()]{3,60})$/u.exec(
    clause,
  )?.[1];
  if (duty !== undefined) return duty;
  if (/^\p{Lu}/u.test(clause) && book.isList(clause) && clause.length < 60) return clause;
  const called = /(?:^|.*\s)(?:lien he|goi|bao)(?: (?:voi|ngay|cho|den|toi|qua|nhanh|ve))*\s+(?=[^,.()]{3,70}$)/.exec(
    foldSame(clause),
  );
  const name = called ? clause.slice(called[0].length) : '';
  return /^\p{Lu}/u.test(name) && !/^(?:tong dai|duong day|hotline|zalo|so dien thoai)\b/.test(foldSame(name))
    ? name
    : null;
}

/** "Sở Y tế: 0229…", "(Đ/c Hoa: 0915…": a name, a colon and the number, and nothing else before. */
export function plainName(before: string, long: boolean, book: AgencyBook): string | null {
  const name = /^[^\p{L}]*(\p{L}[^:;]{2,80}?)\s*[:–-]\s*\(?$/u.exec(before)?.[1];
  if (name === undefined) return null;
  return personsIn(name)[0] === 0 || book.isList(name) || (long && OFFICE.test(foldSame(name))) ? name : null;
}

/** Whoever answers by office: "Người làm công tác trẻ em phường (bà Mai): 0900…". */
const OFFICE =
  /^(?:nguoi (?:lam|phu trach|dung dau)|can bo|cong chuc|vien chuc|chuyen vien|nhan vien|cong tac vien|truc ban|truc lanh dao|thuong truc|bo phan|truong |pho |hieu truong|chu tich|ban |to |doi |khoa )/;

/** The words before a number that name its owner: back to the start of the clause. */
export function nameOf(
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
    /(?<![a-z#])(?:\(\s*)?(?:qua\s+)?(?:so\s*(?:dien thoai|may)?|(?:dien thoai|dt|sdt|hotline|so|zalo|goi|truc ban)(?:\s+(?:lien he|so|di dong|nong))?)?\s*[:.]?\s*\(?\s*$/.exec(
      head,
    )!;
  let at = lead.index - (/[\s,:(–-]*$/.exec(head.slice(0, lead.index))?.[0].length ?? 0);
  let words = head.slice(0, at);
  const person = personBefore(text.slice(0, at), words);
  if (person !== null) return person;
  const clause = /[^:;.(]*$/.exec(text.slice(0, at))![0].trim();
  if (bareName(clause)) return clause;
  // The last word that opens a name of a line, not parted from the number by a semicolon.
  const opener = [...text.slice(0, words.length).matchAll(openers)].filter(
    (match) => opensName(match[0]) && !/[;:]/.test(words.slice(match.index + 4).replace(/:\s*$/, '')),
  );
  const clauseStart =
    Math.max(
      words.lastIndexOf(';'),
      words.lastIndexOf(': ', words.length - 3),
      lastComma(words),
      /^.*\d\s+(?:hoac|va)\b/.exec(words)?.[0].length ?? -1,
      words.lastIndexOf(' va tong dai'),
      words.lastIndexOf(' va duong day'),
    ) + 1;
  const first = withSuperior(text, opener, opener.find((match) => match.index >= clauseStart - 1) ?? opener.at(-1));
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
    return text.slice(first.index, at).trim() + (after(text, folded, at, book) || place(text.slice(at)));
  return words.length < 4 ? null : words + after(text, folded, at, book);
}

/** The last comma that parts something: that of "phòng, chống" does not. */
function lastComma(words: string): number {
  const last = [...words.matchAll(/(?<!\bphong), (?=chong\b)|, (?!chong\b)/g)].at(-1);
  return last?.index ?? -1;
}

/** "Tổng đài 1022 Đà Nẵng", "… 1022 tỉnh Phú Thọ": the place that a line of help is of. */
function place(behind: string): string {
  return (
    /^(?:\s(?:t\u1ec9nh|th\u00e0nh ph\u1ed1|TP\.?))?(?:\s\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?){1,4}(?=\s*(?:[.,;:()“”"]|$))/u.exec(
      behind,
    )?.[0] ?? ''
  );
}

const UNIT = /^(?:phong|chi cuc|trung tam|ban|van phong|bo phan|to|khoa)\b/;
const SUPERIOR = /^(?:so|bo|cuc|chi cuc|ubnd|uy ban|van phong|cong an (?:tinh|thanh pho))\b/;

/** "Phòng Bảo vệ, chăm sóc trẻ em, Sở Y tế": the name opens with the unit where only a comma parts it from its superior. */
function withSuperior(
  text: string,
  openers: readonly RegExpExecArray[],
  first: RegExpExecArray | undefined,
): RegExpExecArray | undefined {
  if (!first || !SUPERIOR.test(foldSame(text.slice(first.index)))) return first;
  const unit = openers.findLast(
    (match) =>
      match.index < first.index &&
      UNIT.test(foldSame(text.slice(match.index))) &&
      /^[^.;:()]{3,80},\s*$/.test(text.slice(match.index, first.index)),
  );
  return unit ?? first;
}

/** "Sở Y tế tỉnh, địa chỉ số 18 …; điện thoại: …": the body named in the clauses before, where no other number stands. */
function ownerInClauseBefore(text: string, openers: RegExp): string | null {
  const first = [...text.matchAll(openers)].find((match) => opensName(match[0]));
  const clause = first ? (/^[^;:(]{3,160}/.exec(text.slice(first.index))?.[0].trim() ?? '') : '';
  const superior = clause.split(/,\s+/).findIndex((part, at) => at > 0 && SUPERIOR.test(foldSame(part)));
  const parts = UNIT.test(foldSame(clause)) && superior > 0 ? superior + 1 : 1;
  const name = clause.split(/,\s+/).slice(0, parts).join(', ');
  return name !== '' && !/\d{5}/.test(text.replace(/[ .-]/g, '')) ? name : null;
}

/** A name without another number that stands in it, and without what leads to its own. */
function beforeNumbers(name: string): string {
  return name.replace(/[\s:,(]*(?<!\d)(?:0\d{2,}|1[89]00).*$/, '').replace(/[\s(:.,–-]+$/, '');
}

/** Lines of help and persons may open in small letters, bodies may not: "cơ sở" is no "Sở". */
function opensName(word: string): boolean {
  return /^\p{Lu}/u.test(word) || /^(?:tong dai|duong day|hotline)/.test(foldSame(word));
}

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

/** The place that a document is for, and its level. */
import type { Item } from '../../outline/outline.ts';
import { dropFolded, foldSame } from '../../plain-fold.ts';
import type { PlanLevel } from '../agency-book.ts';
import type { Found } from './found.ts';
import { officesOf } from './issuer.ts';
import type { HeadLine } from './letterhead.ts';
import { properCase } from './proper-case.ts';

/** Words that only look like a level: "xã hội", "quan tâm", "tình hình", "phương pháp". */
const LEVELS: readonly (readonly [PlanLevel, RegExp])[] = [
  ['commune', /\b(xa (?!hoi\b)|phuong (?!phap\b|an\b|thuc\b|tien\b|cham\b|huong\b)|thi tran |dac khu )(?=\S)/],
  ['district', /\b(huyen |quan (?!ly\b|tam\b|he\b|diem\b|trong\b|su\b|doi\b|triet\b|sat\b)|thi xa )(?=\S)/],
  ['province', /\b(tinh (?!hinh\b|trang\b|chat\b|cam\b|nguyen\b|mang\b))(?=\S)/],
  ['province', /\b(thanh pho |tp\.? ?)(?=\S)/],
];
/** Party committees tell their level in one word. */
const COMMITTEES: readonly (readonly [PlanLevel, RegExp])[] = [
  ['district', /^(?:huyen|quan|thi) (?:uy|doan) /],
  ['province', /^(?:tinh|thanh) (?:uy|doan) /],
];
const NATIONAL =
  /^(?:bo (?!chi huy|doi)|thu tuong|chinh phu|quoc hoi|van phong chinh phu|trung uong|ban bi thu|ban chap hanh trung uong|cuc |tong cuc|tong lien doan|uy ban quoc gia)/;
const NAME = /^(?:\p{Lu}[\p{L}'’]*(?:[ -]|$)){1,5}/u;
const AFTER_NAME = /\s*(?:\bnam (?:20|\d|hoc)|giai doan).*$/;

export interface HeadingPlace {
  readonly level: PlanLevel | null;
  readonly name: string | null;
}

/** The place of issuer, letterhead, title or date line, the first that tells one; none for what the nation issues. */
export function placeOf(
  issuer: Found | null,
  date: Found | null,
  title: Found | null,
  lines: readonly HeadLine[],
): HeadingPlace {
  if (issuer && NATIONAL.test(foldSame(issuer.value))) return { level: null, name: null };
  // "UBND HUYỆN …" above an office's own line tells its level.
  const dated = datedPlace(date);
  const above = officesOf(lines).map((office) => properCase(office.text, dated));
  let level: PlanLevel | null = null;
  for (const text of [issuer?.value ?? '', ...above.reverse(), title?.value ?? '']) {
    const told = toldBy(text);
    if (told?.name) return { level: level === null || level === 'province' ? told.level : level, name: told.name };
    level ??= told?.level ?? (/^(so|ubnd tinh)\b/.test(foldSame(text)) ? 'province' : null);
  }
  if (dated !== '') return { level, name: dated };
  for (const line of lines) {
    const match = placeAfter(line.text, /dia ban (?:tinh|huyen|xa|phuong|thanh pho)\s+/);
    if (match) return { level, name: match.name };
  }
  return { level, name: null };
}

/** The place before the date, without its level; empty where there is none. */
export function datedPlace(date: Found | null): string {
  const words = date ? date.quote.slice(0, Math.max(0, date.quote.indexOf(','))).trim() : '';
  return words.length < 40 ? dropFolded(words, /^(?:tp\.?|thanh pho|tinh)\s+/) : '';
}

/** The level that a text tells, and the place's name where it has it. */
function toldBy(text: string): HeadingPlace | null {
  const folded = `${foldSame(text)} `;
  let first: PlanLevel | null = null;
  for (const [level, sign] of [...COMMITTEES, ...LEVELS]) {
    const match = sign.exec(folded);
    if (!match) continue;
    first ??= level;
    const behind = text.slice(match.index + match[0].length);
    const name = NAME.exec(dropFolded(behind, AFTER_NAME))?.[0]?.trim();
    if (name) return { level, name };
  }
  return first === null ? null : { level: first, name: null };
}

/** The first province that the document names. */
export function provinceOf(items: readonly Item[]): Found | null {
  for (const item of items) {
    const match = placeAfter(item.text, /\btinh\s+/);
    if (match) return { value: match.name, quote: match.quote, item: item.index };
  }
  return null;
}

/** The capitalised name that follows folded words somewhere in a text. */
function placeAfter(text: string, sign: RegExp): { name: string; quote: string } | null {
  for (const match of foldSame(text).matchAll(new RegExp(sign.source, 'g'))) {
    const end = match.index + match[0].length;
    const name = /^\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+){0,3}/u.exec(text.slice(end))?.[0];
    if (name) return { name, quote: text.slice(match.index, end + name.length) };
  }
  return null;
}

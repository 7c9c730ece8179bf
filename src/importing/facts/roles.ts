/** What part a body has in a task: told by the words that the task opens with, and by "phối hợp với …" in it. */
import { dropFolded, foldSame } from '../plain-fold.ts';
import type { AgencyBook, Party } from './agency-book.ts';

export type Role = 'lead' | 'coordinate' | 'implement';

const MILD =
  '(?:(?:tiep tuc|chiu trach nhiem|co trach nhiem|chu dong|tich cuc|thuong xuyen|tham gia|truc tiep|cung|va|trach nhiem|dong thoi|ngoai ra|ben canh do)[,:]?\\s+)*';
const LEADS = new RegExp(
  `^(?:\\W*)${MILD}(?:chu tri|(?:la|lam|giu vai tro)\\s+(?:co quan|don vi|to chuc)?\\s*(?:dau moi|thuong truc|chu tri)|(?:co quan |don vi )?dau moi\\b)`,
);
const COORDINATES = new RegExp(`^(?:\\W*)${MILD}phoi hop`);

/** The role that a task's opening words give; null where they give none. */
export function roleOf(words: string): Role | null {
  const folded = foldSame(words).replace(
    /^(?:can cu|theo|tren co so)(?:[^,;.]{2,100},\s*){1,3}?(?=chu tri|phoi hop|chu dong|tich cuc)/,
    '',
  );
  if (LEADS.test(folded)) return 'lead';
  if (/^[^;:.]{0,60}\bchu tri,? phoi hop\b/.test(folded)) return 'lead';
  if (COORDINATES.test(folded)) return 'coordinate';
  return null;
}

/** A party with its part. */
export type Placed = Party & { readonly role: Role };

/** "(Sở Văn hóa chủ trì; Tỉnh đoàn, Sở Y tế phối hợp)": roles in a bracket behind a task. */
export function bracketedRoles(words: string, book: AgencyBook): Placed[] {
  for (const match of words.matchAll(/\(([^():]{8,300})\)/g)) {
    const placed = rolesBehind(dropFolded(match[1]!, /^do\s+/), book);
    if (placed.length > 0) return placed;
  }
  return [];
}

const PART =
  '(?:(?:la|lam|giu vai tro)\\s+)?(?:(?:co quan|don vi)\\s+)?(?:(?<lead>chu tri|dau moi|thuong truc)|(?<coordinate>(?:cung )?phoi hop|ho tro|tham gia)|(?<implement>thuc hien))(?: thuc hien| tham muu| chinh| to chuc)?';
const BEHIND = new RegExp(
  `\\s*(?:\\(\\s*${PART.replace(/\?<\w+>/g, (name) => name.replace('>', 'Bracketed>'))}\\s*\\)|\\s${PART})\\s*(?:[;,.]\\s*(?:va\\s+)?|\\s+va\\s+|$)`,
  'y',
);

/** "…; giao Tỉnh đoàn chủ trì, Sở Y tế phối hợp": roles in the last clause of a task. */
export function closingRoles(words: string, book: AgencyBook): Placed[] {
  const clause = /[;,]\s*(?:giao|do)\s+(?:cho\s+)?(?=[^;]{5,300}$)/.exec(foldSame(words));
  return clause ? rolesBehind(words.slice(clause.index + clause[0].length), book) : [];
}

/** "Sơn sửa sân chơi: Đoàn xã chủ trì, Trường Mầm non phối hợp, xong trước 29/5": bodies each with its part, in a sentence of their own. */
export function spokenRoles(sentence: string, book: AgencyBook): Placed[] {
  const folded = foldSame(sentence);
  const start = /^[^:.;]{3,140}:\s*/.exec(folded)?.[0].length ?? 0;
  const last =
    /.*\b(?:phoi hop|ho tro|tham gia|thuc hien|chu tri)(?: thuc hien| to chuc)?(?=\s*(?:[.;]|$|, (?:lam xong|xong|hoan thanh|truoc|cham nhat)\b))/.exec(
      folded.slice(start, start + 400),
    );
  const placed = last ? rolesBehind(sentence.slice(start, start + last[0].length), book) : [];
  return new Set(placed.map(({ role }) => role)).size > 1 ? placed : [];
}

/** "(Cơ quan thường trực)" names nobody. */
const KIND_ONLY = /^\s*(?:cac )?(?:co quan|don vi|bo phan|to chuc)$/;

/** "Sở Y tế chủ trì; Công an tỉnh, Tỉnh đoàn phối hợp", "Sở Y tế (chủ trì), Công an tỉnh (phối hợp)": names with their role behind them and nothing else. */
export function rolesBehind(words: string, book: AgencyBook): Placed[] {
  const folded = foldSame(words);
  const placed: Placed[] = [];
  let from = 0;
  for (let at = 1; at < folded.length && from < folded.length; at += 1) {
    if (folded[at] !== ' ' && folded[at] !== '(') continue;
    BEHIND.lastIndex = at;
    const match = BEHIND.exec(folded);
    const names = words.slice(from, at);
    if (at - from > 240) break;
    if (!match || KIND_ONLY.test(folded.slice(from, at)) || !book.isList(names)) continue;
    const role = (['lead', 'coordinate', 'implement'] as const).find(
      (each) => match.groups?.[each] !== undefined || match.groups?.[`${each}Bracketed`] !== undefined,
    )!;
    placed.push(...book.parse(names).map((party) => ({ ...party, role })));
    from = at + match[0].length;
    at = from;
  }
  // What is left would be a body without a role, or a duty in words of its own.
  return folded.slice(from).trim() === '' && placed.some(({ role }) => role !== 'implement') ? placed : [];
}

/** The agencies of the first "phối hợp với …" of a task. */
export function partnersOf(words: string, book: AgencyBook): Party[] {
  const folded = foldSame(words);
  const found: Party[] = [];
  for (const match of folded.matchAll(
    /phoi hop(?: chat che)?(?:,? (?:huong dan|don doc|thong nhat))*(?: (?:voi|cung)(?: voi)?)?\s+/g,
  )) {
    const list = book.listAt(words.slice(match.index + match[0].length));
    for (const party of list?.parties ?? []) if (!found.some((other) => other.name === party.name)) found.push(party);
  }
  return found;
}

/** What part a body has in a task: told by the words that the task opens with, and by "phối hợp với …" in it. */
import { foldSame } from '../plain-fold.ts';
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

/** "(Sở Văn hóa chủ trì; Tỉnh đoàn, Sở Y tế phối hợp)": roles written behind the names. */
export function bracketedRoles(words: string, book: AgencyBook): (Party & { readonly role: Role })[] {
  const match = /\(([^():]{3,120}?)\s+chu tri(?:[;,]\s*|\s+)(?:([^():]{3,160}?)\s+phoi hop[^()]{0,30})?\)/.exec(
    foldSame(words),
  );
  if (!match) return [];
  const at = (group: string | undefined, from: number): string => words.slice(from, from + (group?.length ?? 0));
  const leads = at(match[1], match.index + 1);
  const others = match[2] === undefined ? '' : at(match[2], match.index + match[0].indexOf(match[2], leads.length));
  if (!book.opens(leads)) return [];
  return [
    ...book.parse(leads).map((party) => ({ ...party, role: 'lead' as const })),
    ...(others === '' ? [] : book.parse(others).map((party) => ({ ...party, role: 'coordinate' as const }))),
  ];
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

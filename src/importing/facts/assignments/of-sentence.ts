/** The duty that a sentence tells, and the roles in it. */
import type { Item } from '../../outline/outline.ts';
import { dropFolded, foldSame } from '../../plain-fold.ts';
import type { AgencyBook, Party } from '../agency-book.ts';
import { verbAt } from '../agency-clauses.ts';
import { bracketedRoles, closingRoles, partnersOf, roleOf, spokenRoles, type Placed, type Role } from '../roles.ts';
import { kindOf } from '../section-kind.ts';
import { clausesOf, type Span } from '../sentences.ts';
import type { Charged, FoundAssignment } from './found-assignment.ts';
import { quoteOf, type Owner } from './owner.ts';

/** The duty of a sentence with its own subject, or else of who owns the item; null where nobody is charged. */
export function ofSentence(
  item: Item,
  sentence: Span,
  own: { readonly parties: readonly Party[]; readonly end: number } | null,
  who: Owner | null,
  book: AgencyBook,
): FoundAssignment | null {
  const kind = kindOf(item);
  const made = { section: item.section, quote: quoteOf(item, sentence), time: null, item: item.index };
  const told = own ? bracketedRoles(sentence.text, book) : rolesTold(sentence.text, book);
  const bracketed = told.length > 0 ? told : spokenRoles(sentence.text, book);
  if (bracketed.length > 0) return { ...made, task: sentence.text, parties: bracketed, partners: [] };
  if (kind === 'report' && !(own && chargesBesideReports(sentence))) return null;
  if (!who)
    return kind === 'task' && !item.heading ? { ...made, task: sentence.text, parties: [], partners: [] } : null;
  if (kind === 'funding' && !own) return null;
  const words = own ? sentence.text.slice(own.end) : sentence.text;
  if (/:$/.test(words) && (item.heading || /^can cu\b/.test(foldSame(words)))) return null;
  const role = roleOf(words) ?? who.role ?? 'implement';
  const partners = partnersOf(words, book);
  const further = furtherRoles(words, role).filter(
    (other) => own !== null || (other === 'lead' && role === 'implement'),
  );
  return {
    ...made,
    task: words,
    parties: [
      ...who.parties.map((party) => ({ ...party, role })),
      ...further.flatMap((other) => who.parties.map((party) => ({ ...party, role: other }))),
      ...coordinating(partners, role),
    ],
    partners,
  };
}

function rolesTold(sentence: string, book: AgencyBook): Placed[] {
  const bracketed = bracketedRoles(sentence, book);
  return bracketed.length > 0 ? bracketed : closingRoles(sentence, book);
}

/** "Rà soát …; chủ trì ký cam kết …; phối hợp với Công an tỉnh …": the parts that it has in its further duties. */
function furtherRoles(words: string, first: Role): Role[] {
  const [opening, ...clauses] = clausesOf({ start: 0, text: words });
  if (opening && STANDING_ONLY.test(foldSame(opening.text))) return [];
  const roles = clauses.flatMap((clause) => {
    const own = dropFolded(clause.text, /^(?:dong thoi|ngoai ra|va),?\s+/);
    const folded = foldSame(own);
    // "… tổng hợp báo cáo", "giai đoạn 1 hoàn thành trước …": the same duty goes on.
    const duty = verbAt(`va ${own}`, `va ${folded}`) === 3 && !ON_SAME_DUTY.test(folded);
    return duty ? [roleOf(own) ?? 'implement'] : [];
  });
  return [...new Set(roles)].filter((role) => role !== first);
}

/** "Là cơ quan thường trực; …": what follows is what such a body does. */
const STANDING_ONLY = /^\W*(?:la|lam) (?:co quan |don vi )?(?:thuong truc|dau moi)[^,]*;$/;

const ON_SAME_DUTY =
  /^(?:(?:dong thoi|va)\s+)?(?:hoan thanh|truoc ngay|cham nhat|hang|gui|nop|theo doi|don doc|(?:tong hop|xay dung|tham muu|dinh ky|kip thoi|thuc hien)?[^;:]{0,60}\bbao cao)\b/;

/** Named partners of the one in charge coordinate; those of a coordinating body may as well lead, so they are not told. */
function coordinating(partners: readonly Party[], role: Role): Charged[] {
  return role === 'coordinate'
    ? []
    : partners
        .filter((party) => party.agency !== null || !UNNAMED.test(foldSame(party.name)))
        .map((party) => ({ ...party, role: 'coordinate', partner: true }));
}

const UNNAMED =
  /lien quan|chuc nang|khac\b|tham quyen|^(?:(?:cac|nhung)\s+)?(?:nganh|don vi|co quan|dia phuong|cap|doan the|ban nganh|to chuc|phong ban|luc luong|ben)(?:,? (?:nganh|don vi|co quan|dia phuong|doan the|to chuc|ca nhan))*$/;

/** In a section on reports, duties of other kinds are said with "Giao …" or behind the name and a colon. */
function chargesBesideReports(sentence: Span): boolean {
  const folded = foldSame(sentence.text);
  if (
    /^[^:;.]{4,120}:\s+(?!\d)[a-z]/.test(folded) &&
    !/bao cao|\bgui\b|\bnop\b|tong hop|lien he|so lieu|\d{3}/.test(folded)
  )
    return true;
  return /^(giao|phan cong)\s/.test(folded) && !/bao cao/.test(folded);
}

/** The parties that a table's cell or a labelled line names, each with its part. */
import type { AgencyBook } from './agency-book.ts';
import type { Label } from './labels.ts';
import { rolesBehind, type Placed, type Role } from './roles.ts';

/** The parties of a cell or of a label's value, which may give each its role behind its name. */
export function placedIn(words: string, role: Role, book: AgencyBook): Placed[] {
  const placed = rolesBehind(words, book);
  return placed.length > 0 ? placed : book.parse(words).map((party) => ({ ...party, role }));
}

/** The parties of labelled lines. */
export function partiesOf(labels: readonly Label[], book: AgencyBook): Placed[] {
  return labels.flatMap((label) => {
    if (label.kind !== 'lead' && label.kind !== 'coordinate' && label.kind !== 'implement') return [];
    return placedIn(namesOf(label.value, book), label.kind, book).filter(
      (party) => book.opens(party.name) || party.agency !== null || party.name.length < 60,
    );
  });
}

/** "phối hợp: Sở Y tế; hoàn thành trước 31/3": the names end where a clause in small letters or a sentence begins that names nobody. */
function namesOf(value: string, book: AgencyBook): string {
  for (const match of value.matchAll(/;\s+(?=\p{Ll})|(?<=\p{Ll}{2})\.\s+(?=\p{Lu})/gu)) {
    const rest = value.slice(match.index + match[0].length);
    if (!book.opens(rest)) return value.slice(0, match.index);
  }
  return value;
}

/** Who stands above an item or opens a sentence, and thereby owns what is said. */
import type { Item } from '../../outline/outline.ts';
import { foldSame } from '../../plain-fold.ts';
import type { AgencyBook, Party } from '../agency-book.ts';
import { isLabelLine } from '../labels.ts';
import { roleOf, type Role } from '../roles.ts';
import type { Span } from '../sentences.ts';

/** Whose duties stand somewhere, and the role that was said for all of them. */
export interface Owner {
  readonly parties: readonly Party[];
  readonly role: Role | null;
}

/** The bodies that open a sentence as its subject; null where nobody does. */
export function subjectOf(sentence: string, book: AgencyBook): { parties: readonly Party[]; end: number } | null {
  const subject = book.subjectWithin(sentence);
  if (!subject) return null;
  // "Công an các cấp", "Trường học an toàn": kinds of bodies in the middle of a text are no addressees.
  return subject.parties.some(
    (party) => party.agency !== null || /^\p{Lu}/u.test(party.name) || /^cac /.test(foldSame(party.name)),
  )
    ? subject
    : null;
}

/** The agencies of the innermost heading above an item that names some. */
export function ownerOf(item: Item, book: AgencyBook): Owner | null {
  for (const above of [...item.above].reverse()) {
    const folded = foldSame(above.body);
    if ((above.owner || book.isList(above.body)) && above.body.length < 260)
      return { parties: book.parse(above.body.replace(/\s*\([^)]*\)\s*:?$/, '')), role: null };
    const subject = /:$/.test(above.text) || above.heading ? book.subject(above.body) : null;
    if (subject && !isLabelLine(above.body))
      return { parties: subject.parties, role: roleOf(above.body.slice(subject.end)) };
    if (above.level === 1 && /^(trach nhiem|nhiem vu) cua /.test(folded))
      return { parties: book.parse(above.body.slice(foldSame(above.body).indexOf('cua ') + 4)), role: null };
    const runIn = !above.heading && above.level >= 2 ? book.subject(above.body) : null;
    if (runIn && /^[^:]{2,200}:/.test(above.body)) return { parties: runIn.parties, role: null };
  }
  return null;
}

/** A sentence as it stands in the source; the first one of a numbered item with its number. */
export function quoteOf(item: Item, sentence: Span): string {
  const offset = item.text.length - item.body.length;
  const numbered = item.marker && item.marker.kind !== 'dash' && item.marker.kind !== 'plus';
  return sentence.start === 0 && numbered ? item.text.slice(0, offset + sentence.text.length) : sentence.text;
}

/** Sentences that charge several bodies, one clause each. */
import type { AgencyBook } from './agency-book.ts';
import { clausesOf, type Span } from './sentences.ts';

export interface Duty extends Span {
  /** Set where it is a clause with a subject of its own. */
  readonly own?: true;
}

/** "… củng cố các đội cứu nạn; Hội Nông dân tỉnh vận động hội viên": two duties, each of its own subject. */
export function bySubject(sentence: Span, book: AgencyBook): Duty[] {
  const duties: Duty[] = [];
  for (const clause of clausesOf(sentence)) {
    const before = duties.at(-1);
    const named = before && /^\p{Lu}/u.test(clause.text) ? book.subject(clause.text) : null;
    if (before && !(named && book.subjectWithin(before.text)))
      duties[duties.length - 1] = {
        ...before,
        text: sentence.text.slice(before.start - sentence.start, clause.start - sentence.start + clause.text.length),
      };
    else duties.push(before ? { ...clause, own: true } : clause);
  }
  return duties;
}

/** A duty with its time, as found in a document. */
import type { TimeExpression } from '../times/time-expression.ts';
import type { Item } from '../../outline/outline.ts';
import type { AgencyBook, Party } from '../agency-book.ts';
import type { FoundAssignment } from '../assignments/found-assignment.ts';
import type { PlanYear } from '../times/plan-year.ts';
import type { Parties } from './to-whom.ts';

export interface FoundDeadline {
  readonly section: string;
  readonly quote: string;
  readonly what: string;
  readonly time: Pick<TimeExpression, 'due' | 'precision' | 'recurrence' | 'relative' | 'impossible'>;
  readonly dueText: string;
  readonly reporters: readonly Party[];
  readonly reporterWords: string | null;
  readonly recipients: readonly Party[];
  readonly recipientWords: string | null;
  readonly via: Party | null;
  readonly item: number;
}

/** What the finders of deadlines know of the document besides the words before them. */
export interface Background {
  readonly items: readonly Item[];
  /** They give labelled times their tasks. */
  readonly assignments: readonly FoundAssignment[];
  readonly book: AgencyBook;
  readonly year: PlanYear;
  /** Whom the labels below a task charge with it, by item. */
  readonly owners: ReadonlyMap<number, Parties>;
}

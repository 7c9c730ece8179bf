/** A pattern of expressions of time and how its matches are read. */
import type { PlanYear } from './plan-year.ts';
import type { Base, TimeExpression } from './time-expression.ts';

/** Where a pattern matched. */
export interface Place {
  readonly base: Base;
  /** The expression's words, folded. */
  readonly words: string;
  /** The whole text as written, of the same length as the folded one that was searched. */
  readonly text: string;
  readonly year: PlanYear;
}

export interface TimeRule {
  /** Matches folded text; has the flag "g". */
  readonly sign: RegExp;
  readonly kind: TimeExpression['kind'];
  /** Null where the words are no time after all; several where they name several ("tháng 6 và tháng 12"). */
  readonly read: (match: RegExpExecArray, place: Place) => TimeExpression | readonly TimeExpression[] | null;
}

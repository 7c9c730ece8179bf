/** What an expression of time says; what the text leaves open stays null. */
export type Precision = 'month' | 'quarter' | 'halfyear' | 'year';
export type Recurrence = 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'halfyearly' | 'annual';

export interface Relative {
  readonly days: number | null;
  readonly hours?: number;
  readonly after?: string;
  readonly before?: string;
}

export interface TimeExpression {
  readonly start: number;
  readonly end: number;
  /** As written. */
  readonly text: string;
  readonly due: string | null;
  readonly precision?: Precision;
  readonly recurrence?: Recurrence;
  readonly relative?: Relative;
  /** Whether words like "trước", "chậm nhất" or "trong" make it a limit. */
  readonly limit: boolean;
  /** Whether it continues a list of limits ("trước ngày 15/6 và 15/12"). */
  readonly joined?: boolean;
  /** The first day where it is a span ("từ ngày 01/6 đến ngày 30/6/2026"). */
  readonly from?: string;
  /** Set where the written date exists in no calendar or has no plausible year. */
  readonly impossible?: boolean;
  readonly kind: 'date' | 'span' | 'period' | 'recurrence' | 'relative';
}

/** What every expression has before its words are read. */
export type Base = Pick<TimeExpression, 'start' | 'end' | 'text' | 'limit' | 'kind'>;

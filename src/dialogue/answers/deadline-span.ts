/** Spans of time that people name: this week, next month, today. */
import { addDays, weekday } from '../../text/dates.ts';
import { asks, spoken, type Ask } from '../ask.ts';
import type { DeadlineFact } from './deadline-choice.ts';

export interface Span {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** The span the question names, or null. */
export function wantedSpan(ask: Ask): Span | null {
  const text = spoken(ask);
  const monday = addDays(ask.today, 1 - weekday(ask.today));
  const monthStart = `${ask.today.slice(0, 7)}-01`;
  const nextMonth = `${addDays(monthStart, 32).slice(0, 7)}-01`;
  if (/\btuan nay\b/.test(text)) return { key: 'span-week', from: monday, to: addDays(monday, 6) };
  if (/\btuan (sau|toi)\b/.test(text))
    return { key: 'span-next-week', from: addDays(monday, 7), to: addDays(monday, 13) };
  if (/\bthang nay\b/.test(text)) return { key: 'span-month', from: monthStart, to: addDays(nextMonth, -1) };
  if (/\bthang (sau|toi)\b/.test(text))
    return { key: 'span-next-month', from: nextMonth, to: addDays(`${addDays(nextMonth, 32).slice(0, 7)}-01`, -1) };
  if (/\b(hom nay|bua nay|bua ni)\b/.test(text) && asks(ask, 'upcoming') && !asks(ask, 'daysLeft', 'late'))
    return { key: 'span-today', from: ask.today, to: ask.today };
  if (/\b(ngay mai)\b/.test(text))
    return { key: 'span-tomorrow', from: addDays(ask.today, 1), to: addDays(ask.today, 1) };
  return null;
}

/** Whether a deadline, or the day before it, lies in a span. */
export function within(fact: DeadlineFact, span: Span): boolean {
  const due = fact.data.due!;
  return (due >= span.from && due <= span.to) || (addDays(due, -1) >= span.from && addDays(due, -1) <= span.to);
}

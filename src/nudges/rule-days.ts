/** Days that a document gives by a rule: a span, a recurrence, or so many days after an event. */
import type { NudgeEvent } from '../knowledge/nudges-schema.ts';
import type { Deadline } from '../knowledge/schema.ts';
import { addDays, weekday } from '../text/dates.ts';
import { fold } from '../text/fold.ts';
import { lunarDate } from '../text/lunar.ts';
import type { WorkingDays } from './working-days.ts';

/** A day on which something is due; `part` names it among those of its deadline. */
export interface RuleDay {
  readonly part: string;
  readonly day: string;
}

/** An event that a deadline hangs on, and its day. */
export interface EventDay {
  readonly event: NudgeEvent;
  readonly day: string;
}

/** The last day of what a text calls "before": the day before the one it names; else that day itself. */
export function lastDayOf(due: string, dueText: string): string {
  return fold(dueText).includes('truoc') ? addDays(due, -1) : due;
}

/** The last day of a span that a text names: a month, a quarter, a half-year, a year; null where it names none. */
export function spanEnd(dueText: string, year: number): string | null {
  const text = fold(dueText);
  const quarter = /\bquy\s+(iv|i{1,3}|[1-4])\b/.exec(text)?.[1];
  if (quarter) return monthEnd(year, quarterNumber(quarter) * 3);
  if (/\b(6|06|sau) thang dau nam\b/.test(text)) return monthEnd(year, 6);
  if (/\b(6|06|sau) thang cuoi nam\b/.test(text)) return monthEnd(year, 12);
  const month = /\bthang\s+(1[0-2]|0?[1-9])\b/.exec(text)?.[1];
  if (month) return monthEnd(year, Number(month));
  return /\b(trong|ca|cuoi|het) nam\b|\bnam \d{4}\b/.test(text) ? monthEnd(year, 12) : null;
}

/** The days of a recurring deadline within a year; null where its rule cannot be read. */
export function recurringDays(
  { recurrence, due, dueText }: Pick<Deadline, 'recurrence' | 'due' | 'dueText'>,
  year: number,
): RuleDay[] | null {
  const text = fold(dueText);
  const days = {
    weekly: () => weeklyDays(text, due, year),
    monthly: () => monthlyDays(text, due, year),
    quarterly: () => quarterlyDays(text, due, year),
    annual: () => annualDays(text, due, year),
  };
  const found = recurrence ? days[recurrence]() : null;
  return found?.map(({ part, day }) => ({ part, day: lastDayOf(day, dueText) })) ?? null;
}

function weeklyDays(text: string, due: string | null, year: number): RuleDay[] | null {
  const names = ['hai', 'ba', 'tu', 'nam', 'sau', 'bay'];
  const named = /\bthu\s+(hai|ba|tu|nam|sau|bay|[2-7])\b/.exec(text)?.[1];
  const number = named ? Number(named) - 1 || names.indexOf(named) + 1 : /\bchu nhat\b/.test(text) ? 7 : null;
  const wanted = number ?? (due ? weekday(due) : /cuoi tuan/.test(text) ? 5 : null);
  if (wanted === null) return null;
  const days: RuleDay[] = [];
  for (let day = due ?? `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1))
    if (weekday(day) === wanted) days.push({ part: day, day });
  return days;
}

function monthlyDays(text: string, due: string | null, year: number): RuleDay[] | null {
  const date = due ? Number(due.slice(8)) : dayNumber(text);
  if (date === null && !/cuoi (moi )?thang|ngay cuoi/.test(text)) return null;
  const months = Array.from({ length: 12 }, (_, at) => at + 1);
  return months
    .map((month) => ({ part: `${year}-${two(month)}`, day: dayOfMonth(year, month, date) }))
    .filter(({ day }) => due === null || day >= due);
}

function quarterlyDays(text: string, due: string | null, year: number): RuleDay[] | null {
  const date = due ? Number(due.slice(8)) : dayNumber(text);
  if (date === null && !/cuoi (moi )?quy|ngay cuoi/.test(text)) return null;
  const next = /quy (sau|tiep theo|ke tiep)/.test(text);
  const shift = due
    ? (Number(due.slice(5, 7)) - 1) % 3
    : next || /thang dau/.test(text)
      ? 0
      : /thang giua/.test(text)
        ? 1
        : 2;
  return [0, 3, 6, 9]
    .map((start, at) => {
      const month = start + shift + 1 + (next ? 3 : 0);
      return { part: `${year}-q${at + 1}`, day: dayOfMonth(year + (month > 12 ? 1 : 0), ((month - 1) % 12) + 1, date) };
    })
    .filter(({ day }) => due === null || day >= due);
}

function annualDays(text: string, due: string | null, year: number): RuleDay[] | null {
  if (due) return [{ part: String(year), day: due }];
  const [, date, month] = /(\d{1,2})\s*(?:\/|thang)\s*(\d{1,2})/.exec(text) ?? [];
  if (date === undefined || month === undefined || Number(month) < 1 || Number(month) > 12) return null;
  return [{ part: String(year), day: dayOfMonth(year, Number(month), Number(date)) }];
}

/** So many days (working days, where it says so) before or after an event; null where the text is no such rule. */
export function relativeDay(dueText: string, eventDay: string, workingDays: WorkingDays): string | null {
  const match = /(\d+) ngay( lam viec)? (?:[a-z]+ )*?(sau|ke tu|truoc)\b/.exec(fold(dueText));
  if (!match) return null;
  const [, count, working, direction] = match;
  if (direction === 'truoc') return addDays(eventDay, -Number(count));
  return working ? workingDays.plus(eventDay, Number(count)) : addDays(eventDay, Number(count));
}

/** Whether a text counts from an event ("chậm nhất 05 ngày sau khi kết thúc"). */
export function isRelative(dueText: string): boolean {
  return /\d+ ngay( lam viec)? (?:[a-z]+ )*?(sau|ke tu|truoc)\b/.test(fold(dueText));
}

/** The event that one of the texts names, and its day in a year. */
export function eventDay(texts: readonly string[], year: number, events: readonly NudgeEvent[]): EventDay | null {
  const folded = texts.map(fold);
  const event = events.find(({ names }) => names.some((name) => folded.some((text) => text.includes(fold(name)))));
  return event ? { event, day: dayOfEvent(event, year) } : null;
}

function dayOfEvent({ lunar, solar }: NudgeEvent, year: number): string {
  const [date, month] = (lunar ?? solar ?? '').split('/').map(Number);
  return lunar === undefined ? dayOfMonth(year, month!, date!) : lunarDate(date!, month!, year);
}

/** A day of a month, its last day where it has none of that number or none is named. */
export function dayOfMonth(year: number, month: number, date: number | null): string {
  const last = monthEnd(year, month);
  return date === null || date > Number(last.slice(8)) ? last : `${last.slice(0, 8)}${two(date)}`;
}

function monthEnd(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function quarterNumber(written: string): number {
  return Number(written) || ['i', 'ii', 'iii', 'iv'].indexOf(written) + 1;
}

function dayNumber(text: string): number | null {
  const found = /\bngay\s+(?:mung\s+)?(3[01]|[12]\d|0?[1-9])\b/.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

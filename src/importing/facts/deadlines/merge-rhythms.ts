/** Rhythms and the dates that belong to them. */
import type { TimeExpression } from '../times/time-expression.ts';

/** "hằng quý (trước ngày 15 của tháng cuối quý)" is one deadline: a date beside a rhythm or a period wins over it. */
export function mergeRecurrences(times: readonly TimeExpression[], folded: string): TimeExpression[] {
  const kept: TimeExpression[] = [];
  for (const time of times) {
    const before = kept.at(-1);
    if (before && saysMore(time, before, folded.slice(before.end, time.start)))
      while (kept.at(-1)?.start === before.start) kept.pop();
    kept.push(time);
  }
  return kept;
}

/** Whether a time says again, and closer, what the one before it said. */
function saysMore(time: TimeExpression, before: TimeExpression, between: string): boolean {
  // "trong tháng 5, chậm nhất 31/5/2026"
  if (before.kind === 'period' && time.kind === 'date')
    return /^\s*[,(]?\s*$/.test(between) && /^(?:ch|mu)/i.test(time.text) && (before.due ?? '') >= (time.due ?? '');
  if (before.kind !== 'recurrence') return false;
  if (time.kind === 'recurrence' && time.recurrence !== before.recurrence) return false;
  return !/,\s*bao cao/.test(between) && /^[\s(,:]*(?:bao cao[^;.,]{0,80}[\s(]*)?$/.test(between);
}

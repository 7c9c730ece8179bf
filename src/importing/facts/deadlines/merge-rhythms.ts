/** Rhythms and the dates that belong to them. */
import type { TimeExpression } from '../times/time-expression.ts';

/** "hằng quý (trước ngày 15 của tháng cuối quý)" is one deadline: a date beside a rhythm or a period wins over it. */
export function mergeRecurrences(times: readonly TimeExpression[], folded: string): TimeExpression[] {
  const kept: TimeExpression[] = [];
  for (const time of times) {
    const before = kept.at(-1);
    const between = before ? folded.slice(before.end, time.start) : '';
    if (before && (saysMore(time, before, between) || saysWhen(time, before, between))) {
      const single = kept.at(-2)?.start !== before.start;
      while (kept.at(-1)?.start === before.start) kept.pop();
      kept.push(single && isYearly(before, time) ? { ...time, recurrence: 'annual' } : time);
    } else kept.push(time);
  }
  return kept;
}

/** "Báo cáo hằng quý về Sở Y tế trước ngày 15 của tháng cuối quý": one duty goes on between the rhythm and its day. */
function saysWhen(time: TimeExpression, before: TimeExpression, between: string): boolean {
  if (before.kind !== 'recurrence') return false;
  const day = time.kind === 'recurrence' ? time.recurrence === before.recurrence : isYearly(before, time);
  return day && between.length < 120 && !/[;.:]/.test(between) && !/,\s/.test(between) && !/\bva (?=\S)/.test(between) && !AGAIN.test(between);
}

/** A second duty, or a second report of its own time. */
const AGAIN =
  /\b(?:bao cao|tong hop|hoan thanh|xay dung|ban hanh|to chuc|trinh|nop|ra soat|kiem tra|so ket|tong ket)\b(?=.*\b(?:bao cao|tong hop|hoan thanh|xay dung|ban hanh|to chuc|trinh|nop|ra soat|kiem tra|so ket|tong ket)\b)/;

/** A day of a year that is not written, beside "hằng năm". */
function isYearly(rhythm: TimeExpression, time: TimeExpression): boolean {
  return rhythm.recurrence === 'annual' && time.kind === 'date' && !/\d{4}/.test(time.text);
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

/** Rhythms and the dates that belong to them. */
import type { TimeExpression } from '../times/time-expression.ts';

/** "hằng quý (trước ngày 15 của tháng cuối quý)" is one deadline: a date beside a rhythm or a period wins over it. */
export function mergeRecurrences(times: readonly TimeExpression[], folded: string): TimeExpression[] {
  const kept: TimeExpression[] = [];
  for (const time of times) {
    const before = kept.at(-1);
    const between = before ? folded.slice(before.end, time.start) : '';
    if (before && (saysMore(time, before, between) || saysWhen(time, before, between)))
      while (kept.at(-1)?.start === before.start) kept.pop();
    kept.push(time);
  }
  return kept;
}

/** "Báo cáo hằng quý về Sở Y tế trước ngày 15 của tháng cuối quý": one duty goes on between the rhythm and its day. */
function saysWhen(time: TimeExpression, before: TimeExpression, between: string): boolean {
  if (before.kind !== 'recurrence') return false;
  return (
    time.kind === 'recurrence' && time.recurrence === before.recurrence && /\S{2}/.test(between) && runsOn(between)
  );
}

/** Whether words between a rhythm and a day tell one duty and no other. */
function runsOn(between: string): boolean {
  return between.length < 120 && !/[;.:()]|,\s/.test(between) && !AGAIN.test(between);
}

/** "Báo cáo hằng năm về Sở Y tế trước ngày 05/12": the day comes every year. */
export function withYears(times: readonly TimeExpression[], folded: string): TimeExpression[] {
  const kept: TimeExpression[] = [];
  for (const time of times) {
    const before = kept.at(-1);
    const single = before && before.recurrence === 'annual' && before.kind === 'recurrence';
    const between = before ? folded.slice(before.end, time.start) : '';
    const alone = kept.at(-2)?.start !== before?.start;
    if (single && alone && isDayOfYear(time) && /\S{2}/.test(between) && runsOn(between)) {
      kept.pop();
      kept.push({ ...time, recurrence: 'annual' });
    } else kept.push(time);
  }
  return kept;
}

/** "Định kỳ hằng năm, … (6 tháng trước ngày 10/6, năm trước ngày 10/12)": a rhythm that the days behind it spell out. */
export function spelledOut(times: readonly TimeExpression[], folded: string): readonly TimeExpression[] {
  const [first] = times;
  if (first?.kind === 'recurrence' && times.length > 1 && ROUNDS.test(folded.slice(first.end))) return times.slice(1);
  if (!first || first.kind !== 'recurrence' || /\d\s*$|ng\S+\s+\d/i.test(first.text)) return times;
  const rhythms = times.filter((time) => time.start === first.start);
  if (!rhythms.every(({ recurrence }) => recurrence === 'annual' || recurrence === 'halfyearly')) return times;
  const end = /[;.](?=\s|$)/.exec(folded.slice(first.end))?.index ?? folded.length;
  const rest = times.slice(rhythms.length);
  const days = rest.filter((time) => time.kind === 'date' && time.limit && time.start < first.end + end);
  if (days.length < 2) return times;
  const yearly = rhythms.length === 1 && first.recurrence === 'annual';
  const bare = days.filter(isDayOfYear);
  if (bare.length > 0 && !yearly) return times;
  return rest.map((time) => (bare.includes(time) ? { ...time, recurrence: 'annual' as const } : time));
}

/** "Mỗi năm 02 đợt: đợt 1 trong tháng 5, …" */
const ROUNDS = /^\s*[:(,–-]\s*(?:dot|lan|ky) (?:1|i|dau|thu nhat)\b/;

const VERB = '(?:bao cao|tong hop|hoan thanh|xay dung|ban hanh|to chuc|trinh|nop|gui|ra soat|kiem tra|so ket|tong ket)';
/** A second duty. */
const AGAIN = new RegExp(`\\bva ${VERB}\\b|\\b${VERB}\\b.*\\b(?!gui|bao cao)${VERB}\\b`);

/** A limit by a day whose year is not written. */
function isDayOfYear(time: TimeExpression): boolean {
  return time.kind === 'date' && time.limit && !/\d{4}/.test(time.text);
}

/** Whether a time says again, and closer, what the one before it said. */
function saysMore(time: TimeExpression, before: TimeExpression, between: string): boolean {
  // "trong tháng 5, chậm nhất 31/5/2026"
  if (before.kind === 'period' && time.kind === 'date')
    return /^\s*[,(]?\s*$/.test(between) && /^(?:ch|mu)/i.test(time.text) && (before.due ?? '') >= (time.due ?? '');
  // "hoàn thành trước mùa mưa, chậm nhất 15/5/2026"
  if (before.relative?.days === null && before.relative.before !== undefined && time.kind === 'date')
    return time.limit && /^\s*[,(]\s*(?:(?:tuc|cu the)(?: la)?\s+)?$/.test(between);
  if (before.kind !== 'recurrence') return false;
  if (time.kind === 'recurrence' && time.recurrence !== before.recurrence) return false;
  // "trước ngày 15 của tháng cuối quý, trước 10/6 (6 tháng)": a rhythm with a day of its own is a limit of its own.
  if (time.kind === 'date' && time.recurrence === undefined && /ng\S+\s+\d/i.test(before.text)) return false;
  return !/,\s*bao cao/.test(between) && /^[\s(,:]*(?:bao cao[^;.,]{0,80}[\s(]*)?$/.test(between);
}

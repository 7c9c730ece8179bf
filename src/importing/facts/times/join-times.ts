/** What neighbouring expressions of time say about each other. */
import { foldSame } from '../../plain-fold.ts';
import type { TimeExpression } from './time-expression.ts';

const STRONG = /^(?:cham|muon|tre|han|xong|hoan thanh|khong|truoc|den het|het)/;

const LISTED = /^\s*(?:,|va|,\s*va)\s*$/;

/** Dates of a list share the words before its first ("trước ngày 15/6 và 15/12") and the rhythm after its last. */
export function joinTimes(times: readonly TimeExpression[], text: string): TimeExpression[] {
  const folded = foldSame(text);
  return withRhythms(withLimits(times, folded), text, folded);
}

function withLimits(times: readonly TimeExpression[], folded: string): TimeExpression[] {
  const joined: TimeExpression[] = [];
  for (const time of times) {
    const before = joined.at(-1);
    const listed =
      before?.kind === 'date' &&
      time.kind === 'date' &&
      (before.joined === true || STRONG.test(folded.slice(before.start))) &&
      /^(?:\s*\([^)]{0,60}\)|\s+doi voi [^;.,]{3,50}(?=[,;]))?\s*(?:,|;|va|hoac|,\s*va)\s*$/.test(
        folded.slice(before.end, time.start),
      );
    joined.push(listed && !time.limit ? { ...time, limit: true, joined: true } : time);
  }
  return joined;
}

/** "15/6 và 15/12 hằng năm" and "hằng năm, trước ngày 15/12": the rhythm goes to the dates. */
function withRhythms(times: readonly TimeExpression[], text: string, folded: string): TimeExpression[] {
  let joined: TimeExpression[] = [];
  for (const time of times) {
    const before = joined.at(-1);
    const between = before ? folded.slice(before.end, time.start) : '';
    if (before && isNamed(before) && isAnnual(time) && /^\s*,?\s*(?:dinh ky\s*)?$/.test(between))
      joined = yearly(joined, time, text, folded);
    else if (before && leadsTo(before, joined.at(-2), time) && /^\s*,?\s*$/.test(between))
      joined[joined.length - 1] = { ...time, recurrence: 'annual' };
    else joined.push(time);
  }
  return joined;
}

/** Whether a lone "hằng năm" opens a date. */
function leadsTo(rhythm: TimeExpression, other: TimeExpression | undefined, time: TimeExpression): boolean {
  return isAnnual(rhythm) && other?.start !== rhythm.start && time.kind === 'date';
}

/** Times whose last list recurs every year; the words of its last run on to the rhythm. */
function yearly(
  times: readonly TimeExpression[],
  rhythm: TimeExpression,
  text: string,
  folded: string,
): TimeExpression[] {
  const last = times.at(-1)!;
  const first = times.findLastIndex((time, at) => {
    const next = times[at + 1] ?? time;
    return !isNamed(time) || (next.start !== time.start && !LISTED.test(folded.slice(time.end, next.start)));
  });
  return times.map((time, at) => {
    if (at <= first) return time;
    const words = time.start === last.start ? { end: rhythm.end, text: text.slice(time.start, rhythm.end) } : {};
    return { ...time, ...words, recurrence: 'annual' };
  });
}

/** A day, a month or a quarter that comes every year. */
function isNamed({ kind, precision }: TimeExpression): boolean {
  return kind === 'date' || precision === 'month' || precision === 'quarter';
}

function isAnnual(time: TimeExpression): boolean {
  return time.kind === 'recurrence' && time.recurrence === 'annual';
}

/** Points and spans of time in administrative Vietnamese; what the text leaves open stays null. */
import { foldSame } from '../plain-fold.ts';
import { DAY_RULES, MONTHLY_DAY_RULE, SPAN_RULES } from './times/day-rules.ts';
import { joinTimes } from './times/join-times.ts';
import { lunarDays, withDigits } from './times/noise.ts';
import { PERIOD_RULES } from './times/period-rules.ts';
import type { PlanYear } from './times/plan-year.ts';
import { EVENT_RULES, RELATIVE_RULES } from './times/relative-rules.ts';
import { RHYTHM_DAY_RULES, RHYTHM_RULES } from './times/rhythm-rules.ts';
import type { TimeExpression } from './times/time-expression.ts';
import type { TimeRule } from './times/time-rule.ts';

export type { TimeExpression } from './times/time-expression.ts';

/** The first rule that fits a place wins: the longest readings stand first. */
const RULES: readonly TimeRule[] = [
  ...SPAN_RULES,
  ...RELATIVE_RULES,
  ...RHYTHM_DAY_RULES,
  MONTHLY_DAY_RULE,
  ...DAY_RULES,
  ...RHYTHM_RULES,
  ...PERIOD_RULES,
  ...EVENT_RULES,
];
const LIMITING =
  /^(du kien|cham|muon|tre|som|han|xong|hoan thanh|ket thuc|khong|dinh ky|truoc|den|het|trong|vao|tu nay)/;

/** All expressions of time of a text, left to right; `year` completes dates written without one. */
export function timesOf(text: string, year: PlanYear): TimeExpression[] {
  const folded = withDigits(foldSame(text));
  const lunar = lunarDays(folded);
  const found: TimeExpression[] = [];
  for (const rule of RULES)
    for (const match of folded.matchAll(rule.sign)) {
      const start = match.index + match[0].length - match[0].trimStart().length;
      const end = match.index + match[0].trimEnd().length;
      const overlaps = (other: { start: number; end: number }): boolean => start < other.end && other.start < end;
      if (/[a-z0-9/]/.test(folded[start - 1] ?? ' ') || found.some(overlaps) || lunar.some(overlaps)) continue;
      const written = text.slice(start, end).replace(/[,\s]+$/, '');
      const words = folded.slice(start, start + written.length);
      const base = { start, end: start + written.length, text: written, limit: LIMITING.test(words), kind: rule.kind };
      found.push(...[rule.read(match, { base, words, text, year }) ?? []].flat());
    }
  return joinTimes(
    found.sort((one, other) => one.start - other.start),
    text,
  );
}

/** The headings of a plan's sections, read off the lines that are in no fact. */
import type { Plan } from './schema.ts';

/** Section path ("IV.3", "IV.1.a") → the heading's words. */
export function headingsOf(plan: Plan): Map<string, string> {
  const headings = new Map<string, string>();
  let roman = '';
  let number = '';
  for (const { line } of plan.unclaimed) {
    const match = line.trim().match(/^(?:([IVX]+)|(\d+)|([a-z]))[.)]\s*(.+)$/u);
    if (!match) continue;
    if (match[1]) [roman, number] = [match[1], ''];
    if (match[2]) number = match[2];
    const path = [roman, ...(match[1] ? [] : [number]), ...(match[3] ? [match[3]] : [])].filter((part) => part !== '');
    headings.set(path.join('.'), match[4]!);
  }
  return headings;
}

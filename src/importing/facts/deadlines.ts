/** What is due when, from whom, to whom: in sentences, labelled lines and tables. */
import { foldSame } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import type { AgencyBook } from './agency-book.ts';
import type { FoundAssignment } from './assignments/found-assignment.ts';
import type { FoundDeadline } from './deadlines/found-deadline.ts';
import { ofLabel, ofRow, timeLabelsOf } from './deadlines/labelled-times.ts';
import { labelledOwners } from './deadlines/labelled-owners.ts';
import { monthsIn, ofMonth } from './deadlines/month-headings.ts';
import { ofSentence } from './deadlines/sentence-times.ts';
import type { Parties } from './deadlines/to-whom.ts';
import { isLabelLine, labelsIn } from './labels.ts';
import { kindOf, type SectionKind } from './section-kind.ts';
import { sentencesOf } from './sentences.ts';
import type { TaskRow } from './task-table.ts';
import type { PlanYear } from './times/plan-year.ts';

export type { FoundDeadline } from './deadlines/found-deadline.ts';

const SKIPPED = new Set<SectionKind>(['target', 'slogan', 'basis', 'goal']);

/** What stands there below a month was done in it, or is said of it. */
const UNTOLD = new Set<SectionKind>([...SKIPPED, 'background', 'requirement', 'funding']);

/** All deadlines; `assignments` give the tasks of labelled times. */
export function findDeadlines(
  items: readonly Item[],
  rows: readonly TaskRow[],
  assignments: readonly FoundAssignment[],
  book: AgencyBook,
  year: number | null,
): FoundDeadline[] {
  const owners = labelledOwners(items, book);
  const background = { items, assignments, book, owners, year: yearOf(items, year) };
  const months = monthsIn(items, background.year);
  const found = rows.flatMap((row) => ofRow(row, background));
  for (const item of items) {
    if (months.lines.has(item.index)) continue;
    const told = maySetTimes(item) || isTimedTask(item, items, owners);
    const month = UNTOLD.has(kindOf(item)) ? undefined : months.tasks.get(item.index);
    if (!told && !month && !isLabelOfTask(item, owners)) continue;
    const labels = timeLabelsOf(item);
    if (labels[0]) found.push(...ofLabel(item, labels[0], background));
    const own = told ? sentencesOf(item.body).flatMap((each) => ofSentence(item, each, labels, background)) : [];
    found.push(...own);
    if (month && !labels[0] && own.every(({ time }) => isUntimed(time)))
      found.push(...ofMonth(item, month, background));
  }
  return unique(found.map((each) => withWhat(each, items)));
}

/** A deadline of which nothing is told ("Trước 30/6.") is due for its item's words, else for its section's heading. */
function withWhat(found: FoundDeadline, items: readonly Item[]): FoundDeadline {
  if (/[\p{L}\d]/u.test(found.what)) return found;
  const item = items[found.item];
  const words = [item?.body, item?.above.at(-1)?.body, found.quote, found.dueText].find((each) =>
    /\p{L}/u.test(each ?? ''),
  );
  return { ...found, what: words ?? found.section };
}

/** The school year that a title names ("năm học 2025 - 2026"): its months lie in two years. */
function schoolYearIn(items: readonly Item[]): PlanYear {
  for (const item of items.filter((each) => each.zone === 'header')) {
    const match = /(?<!thuc hien |ket qua |tong ket )nam hoc (20\d\d)\s*[-–]\s*(20\d\d)/.exec(foldSame(item.text));
    if (match && Number(match[2]) === Number(match[1]) + 1) return { schoolYearFrom: Number(match[1]) };
  }
  return null;
}

/** The plan's year; that of a letter with the month in which it was written, late in the year. */
function yearOf(items: readonly Item[], year: number | null): PlanYear {
  const school = schoolYearIn(items);
  if (school !== null) return school;
  const issued = items
    .filter((item) => item.zone === 'header')
    .map((item) => /^[^,.;:]{2,60},\s*ngay\s+\S{1,8}\s+thang\s+(\d{1,2})\s+nam\s+(20\d\d)/.exec(foldSame(item.text)))
    .find((match) => match !== null);
  const month = Number(issued?.[1] ?? 0);
  return issued && Number(issued[2]) === year && month > 9 && month <= 12 ? { issuedIn: year, month } : year;
}

/** A heading that somebody is charged with below, by lines that name no time of their own. */
function isTimedTask(item: Item, items: readonly Item[], owners: ReadonlyMap<number, Parties>): boolean {
  if (!item.heading || item.cells || item.zone !== 'body' || !owners.has(item.index)) return false;
  for (let at = item.index + 1; items[at]?.above.includes(item); at += 1)
    if (labelsIn(items[at]!.body).some((label) => label.kind === 'time')) return false;
  return true;
}

/** A labelled time below a task that somebody is charged with, whatever its heading is about ("Chạy thông điệp …"). */
function isLabelOfTask(item: Item, owners: ReadonlyMap<number, Parties>): boolean {
  const parent = item.above.at(-1);
  return (
    item.zone === 'body' && !item.cells && isLabelLine(item.body) && parent !== undefined && owners.has(parent.index)
  );
}

/** Whether duties with times are looked for in an item: not in headings, targets, slogans, bases and goals. */
function maySetTimes(item: Item): boolean {
  if (item.cells || item.zone === 'header' || item.zone === 'ending' || SKIPPED.has(kindOf(item))) return false;
  const folded = foldSame(item.body);
  if (item.heading && !/bao cao|truoc (?:ngay )?\d|cham nhat|(?:hoan thanh|xong) (?:truoc|trong)/.test(folded))
    return false;
  return kindOf(item) !== 'theme' || /hoan thanh|bao cao|cham nhat|truoc (?:ngay )?\d|: \d{1,2}\/\d/.test(folded);
}

function isUntimed({ due, precision, recurrence, relative, impossible }: FoundDeadline['time']): boolean {
  return due === null && !precision && !recurrence && !relative && !impossible;
}

function unique(found: readonly FoundDeadline[]): FoundDeadline[] {
  const seen = new Set<string>();
  return found.filter((each) => {
    const key = JSON.stringify([each.quote, each.what, each.dueText, each.time.due, each.time.recurrence]);
    return !seen.has(key) && seen.add(key);
  });
}

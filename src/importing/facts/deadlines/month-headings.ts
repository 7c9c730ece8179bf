/** Tasks below a heading that is only a time: "1. Tháng 5/2026", "Quý II:". */
import { foldSame } from '../../plain-fold.ts';
import type { Item } from '../../outline/outline.ts';
import { quoteOf } from '../assignments/owner.ts';
import { isLabelLine, labelsIn } from '../labels.ts';
import { sentencesOf } from '../sentences.ts';
import { timesOf } from '../time-expressions.ts';
import type { PlanYear } from '../times/plan-year.ts';
import type { TimeExpression } from '../times/time-expression.ts';
import { actionIn, tidy } from './duty-words.ts';
import type { Background, FoundDeadline } from './found-deadline.ts';
import { leadInOf } from './lead-in.ts';
import { recipientsOf, viaOf } from './to-whom.ts';
import { whoOf } from './who-reports.ts';

const AROUND = /^(?:(?:cac )?(?:hoat dong|nhiem vu|cong viec|noi dung|ke hoach)(?: trong)?|trong|vao)?$/;
const LONGEST = 60;

/** The task of an item that stands below such a heading and has no time of its own. */
export function ofMonth(item: Item, time: TimeExpression, background: Background): FoundDeadline[] {
  const { items, book } = background;
  const [sentence] = sentencesOf(item.body);
  if (!sentence || sentence.text.length < 8) return [];
  const who = whoOf(item, sentence.text, leadInOf(item, items), background);
  const sent = /\b(?:gui|bao cao|trinh|nop|cung cap)\b/.test(foldSame(sentence.text));
  const { parties, words } = sent ? recipientsOf(sentence.text, book) : { parties: [], words: null };
  return [
    {
      section: item.section,
      quote: quoteOf(item, sentence),
      what: tidy(actionIn(sentence.text) ?? sentence.text),
      time,
      dueText: time.text,
      reporters: who.parties,
      reporterWords: who.words,
      recipients: parties,
      recipientWords: words,
      via: sent ? viaOf(sentence.text, book) : null,
      item: item.index,
    },
  ];
}

/** The lines that are only a time, and the tasks to which they give it, by index. */
export interface Months {
  readonly lines: ReadonlyMap<number, TimeExpression>;
  readonly tasks: ReadonlyMap<number, TimeExpression>;
}

/** The headings of a document that are only a time, and the tasks below them. */
export function monthsIn(items: readonly Item[], year: PlanYear): Months {
  const lines = new Map<number, TimeExpression>();
  for (const item of items) {
    const time = onlyTime(item, year);
    if (time) lines.set(item.index, time);
  }
  const tasks = new Map<number, TimeExpression>();
  let open: Item | null = null;
  for (const item of lines.size === 0 ? [] : items) {
    if (lines.has(item.index)) open = item;
    else if (open && !isBelow(item, open)) open = null;
    else if (open && isTask(item, items, lines)) tasks.set(item.index, lines.get(open.index)!);
  }
  return { lines, tasks };
}

/** The month or quarter that a line is, and nothing more; null for any other line. */
function onlyTime(item: Item, year: PlanYear): TimeExpression | null {
  // "Hoàn thành: trong tháng 6" is the label of a task.
  if (
    item.zone !== 'body' ||
    item.cells ||
    isLabelLine(item.body) ||
    item.body.length > LONGEST ||
    !/\d|\bquy\b/.test(foldSame(item.body))
  )
    return null;
  const body = item.body.replace(/[\s:.]+$/, '');
  const [time, ...others] = timesOf(body, year);
  if (!time || others.length > 0 || time.kind !== 'period' || !time.precision || time.precision === 'year') return null;
  const around = `${body.slice(0, time.start)} ${body.slice(time.end)}`.trim();
  return AROUND.test(foldSame(around)) ? time : null;
}

/** Whether an item stands below a line; dashes do below one without a number. */
function isBelow(item: Item, line: Item): boolean {
  if (item.zone !== line.zone || item.cells) return false;
  if (line.marker || line.level < 9) return item.above.includes(line);
  const parent = line.above.findLast((above) => above.level <= 6);
  return item.marker !== null && item.level > 6 && (parent === undefined || item.above.includes(parent));
}

/** Whether an item has nothing below it but labels that name no time. */
function isTask(item: Item, items: readonly Item[], lines: Months['lines']): boolean {
  if (isLabelLine(item.body) || /:$/.test(item.text) || (!item.marker && actionIn(item.body) === null)) return false;
  for (let at = item.index + 1; at < items.length && items[at]!.above.includes(item) && !lines.has(at); at += 1)
    if (
      (items[at]!.marker && !isLabelLine(items[at]!.body)) ||
      labelsIn(items[at]!.body).some((label) => label.kind === 'time')
    )
      return false;
  return true;
}

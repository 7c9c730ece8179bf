/** Deadlines of labelled lines ("Thời gian hoàn thành: …") and of the rows of task tables. */
import { foldSame } from '../../plain-fold.ts';
import type { Item } from '../../outline/outline.ts';
import type { AgencyBook, Party } from '../agency-book.ts';
import type { FoundAssignment } from '../assignments/found-assignment.ts';
import { ownerOf } from '../assignments/owner.ts';
import { isLabelLine, labelsIn, type LabelKind } from '../labels.ts';
import { kindOf } from '../section-kind.ts';
import { sentencesOf } from '../sentences.ts';
import type { TaskRow } from '../task-table.ts';
import { timesOf } from '../time-expressions.ts';
import type { PlanYear } from '../times/plan-year.ts';
import { wholeYear } from '../times/period-rules.ts';
import type { TimeExpression } from '../times/time-expression.ts';
import type { Background, FoundDeadline } from './found-deadline.ts';
import { ownerIn } from './labelled-owners.ts';
import { mergeRecurrences } from './merge-rhythms.ts';
import { recipientsOf, viaOf } from './to-whom.ts';

/** A time behind a label, with its place in the item's body. */
export interface TimeLabel {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Labels that name the paper or the office: "Thời hạn trình Chính phủ: …", "Hạn gửi về Sở: …". */
const OPENING_LABEL = /^(?:thoi (?:gian|han|diem)|han|tien do|moc thoi gian)(?:\s[^:.;,\d]{0,50})?:\s*/;

/** The labelled times of an item. */
export function timeLabelsOf(item: Item): TimeLabel[] {
  const found = labelsIn(item.body).filter((label) => label.kind === 'time');
  if (found.length > 0) return found;
  const opening = OPENING_LABEL.exec(foldSame(item.body))?.[0].length;
  if (opening === undefined) return [];
  return [{ start: 0, end: item.body.length, value: item.body.slice(opening).replace(/[\s.;,]+$/, '') }];
}

/** The deadlines of a table's row. */
export function ofRow(row: TaskRow, { items, book, year }: Background): FoundDeadline[] {
  const receiver = receiverOf(row.item, items);
  const leads = [row.lead, row.implement].filter((each) => each !== null && each !== receiver).join('; ');
  const parties = book.parse(leads === '' ? (row.coordinate ?? '') : leads);
  const found = ofTimed({ item: row.item, quote: row.item.text, task: row.task, parties }, row.time, { book, year });
  return receiver === null ? found : found.map((each) => ({ ...each, ...sentTo(receiver, book) }));
}

/** A column that tells who gets what is reported: "Nơi nhận", "Đơn vị tiếp nhận báo cáo", "Gửi đến". */
const RECEIVERS =
  /^(?:(?:noi|don vi|co quan|cap) (?:tiep )?nhan|(?:noi|don vi|co quan) gui den|gui (?:den|ve|toi)|noi gui)\b/;

/** What a row says in its table's column of receivers; null where there is none. */
function receiverOf(row: Item, items: readonly Item[]): string | null {
  let first = row.index;
  while (row.table !== undefined && items[first - 1]?.table === row.table) first -= 1;
  const heads = items[first]?.cells ?? [];
  const column = heads.findIndex((head) => RECEIVERS.test(foldSame(head).trim()));
  return (column >= 0 && row.cells?.[column]) || null;
}

function sentTo(receiver: string, book: AgencyBook): Pick<FoundDeadline, 'recipients' | 'recipientWords' | 'via'> {
  const words = receiver.replace(/\s*\([^()]*\)\s*$/, '');
  const parties = book.parse(words);
  return { recipients: parties, recipientWords: parties.length === 0 ? null : words, via: viaOf(receiver, book) };
}

/** The deadlines of a labelled line; a span under "Thời gian" is the plan's own period. */
export function ofLabel(item: Item, label: TimeLabel, background: Background): FoundDeadline[] {
  const { items, assignments, book } = background;
  const run = runOf(item, items);
  const made = assignmentOf(item, assignments);
  if (!made && isPlansOwn(item, label)) return [];
  const first = labelsIn(item.body)[0]?.start ?? label.start;
  const before = item.body.slice(0, first).replace(/[\s(–:-]+$/, '');
  const parent = item.above.at(-1);
  const labelled = item.body.slice(label.start, label.end - label.value.length);
  // "Thời gian báo cáo Tháng hành động: …" says itself what is due.
  const named = NAMED_DUTY.exec(foldSame(labelled))?.indices?.[1];
  const above = parent && !parent.heading ? parent.body : (parent?.body ?? items[item.index - 1]?.body ?? '');
  const task =
    run?.task ?? made?.task ?? (before.length > 8 ? before : named ? labelled.slice(named[0], named[1]) : above);
  if (/so lieu/.test(foldSame(labelled))) return [];
  return ofTimed(
    {
      item,
      quote: run?.quote ?? made?.quote ?? (parent && !before ? `${parent.text} ${item.text}` : item.text),
      task,
      parties: ownerIn(run?.lines ?? [item], book)?.parties ?? chargedWith(item, made, background),
      toWhom: /(?:trinh|gui|bao cao|nop)\s/.test(foldSame(labelled)) ? labelled : task,
    },
    label.value,
    background,
  ).filter((deadline) => kindOf(item) !== 'theme' || !('from' in deadline.time));
}

/** "3. Thời gian: …" among "1. Chủ đề", "2. Địa điểm": when the whole plan is carried out. */
function isPlansOwn(item: Item, label: TimeLabel): boolean {
  const numbered = item.marker !== null && item.marker.kind !== 'dash' && item.marker.kind !== 'plus';
  return (
    numbered &&
    item.level <= 3 &&
    label.start === 0 &&
    /^thoi (?:gian|diem)(?: (?:thuc hien|to chuc|trien khai|dien ra|tien hanh))*\s*:/.test(foldSame(item.body)) &&
    !/^\D*(?:truoc|cham nhat|muon nhat|xong|hoan thanh|han)\b/.test(foldSame(label.value))
  );
}

/** "Thời gian báo cáo Tháng hành động: …", "Thời hạn đăng ký: …". */
const NAMED_DUTY =
  /^(?:thoi (?:gian|han|diem)|han)\s+((?!(?:thuc hien|hoan thanh|to chuc|trien khai|dien ra|tien hanh|bat dau|ket thuc|du kien|cuoi|chot)\b)[^:]{4,80}?)\s*:/d;

interface LabelRun {
  readonly task: string;
  readonly quote: string;
  readonly lines: readonly Item[];
}

/** The unnumbered labelled lines around an item, each label once, and the line that they belong to: "Nhiệm vụ 1. …". */
function runOf(item: Item, items: readonly Item[]): LabelRun | null {
  if (item.marker || !isLabelLine(item.body)) return null;
  const seen = new Set(kindsOf(item));
  const joins = (other: Item | undefined): boolean => {
    if (!other || !isPlain(other, item) || !isLabelLine(other.body)) return false;
    const kinds = kindsOf(other).filter((kind) => kind !== 'product');
    if (kinds.some((kind) => seen.has(kind))) return false;
    for (const kind of kinds) seen.add(kind);
    return true;
  };
  let from = item.index;
  while (joins(items[from - 1])) from -= 1;
  let to = item.index;
  while (joins(items[to + 1])) to += 1;
  const base = items[from - 1];
  if (!base || !isPlain(base, item) || /:$/.test(base.text)) return null;
  // A label's value that is not told from the next task keeps it as its last sentence.
  const task = isLabelLine(base.body) ? (sentencesOf(base.body).at(-1)?.text ?? '') : base.body;
  if (task === '' || isLabelLine(task) || task.length > 300) return null;
  const lines = items.slice(from, to + 1);
  return { task, quote: [task, ...lines.map((line) => line.text)].join(' '), lines };
}

function kindsOf(item: Item): LabelKind[] {
  return labelsIn(item.body).map((label) => label.kind);
}

function isPlain(other: Item, item: Item): boolean {
  return !other.marker && !other.cells && other.zone === item.zone;
}

/** Who leads the task of a labelled time: an assignment of the labels, a line that charges with it, a heading. */
function chargedWith(item: Item, made: FoundAssignment | undefined, { owners, book }: Background): readonly Party[] {
  return ownersOf(made) ?? owners.get(item.index)?.parties ?? ownerOf(item, book)?.parties ?? [];
}

function assignmentOf(item: Item, assignments: readonly FoundAssignment[]): FoundAssignment | undefined {
  return assignments.find(
    (each) =>
      each.parties.length > 0 &&
      (each.item === item.index ||
        item.above.some((above) => above.index === each.item) ||
        (each.item < item.index && each.quote.includes(item.text))),
  );
}

function ownersOf(made: FoundAssignment | undefined): readonly Party[] | null {
  if (!made) return null;
  const byRole = (role: string): readonly Party[] => made.parties.filter((party) => party.role === role);
  return [byRole('lead'), byRole('implement'), made.parties].find((parties) => parties.length > 0) ?? null;
}

interface Task {
  readonly item: Item;
  readonly quote: string;
  readonly task: string;
  readonly parties: readonly Party[];
  /** The words in which the recipient stands where they are not the task's. */
  readonly toWhom?: string;
}

function ofTimed(
  { item, quote, task, parties, toWhom = task }: Task,
  time: string | null,
  { book, year }: Pick<Background, 'book' | 'year'>,
): FoundDeadline[] {
  if (!time || task === '') return [];
  const folded = foldSame(time);
  const times = mergeRecurrences(
    timesOf(time, year).filter((each) => !isStart(each, folded)),
    folded,
  );
  const recipients = recipientsOf(toWhom, book);
  return (times.length === 0 && !/\d\/\d/.test(time) ? yearOnly(time, year) : times).map((each) => ({
    section: item.section,
    quote,
    what: task.replace(/[.;:,\s]+$/, ''),
    time: each,
    dueText: each.text,
    reporters: parties,
    reporterWords: parties.length === 0 ? null : parties.map((party) => party.name).join('; '),
    recipients: recipients.parties,
    recipientWords: recipients.words,
    via: viaOf(task, book),
    item: item.index,
  }));
}

/** "Từ ngày 15/5, phát hành hằng tuần": where something starts it is not yet due. */
function isStart(time: TimeExpression, folded: string): boolean {
  return (
    (time.kind === 'date' || time.kind === 'period') &&
    !/^tu\b.*(?:den|-|–)/.test(foldSame(time.text)) &&
    /(?:^|\s)(?:bat dau )?(?:ke )?tu(?: ngay)?\s*$/.test(folded.slice(0, time.start))
  );
}

/** "Năm 2026"; "Cả năm", "Trong năm" are the plan's own where it is for a calendar year. */
function yearOnly(time: string, plan: PlanYear): TimeExpression[] {
  const text = time.trim();
  const folded = foldSame(text);
  const named = /^(?:trong |ca |het )?nam (20\d\d)$/.exec(folded)?.[1];
  const own = /^(?:trong |ca )nam$/.test(folded) && typeof plan === 'number' ? plan : null;
  const year = named === undefined ? own : Number(named);
  return year === null ? [] : [{ start: 0, end: text.length, text, ...wholeYear(year), limit: true, kind: 'period' }];
}

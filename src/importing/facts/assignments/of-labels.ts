/** Duties whose bodies are told behind labels: in lines of their own, in brackets, in the columns of a table. */
import type { Item } from '../../outline/outline.ts';
import type { AgencyBook } from '../agency-book.ts';
import type { LabelGroup } from '../label-groups.ts';
import { labelsIn } from '../labels.ts';
import { partiesOf, placedIn } from '../placed-parties.ts';
import { roleOf, rolesBehind, type Placed, type Role } from '../roles.ts';
import type { Span } from '../sentences.ts';
import type { TaskRow } from '../task-table.ts';
import type { FoundAssignment } from './found-assignment.ts';
import { quoteOf, subjectOf } from './owner.ts';

/** The duty of a table's row; none where it names nobody. */
export function ofRow(row: TaskRow, book: AgencyBook): FoundAssignment[] {
  const charged = (cell: string | null, role: Role) => placedIn(cell ?? '', role, book);
  const parties = [
    ...charged(row.lead, 'lead'),
    ...charged(row.coordinate, 'coordinate'),
    ...charged(row.implement, (row.lead === null && roleOf(row.task)) || 'implement'),
  ].filter((party) => /\p{L}{2}/u.test(party.name));
  if (parties.length === 0 || row.task === '') return [];
  return [
    {
      section: row.section,
      quote: row.item.text,
      task: row.task,
      parties,
      partners: [],
      time: row.time,
      item: row.item.index,
    },
  ];
}

/** The duty above a group of labels; null where the labels name nobody. */
export function ofLabels(group: LabelGroup, book: AgencyBook): FoundAssignment | null {
  const labels = group.lines.flatMap((line) => labelsIn(line.body));
  const parties = partiesOf(labels, book);
  if (parties.length === 0) return null;
  const lines = [group.base, ...group.rest, ...group.lines];
  const task = [group.base.body, ...group.rest.map((line) => line.text)].join(' ').replace(/\s*:$/, '');
  const time = labels.find((label) => label.kind === 'time')?.value ?? null;
  return {
    section: group.base.section,
    quote: lines.map((line) => line.text).join(' '),
    task,
    parties,
    partners: [],
    time,
    item: group.base.index,
  };
}

/** "… (Cơ quan chủ trì: …; phối hợp: …)": the labels' task stands before them, or in the sentence before. */
export function ofInlineLabels(
  item: Item,
  sentence: Span,
  previous: Span | undefined,
  book: AgencyBook,
): FoundAssignment | null {
  const labels = labelsIn(sentence.text);
  const named = partiesOf(labels, book);
  if (named.length === 0) return null;
  const before = sentence.text.slice(0, labels[0]!.start).replace(/[\s(–;,-]+$/, '');
  const whole = before.length > 5;
  const parties = [...(labels.some((label) => label.kind === 'lead') ? [] : leadsBefore(before, book)), ...named];
  return {
    section: item.section,
    quote: whole ? quoteOf(item, sentence) : item.text,
    task: whole ? before : (previous?.text ?? ''),
    parties,
    partners: [],
    time: labels.find((label) => label.kind === 'time')?.value ?? null,
    item: item.index,
  };
}

/** One duty whose labels stand in several sentences. */
export function joinLabels(one: FoundAssignment, other: FoundAssignment): FoundAssignment {
  return { ...one, parties: [...one.parties, ...other.parties], time: one.time ?? other.time };
}

/** "Sở Nội vụ chủ trì hướng dẫn …; phối hợp: Sở Y tế": who has the task before its labels. */
function leadsBefore(before: string, book: AgencyBook): Placed[] {
  const own = subjectOf(before, book);
  if (!own) return rolesBehind(before.replace(/^[^:]{3,100}:\s*/, ''), book);
  const role = roleOf(before.slice(own.end)) ?? 'implement';
  return own.parties.map((party) => ({ ...party, role }));
}

/** Who is charged with what: agency sections, labelled lines, tables, sentences with their own subject. */
import { foldSame } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import type { AgencyBook, Party } from './agency-book.ts';
import { isLabelLine, labelsIn, type Label } from './labels.ts';
import { kindOf } from './section-kind.ts';
import { sentencesOf, type Span } from './sentences.ts';
import type { TaskRow } from './task-table.ts';

export type Role = 'lead' | 'coordinate' | 'implement';

export interface FoundAssignment {
  readonly section: string;
  readonly quote: string;
  /** The task's words without marker and subject. */
  readonly task: string;
  readonly parties: readonly (Party & { readonly role: Role })[];
  readonly partners: readonly Party[];
  readonly time: string | null;
  readonly item: number;
}

interface Owner {
  readonly parties: readonly Party[];
  readonly role: Role | null;
}

/** All assignments of the items, in the document's order; those of plain task lists have no parties. */
export function findAssignments(items: readonly Item[], rows: readonly TaskRow[], book: AgencyBook): FoundAssignment[] {
  const found: FoundAssignment[] = rows.flatMap((row) => ofRow(row, book));
  const labelled = new Set<number>();
  for (const group of labelGroups(items)) {
    const made = ofLabels(group, book);
    if (!made) continue;
    found.push(made);
    for (const line of [group.base, ...group.rest, ...group.lines]) labelled.add(line.index);
  }
  for (const item of items) {
    if (item.zone !== 'body' || item.cells || labelled.has(item.index)) continue;
    found.push(...ofItem(item, book));
  }
  return found.sort((one, other) => one.item - other.item);
}

function ofRow(row: TaskRow, book: AgencyBook): FoundAssignment[] {
  const parties = [
    ...book.parse(row.lead ?? '').map((party) => ({ ...party, role: 'lead' as const })),
    ...book.parse(row.coordinate ?? '').map((party) => ({ ...party, role: 'coordinate' as const })),
    ...book.parse(row.implement ?? '').map((party) => ({ ...party, role: 'implement' as const })),
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

interface LabelGroup {
  readonly base: Item;
  /** Further lines of the task before its labels. */
  readonly rest: readonly Item[];
  readonly lines: readonly Item[];
}

/** Runs of labelled lines with the task that they stand under. */
function labelGroups(items: readonly Item[]): LabelGroup[] {
  const groups: LabelGroup[] = [];
  let run: Item[] = [];
  const close = (): void => {
    const base = run[0] ? baseOf(items, run[0]) : null;
    if (base) groups.push({ base, rest: items.slice(base.index + 1, run[0]!.index), lines: run });
    run = [];
  };
  for (const item of items) {
    const isLabel = item.zone === 'body' && !item.cells && isLabelLine(item.body);
    // A later line without a colon still belongs to the labels when it hangs below one.
    const continues = !isLabel && run.length > 0 && item.above.includes(run.at(-1)!);
    if (!isLabel && !continues) close();
    if (isLabel || continues) {
      if (isLabel && run.length > 0 && startsNew(run, item)) close();
      run.push(item);
    }
  }
  close();
  return groups;
}

function startsNew(run: readonly Item[], item: Item): boolean {
  const kinds = new Set(run.flatMap((line) => labelsIn(line.body).map((label) => label.kind)));
  const own = labelsIn(item.body)[0]?.kind;
  return own !== undefined && own !== 'product' && kinds.has(own) && item.above.at(-1) !== run[0]!.above.at(-1);
}

function baseOf(items: readonly Item[], first: Item): Item | null {
  const before = items[first.index - 1];
  const parent = first.above.at(-1);
  if (!before || before.zone !== 'body') return null;
  if (
    parent &&
    parent.level >= 2 &&
    !(
      parent.heading &&
      before !== parent &&
      before.level === first.level &&
      /[.;]$/.test(before.text) &&
      parent.level <= 2 &&
      !isTaskList(parent)
    )
  )
    return parent;
  return before.cells ? null : before;
}

/** A heading whose dashed lines are parts of one task, not tasks of their own. */
function isTaskList(parent: Item): boolean {
  return !/(nhiem vu|noi dung|hoat dong|giai phap)\b/.test(foldSame(parent.body.slice(0, 40)));
}

function ofLabels(group: LabelGroup, book: AgencyBook): FoundAssignment | null {
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

function partiesOf(labels: readonly Label[], book: AgencyBook): (Party & { role: Role })[] {
  return labels.flatMap((label) => {
    if (label.kind !== 'lead' && label.kind !== 'coordinate' && label.kind !== 'implement') return [];
    const role = label.kind;
    return book
      .parse(label.value)
      .filter((party) => book.opens(party.name) || party.agency !== null || party.name.length < 60)
      .map((party) => ({ ...party, role }));
  });
}

function ofItem(item: Item, book: AgencyBook): FoundAssignment[] {
  const kind = kindOf(item);
  if (kind === 'slogan' || kind === 'basis' || kind === 'theme' || kind === 'target') return [];
  if (item.heading && !/[.;]$/.test(item.body)) {
    const run = subjectOf(item.body, book);
    if (!run || /:$/.test(item.text) || book.isList(item.body)) return [];
  }
  const owner = ownerOf(item, book);
  const sentences = sentencesOf(item.body);
  const found: FoundAssignment[] = [];
  let carried: Owner | null = null;
  for (const [at, sentence] of sentences.entries()) {
    const labels = labelsIn(sentence.text);
    const inline = partiesOf(labels, book);
    if (inline.length > 0) {
      const before = sentence.text.slice(0, labels[0]!.start).replace(/[\s(–-]+$/, '');
      const task = before.length > 5 ? before : (sentences[at - 1]?.text ?? '');
      const made = {
        section: item.section,
        quote: before.length > 5 ? quoteOf(item, sentence) : item.text,
        task,
        parties: inline,
        partners: [],
        time: labels.find((label) => label.kind === 'time')?.value ?? null,
        item: item.index,
      };
      if (before.length <= 5) found.pop();
      if (task !== '') found.push(made);
      continue;
    }
    const own =
      at === 0 || /^(giao|de nghi|yeu cau)\s/.test(foldSame(sentence.text)) || !owner
        ? subjectOf(sentence.text, book)
        : null;
    if (own && (kind === 'goal' || kind === 'requirement') && !/^(giao|de nghi)\s/.test(foldSame(sentence.text)))
      continue;
    if (own) carried = { parties: own.parties, role: null };
    const who: Owner | null = own ? { parties: own.parties, role: null } : (carried ?? owner);
    if (
      kind === 'report' &&
      !(own && /^(giao|phan cong)\s/.test(foldSame(sentence.text)) && !/bao cao/.test(foldSame(sentence.text)))
    )
      continue;
    if (!who) {
      if (kind === 'task' && !item.heading)
        found.push({
          section: item.section,
          quote: quoteOf(item, sentence),
          task: sentence.text,
          parties: [],
          partners: [],
          time: null,
          item: item.index,
        });
      continue;
    }
    if (kind === 'funding' && !own) continue;
    const words = own ? sentence.text.slice(own.end) : sentence.text;
    if (/:$/.test(words) && (item.heading || /^can cu\b/.test(foldSame(words)))) continue;
    const role = roleOf(words) ?? who.role ?? 'implement';
    found.push({
      section: item.section,
      quote: quoteOf(item, sentence),
      task: words,
      parties: who.parties.map((party) => ({ ...party, role })),
      partners: partnersOf(words, book),
      time: null,
      item: item.index,
    });
  }
  return found;
}

function subjectOf(sentence: string, book: AgencyBook): { parties: readonly Party[]; end: number } | null {
  const subject = book.subjectWithin(sentence);
  if (!subject) return null;
  // "Công an các cấp", "Trường học an toàn": kinds of bodies in the middle of a text are no addressees.
  return subject.parties.some(
    (party) => party.agency !== null || /^\p{Lu}/u.test(party.name) || /^cac /.test(foldSame(party.name)),
  )
    ? subject
    : null;
}

/** The agencies of the innermost heading above an item that names some. */
export function ownerOf(item: Item, book: AgencyBook): Owner | null {
  for (const above of [...item.above].reverse()) {
    const folded = foldSame(above.body);
    if (book.isList(above.body) && above.body.length < 260)
      return { parties: book.parse(above.body.replace(/\s*\([^)]*\)\s*:?$/, '')), role: null };
    const subject = /:$/.test(above.text) || above.heading ? book.subject(above.body) : null;
    if (subject && !isLabelLine(above.body))
      return { parties: subject.parties, role: roleOf(above.body.slice(subject.end)) };
    if (above.level === 1 && /^(trach nhiem|nhiem vu) cua /.test(folded))
      return { parties: book.parse(above.body.slice(foldSame(above.body).indexOf('cua ') + 4)), role: null };
    const runIn = !above.heading && above.level >= 2 ? book.subject(above.body) : null;
    if (runIn && /^[^:]{2,200}:/.test(above.body)) return { parties: runIn.parties, role: null };
  }
  return null;
}

const MILD =
  '(?:(?:tiep tuc|chiu trach nhiem|co trach nhiem|chu dong|tich cuc|thuong xuyen|tham gia|truc tiep|cung|va|trach nhiem|dong thoi|ngoai ra|ben canh do)[,:]?\\s+)*';
const LEADS = new RegExp(
  `^(?:\\W*)${MILD}(?:chu tri|(?:la|lam|giu vai tro)\\s+(?:co quan|don vi|to chuc)?\\s*(?:dau moi|thuong truc|chu tri))`,
);
const COORDINATES = new RegExp(`^(?:\\W*)${MILD}phoi hop`);

/** The role that a task's opening words give; null where they give none. */
export function roleOf(words: string): Role | null {
  const folded = foldSame(words).replace(
    /^(?:can cu|theo|tren co so)(?:[^,;.]{2,100},\s*){1,3}?(?=chu tri|phoi hop|chu dong|tich cuc)/,
    '',
  );
  if (LEADS.test(folded)) return 'lead';
  if (/^[^;:.]{0,60}\bchu tri,? phoi hop\b/.test(folded)) return 'lead';
  if (COORDINATES.test(folded)) return 'coordinate';
  return null;
}

/** The agencies of the first "phối hợp với …" of a task. */
function partnersOf(words: string, book: AgencyBook): Party[] {
  const folded = foldSame(words);
  const found: Party[] = [];
  for (const match of folded.matchAll(
    /phoi hop(?: chat che)?(?:,? (?:huong dan|don doc|thong nhat))*(?: (?:voi|cung)(?: voi)?)?\s+/g,
  )) {
    const list = book.listAt(words.slice(match.index + match[0].length));
    for (const party of list?.parties ?? []) if (!found.some((other) => other.name === party.name)) found.push(party);
  }
  return found;
}

/** A sentence as it stands in the source; the first one of a numbered item with its number. */
export function quoteOf(item: Item, sentence: Span): string {
  const offset = item.text.length - item.body.length;
  const numbered = item.marker && item.marker.kind !== 'dash' && item.marker.kind !== 'plus';
  return sentence.start === 0 && numbered ? item.text.slice(0, offset + sentence.text.length) : sentence.text;
}

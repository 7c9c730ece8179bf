/** Who is charged with what: agency sections, labelled lines, tables, sentences with their own subject. */
import { dropFolded, foldSame } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import type { AgencyBook, Party } from './agency-book.ts';
import { verbAt } from './agency-clauses.ts';
import { bySubject } from './duty-clauses.ts';
import { labelGroups, type LabelGroup } from './label-groups.ts';
import { isLabelLine, labelsIn } from './labels.ts';
import { partiesOf, placedIn } from './placed-parties.ts';
import {
  bracketedRoles,
  closingRoles,
  partnersOf,
  roleOf,
  rolesBehind,
  spokenRoles,
  type Placed,
  type Role,
} from './roles.ts';
import { kindOf, type SectionKind } from './section-kind.ts';
import { clausesOf, sentencesOf, type Span } from './sentences.ts';
import type { TaskRow } from './task-table.ts';

export interface FoundAssignment {
  readonly section: string;
  readonly quote: string;
  /** The task's words without marker and subject. */
  readonly task: string;
  readonly parties: readonly Charged[];
  readonly partners: readonly Party[];
  readonly time: string | null;
  readonly item: number;
}

export interface Charged extends Party {
  readonly role: Role;
  /** Set where the one in charge is told to work with it ("phối hợp với …"). */
  readonly partner?: true;
}

interface Owner {
  readonly parties: readonly Party[];
  readonly role: Role | null;
}

const WITHOUT_DUTIES: ReadonlySet<SectionKind> = new Set(['slogan', 'basis', 'theme', 'target', 'background']);

/** All assignments of the items, in the document's order; those of plain task lists have no parties. */
export function findAssignments(items: readonly Item[], rows: readonly TaskRow[], book: AgencyBook): FoundAssignment[] {
  const found: FoundAssignment[] = rows.flatMap((row) => ofRow(row, book));
  const labelled = new Set<number>();
  for (const group of labelGroups(items)) {
    const made = ofLabels(group, book);
    if (!made) continue;
    found.push(made, ...group.lines.flatMap((line) => behindLabels(line, book)));
    for (const line of [group.base, ...group.rest, ...group.lines]) labelled.add(line.index);
  }
  for (const item of items) {
    if (item.zone !== 'body' || item.cells || labelled.has(item.index)) continue;
    found.push(...ofItem(item, book));
  }
  return found.sort((one, other) => one.item - other.item);
}

function ofRow(row: TaskRow, book: AgencyBook): FoundAssignment[] {
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

/** "Cơ quan phối hợp: A, B. Tổ chức khảo sát …" below an office's name: the sentences behind the labels are its duties. */
function behindLabels(line: Item, book: AgencyBook): FoundAssignment[] {
  const owner = ownerOf(line, book);
  if (!owner) return [];
  return sentencesOf(line.body)
    .slice(1)
    .filter(({ text }) => labelsIn(text).length === 0 && opensWithVerb(text))
    .flatMap((sentence) => ofSentence(line, sentence, null, owner, book) ?? []);
}

function opensWithVerb(words: string): boolean {
  const small = `va ${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
  return verbAt(small, foldSame(small)) === 3;
}

function ofItem(item: Item, book: AgencyBook): FoundAssignment[] {
  if (WITHOUT_DUTIES.has(kindOf(item)) || isHeadingOnly(item, book)) return [];
  const owner = ownerOf(item, book);
  const sentences = sentencesOf(item.body).flatMap((sentence) => bySubject(sentence, book));
  const found: FoundAssignment[] = [];
  let carried: Owner | null = null;
  for (const [at, sentence] of sentences.entries()) {
    if (isContact(sentence.text)) continue;
    const labelled = ofInlineLabels(item, sentence, sentences[at - 1], book);
    const before = found.at(-1);
    if (labelled && before && at > 0 && labelled.task === sentences[at - 1]!.text && isLabelLine(labelled.task)) {
      // "… Cơ quan chủ trì: A. Cơ quan phối hợp: B.": one task, a label in each of its sentences.
      found[found.length - 1] = joinLabels(before, labelled);
      continue;
    }
    if (labelled) {
      // The sentence before was this task and not one of its own.
      if (labelled.task !== '' && labelled.task === sentences[at - 1]?.text) found.pop();
      if (labelled.task !== '') found.push(labelled);
      continue;
    }
    const maySpeak = at === 0 || !owner || sentence.own || CHARGES.test(foldSame(sentence.text));
    const own = maySpeak ? subjectOf(sentence.text, book) : null;
    if (own && isWish(item, sentence)) continue;
    if (own) carried = { parties: own.parties, role: null };
    const made = ofSentence(item, sentence, own, carried ?? owner, book);
    if (made) found.push(made);
  }
  return found;
}

function joinLabels(one: FoundAssignment, other: FoundAssignment): FoundAssignment {
  return { ...one, parties: [...one.parties, ...other.parties], time: one.time ?? other.time };
}

/** "Đầu mối liên hệ: …", "Công an phường: 0272…": who answers the telephone is charged with nothing. */
function isContact(sentence: string): boolean {
  const folded = foldSame(sentence);
  const asks =
    /^(?:moi |cac )?(?:(?:dau moi|thong tin|chi tiet|y kien|vuong mac|can bo|so dien thoai|dien thoai)[^.;]{0,40}? )?(?:xin |vui long |de nghi )?(?:lien he|trao doi|lien lac)\b/;
  return (asks.test(folded) && /\d{3}/.test(folded)) || /^[^:.;]{3,90}:\s*[+(]?\d[\d .()+-]{1,18}[.;)]*$/.test(folded);
}

/** A heading without a duty in its own words. */
function isHeadingOnly(item: Item, book: AgencyBook): boolean {
  // "Ban Tuyên giáo biên soạn tài liệu. Các cấp Hội sử dụng thông điệp:" has a duty before the words that lead on.
  if (!item.heading || /[.;]$/.test(item.body) || sentencesOf(item.body).length > 1) return false;
  return /:$/.test(item.text) || book.isList(item.body) || !subjectOf(item.body, book);
}

const CHARGES = /^(giao|de nghi|yeu cau)\s/;

/** Among goals and requirements a subject is charged only by "Giao …" and "Đề nghị …". */
function isWish(item: Item, sentence: Span): boolean {
  const kind = kindOf(item);
  return (kind === 'goal' || kind === 'requirement') && !/^(giao|de nghi)\s/.test(foldSame(sentence.text));
}

/** "… (Cơ quan chủ trì: …; phối hợp: …)": the labels' task stands before them, or in the sentence before. */
function ofInlineLabels(
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

function rolesTold(sentence: string, book: AgencyBook): Placed[] {
  const bracketed = bracketedRoles(sentence, book);
  return bracketed.length > 0 ? bracketed : closingRoles(sentence, book);
}

/** "Sở Nội vụ chủ trì hướng dẫn …; phối hợp: Sở Y tế": who has the task before its labels. */
function leadsBefore(before: string, book: AgencyBook): Placed[] {
  const own = subjectOf(before, book);
  if (!own) return rolesBehind(before.replace(/^[^:]{3,100}:\s*/, ''), book);
  const role = roleOf(before.slice(own.end)) ?? 'implement';
  return own.parties.map((party) => ({ ...party, role }));
}

function ofSentence(
  item: Item,
  sentence: Span,
  own: { readonly parties: readonly Party[]; readonly end: number } | null,
  who: Owner | null,
  book: AgencyBook,
): FoundAssignment | null {
  const kind = kindOf(item);
  const made = { section: item.section, quote: quoteOf(item, sentence), time: null, item: item.index };
  const told = own ? bracketedRoles(sentence.text, book) : rolesTold(sentence.text, book);
  const bracketed = told.length > 0 ? told : spokenRoles(sentence.text, book);
  if (bracketed.length > 0) return { ...made, task: sentence.text, parties: bracketed, partners: [] };
  if (kind === 'report' && !(own && chargesBesideReports(sentence))) return null;
  if (!who)
    return kind === 'task' && !item.heading ? { ...made, task: sentence.text, parties: [], partners: [] } : null;
  if (kind === 'funding' && !own) return null;
  const words = own ? sentence.text.slice(own.end) : sentence.text;
  if (/:$/.test(words) && (item.heading || /^can cu\b/.test(foldSame(words)))) return null;
  const role = roleOf(words) ?? who.role ?? 'implement';
  const partners = partnersOf(words, book);
  const further = furtherRoles(words, role).filter(
    (other) => own !== null || (other === 'lead' && role === 'implement'),
  );
  return {
    ...made,
    task: words,
    parties: [
      ...who.parties.map((party) => ({ ...party, role })),
      ...further.flatMap((other) => who.parties.map((party) => ({ ...party, role: other }))),
      ...coordinating(partners, role),
    ],
    partners,
  };
}

/** "Rà soát …; chủ trì ký cam kết …; phối hợp với Công an tỉnh …": the parts that it has in its further duties. */
function furtherRoles(words: string, first: Role): Role[] {
  const [opening, ...clauses] = clausesOf({ start: 0, text: words });
  if (opening && STANDING_ONLY.test(foldSame(opening.text))) return [];
  const roles = clauses.flatMap((clause) => {
    const own = dropFolded(clause.text, /^(?:dong thoi|ngoai ra|va),?\s+/);
    const folded = foldSame(own);
    // "… tổng hợp báo cáo", "giai đoạn 1 hoàn thành trước …": the same duty goes on.
    const duty = verbAt(`va ${own}`, `va ${folded}`) === 3 && !ON_SAME_DUTY.test(folded);
    return duty ? [roleOf(own) ?? 'implement'] : [];
  });
  return [...new Set(roles)].filter((role) => role !== first);
}

/** "Là cơ quan thường trực; …": what follows is what such a body does. */
const STANDING_ONLY = /^\W*(?:la|lam) (?:co quan |don vi )?(?:thuong truc|dau moi)[^,]*;$/;

const ON_SAME_DUTY =
  /^(?:(?:dong thoi|va)\s+)?(?:hoan thanh|truoc ngay|cham nhat|hang|gui|nop|theo doi|don doc|(?:tong hop|xay dung|tham muu|dinh ky|kip thoi|thuc hien)?[^;:]{0,60}\bbao cao)\b/;

/** Named partners of the one in charge coordinate; those of a coordinating body may as well lead, so they are not told. */
function coordinating(partners: readonly Party[], role: Role): Charged[] {
  return role === 'coordinate'
    ? []
    : partners
        .filter((party) => party.agency !== null || !UNNAMED.test(foldSame(party.name)))
        .map((party) => ({ ...party, role: 'coordinate', partner: true }));
}

const UNNAMED =
  /lien quan|chuc nang|khac\b|tham quyen|^(?:(?:cac|nhung)\s+)?(?:nganh|don vi|co quan|dia phuong|cap|doan the|ban nganh|to chuc|phong ban|luc luong|ben)(?:,? (?:nganh|don vi|co quan|dia phuong|doan the|to chuc|ca nhan))*$/;

/** In a section on reports, duties of other kinds are said with "Giao …" or behind the name and a colon. */
function chargesBesideReports(sentence: Span): boolean {
  const folded = foldSame(sentence.text);
  if (
    /^[^:;.]{4,120}:\s+(?!\d)[a-z]/.test(folded) &&
    !/bao cao|\bgui\b|\bnop\b|tong hop|lien he|so lieu|\d{3}/.test(folded)
  )
    return true;
  return /^(giao|phan cong)\s/.test(folded) && !/bao cao/.test(folded);
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
    if ((above.owner || book.isList(above.body)) && above.body.length < 260)
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

/** A sentence as it stands in the source; the first one of a numbered item with its number. */
export function quoteOf(item: Item, sentence: Span): string {
  const offset = item.text.length - item.body.length;
  const numbered = item.marker && item.marker.kind !== 'dash' && item.marker.kind !== 'plus';
  return sentence.start === 0 && numbered ? item.text.slice(0, offset + sentence.text.length) : sentence.text;
}

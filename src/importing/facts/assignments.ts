/** Who is charged with what: agency sections, labelled lines, tables, sentences with their own subject. */
import { foldSame } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import type { AgencyBook } from './agency-book.ts';
import { verbAt } from './agency-clauses.ts';
import type { FoundAssignment } from './assignments/found-assignment.ts';
import { joinLabels, ofInlineLabels, ofLabels, ofRow } from './assignments/of-labels.ts';
import { ofSentence } from './assignments/of-sentence.ts';
import { ownerOf, subjectOf, type Owner } from './assignments/owner.ts';
import { bySubject } from './duty-clauses.ts';
import { labelGroups } from './label-groups.ts';
import { isLabelLine, labelsIn } from './labels.ts';
import { kindOf, type SectionKind } from './section-kind.ts';
import { sentencesOf, type Span } from './sentences.ts';
import type { TaskRow } from './task-table.ts';

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

/** Deadlines of running sentences. */
import { foldSame, matchFolded } from '../../plain-fold.ts';
import type { Item } from '../../outline/outline.ts';
import type { AgencyBook, Party } from '../agency-book.ts';
import { ownerOf, quoteOf } from '../assignments/owner.ts';
import { basesIn } from '../legal-bases.ts';
import { kindOf } from '../section-kind.ts';
import { clausesOf, type Span } from '../sentences.ts';
import { timesOf } from '../time-expressions.ts';
import type { TimeExpression } from '../times/time-expression.ts';
import { actionIn, partOf, whatOf, type Part } from './duty-words.ts';
import type { Background, FoundDeadline } from './found-deadline.ts';
import { limits } from './is-limit.ts';
import { leadInOf, placeOfReports } from './lead-in.ts';
import type { TimeLabel } from './labelled-times.ts';
import { mergeRecurrences, spelledOut, withYears } from './merge-rhythms.ts';
import { NOBODY, recipientsOf, viaOf, type Parties } from './to-whom.ts';
import { onwardOf, suddenOf, undated } from './undated.ts';
import { plainSubject, subjectIn, whoOf } from './who-reports.ts';

/** The deadlines of a sentence; times behind labels are left to the labels. */
export function ofSentence(
  item: Item,
  sentence: Span,
  labels: readonly TimeLabel[],
  background: Background,
): FoundDeadline[] {
  const { book, items } = background;
  const times = timesIn(item, sentence, labels, background);
  if (times.length === 0) return undated(item, sentence, background);
  const leadIn = leadInOf(item, items);
  const who = whoOf(item, sentence.text, leadIn, background);
  const dated = times.map((time) => {
    const clause = clauseOf(sentence, time, book);
    const within = times.filter((other) => holds(clause, other)).map((other) => shifted(other, -clause.start));
    const own = ownSubject(sentence.text, clause, book);
    const collector = collectorOf(sentence.text, time, times, book);
    const part = partOf(
      hidden(clause.text, own?.words ?? who.words),
      within,
      within.findIndex((other) => other.text === time.text && other.due === time.due),
    );
    return {
      section: item.section,
      quote: quoteOf(item, sentence),
      what: whatOf(part.what, item, sentence, own?.words ?? who.words, time),
      time: withEvent(time, sentence.text),
      dueText: time.text,
      reporters: localAuthorities((own ?? collector ?? who).parties, background),
      reporterWords: (own ?? collector ?? who).words,
      ...((collector ? inTurn(collector.onward, book) : null) ??
        goesTo(part, clause.text, sentence.text, within.length, book) ??
        toldBy(item, leadIn, background)),
      item: item.index,
    };
  });
  return [
    ...dated,
    ...suddenOf(item, sentence, times, who, book),
    ...onwardOf(item, sentence, dated.at(-1)!, background),
  ];
}

/** The limits of a sentence; dates of documents are none. */
function timesIn(
  item: Item,
  sentence: Span,
  labels: readonly TimeLabel[],
  { year, book, owners }: Background,
): readonly TimeExpression[] {
  const folded = foldSame(sentence.text);
  const bases = basesIn(sentence.text);
  const ofBasis = (time: TimeExpression): boolean =>
    bases.some((basis) => time.start >= basis.start && time.start < basis.end) &&
    !/^(truoc|cham|xong|hoan thanh)/.test(foldSame(time.text));
  const inLabel = (time: TimeExpression): boolean =>
    labels.some((label) => sentence.start + time.start >= label.start && sentence.start + time.start < label.end);
  const times = withYears(timesOf(sentence.text, year), folded).filter((time) => !ofBasis(time) && !inLabel(time));
  if (times.length === 0) return [];
  const charged = owners.has(item.index) || ownerOf(item, book) !== null;
  const kind = kindOf(item);
  const limiting = times.filter((time) => limits(time, folded, kind, charged));
  return mergeRecurrences(spelledOut(limiting, folded), folded);
}

/** "… gửi về Sở Y tế trước ngày 15/11 để tổng hợp, báo cáo UBND tỉnh trước ngày 30/11": the second day is the collector's. */
function collectorOf(
  text: string,
  time: TimeExpression,
  times: readonly TimeExpression[],
  book: AgencyBook,
): (Parties & { readonly onward: string }) | null {
  const opening = /\bde (?:kip thoi )?tong hop(?:,| va)?\s+(?=(?:trinh|bao cao|tham muu|gui)\b)/.exec(
    foldSame(text.slice(0, time.start)),
  );
  if (!opening) return null;
  const at = opening.index;
  const later = times.every((other) => other.start < at || other.start >= time.start);
  if (!later || times[0]!.start > at) return null;
  const before = text.slice(0, at);
  const way = viaOf(before, book);
  const to = way ? { parties: [way], words: way.name } : recipientsOf(before, book);
  return to.parties.length === 1 ? { ...to, onward: text.slice(at + opening[0].length) } : null;
}

type Goal = Pick<FoundDeadline, 'recipients' | 'recipientWords' | 'via'>;

/** The clause of a sentence that a time stands in; the whole sentence where the clause tells no duty of its own. */
function clauseOf(sentence: Span, time: TimeExpression, book: AgencyBook): Span {
  const whole = { start: 0, text: sentence.text };
  const clause = clausesOf(whole).find((each) => holds(each, time));
  if (clause && isListed(sentence.text, clause, book)) return whole;
  return clause && (actionIn(clause.text) !== null || tellsMore(clause, time, book)) ? clause : whole;
}

/** A text with the verbs of its subject's name hidden: "Các cơ quan được kiểm tra gửi báo cáo …". */
function hidden(text: string, who: string | null): string {
  const at = who === null ? -1 : text.indexOf(who);
  return at < 0 || actionIn(who!) === null
    ? text
    : text.slice(0, at) + ' '.repeat(who!.length) + text.slice(at + who!.length);
}

/** The subject of a later clause; a list of bodies that semicolons part has one for all. */
function ownSubject(text: string, clause: Span, book: AgencyBook): Parties | null {
  return clause.start === 0 || isListed(text, clause, book)
    ? null
    : (subjectIn(clause.text, book) ?? plainSubject(clause.text));
}

/** Whether only names stand before a clause: "Các sở, ban, ngành tỉnh; UBND các xã xây dựng …". */
function isListed(text: string, clause: Span, book: AgencyBook): boolean {
  const before = text.slice(0, clause.start).replace(/[;\s]+$/, '');
  return before !== '' && book.isList(before.replace(/^[^:;]{2,90}:\s*(?=\S)/, ''));
}

/** Whether words besides the subject stand before a time: a duty whose verb no list has ("Cân, đo trẻ em vào tháng 6"). */
function tellsMore(clause: Span, time: TimeExpression, book: AgencyBook): boolean {
  const subject = book.subject(clause.text);
  const left = clause.text.slice(subject?.end ?? 0, time.start - clause.start).trim();
  return (
    left.length >= (subject ? 4 : 12) &&
    !/^(?:doi voi|con|va|ca nam|quy|0?6 thang|nam|dinh ky|hang)\b/.test(foldSame(left))
  );
}

function holds(clause: Span, time: TimeExpression): boolean {
  return time.start >= clause.start && time.start < clause.start + clause.text.length;
}

function shifted(time: TimeExpression, by: number): TimeExpression {
  return { ...time, start: time.start + by, end: time.end + by };
}

/** The recipient beside the date, else the clause's or, for a report, the sentence's; a plan may only have to be made. */
function goesTo(part: Part, clause: string, text: string, times: number, book: AgencyBook): Goal | null {
  const near = recipientsOf(part.scope, book);
  const plan = part.kind === 'plan' && !/^gui\b/.test(foldSame(part.what));
  const local = recipientsOf(clause, book).words !== null || !REPORT.test(foldSame(part.what));
  const wide = local ? clause : text;
  const found: Parties = near.words !== null ? near : plan ? NOBODY : recipientsOf(wide, book);
  const nearVia = plan && near.words === null ? null : viaOf(part.scope, book);
  const via = plan && (near.words === null || times > 1) ? nearVia : (nearVia ?? viaOf(wide, book));
  if (found.words === null && via === null && !plan) return null;
  return { recipients: found.parties, recipientWords: found.words, via };
}

/** Whom the collecting office reports to. */
function inTurn(onward: string, book: AgencyBook): Goal | null {
  const { parties, words } = recipientsOf(onward, book);
  return words === null ? null : { recipients: parties, recipientWords: words, via: null };
}

const REPORT = /\b(?:bao cao|gui|nop|trinh|cung cap|danh sach|so lieu|ket qua|ke hoach|tong hop)\b/;

/** "Khi phát hiện vụ việc, báo cáo … trong vòng 02 giờ": the event stands at the head of the sentence. */
function withEvent(time: TimeExpression, text: string): TimeExpression {
  const { relative } = time;
  if (!relative || relative.after !== undefined || relative.before !== undefined) return time;
  const event = matchFolded(
    text.slice(Math.max(0, time.start - 300), time.start),
    /(?:^|.*[:;.]\s+)(?:ngay )?(?:sau )?(?:khi|ke tu khi|truong hop)\s+([^,;.]{3,100}?)(?:,|\s+(?:thi|phai)\s)/d,
  )?.[1];
  return event ? { ...time, relative: { ...relative, after: event } } : time;
}

/** The recipient that the line above a list of dates names, or the part on reports: "Nơi nhận báo cáo: Sở Y tế". */
function toldBy(item: Item, leadIn: Item | null, { items, book }: Background): Goal {
  const told = leadIn && recipientsOf(leadIn.body, book);
  if (leadIn && told?.words)
    return { recipients: told.parties, recipientWords: told.words, via: viaOf(leadIn.body, book) };
  const place = kindOf(item) === 'report' ? placeOfReports(item, items) : null;
  if (place === null) return { recipients: [], recipientWords: null, via: leadIn ? viaOf(leadIn.body, book) : null };
  const { parties, words } = recipientsOf(`gui ${place}`, book);
  return { recipients: parties, recipientWords: words, via: viaOf(place, book) };
}

/** "Địa phương" are the People's Committees that the plan itself charges, the district's before the commune's. */
function localAuthorities(parties: readonly Party[], { assignments, book }: Background): readonly Party[] {
  if (!parties.some(isLocal)) return parties;
  const charged = new Set(assignments.flatMap((each) => each.parties.map((party) => party.agency)));
  const known = ['UBND cap huyen', 'UBND cap xa']
    .map((name) => book.parse(name)[0]?.agency ?? null)
    .find((id) => charged.has(id));
  if (!known) return parties;
  return parties.flatMap((party) => {
    const local = LOCAL.exec(foldSame(party.name.trim()));
    if (!local || party.agency !== null) return [party];
    const own = { name: party.name.trim().slice(-local[1]!.length), agency: known };
    return local.index === 0 ? [own] : [party, own];
  });
}

function isLocal({ agency, name }: Party): boolean {
  return agency === null && LOCAL.test(foldSame(name.trim()));
}

const LOCAL = /(?:^|(?<=,\s|\sva\s))((?:cac )?dia phuong)$/;

/** What is due when, from whom, to whom: in sentences, labelled lines and tables. */
import { dropFolded, foldSame, matchFolded } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import type { AgencyBook, Party } from './agency-book.ts';
import { ownerOf, quoteOf, type FoundAssignment } from './assignments.ts';
import { labelsIn } from './labels.ts';
import { basesIn } from './legal-bases.ts';
import { kindOf } from './section-kind.ts';
import { sentencesOf, type Span } from './sentences.ts';
import type { TaskRow } from './task-table.ts';
import { timesOf, type TimeExpression } from './time-expressions.ts';

export interface FoundDeadline {
  readonly section: string;
  readonly quote: string;
  readonly what: string;
  readonly time: Pick<TimeExpression, 'due' | 'precision' | 'recurrence' | 'relative' | 'impossible'>;
  readonly dueText: string;
  readonly reporters: readonly Party[];
  readonly reporterWords: string | null;
  readonly recipients: readonly Party[];
  readonly recipientWords: string | null;
  readonly via: Party | null;
  readonly item: number;
}

const ACTION =
  /\b(?:gui (?:ve )?(?:bao cao|ke hoach|ket qua|danh sach|so lieu|van ban|dang ky|ho so|de xuat)|(?:tong hop,? )?(?:xay dung,? )?bao cao(?! vien)|xay dung(?: va (?:ban hanh|trien khai))? (?:va )?(?:ke hoach|chuong trinh|bao cao)|ban hanh (?:ke hoach|van ban)|hoan thanh|hoan thien|to chuc (?:so ket|tong ket|hoi nghi|le|phat dong|dien dan|cac|kham|ra soat|kiem tra|trien khai|tap huan|ban giao|chien dich|thuc hien)|tong hop|tham muu|trinh|nop|lap (?:danh sach|du toan|ke hoach)|ra soat|cap nhat|tong ket|so ket|danh gia|phe duyet|phan bo|dang ky|thong bao|cung cap|ban giao|trien khai|thuc hien|gui|phan anh|kiem tra|to chuc|chuyen|tiep nhan|xac minh|kiem ke|cong bo|treo|phat song|dang tai|thanh lap|kien toan|bo tri|tuyen truyen|ky cam ket|cap the)\b/g;
const SKIPPED = new Set(['target', 'slogan', 'basis', 'goal']);
/** A date that belongs to an event or to a period's name, and limits nothing. */
const NO_LIMIT_BEFORE =
  /(quoc te thieu nhi|thieu nhi|ngay (?:hoi|le)[^,;.]{0,30}|tet|ngay gia dinh[^,;.]{0,20}|ky niem[^;.]{0,60}|giai doan|sinh ngay|thang hanh dong[^,;.]{0,20}|hieu luc[^;.]{0,20}|ban hanh|thong qua|ky|tu|so voi(?: cung ky)?|nam hoc)\s*\(?$/;

/** All deadlines; `assignments` give the tasks of labelled times. */
export function findDeadlines(
  items: readonly Item[],
  rows: readonly TaskRow[],
  assignments: readonly FoundAssignment[],
  book: AgencyBook,
  year: number | null,
): FoundDeadline[] {
  const found: FoundDeadline[] = [];
  for (const row of rows)
    found.push(
      ...ofTimed(
        row.item,
        row.item.text,
        row.task,
        row.time,
        [row.lead, row.implement].filter((each) => each !== null).join('; ') || row.coordinate || '',
        book,
        year,
      ),
    );
  for (const item of items) {
    if (
      item.cells ||
      item.zone === 'header' ||
      item.zone === 'ending' ||
      SKIPPED.has(kindOf(item)) ||
      (item.heading && !/bao cao|truoc ngay|cham nhat/.test(foldSame(item.body)))
    )
      continue;
    if (
      kindOf(item) === 'theme' &&
      !/hoan thanh|bao cao|cham nhat|truoc (?:ngay )?\d|: \d{1,2}\/\d/.test(foldSame(item.body))
    )
      continue;
    const labelTime = labelsIn(item.body).filter((label) => label.kind === 'time');
    if (labelTime.length > 0) found.push(...ofLabel(item, items, assignments, book, year));
    for (const sentence of sentencesOf(item.body))
      found.push(
        ...ofSentence(
          item,
          sentence,
          labelTime.map((label) => [label.start, label.end] as const),
          book,
          year,
        ),
      );
  }
  return unique(found);
}

function ofLabel(
  item: Item,
  items: readonly Item[],
  assignments: readonly FoundAssignment[],
  book: AgencyBook,
  year: number | null,
): FoundDeadline[] {
  const made = assignments.find(
    (each) =>
      each.parties.length > 0 &&
      (each.item === item.index ||
        item.above.some((above) => above.index === each.item) ||
        (each.item < item.index && each.quote.includes(item.text))),
  );
  const labels = labelsIn(item.body);
  const time = labels.find((label) => label.kind === 'time')!;
  const before = item.body.slice(0, labels[0]!.start).replace(/[\s(–:-]+$/, '');
  const parent = item.above.at(-1);
  const sibling = items[item.index - 1];
  const task =
    made?.task ??
    (before.length > 8 ? before : parent && !parent.heading ? parent.body : (parent?.body ?? sibling?.body ?? ''));
  const lead = made?.parties.filter((party) => party.role === 'lead') ?? [];
  const parties =
    lead.length > 0
      ? lead
      : (made?.parties.filter((party) => party.role === 'implement') ?? ownerOf(item, book)?.parties ?? []);
  return ofTimed(
    item,
    made?.quote ?? (parent && !before ? `${parent.text} ${item.text}` : item.text),
    task,
    time.value,
    parties.map((party) => party.name).join('; '),
    book,
    year,
    parties,
  );
}

function ofTimed(
  item: Item,
  quote: string,
  task: string,
  time: string | null,
  who: string,
  book: AgencyBook,
  year: number | null,
  given?: readonly Party[],
): FoundDeadline[] {
  if (!time || task === '') return [];
  // A span of months is due at its end: only the last expression counts, unless each is a date of its own.
  const times = mergeRecurrences(timesOf(time, year), foldSame(time));
  const whole = times.length === 0 ? yearOnly(time) : times;
  const parties = given ?? (who === '' ? [] : book.parse(who));
  const recipients = recipientsOf(task, book);
  return whole.map((each) => ({
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

function yearOnly(time: string): TimeExpression[] {
  const match = /^(?:trong |ca |het )?nam (20\d\d)$/.exec(foldSame(time.trim()));
  return match
    ? [
        {
          start: 0,
          end: time.length,
          text: time.trim(),
          due: `${match[1]}-12-31`,
          precision: 'year',
          limit: true,
          kind: 'period',
        },
      ]
    : [];
}

function ofSentence(
  item: Item,
  sentence: Span,
  labelled: readonly (readonly [number, number])[],
  book: AgencyBook,
  year: number | null,
): FoundDeadline[] {
  const text = sentence.text;
  const folded = foldSame(text);
  const bases = basesIn(text);
  const inLabel = (at: number): boolean =>
    labelled.some(([start, end]) => sentence.start + at >= start && sentence.start + at < end);
  const report = kindOf(item) === 'report';
  const times = timesOf(text, year)
    .filter(
      (time) =>
        !bases.some(
          (basis) =>
            time.start >= basis.start &&
            time.start < basis.end &&
            !/^(truoc|cham|xong|hoan thanh)/.test(foldSame(time.text)),
        ),
    )
    .filter((time) => !inLabel(time.start) && limits(time, folded, report));
  const merged = mergeRecurrences(times, folded);
  if (merged.length === 0) return undated(item, sentence, book);
  const who = whoOf(item, text, book);
  return [
    ...merged.map((time, index) => {
      const part = partOf(text, merged, index);
      const target = recipientsOf(part.scope, book);
      const shared = target.words === null ? recipientsOf(text.slice(0), book) : target;
      const recipients = target.words !== null || part.kind === 'plan' ? target : shared;
      return {
        section: item.section,
        quote: quoteOf(item, sentence),
        what: whatOf(part.what, item, sentence, who.words),
        time,
        dueText: time.text,
        reporters: who.parties,
        reporterWords: who.words,
        recipients: recipients.parties,
        recipientWords: recipients.words,
        via:
          part.kind === 'plan' && target.words === null
            ? null
            : (viaOf(part.scope, book) ?? (merged.length > 1 && part.kind === 'plan' ? null : viaOf(text, book))),
        item: item.index,
      };
    }),
    ...suddenOf(item, sentence, merged, who, book),
  ];
}

/** Where a sentence says only who and when, the sentence before says what. */
function whatOf(what: string, item: Item, sentence: Span, subject: string | null): string {
  const own = dropFolded(what, /^(?:giao|de nghi|yeu cau)\s+/);
  const rest = subject !== null && own.startsWith(subject) ? own.slice(subject.length).replace(/^[\s:,]+/, '') : own;
  if (rest.length >= 12 || /^(?:bao cao|so ket|tong ket|gui|nop)\b/.test(foldSame(rest))) return rest;
  const before = sentencesOf(item.body)
    .filter((each) => each.start < sentence.start)
    .at(-1);
  return before ? before.text.replace(/[.;]$/, '') : (item.above.at(-1)?.body ?? what).replace(/[.:;]$/, '');
}

/** Whether an expression of a sentence is a limit and not the date of something else. */
function limits(time: TimeExpression, folded: string, report: boolean): boolean {
  const before = folded.slice(0, time.start);
  if (/giai doan\s*$|nam hoc\s*$/.test(before) && !/^(truoc|cham|han|xong)/.test(foldSame(time.text))) return false;
  if (time.kind === 'recurrence')
    return (
      ((/(bao cao|tong hop|giao ban|so ket|kiem tra|cap nhat|danh gia|thong ke|ra soat|gui|hop|cung cap|trao doi|thong bao|truyen thong|xay dung)/.test(
        folded,
      ) &&
        (report || /(dinh ky|truoc|cham nhat|hang thang|hang quy|hang tuan|ngay)/.test(foldSame(time.text)))) ||
        /(cham nhat|truoc ngay)/.test(foldSame(time.text))) &&
      !/(?:du toan|ngan sach|ke hoach|chuong trinh)(?: [a-z]+){0,2}\s*$/.test(before)
    );
  if (time.kind === 'relative')
    return (
      /(cham nhat|trong (?:vong|thoi|\d)|khong qua|truoc|sau khi|ke tu|muon nhat|toi da)/.test(foldSame(time.text)) &&
      !/tre em duoi|tuoi/.test(foldSame(time.text).slice(0, 30)) &&
      !/(?:bu som|sua me|keo dai)[^.;]*$/.test(before)
    );
  if (time.kind === 'span') {
    // The Action Month's own days are the plan's period, no limit.
    if (/thang hanh dong[^;]{0,30}$/.test(before)) return false;
    return /(thoi gian|to chuc|thuc hien|trien khai|dien ra|tien hanh)/.test(before.slice(-90)) && !report;
  }
  if (time.kind === 'period')
    return (
      /^(cham|muon|han|xong|hoan thanh|ket thuc|truoc|den het|het)/.test(foldSame(time.text)) ||
      (/^(trong|vao)/.test(foldSame(time.text)) &&
        /(hoan thanh|xong|to chuc|bao cao|gui|trinh|ban hanh|so ket|tong ket)[^.;]{0,160}$/.test(before) &&
        time.precision !== 'year')
    );
  if (NO_LIMIT_BEFORE.test(before.trimEnd()) && !/^(truoc|cham|han|xong|muon|den het)/.test(foldSame(time.text)))
    return false;
  if (/^(truoc|cham|muon|tre|han|xong|hoan thanh|khong|dinh ky|den|het|ket thuc|du kien)/.test(foldSame(time.text)))
    return true;
  if (/^(vao|trong)/.test(foldSame(time.text))) return ACTION.test(before) || ((ACTION.lastIndex = 0), report);
  ACTION.lastIndex = 0;
  if (/\p{L}:\s*$/u.test(before) && time.due !== null && /\d{4}$/.test(time.text)) return true;
  return (
    report &&
    /(bao cao|gui|nop)/.test(folded) &&
    /(ngay|\()\s*$/.test(`${before}${foldSame(time.text).slice(0, 4)}`.replace(/\d.*$/, ''))
  );
}

/** "hằng quý (trước ngày 15 của tháng cuối quý)" is one deadline; a date written beside a rhythm wins over it. */
function mergeRecurrences(times: readonly TimeExpression[], folded: string): TimeExpression[] {
  const kept: TimeExpression[] = [];
  for (const time of times) {
    const before = kept.at(-1);
    const near =
      before !== undefined &&
      !/,\s*bao cao/.test(folded.slice(before.end, time.start)) &&
      /^[\s(,:]*(?:bao cao[^;.,]{0,80}[\s(]*)?$/.test(folded.slice(before.end, time.start));
    if (near && before.kind === 'recurrence' && (time.kind !== 'recurrence' || time.recurrence === before.recurrence))
      kept.pop();
    kept.push(time);
  }
  return kept;
}

interface Part {
  readonly what: string;
  /** The words in which this deadline's recipient stands. */
  readonly scope: string;
  readonly kind: 'plan' | 'other';
}

/** The words of a sentence that say what is due at one of its times. */
function partOf(text: string, times: readonly TimeExpression[], index: number): Part {
  const time = times[index]!;
  const from = times[index - 1]?.end ?? 0;
  const until = times[index + 1]?.start ?? text.length;
  const left = text.slice(from, time.start);
  const right = text.slice(time.end, until);
  const inLeft = actionIn(left.slice(left.lastIndexOf(';') + 1)) ?? actionIn(left);
  const inRight = actionIn(right);
  const tail = text.slice(times.at(-1)!.end);
  const inTail = actionIn(tail);
  const period = periodWords(left, right);
  const scopeRight = index === times.length - 1 ? right : right.slice(0, endOfClause(right));
  if (inLeft) return finish(inLeft, period, `${inLeft} ${scopeRight}`);
  if (inRight) return finish(inRight, period, right);
  if (inTail) return finish(inTail, period, tail);
  const first = actionIn(text.slice(0, times[0]!.start)) ?? withoutTimes(text, times);
  return finish(first, period, text);
}

/** A sentence without its expressions of time. */
function withoutTimes(text: string, times: readonly TimeExpression[]): string {
  return [...times]
    .reverse()
    .reduce((words, time) => `${words.slice(0, time.start).trimEnd()} ${words.slice(time.end).trimStart()}`, text)
    .trim();
}

function finish(action: string, period: string | null, scope: string): Part {
  const what = tidy(action);
  const kind = /^(xay dung|ban hanh|lap|gui ke hoach)/.test(foldSame(what)) ? ('plan' as const) : ('other' as const);
  return { what: period && !foldSame(what).includes(foldSame(period)) ? `${what} (${period})` : what, scope, kind };
}

function tidy(words: string): string {
  const clear = dropFolded(words, /\s*\((?:thong )?qua [^)]*\)/g).replace(/[\s,;.(–-]+$/u, '');
  return dropFolded(clear, /\s+(?:va|hoac|la|gui|ve|bao cao|dinh ky|,)$/).replace(/[\s,;.(–-]+$/u, '');
}

/** From the first action word to the end of its clause. */
function actionIn(words: string): string | null {
  ACTION.lastIndex = 0;
  const folded = foldSame(words);
  const bracketed = folded.replace(/\([^)]*\)?/g, (inside) =>
    inside.includes(')') && !/^\((?:qua|thong qua)/.test(inside) ? ' '.repeat(inside.length) : inside,
  );
  for (const match of bracketed.matchAll(ACTION)) {
    const before = folded.slice(0, match.index);
    // "kết quả thực hiện", "công tác triển khai", "để tổng hợp": no duty of their own; "ngày báo cáo" neither.
    if (
      /(?:ket qua|viec|cong tac|qua trinh|tinh hinh|ke hoach|de|noi dung|tien do|so lieu|ky|che do|chuong trinh|phong|van phong|cac|mau|doi voi)\s+$/.test(
        before,
      )
    )
      continue;
    const rest = words.slice(match.index);
    return rest.slice(0, endOfClause(rest));
  }
  return null;
}

function endOfClause(words: string): number {
  const folded = foldSame(words);
  const stop =
    /;|\.(?=\s|$)|,\s*(?=(?:dong thoi|trong do|de tong hop|de kip thoi))|\s(?=de (?:tong hop|theo doi|bao cao|xem xet|kip thoi|chi dao|ubnd))/.exec(
      folded,
    );
  return stop?.index ?? words.length;
}

/** Which of several reports: "06 tháng", "cả năm", "quý", from beside the date. */
function periodWords(left: string, right: string): string | null {
  const near = matchFolded(
    left,
    /(?:^|[\s,(])((?:bao cao )?(?:0?6 thang(?: dau nam| cuoi nam)?|sau thang(?: dau nam)?|ca nam|quy (?:i{1,3}|iv)|9 thang))\s*[(:,-]?\s*$/d,
  );
  if (near?.[1]) return near[1];
  return matchFolded(right, /^\s*\((?:doi voi|bao cao)\s+([^)]{3,40})\)/d)?.[1] ?? null;
}

/** Who has to: the sentence's own subject, else whom the section charges. */
function whoOf(item: Item, text: string, book: AgencyBook): { parties: readonly Party[]; words: string | null } {
  const folded = foldSame(text);
  const subject = book.subjectWithin(text);
  if (subject) return { parties: subject.parties, words: subject.words };
  // "Định kỳ hằng quý các đơn vị gửi …", "… yêu cầu các sở, ngành báo cáo …"
  for (const match of folded.matchAll(
    /(?:^|[\s,])(?:yeu cau|de nghi|giao|,)\s+(?=\S)|(?:hang (?:thang|quy|nam|tuan)|dinh ky|\d{4}),?\s+(?=cac |ubnd |so |phong |uy ban)/g,
  )) {
    const later = book.subject(text.slice(match.index + match[0].length));
    if (later && match.index < 200) return { parties: later.parties, words: later.words };
  }
  const opening = sentencesOf(item.body)[0];
  const before = opening && opening.text !== text ? book.subject(opening.text) : null;
  if (before) return { parties: before.parties, words: before.words };
  const owner = ownerOf(item, book);
  return owner
    ? { parties: owner.parties, words: owner.parties.map((party) => party.name).join('; ') }
    : { parties: [], words: null };
}

const TO =
  /\b(?:gui|bao cao|ve|cho|trinh|den|toi|nop|cung cap|phan anh)\s+(?:(?:ve|cho|den|toi|bao cao|ket qua ve|bang van ban ve)\s+)*(?=\S)/g;

/** To whom: the first agencies after "gửi", "về", "cho", "báo cáo". */
function recipientsOf(text: string, book: AgencyBook): { parties: readonly Party[]; words: string | null } {
  const folded = foldSame(text);
  for (const match of folded.matchAll(TO)) {
    const list = book.listAt(text.slice(match.index + match[0].length));
    if (!list || list.parties.length === 0) continue;
    if (
      list.parties.every(
        (party) =>
          party.agency === null &&
          !/^\p{Lu}/u.test(party.name) &&
          !/^(?:cac |cap |ubnd |uy ban )/.test(foldSame(party.name)),
      )
    )
      continue;
    return { parties: list.parties, words: list.words };
  }
  return { parties: [], words: null };
}

/** Through whom: "(qua Sở Y tế)", "thông qua Phòng Văn hóa - Xã hội". */
function viaOf(text: string, book: AgencyBook): Party | null {
  const folded = foldSame(text);
  for (const match of folded.matchAll(/\b(?:thong qua|qua)\s+(?=\S)/g)) {
    const list = book.listAt(text.slice(match.index + match[0].length));
    const first = list?.parties[0];
    if (list && first && (first.agency !== null || /^\p{Lu}/u.test(first.name)))
      return list.parties.length === 1 ? { name: list.words, agency: first.agency } : first;
  }
  return null;
}

/** Reports that are owed on demand beside the dated ones of a sentence. */
function suddenOf(
  item: Item,
  sentence: Span,
  times: readonly TimeExpression[],
  who: { parties: readonly Party[]; words: string | null },
  book: AgencyBook,
): FoundDeadline[] {
  const match = /\bdot xuat(?: khi co yeu cau| theo yeu cau)?/.exec(foldSame(sentence.text));
  if (!match || times.some((time) => time.start <= match.index && match.index < time.end)) return [];
  const recipients = recipientsOf(sentence.text, book);
  const words = sentence.text.slice(match.index, match.index + match[0].length);
  const action =
    actionIn(sentence.text.slice(0, times[0]!.start)) ??
    actionIn(sentence.text.slice(times.at(-1)!.end)) ??
    sentence.text;
  return [
    {
      section: item.section,
      quote: quoteOf(item, sentence),
      what: `${tidy(action)} (${words})`,
      time: { due: null },
      dueText: words,
      reporters: who.parties,
      reporterWords: who.words,
      recipients: recipients.parties,
      recipientWords: recipients.words,
      via: viaOf(sentence.text, book),
      item: item.index,
    },
  ];
}

const UNDATED =
  /\bbao cao\b[^.;]*?\b(theo quy dinh(?! tai| cua| ve)|(?:dinh ky,? )?dot xuat(?: khi co yeu cau| theo yeu cau)?|theo yeu cau|khi co yeu cau)|\b(kip thoi|dinh ky|dot xuat)\b[^.;]*\bbao cao\b/;

/** Duties to report that name no date: kept for the plan's readers, no deadline to be reminded of. */
function undated(item: Item, sentence: Span, book: AgencyBook): FoundDeadline[] {
  const folded = foldSame(sentence.text);
  const match = UNDATED.exec(folded);
  if (!match || kindOf(item) === 'requirement') return [];
  const words =
    match[1] === 'theo quy dinh' && /\bdinh ky,[^.;]*\bbao cao\b/.test(folded) ? 'dinh ky' : (match[1] ?? match[2]!);
  const from = Math.max(
    folded.indexOf(words === 'dinh ky' ? 'dinh ky,' : words, words === 'dinh ky' ? 0 : match.index),
    0,
  );
  const recipients = recipientsOf(sentence.text.slice(Math.max(0, match.index - 10)), book);
  if (match[2] !== undefined && recipients.words === null) return [];
  const who = whoOf(item, sentence.text, book);
  return [
    {
      section: item.section,
      quote: quoteOf(item, sentence),
      what: tidy(actionIn(sentence.text) ?? sentence.text),
      time: { due: null },
      dueText: sentence.text.slice(from, from + words.length),
      reporters: who.parties,
      reporterWords: who.words,
      recipients: recipients.parties,
      recipientWords: recipients.words,
      via: viaOf(sentence.text, book),
      item: item.index,
    },
  ];
}

function unique(found: readonly FoundDeadline[]): FoundDeadline[] {
  const seen = new Set<string>();
  return found.filter((each) => {
    const key = JSON.stringify([each.quote, each.what, each.dueText, each.time.due]);
    return !seen.has(key) && seen.add(key);
  });
}

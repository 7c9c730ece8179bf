/** Duties to report that name no date: on demand, as the law says, in a rhythm of their own. */
import { foldSame, matchFolded } from '../../plain-fold.ts';
import type { Item } from '../../outline/outline.ts';
import type { AgencyBook } from '../agency-book.ts';
import { quoteOf } from '../assignments/owner.ts';
import { kindOf } from '../section-kind.ts';
import { clausesOf, type Span } from '../sentences.ts';
import type { TimeExpression } from '../times/time-expression.ts';
import { actionIn, tidy } from './duty-words.ts';
import type { Background, FoundDeadline } from './found-deadline.ts';
import { leadInOf } from './lead-in.ts';
import { NOBODY, recipientsOf, viaOf, type Parties } from './to-whom.ts';
import { whoOf } from './who-reports.ts';

/** Reports that are owed on demand beside the dated ones of a sentence. */
export function suddenOf(
  item: Item,
  sentence: Span,
  times: readonly TimeExpression[],
  who: Parties,
  book: AgencyBook,
): FoundDeadline[] {
  const match = /\bdot xuat(?: khi co yeu cau| theo yeu cau)?/.exec(foldSame(sentence.text));
  if (!match || times.some((time) => time.start <= match.index && match.index < time.end)) return [];
  const words = sentence.text.slice(match.index, match.index + match[0].length);
  const action =
    actionIn(sentence.text.slice(0, times[0]!.start)) ??
    actionIn(sentence.text.slice(times.at(-1)!.end)) ??
    sentence.text;
  return [
    {
      ...placeOf(item, sentence),
      what: `${tidy(action)} (${words})`,
      dueText: words,
      ...doneBy(who),
      ...goesTo(recipientsOf(sentence.text, book)),
      via: viaOf(sentence.text, book),
    },
  ];
}

const ONWARD = /\bde tong hop,?\s+(bao cao\s+[^.;]*?)\s+(theo quy dinh)(?! tai| cua| ve)/d;

/** "… (qua Văn phòng) để tổng hợp, báo cáo cấp trên theo quy định": what the collecting office owes in turn. */
export function onwardOf(item: Item, sentence: Span, dated: FoundDeadline, { book }: Background): FoundDeadline[] {
  const match = matchFolded(sentence.text, ONWARD);
  const [, action, due] = match ?? [];
  const collector = dated.recipients[0] ?? dated.via;
  if (!action || !due || !collector) return [];
  const recipients = recipientsOf(action, book);
  const same = recipients.parties.some((party) => dated.recipients.some((other) => other.name === party.name));
  if (recipients.words === null || same || recipients.parties.some((party) => party.agency !== null)) return [];
  return [
    {
      ...placeOf(item, sentence),
      what: action,
      dueText: due,
      reporters: [collector],
      reporterWords: collector.name,
      ...goesTo(recipients),
      via: null,
    },
  ];
}

const BY_RULE =
  /\bbao cao\b[^.;]*?\b(theo quy dinh(?! tai| cua| ve)|(?:dinh ky,? )?dot xuat(?: khi co yeu cau| theo yeu cau)?|theo yeu cau|khi co yeu cau)/;
/** "Định kỳ, tổng hợp, báo cáo …": the adverb says more than "theo quy định" behind it. */
const REGULARLY = /(?<!bao cao )\b(dinh ky|kip thoi)\b,?[^.;]*\bbao cao\b/;
const VAGUE = /\b(kip thoi|dinh ky|dot xuat)\b[^.;]*\bbao cao\b/;

/** The duty to report of a sentence without dates; its firmest clause counts. */
export function undated(item: Item, sentence: Span, background: Background): FoundDeadline[] {
  if (kindOf(item) === 'requirement') return [];
  const { book, items } = background;
  const clauses = clausesOf(sentence).map((clause) => ({ text: clause.text, folded: foldSame(clause.text) }));
  const firm = clauses.find(({ folded }) => BY_RULE.test(folded));
  const clause = firm ?? clauses.find(({ text, folded }) => VAGUE.test(folded) && recipientsOf(text, book).words);
  if (!clause) return [];
  const { text, folded } = clause;
  const rule = BY_RULE.exec(folded);
  const adverb = rule?.[1] === 'theo quy dinh' || !rule ? REGULARLY.exec(folded) : null;
  const match = adverb ?? rule ?? VAGUE.exec(folded)!;
  const at = match.index + match[0].indexOf(match[1]!);
  return [
    {
      ...placeOf(item, clauses.length > 1 && firm ? { ...sentence, text } : sentence),
      what: tidy(actionIn(text) ?? text),
      dueText: text.slice(at, at + match[1]!.length),
      ...doneBy(whoOf(item, sentence.text, leadInOf(item, items), background)),
      ...goesTo(recipientsOf(text.slice(Math.max(0, (rule ?? match).index - 10)), book)),
      via: viaOf(text, book),
    },
  ];
}

function placeOf(item: Item, sentence: Span): Pick<FoundDeadline, 'section' | 'quote' | 'time' | 'item'> {
  return { section: item.section, quote: quoteOf(item, sentence), time: { due: null }, item: item.index };
}

function doneBy({ parties, words }: Parties): Pick<FoundDeadline, 'reporters' | 'reporterWords'> {
  return { reporters: parties, reporterWords: words };
}

function goesTo({ parties, words }: Parties = NOBODY): Pick<FoundDeadline, 'recipients' | 'recipientWords'> {
  return { recipients: parties, recipientWords: words };
}

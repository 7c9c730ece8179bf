/** The theme of the Action Month or the year, themes of single events, and the time for which the plan is made. */
import { foldSame } from '../plain-fold.ts';
import type { Item } from '../outline/outline.ts';
import { labelsIn } from './labels.ts';
import { kindOf } from './section-kind.ts';
import { sentencesOf } from './sentences.ts';
import { timesOf, type TimeExpression } from './time-expressions.ts';

export interface FoundTheme {
  readonly section: string;
  readonly quote: string;
  readonly value: string;
  readonly item: number;
  /** The event that it belongs to where that is not the Action Month. */
  readonly event: string | null;
}

export interface FoundPeriod {
  readonly section: string;
  readonly quote: string;
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly item: number;
}

const EVENTS: readonly (readonly [string, RegExp])[] = [
  ['trung-thu', /trung thu|trang ram/],
  ['dien-dan-tre-em', /dien dan tre em/],
];

/** All themes, the general ones first. */
export function findThemes(items: readonly Item[]): FoundTheme[] {
  const found: FoundTheme[] = [];
  for (const item of items) {
    if (item.zone === 'ending') continue;
    for (const sentence of sentencesOf(item.body)) {
      const folded = foldSame(sentence.text);
      const match =
        /chu de(?: cua)?(?: (?:nam|thang|tet|ngay|tuan le)[^:“"«]{0,90})?(?: la)?\s*:?\s*[“"«]([^”"»]{8,300})[”"»]/.exec(
          folded,
        ) ??
        /\bvoi chu de\s*:\s*([^;.“"«]{8,200})(?=[;.]|$)/.exec(folded) ??
        /^\W*chu de[^:“"«]{0,90}:\s*[“"«]?([^”"»;]{8,300}?)[”"»]?[.;]?$/.exec(folded);
      if (!match) {
        const headed =
          kindOf(item) === 'theme' &&
          item.above.some((above) => /^chu de/.test(foldSame(above.body)) && above.level >= 2 && above.heading) &&
          /^[“"«]?[^”"»]{8,300}[”"»]?\.?$/.test(sentence.text);
        if (headed)
          found.push({
            section: item.section,
            quote: sentence.text,
            value: tidy(sentence.text),
            item: item.index,
            event: null,
          });
        continue;
      }
      const at = folded.indexOf(match[1]!, match.index);
      const value = tidy(sentence.text.slice(at, at + match[1]!.length));
      const scope = folded.slice(0, at);
      const events = EVENTS.filter(([, sign]) => sign.test(scope)).map(([event]) => event);
      const general = events.length === 0 || /thang hanh dong/.test(scope);
      const quote = sentence.text;
      if (general) found.push({ section: item.section, quote, value, item: item.index, event: null });
      for (const event of events) found.push({ section: item.section, quote, value, item: item.index, event });
    }
  }
  return found;
}

function tidy(text: string): string {
  return text.trim().replace(/^[“"«\s]+|[”"»\s;.,]+$/gu, '');
}

/** "Thời gian thực hiện: Tháng 6/2026." names the whole month; null for any other time. */
function monthStart(time: TimeExpression, body: string): string | null {
  const whole =
    time.precision === 'month' && time.due !== null && !/^(?:cham|truoc|xong|han)/.test(foldSame(time.text));
  const labelled = /^thoi gian[^:;.]{0,40}:[^;,]{0,12}$/.test(foldSame(body.slice(0, time.start)));
  return whole && labelled ? `${time.due.slice(0, 8)}01` : null;
}

/** The time of the Action Month or of the plan: a span with both ends. */
export function findPeriod(items: readonly Item[], year: number | null): FoundPeriod | null {
  const spans = items.flatMap((item) => {
    if (item.zone !== 'body' || item.cells) return [];
    const kind = kindOf(item);
    return timesOf(item.body, year)
      .map((time) => ({ ...time, from: time.from ?? monthStart(time, item.body) }))
      .filter((time) => time.from !== null && time.due !== null)
      .map((time) => {
        const before = foldSame(item.body.slice(0, time.start));
        const label =
          labelsIn(item.body).some((each) => each.kind === 'time' && each.start <= 2) ||
          /^thoi gian[^:]{0,40}:/.test(foldSame(item.body));
        const score =
          (/thang hanh dong/.test(before) ? 3 : 0) +
          (kind === 'theme' ? 3 : 0) +
          (label && item.level <= 2 ? 2 : 0) +
          (/thoi gian/.test(before) ? 1 : 0);
        return {
          score,
          found: {
            section: item.section,
            quote: item.text,
            text: time.text,
            from: time.from!,
            to: time.due!,
            item: item.index,
          },
        };
      });
  });
  return spans.filter((each) => each.score >= 2).sort((one, other) => other.score - one.score)[0]?.found ?? null;
}

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

/** Events that have no place of their own among the themes: what they are about is not the plan's theme. */
const OTHER_EVENT =
  /\b(?:cuoc thi|hoi thi|ngay hoi|dem hoi|dem giao luu|toa dam|hoi trai|trai he|lien hoan|hoi thao|giai (?:bong|boi|chay)|sinh hoat chuyen de|tap huan|chuong trinh(?: ?[“"«].{6,14}| giao luu| van nghe| nghe thuat| truyen hinh))/;

/** All themes, in order. */
export function findThemes(items: readonly Item[]): FoundTheme[] {
  const found: FoundTheme[] = [];
  const title = items
    .map((item) => (item.zone === 'header' ? foldSame(item.text) : ''))
    .filter((words) => !/^(?:can cu|theo|tiep|thuc hien [^.]{0,60}\bso\b)/.test(words))
    .join(' ');
  for (const item of items) {
    if (item.zone === 'ending') continue;
    for (const sentence of sentencesOf(item.body)) {
      const told = toldIn(sentence.text) ?? headed(item, sentence.text);
      if (!told) continue;
      for (const event of eventsOf(told.scope, title))
        found.push({ section: item.section, quote: sentence.text, value: told.value, item: item.index, event });
    }
  }
  return found;
}

interface Told {
  readonly value: string;
  /** The folded words before it, which may name its event. */
  readonly scope: string;
}

/** "Chủ đề Tháng hành động: “…”", "… với chủ đề “…”" */
function toldIn(sentence: string): Told | null {
  const folded = foldSame(sentence);
  const match =
    /chu de(?: cua)?(?: (?:nam|thang|tet|ngay|tuan le)[^:“"«]{0,90})?(?: la)?\s*:?\s*[“"«]([^”"»]{8,300})[”"»]/.exec(
      folded,
    ) ??
    /\bvoi chu de\s*:\s*([^;.“"«]{8,200})(?=[;.]|$)/.exec(folded) ??
    /^\W*chu de[^:“"«]{0,90}:\s*[“"«]?([^”"»;]{8,300}?)[”"»]?[.;]?$/.exec(folded);
  if (!match) return null;
  if (TOLD_ELSEWHERE.test(match[1]!)) return null;
  const at = folded.indexOf(match[1]!, match.index);
  return { value: tidy(sentence.slice(at, at + match[1]!.length)), scope: folded.slice(0, at) };
}

/** "Chủ đề: Như chủ đề của Trung ương", "theo hướng dẫn của Bộ Y tế": words about the theme. */
const TOLD_ELSEWHERE =
  /^(?:nhu|theo|xem|thuc hien theo|se duoc|duoc|can cu|do)\b.*\b(?:chu de|trung uong|huong dan|cua bo|cua tinh|cap tren|phu luc|thong bao|cong bo)\b/;

/** The line below a heading of its own: "II. CHỦ ĐỀ" and “…”. */
function headed(item: Item, sentence: string): Told | null {
  if (kindOf(item) !== 'theme' || !/^[“"«]?[^”"»]{8,300}[”"»]?\.?$/.test(sentence)) return null;
  const heading = item.above.findLast((above) => above.heading && /^chu de/.test(foldSame(above.body)));
  const scope = heading && foldSame(heading.body);
  // "CHỦ ĐỀ, THỜI GIAN" has more below it than the theme.
  const alone =
    heading && (heading.level >= 2 || !/thoi gian|dia diem|khau hieu|thong diep|noi dung|[,;]/.test(scope!));
  return alone ? { value: tidy(sentence), scope: scope! } : null;
}

/** What a theme belongs to: null is the plan as a whole, which the event may be that the title names. */
function eventsOf(scope: string, title: string): readonly (string | null)[] {
  const whole = /thang hanh dong|chu de (?:cua )?(?:nam|cong tac|ke hoach)/.test(scope);
  const named = EVENTS.filter(([, sign]) => sign.test(scope));
  const inTitle = named.length === 0 || (!/thang hanh dong/.test(title) && named.some(([, sign]) => sign.test(title)));
  const other = OTHER_EVENT.exec(scope)?.[0];
  const general = whole || (inTitle && (other === undefined || title.includes(other)));
  return [...(general ? [null] : []), ...named.map(([event]) => event)];
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

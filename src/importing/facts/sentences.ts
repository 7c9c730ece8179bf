/** Sentences and clauses of administrative Vietnamese, each with its place in the text. */

export interface Span {
  readonly start: number;
  readonly text: string;
}

const ABBREVIATION = /(?:^|[\s(])(?:TP|Tp|tp|KT|TM|TL|Q|P|H|TX|TT|ThS|TS|BS|GS|PGS|St|v\.v)$/;
/** Quotation marks and brackets that stay open for longer have lost their other half. */
const NEAR = 400;
/** No one writes longer sentences; text without full stops would take every rule time by its square. */
const LONGEST = 3000;

let last: { readonly text: string; readonly spans: readonly Span[] } = { text: '', spans: [] };

/** Cuts a paragraph at full stops before capitals; abbreviations, initials and figures do not end a sentence. */
export function sentencesOf(text: string): readonly Span[] {
  // The rules ask for the sentences of one paragraph again and again.
  if (last.text !== text) last = { text, spans: cut(text) };
  return last.spans;
}

function cut(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(
    /(?:[.!?…]+["”’)]*|["”],?\.{1,3})\s+(?=["“(+-]?\s?\p{Lu})|(?<=\d{4}|\p{Ll}{2})\.(?=\p{Lu}[\p{Ll}\p{Lu}]*\s\p{L})/gu,
  )) {
    const head = text.slice(Math.max(start, match.index - 12), match.index);
    const whole = match.index - start <= 12;
    if (
      match[0].startsWith('.') &&
      !match[0].startsWith('..') &&
      (ABBREVIATION.test(head) || (whole && /^\s*(?:\d{1,2}|[IVX]+|\p{Ll})$/u.test(head)))
    )
      continue;
    if (insideQuotes(text, match.index + 1) || insideBrackets(text, match.index)) continue;
    const end = match.index + match[0].trimEnd().length;
    push(spans, text, start, end);
    start = match.index + match[0].length;
  }
  push(spans, text, start, text.length);
  return spans;
}

/** Cuts a sentence at its semicolons, brackets and quotation marks apart. */
export function clausesOf(sentence: Span): Span[] {
  const { text } = sentence;
  const spans: Span[] = [];
  let start = 0;
  for (let index = text.indexOf(';'); index >= 0; index = text.indexOf(';', index + 1)) {
    const before = text.slice(Math.max(0, index - LONGEST), index);
    if (insideQuotes(text, index) || before.lastIndexOf('(') > before.lastIndexOf(')')) continue;
    push(spans, text, start, index + 1, sentence.start);
    start = index + 1;
  }
  push(spans, text, start, text.length, sentence.start);
  return spans;
}

/** Whether a place is inside brackets that close again soon. */
function insideBrackets(text: string, at: number): boolean {
  const from = Math.max(0, at - NEAR);
  const open = text.slice(from, at + 1).lastIndexOf('(');
  const close = open < 0 ? -1 : text.slice(from + open, from + open + NEAR).indexOf(')');
  return close >= 0 && from + open + close > at;
}

function push(spans: Span[], text: string, start: number, end: number, offset = 0): void {
  for (let from = start; from < end;) {
    const until = end - from <= LONGEST ? end : breakBefore(text, from, from + LONGEST);
    const raw = text.slice(from, until);
    const lead = raw.length - raw.trimStart().length;
    if (raw.trim() !== '') spans.push({ start: offset + from + lead, text: raw.trim() });
    from = until;
  }
}

/** Behind the last comma, semicolon or space of a stretch. */
function breakBefore(text: string, from: number, until: number): number {
  const part = text.slice(from, until);
  const at = Math.max(part.lastIndexOf(', '), part.lastIndexOf('; '));
  const space = part.lastIndexOf(' ');
  return from + (at > LONGEST / 2 ? at + 1 : space > 0 ? space : part.length);
}

function insideQuotes(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - NEAR), at);
  return before.lastIndexOf('“') > before.lastIndexOf('”');
}

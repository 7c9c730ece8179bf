/** Sentences and clauses of administrative Vietnamese, each with its place in the text. */

export interface Span {
  readonly start: number;
  readonly text: string;
}

const ABBREVIATION = /(?:^|[\s(])(?:TP|Tp|tp|KT|TM|TL|Q|P|H|TX|TT|ThS|TS|BS|GS|PGS|St|v\.v)$/;

/** Cuts a paragraph at full stops before capitals; abbreviations, initials and figures do not end a sentence. */
export function sentencesOf(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(/(?:[.!?…]+["”’)]*|["”],?\.{1,3})\s+(?=["“(+-]?\s?\p{Lu})/gu)) {
    const head = text.slice(start, match.index);
    if (
      match[0].startsWith('.') &&
      !match[0].startsWith('..') &&
      (ABBREVIATION.test(head) || /^\s*(?:\d{1,2}|[IVX]+|\p{Ll})$/u.test(head))
    )
      continue;
    if (insideQuotes(text.slice(0, match.index + 1)) || insideBrackets(text, match.index)) continue;
    const end = match.index + match[0].trimEnd().length;
    push(spans, text, start, end);
    start = match.index + match[0].length;
  }
  push(spans, text, start, text.length);
  return spans;
}

/** Cuts a sentence at its semicolons, brackets and quotation marks apart. */
export function clausesOf(sentence: Span): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (let index = 0; index < sentence.text.length; index += 1) {
    if (sentence.text[index] !== ';') continue;
    const before = sentence.text.slice(0, index);
    if (insideQuotes(before) || before.lastIndexOf('(') > before.lastIndexOf(')')) continue;
    push(spans, sentence.text, start, index + 1, sentence.start);
    start = index + 1;
  }
  push(spans, sentence.text, start, sentence.text.length, sentence.start);
  return spans;
}

/** Whether a place is inside brackets that close again soon. */
function insideBrackets(text: string, at: number): boolean {
  const open = text.lastIndexOf('(', at);
  const close = open < 0 ? -1 : text.indexOf(')', open);
  return close > at && close - open < 400;
}

function push(spans: Span[], text: string, start: number, end: number, offset = 0): void {
  const raw = text.slice(start, end);
  const lead = raw.length - raw.trimStart().length;
  if (raw.trim() !== '') spans.push({ start: offset + start + lead, text: raw.trim() });
}

function insideQuotes(text: string): boolean {
  return text.lastIndexOf('“') > text.lastIndexOf('”') && text.length - text.lastIndexOf('“') < 400;
}

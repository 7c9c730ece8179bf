/** What a message says, as far as words tell: cues of the question, names, numbers and the words of its content. */
import type { Term } from '../knowledge/index.ts';
import type { PhraseBook } from '../text/lexicon.ts';
import type { NameMatch } from '../text/name-book.ts';
import { fold } from '../text/fold.ts';
import { decodeTelex } from '../text/telex.ts';
import { tokenMatches, tokenize, toToken, type Token } from '../text/tokens.ts';
import type { World } from './world.ts';

/** As much of a message as is read. */
export const READ_CHARACTERS = 4000;

export interface Reading {
  readonly tokens: readonly Token[];
  readonly cues: ReadonlySet<string>;
  readonly places: readonly string[];
  readonly agencies: readonly string[];
  /** The agencies that the words make the receiver ("gửi về Sở Y tế", "qua Sở Y tế"). */
  readonly receivers: readonly string[];
  readonly years: readonly number[];
  /** "khẩu hiệu số 9", "chỉ tiêu 21", "thứ 6": the bare number asked for. */
  readonly ordinals: readonly string[];
  /** Numbers of documents: "1717", "26/2021/nq-hdnd". */
  readonly documents: readonly DocumentMention[];
  readonly terms: readonly Term[];
  /** The words left aside as too common; they decide where nothing else is said. */
  readonly commonTerms: readonly Term[];
  /** The words of each agency's name as written. */
  readonly agencyWords: ReadonlyMap<string, readonly Token[]>;
}

export interface DocumentMention {
  readonly number: string;
  readonly tail: string;
}

/** Cues whose words belong to the question's frame and never to its content. */
const FRAME = new Set(
  (
    'who when recipient via sender daysLeft late upcoming howMany count whichNumber list compare yesNo duties next previous ' +
    'last first signer docDate docNumber issuer docYear province time followUp anaphora'
  ).split(' '),
);

const RECEIVING = new Set(['ve', 'cho', 'qua', 'toi', 'den', 'len', 'ra']);

/** Reads one message or one sentence of it. */
export function readText(text: string, world: World): Reading {
  const cleaned = decodeTelex(text.normalize('NFC').replace(/@\w+/g, ' ').slice(0, READ_CHARACTERS));
  const folded = fold(cleaned);
  const documents = findDocuments(folded);
  const raw = tokenize(cleaned);
  const usedRaw = new Array<boolean>(raw.length).fill(false);
  const expanded = expand(raw, usedRaw, world);
  const { tokens } = expanded;
  const used = new Array<boolean>(tokens.length).fill(false);
  const agencies = world.agencyNames.find(tokens);
  const places = findPlaces(tokens, agencies, world);
  for (const match of [...agencies, ...places]) used.fill(true, match.start, match.start + match.length);
  const cues = findCues(tokens, world.cues, used);
  if (/(?<!\d)\d{1,2}\s*\/\s*\d{1,2}(?!\d)/.test(cleaned)) cues.add('dateNamed');
  const years = findYears(folded);
  markNumbers(tokens, used, years);
  return {
    tokens,
    cues,
    places: unique(places.map((match) => match.id)),
    agencies: unique(agencies.map((match) => match.id)),
    receivers: unique(
      agencies.filter((match) => RECEIVING.has(tokens[match.start - 1]?.folded ?? '')).map((match) => match.id),
    ),
    years,
    ordinals: findOrdinals(cleaned, tokens, years),
    documents,
    terms: contentTerms(tokens, used, world),
    commonTerms: tokens.flatMap((token, at) => (used[at] ? [] : [{ words: [token], weight: 1 }])),
    agencyWords: new Map(agencies.map((match) => [match.id, tokens.slice(match.start, match.start + match.length)])),
  };
}

/** Places inside and outside the names of agencies, none that straddles one ("cơ quan chủ trì" ends no place). */
function findPlaces(tokens: readonly Token[], agencies: readonly NameMatch[], world: World): NameMatch[] {
  const edges = [0, ...agencies.flatMap((agency) => [agency.start, agency.start + agency.length]), tokens.length];
  return edges.slice(1).flatMap((end, at) => {
    const start = edges[at]!;
    return world.placeNames.find(tokens.slice(start, end)).map((match) => ({ ...match, start: match.start + start }));
  });
}

/** Writes abbreviations out and repairs typing errors. Names of agencies are left alone: their short forms are names. */
function expand(raw: readonly Token[], used: boolean[], world: World): { tokens: Token[] } {
  for (const match of world.agencyNames.find(raw)) used.fill(true, match.start, match.start + match.length);
  for (const match of world.placeNames.find(raw)) used.fill(true, match.start, match.start + match.length);
  const tokens: Token[] = [];
  for (let at = 0; at < raw.length; at += 1) {
    const token = raw[at]!;
    if (used[at]) {
      tokens.push(token);
      continue;
    }
    const phrase = world.abbreviations
      .startingWith(token)
      .find((each) =>
        each.tokens.every(
          (wanted, offset) => !used[at + offset] && matchesAt(raw, at + offset, wanted, each.tokens.length === 1),
        ),
      );
    if (phrase) {
      tokens.push(...tokenize(phrase.id));
      at += phrase.tokens.length - 1;
      continue;
    }
    const repaired = world.spelling.repair(token.folded, tokens.at(-1)?.folded, raw[at + 1]?.folded);
    tokens.push(...(repaired ? repaired.map(toToken) : [token]));
  }
  return { tokens };
}

function matchesAt(raw: readonly Token[], at: number, wanted: Token, exact: boolean): boolean {
  const token = raw[at];
  if (!token) return false;
  return exact ? token.key === wanted.key : tokenMatches(token, wanted);
}

function findCues(tokens: readonly Token[], book: PhraseBook, used: boolean[]): Set<string> {
  const cues = new Set<string>();
  const frame: [number, number][] = [];
  tokens.forEach((_, at) => {
    for (const phrase of book.matchAt(tokens, at)) {
      if (phrase.tokens.every((_, offset) => used[at + offset])) continue;
      cues.add(phrase.id);
      if (FRAME.has(phrase.id)) frame.push([at, at + phrase.tokens.length]);
    }
  });
  for (const [from, to] of frame) used.fill(true, from, to);
  return cues;
}

function findYears(text: string): number[] {
  const bare = text
    .replace(/\d+\s*[/.-]\s*\d+(\s*[/.-]\s*\d{2,4})?(\/[\p{L}-]+)?/gu, (span) =>
      /^(19|20)\d\d\s*-\s*(19|20)\d\d$/.test(span) ? ' ' : keepYear(span),
    )
    .replace(/giai doan\s*(19|20)\d\d(\s+(19|20)\d\d)?/g, ' ');
  return unique([...bare.matchAll(/(?<![\d/])(20[0-4]\d)(?![\d/])/g)].map((match) => Number(match[1])));
}

/** A date of a deadline ("15/11/2026") names a year; a document's number ("26/2021/NQ-HĐND") does not. */
function keepYear(span: string): string {
  const date = span.match(/^\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(20\d\d)$/);
  return date ? ` ${date[1]} ` : ' ';
}

function findDocuments(text: string): DocumentMention[] {
  const found: DocumentMention[] = [];
  const full =
    /(\d{1,5})((?:\/\d{2,4})?(?:[/-]+|\s+(?=\p{L}{2,3}\/))(?:nq|nd|qd|ct|tt|cv|kh|ttr|btc|byt|tw|ttg|ldtbxh|cp|ctr)[\p{L}\d/-]*)/gu;
  for (const match of text.matchAll(full)) found.push({ number: match[1]!, tail: (match[2] ?? '').trim() });
  const named =
    /(?:nghi dinh|quyet dinh|nghi quyet|chi thi|thong tu|cong van|to trinh|chuong trinh so|ke hoach so|ke hoach|decision|decree|circular|directive|resolution|(?<!\p{L})(?:nd|qd|nq|ct|tt|cv|kh))\s*(?:so|no\.?)?\s*(\d{1,5})(?!\d|\s*(?:thang|nam|ngay|%))((?:\/[\p{L}\d-]+)*)/gu;
  for (const match of text.matchAll(named)) {
    const number = match[1]!;
    if (/^20[0-4]\d$/.test(number) || found.some((each) => each.number === number)) continue;
    found.push({ number, tail: match[2] ?? '' });
  }
  return found;
}

const ORDINAL_WORDS = new Map(
  'nhat:1 nhi:2 hai:2 ba:3 tu:4 nam:5 sau:6 bay:7 tam:8 chin:9 muoi:10'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

function findOrdinals(text: string, tokens: readonly Token[], years: readonly number[]): string[] {
  const found = [...fold(text).matchAll(/(?:muc tieu|chi tieu|ct)\s*(?:so\s*)?(\d{1,2}\.\d{1,2})/g)].map(
    (match) => match[1]!,
  );
  if (found.length > 0) return found;
  tokens.forEach((token, at) => {
    const before = tokens[at - 1]?.folded ?? '';
    const number = token.folded.match(/^0*(\d{1,2})$/)?.[1] ?? null;
    if (
      number &&
      !years.includes(Number(number)) &&
      /^(so|thu|tieu|cau|hieu|diep|muc|va|no|target|slogan|number)$/.test(before)
    ) {
      found.push(number);
    }
    if (number && tokens.length <= 2 && !found.includes(number)) found.push(number);
    const word = before === 'thu' ? ORDINAL_WORDS.get(token.folded) : undefined;
    if (word && !(token.folded === 'sau' && tokens[at + 1]?.folded === 'do')) found.push(word);
  });
  return unique(found);
}

function markNumbers(tokens: readonly Token[], used: boolean[], years: readonly number[]): void {
  tokens.forEach((token, at) => {
    if (years.includes(Number(token.folded))) used[at] = true;
  });
}

function contentTerms(tokens: readonly Token[], used: readonly boolean[], world: World): Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (used[at] || world.stopwords.get(token.folded)?.some((word) => token.plain || word.key === token.key)) {
      const topic = used[at] ? undefined : topicAt(tokens, used, at, world, 2);
      if (!topic) continue;
    }
    const topic = topicAt(tokens, used, at, world, 1);
    if (topic) {
      terms.push({ words: topic.tokens, topic: topic.id, weight: 1 });
      at += topic.tokens.length - 1;
    } else terms.push({ words: [token], weight: 1 });
  }
  return terms;
}

function topicAt(tokens: readonly Token[], used: readonly boolean[], at: number, world: World, shortest: number) {
  return world.topics.startingWith(tokens[at]!).find(
    (phrase) =>
      phrase.tokens.length >= shortest &&
      phrase.tokens.every((wanted, offset) => {
        const token = tokens[at + offset];
        return token !== undefined && !used[at + offset] && tokenMatches(token, wanted);
      }),
  );
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** The phrases of care.yaml, ready to be found in a message. */
import type { Care, FollowUp } from '../../knowledge/care-schema.ts';
import type { Reader } from '../../model/conversation.ts';
import { PhraseBook } from '../../text/lexicon.ts';
import type { Token } from '../../text/tokens.ts';

/** Whoever names a child of theirs is no child; the next word decides between the others. */
const READERS: readonly Reader[] = ['adult', 'official', 'child'];

type HandoverWord = 'start' | 'skip' | 'cancel' | 'confirm';

export interface CareBook {
  readonly cards: PhraseBook;
  readonly follow: PhraseBook;
  readonly mistaken: PhraseBook;
  readonly safeWords: PhraseBook;
  readonly handover: PhraseBook;
  readonly readers: PhraseBook;
  readonly english: ReadonlySet<string>;
}

/** Makes the book of the loaded file. */
export function buildCareBook(care: Care): CareBook {
  const { start, skip, cancel, confirm } = care.handover;
  return {
    cards: bookOf(care.cards.map(({ id, words }) => [id, words ?? []])),
    follow: bookOf(care.follow.map((entry) => [entry.id, entry.cues])),
    mistaken: bookOf([
      ['mistaken', care.mistaken.cues],
      ['unless', care.mistaken.unless],
    ]),
    safeWords: bookOf(Object.entries(care.safeWords)),
    handover: bookOf(Object.entries({ start, skip, cancel, confirm })),
    readers: bookOf(Object.entries(care.readers)),
    english: new Set(care.english.split(/\s+/)),
  };
}

function bookOf(entries: readonly (readonly [string, readonly string[]])[]): PhraseBook {
  const book = new PhraseBook();
  for (const [id, cues] of entries) for (const cue of cues) book.add(id, cue);
  return book;
}

/** The ids of all phrases in a text. */
export function idsIn(tokens: readonly Token[], book: PhraseBook): Set<string> {
  return new Set(tokens.flatMap((_, at) => book.matchAt(tokens, at).map((phrase) => phrase.id)));
}

/** The phrase that a text consists of, wholly: its id; null for any other text. */
export function wholePhrase(tokens: readonly Token[], book: PhraseBook): string | null {
  if (tokens.length === 0) return null;
  return book.matchAt(tokens, 0).find((phrase) => phrase.tokens.length === tokens.length)?.id ?? null;
}

/** What the text asks of a running hand-over; only short texts are answers, longer ones tell something. */
export function handoverWord(tokens: readonly Token[], book: CareBook): HandoverWord | null {
  return wholePhrase(tokens, book.handover) as HandoverWord | null;
}

/** Whether the text takes the card back: "không phải, tôi chỉ hỏi số liệu". */
export function saysMistaken(tokens: readonly Token[], book: CareBook): boolean {
  const ids = idsIn(tokens, book.mistaken);
  return ids.has('mistaken') && !ids.has('unless');
}

/** The first follow-up, in the order of the file, that the text asks for. */
export function followUpOf(
  tokens: readonly Token[],
  care: Care,
  book: CareBook,
  fits: (entry: FollowUp) => boolean,
): FollowUp | null {
  const ids = idsIn(tokens, book.follow);
  return care.follow.find((entry) => ids.has(entry.id) && fits(entry)) ?? null;
}

/** Who seems to write, by how they speak of themselves and of others; null where the words do not tell. */
export function readerIn(tokens: readonly Token[], book: CareBook): Reader | null {
  const ids = idsIn(tokens, book.readers);
  return READERS.find((reader) => ids.has(reader)) ?? null;
}

/** Whether a text is written in English. */
export function isEnglish(text: string, book: CareBook): boolean {
  const words = text.toLowerCase().match(/[a-z']+/g) ?? [];
  const plain = !/[\u0080-\u1fff]/.test(text);
  const known = words.filter((word) => book.english.has(word)).length;
  return plain && known >= 2 && known * 4 >= words.length;
}

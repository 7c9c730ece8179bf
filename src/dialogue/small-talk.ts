/** Greetings, thanks, good-byes and questions about the assistant itself: only when nothing else is said. */
import { PhraseBook } from '../text/lexicon.ts';
import type { Token } from '../text/tokens.ts';
import type { Vocabulary } from '../knowledge/vocabulary-schema.ts';

export type SmallTalk = 'greeting' | 'thanks' | 'goodbye' | 'help';

const ORDER: readonly SmallTalk[] = ['help', 'thanks', 'goodbye', 'greeting'];

/** The phrases of small talk, ready to be found. */
export function smallTalkBook(vocabulary: Vocabulary): PhraseBook {
  const book = new PhraseBook();
  for (const [kind, phrases] of Object.entries(vocabulary.smallTalk))
    for (const phrase of phrases) book.add(kind, phrase);
  return book;
}

/** The kind of small talk a message consists of, or null when it holds more. */
export function smallTalkOf(tokens: readonly Token[], book: PhraseBook): SmallTalk | null {
  const rest = new Set(tokens.keys());
  const found = new Set<string>();
  tokens.forEach((_, at) => {
    for (const phrase of book.matchAt(tokens, at)) {
      found.add(phrase.id);
      phrase.tokens.forEach((_word, offset) => rest.delete(at + offset));
    }
  });
  return rest.size === 0 ? (ORDER.find((kind) => found.has(kind)) ?? null) : null;
}

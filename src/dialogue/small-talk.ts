/** Greetings, thanks, good-byes and questions about the assistant itself: only when nothing else is said. */
import { tokenMatches, tokenize, type Token } from '../text/tokens.ts';
import type { Vocabulary } from '../knowledge/vocabulary-schema.ts';

export type SmallTalk = 'greeting' | 'thanks' | 'goodbye' | 'help';

/** The kind of small talk a message consists of, or null when it holds more. */
export function smallTalkOf(tokens: readonly Token[], vocabulary: Vocabulary): SmallTalk | null {
  const { filler, ...kinds } = vocabulary.smallTalk;
  const rest = new Set(tokens.keys());
  let found: SmallTalk | null = null;
  for (const kind of ['help', 'thanks', 'goodbye', 'greeting'] as const) {
    for (const phrase of kinds[kind]) if (strike(tokens, tokenize(phrase), rest)) found ??= kind;
  }
  if (!found) return null;
  for (const word of filler) strike(tokens, tokenize(word), rest);
  return rest.size === 0 ? found : null;
}

function strike(tokens: readonly Token[], phrase: readonly Token[], rest: Set<number>): boolean {
  let hit = false;
  for (let at = 0; at + phrase.length <= tokens.length; at += 1) {
    if (!phrase.every((wanted, offset) => tokenMatches(tokens[at + offset]!, wanted))) continue;
    hit = true;
    phrase.forEach((_, offset) => rest.delete(at + offset));
  }
  return hit;
}

/** Several questions in one message, told apart by their sentences. */
import { READ_CHARACTERS, readText } from './reading.ts';
import type { World } from './world.ts';

const ASKING =
  'who duties when recipient via sender daysLeft howMany theme slogan target contact signer docNumber docDate issuer funding late'.split(
    ' ',
  );
const MOST = 3;

/** The sentences of a message that ask something; fewer than two mean that the message is one question. */
export function splitQuestions(text: string, world: World): string[] {
  const sentences = text
    .slice(0, READ_CHARACTERS)
    .split(/(?<=[?!])\s+|\n+|(?<=[\p{L}\p{N})])\.\s+/u)
    .filter((sentence) => sentence.trim() !== '');
  if (sentences.length < 2) return [];
  const asking = sentences.filter((sentence) => {
    const reading = readText(sentence, world);
    return (
      ASKING.some((cue) => reading.cues.has(cue)) &&
      (sentence.includes('?') || reading.terms.length > 0 || reading.agencies.length > 0)
    );
  });
  return asking.slice(0, MOST);
}

/** The clauses of a long message that ask something, each also with the clause before it; the last first. */
export function askingClauses(text: string, world: World): string[] {
  const clauses = text
    .slice(0, READ_CHARACTERS)
    .split(/[.?!,;:\n]+\s*/u)
    .filter((clause) => clause.trim() !== '');
  if (clauses.length < 2 || text.split(/\s+/).length < 12) return [];
  const places = readText(text, world).places.map((place) => world.places.get(place)?.name ?? '');
  const asking = clauses.flatMap((clause, at) => {
    const reading = readText(clause, world);
    if (!ASKING.some((cue) => reading.cues.has(cue))) return [];
    return [clause, `${clauses[at - 1] ?? ''} ${clause}`].map((each) => `${each} ${places.join(' ')}`);
  });
  return asking.reverse().slice(0, 6);
}

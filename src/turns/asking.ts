/** Choices that only the store knows: the conversation waits for one of them. */
import type { Choice } from '../model/reply.ts';
import { choicesKeyOf } from './outgoing-parts.ts';
import type { Spot, Turn, TurnContext } from './turn.ts';

/** The turn with these choices kept for the next message; the dialogue, which does not know them, kept it without. */
export async function asking(
  turn: Turn,
  choices: readonly Choice[],
  { chat, conversation: key }: Spot,
  now: number,
  { memory }: TurnContext,
): Promise<Turn> {
  const before = await memory.conversation(key, now);
  const waiting = { ...before, pending: { question: '', choices }, offered: choicesKeyOf(choices) };
  const isOther = ({ kind, id }: { kind: string; id: string }) => kind !== 'conversation' || id !== key;
  const { commit } = turn;
  const put = [...commit.put.filter(isOther), memory.conversationRecord(key, chat, waiting, now)];
  return { ...turn, commit: { ...commit, put, remove: commit.remove.filter(isOther) } };
}

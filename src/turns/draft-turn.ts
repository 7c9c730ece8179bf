/** The commands about drafts of plans: what is answered becomes the reply, what changes part of the turn's commit. */
import type { Effect } from '../model/effect.ts';
import type { DraftAnswer } from '../publishing/draft-answer.ts';
import { asking } from './asking.ts';
import type { Spot, Turn, TurnContext } from './turn.ts';

type DraftEffect = Extract<Effect, { kind: 'drafts' }>;

/** Carries out /duyet, /huy, /tailen or /gokehoach; only for those who run the service. */
export async function draftTurn(
  effect: DraftEffect,
  turn: Turn,
  spot: Spot,
  now: number,
  context: TurnContext,
): Promise<Turn> {
  if (!spot.operator || spot.group) return turn;
  const answer = await answerOf(effect, spot.chat, now, context);
  const asked = answer.choices.length > 0 ? await asking(turn, answer.choices, spot, now, context) : turn;
  return withAnswer(asked, answer);
}

/** The turn that says an answer about drafts and commits what belongs to it. */
export function withAnswer(turn: Turn, { text, choices, put, remove, publishes }: DraftAnswer): Turn {
  const { commit } = turn;
  return {
    ...turn,
    reply: { ...turn.reply, text, choices },
    commit: { ...commit, put: [...commit.put, ...put], remove: [...commit.remove, ...remove] },
    publishes,
  };
}

function answerOf(
  { command, rest, place, year }: DraftEffect,
  chat: string,
  now: number,
  { drafts, uploads }: TurnContext,
): Promise<DraftAnswer> | DraftAnswer {
  switch (command) {
    case 'approve':
      return drafts.approve(chat, rest, now, { place, year });
    case 'discard':
      return drafts.discard(chat, rest, now);
    case 'withdraw':
      return drafts.withdraw(rest, now);
    case 'upload':
      return uploads.link(chat, now);
  }
}

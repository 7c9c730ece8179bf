/** The commands about nudges: what the book answers becomes the reply, what it changes part of the turn's commit. */
import { say } from '../dialogue/draft.ts';
import type { Effect } from '../model/effect.ts';
import type { NudgeAnswer } from '../nudges/nudge-book.ts';
import { readNudgeArguments } from '../nudges/nudge-choices.ts';
import { fold } from '../text/fold.ts';
import type { Settings } from './memory.ts';
import { asking } from './asking.ts';
import type { Spot, Turn, TurnContext } from './turn.ts';

type NudgeEffect = Extract<Effect, { kind: 'nudges' }>;

/** Carries out /nhacviec, /danop, /hoan or /nguyenvan. */
export async function nudgeTurn(
  effect: NudgeEffect,
  turn: Turn,
  spot: Spot,
  settings: Settings,
  now: number,
  context: TurnContext,
): Promise<Turn> {
  // The page has nobody to send to once it is closed.
  if (spot.channel === 'web') return turn;
  const answer = await answerOf(effect, spot, settings, now, context);
  const reply = { ...turn.reply, text: answer.text, choices: answer.choices };
  const asked = answer.choices.length > 0 ? await asking(turn, answer.choices, spot, now, context) : turn;
  const { commit } = asked;
  return {
    ...asked,
    reply,
    commit: {
      ...commit,
      put: [...commit.put, ...(answer.put ?? [])],
      remove: [...commit.remove, ...(answer.remove ?? [])],
    },
  };
}

type Answer = Pick<NudgeAnswer, 'text' | 'choices'> & Partial<NudgeAnswer>;

async function answerOf(
  { command, rest, place, agency }: NudgeEffect,
  spot: Spot,
  settings: Settings,
  now: number,
  context: TurnContext,
): Promise<Answer> {
  const { nudges } = context;
  const { references, undo, all } = readNudgeArguments(rest);
  switch (command) {
    case 'nhacviec':
      return switchNudges(
        rest,
        { place: place ?? settings.placeId, agency: agency ?? settings.agency },
        spot,
        now,
        context,
      );
    case 'danop':
      return nudges.reported(spot.chat, { agency, references, undo, all }, now);
    case 'hoan':
      return nudges.snooze(spot.chat, references, now);
    case 'nguyenvan':
      return nudges.original(spot.chat, references, now);
  }
}

async function switchNudges(
  rest: string,
  wanted: { readonly place?: string | undefined; readonly agency?: string | undefined },
  { chat, group, admin }: Spot,
  now: number,
  { nudges, world }: TurnContext,
): Promise<Answer> {
  const [word, second] = fold(rest).split(/\s+/);
  if (!['bat', 'tat', 'tuan'].includes(word ?? '')) return { text: say(world(), 'nudges-off-here'), choices: [] };
  if (group && admin === false) return { text: say(world(), 'nudges-admins-only'), choices: [] };
  if (word === 'tat') return nudges.unsubscribe(chat, now);
  if (word === 'bat') return nudges.subscribe(chat, { ...wanted, group }, now);
  return nudges.setWeekly(chat, second !== 'tat', { ...wanted, group }, now);
}

/** Decides the reply to a message: safety first, then everything else. Pure. */
import type { Conversation } from '../model/conversation.ts';
import type { Message } from '../model/message.ts';
import type { Assessment } from '../safety/assess.ts';
import { namesImpossibleDate } from '../text/dates.ts';
import { fold } from '../text/fold.ts';
import { tokenize } from '../text/tokens.ts';
import { openCare } from './care/care-reply.ts';
import { afterCard, handOver, inDoubt, safeWordCard, soonAfterCard, withInstead } from './care/care-turn.ts';
import { converse } from './converse.ts';
import type { Decision } from './decision.ts';
import { say } from './draft.ts';
import { READ_CHARACTERS } from './reading.ts';
import { smallTalkOf } from './small-talk.ts';
import type { World } from './world.ts';

/** Words of an unanswered question that are counted. */
const MOST_COUNTED = 12;

/** The reply to one message, and what the conversation remembers afterwards. */
export function decide(message: Message, conversation: Conversation, world: World): Decision {
  const cried = safeWordCard(message, conversation, world);
  if (cried) return cried;
  const assessment = assessed(message, world);
  const handed = handOver(message, conversation, assessment, world);
  if (handed) return handed;
  const before = openCare(conversation, message);
  const after = before ? afterCard(message, before, conversation, assessment, world) : null;
  if (after) return after;
  if (assessment.level !== 'none') return withInstead(assessment, message, conversation, world);
  const decision = withRemarks(converse(message, conversation, world), message, world);
  if (assessment.uncertain) return inDoubt(decision, assessment, message, conversation, world);
  return before
    ? soonAfterCard(decision, before, message, conversation, world)
    : withUnanswered(decision, message, world);
}

/** What the plans do not answer is counted by those of its words that the data has: no names, no numbers. */
function withUnanswered(decision: Decision, message: Message, world: World): Decision {
  if (decision.reply.kind !== 'unknown') return decision;
  // A capital within a sentence is mostly a name.
  const lower = message.text.replace(/(?<=[^.!?\s]\s+)\p{Lu}[\p{L}\p{M}]*/gu, ' ');
  const words = tokenize(lower)
    .map((token) => token.folded)
    .filter((word) => /^[a-z]+$/.test(word) && world.spelling.knows(word))
    .slice(0, MOST_COUNTED);
  if (words.length < 2) return decision;
  const effects = [...(decision.effects ?? []), { kind: 'unanswered', words: words.join(' ') } as const];
  return { ...decision, effects };
}

/** What the gate says; commands and mere courtesies are no cry unless their very words are one. */
function assessed({ text }: Message, world: World): Assessment {
  if (isBareCommand(text)) return world.assess('');
  const found = world.assess(text);
  const byPhrase = found.reasons.some((reason) => reason.startsWith('phrase:'));
  // "Tạm biệt nghen": the good-bye that follows names 111 as well.
  return !byPhrase && smallTalkOf(tokenize(text), world.smallTalk) ? world.assess('') : found;
}

/** "/help" is a command and no cry; what follows a command is read as any other words. */
function isBareCommand(text: string): boolean {
  return /^\s*\/[a-z0-9]+(?:@\w+)?\s*$/i.test(text);
}

/** Adds what the reader should know of the message itself: read only in part, or naming a day that does not exist. */
function withRemarks(decision: Decision, message: Message, world: World): Decision {
  const remarks = [
    ...(message.text.length > READ_CHARACTERS ? [say(world, 'too-long')] : []),
    ...(namesImpossibleDate(fold(message.text.slice(0, READ_CHARACTERS))) ? [say(world, 'bad-date')] : []),
  ];
  if (remarks.length === 0) return decision;
  const [first, ...rest] = decision.reply.text.split('\n');
  const lines = [first, ...remarks, ...rest];
  return { ...decision, reply: { ...decision.reply, text: lines.join('\n') } };
}

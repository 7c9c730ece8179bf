/** The turns of a talk about harm: the card, what follows it, its correction, the hand-over, and the doubtful message. */
import type { Care, Conversation } from '../../model/conversation.ts';
import type { Message } from '../../model/message.ts';
import { textReply, type Reply } from '../../model/reply.ts';
import type { Assessment } from '../../safety/assess.ts';
import { tokenize } from '../../text/tokens.ts';
import { converse } from '../converse.ts';
import { isSureAnswer, SURE, type Decision } from '../decision.ts';
import { say } from '../draft.ts';
import type { World } from '../world.ts';
import { saysMistaken } from './care-book.ts';
import { careCard, followUp, openCare, otherwise, reminderLines, safeWordOf, type Cared } from './care-reply.ts';
import { beginHandover, continueHandover, startsHandover } from './handover.ts';

/** From this chance of harm on, only a sure answer is taken for what was wanted. */
const LIKELY = 0.5;

function cared({ reply, care }: Cared, conversation: Conversation): Decision {
  return { reply, conversation: { ...withoutFocus(conversation), care } };
}

/** A safe word shows the general card again, however often it is said; null for any other text. */
export function safeWordCard(message: Message, conversation: Conversation, world: World): Decision | null {
  const word = safeWordOf(message.text, world);
  if (!word) return null;
  const { care: _care, ...fresh } = conversation;
  const reader = openCare(conversation, message)?.reader;
  const speaker = reader === undefined || reader === 'adult' ? 'unknown' : reader;
  return cared(careCard({ ...word, speaker, uncertain: false }, message, fresh, world), conversation);
}

/** A running or wanted hand-over; null where there is none. */
export function handOver(
  message: Message,
  conversation: Conversation,
  assessment: Assessment,
  world: World,
): Decision | null {
  const { handover, ...rest } = conversation;
  if (!handover && !startsHandover(message, conversation, world)) return null;
  const care = openCare(conversation, message);
  const worse = care && assessment.level === 'emergency' ? { ...rest, care: { ...care, now: true } } : rest;
  const turn = handover ? continueHandover(handover, message, worse, world) : beginHandover(message, worse, world);
  const kept = turn.handover ? { ...worse, handover: turn.handover } : worse;
  return { reply: turn.reply, conversation: kept, effects: turn.effects };
}

/** What follows a card: a correction, or something that is often said then; null for anything else. */
export function afterCard(
  message: Message,
  before: Care,
  conversation: Conversation,
  assessment: Assessment,
  world: World,
): Decision | null {
  const certain = assessment.level === 'emergency' && !assessment.uncertain;
  if (!certain && saysMistaken(tokenize(message.text), world.careBook)) {
    return takenBack(message, before, conversation, world);
  }
  const follow = certain && !before.now ? null : followUp(message, before, world);
  return follow ? cared(follow, conversation) : null;
}

/** "Không phải, tôi chỉ hỏi số liệu": the answer to this message, else to the one that got the card. */
function takenBack(message: Message, before: Care, conversation: Conversation, world: World): Decision {
  const { care: _care, ...rest } = conversation;
  const { mistaken } = world.knowledge.care;
  const own = converse(message, rest, world);
  const reply = isSureAnswer(own) ? own.reply : before.instead;
  if (reply) return { ...own, reply: { ...reply, text: `${reply.text}\n${mistaken.keep}` } };
  const text = [mistaken.say, mistaken.keep].join('\n');
  return { reply: textReply('help', text), conversation: rest };
}

/** The card; where the plans would have answered, that answer waits in case the card was a misunderstanding. */
export function withInstead(
  assessment: Assessment,
  message: Message,
  conversation: Conversation,
  world: World,
): Decision {
  const { reply, care } = careCard(assessment, message, conversation, world);
  const instead = answerQuietly(message, conversation, world);
  return cared({ reply, care: instead ? { ...care, instead } : care }, conversation);
}

/** Nothing that goes wrong here may cost the card. */
function answerQuietly(message: Message, conversation: Conversation, world: World): Reply | null {
  try {
    const decision = converse(message, conversation, world);
    return isSureAnswer(decision) ? decision.reply : null;
  } catch {
    return null;
  }
}

/** An ordinary message soon after a card: the answer with one line before it, once; what nobody understands stays with the card. */
export function soonAfterCard(
  decision: Decision,
  before: Care,
  message: Message,
  conversation: Conversation,
  world: World,
): Decision {
  const { reply } = decision;
  if (decision.effects?.some(({ kind }) => kind === 'forget')) return decision;
  const { care: _care, ...rest } = decision.conversation;
  // In danger even a "dạ" is answered with the numbers; only what is asked for outright is not.
  const outright = reply.kind === 'help' && (!before.now || message.text.startsWith('/'));
  if (outright || (message.channel === 'group' && reply.kind === 'answer')) {
    return { ...decision, conversation: { ...rest, care: before } };
  }
  if (!isSureAnswer(decision) && before.reader !== 'official')
    return cared(otherwise(message, before, world), conversation);
  const text = [...reminderLines(before, world), reply.text].join('\n');
  return { ...decision, reply: { ...reply, text }, conversation: rest };
}

/**
 * A message that may sign harm: where the plans answer it, the answer stands with one quiet line; where they
 * do not, it was hardly a question for them and gets the card.
 */
export function inDoubt(
  decision: Decision,
  assessment: Assessment,
  message: Message,
  conversation: Conversation,
  world: World,
): Decision {
  const { reply } = decision;
  if (reply.kind === 'help') return decision;
  const likely = assessment.suspected === 'emergency' || assessment.score >= LIKELY;
  const weak = likely && (decision.confidence ?? 0) < SURE;
  const unanswered = reply.kind !== 'answer' || weak;
  if (unanswered && assessment.suspected !== 'none') {
    return cared(careCard({ ...assessment, level: assessment.suspected }, message, conversation, world), conversation);
  }
  if (reply.kind !== 'answer' || message.channel === 'group') return decision;
  return { ...decision, reply: { ...reply, text: `${reply.text}\n${say(world, 'quiet-111')}` } };
}

function withoutFocus(conversation: Conversation): Conversation {
  const { focus: _focus, pending: _pending, ...kept } = conversation;
  return kept;
}

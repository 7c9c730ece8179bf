/** Answers a whole message: each of its questions, or the one that is buried in it. */
import type { Conversation } from '../model/conversation.ts';
import type { Message } from '../model/message.ts';
import type { Reply } from '../model/reply.ts';
import { BEYOND_PLANS } from './answer-plan.ts';
import { answerQuestion } from './answer-question.ts';
import { SURE, type Decision } from './decision.ts';
import { readText } from './reading.ts';
import { askingClauses, splitQuestions } from './split-questions.ts';
import type { World } from './world.ts';

/** Characters that one of several answers in a message may take after its first line. */
const SHARE = 1000;
/** Words from which on a message may bury its question. */
const LONG = 30;

/** Answers each question of the message in turn; several answers are joined, a failing one does not spoil the others. */
export function answerAll(message: Message, before: Conversation, world: World): Decision {
  const { pending: _pending, ...conversation } = before;
  const questions = splitQuestions(message.text, world);
  const whole = answerQuestion(message, conversation, world);
  if (questions.length < 2) return narrowed(message, conversation, whole, world);
  const decisions: Decision[] = [];
  let current: Conversation = conversation;
  for (const text of questions) {
    const decision = answerQuestion({ ...message, text }, current, world);
    decisions.push(decision);
    current = decision.conversation;
  }
  const answered = decisions.filter((decision) => decision.reply.kind === 'answer');
  if (answered.length < 2) return whole.reply.kind === 'answer' || !answered[0] ? whole : answered[0];
  return { reply: join(answered.map((decision) => decision.reply)), conversation: current };
}

/** A long message that says too much to be understood as a whole: its asking clauses, the last first. */
function narrowed(message: Message, conversation: Conversation, whole: Decision, world: World): Decision {
  const { cues, tokens } = readText(message.text, world);
  if (
    BEYOND_PLANS.some((cue) => cues.has(cue)) ||
    (whole.reply.kind === 'answer' && (tokens.length < LONG || (whole.confidence ?? 0) >= 0.5))
  )
    return whole;
  if (whole.reply.kind !== 'answer' && whole.reply.kind !== 'unknown') return whole;
  let best = whole;
  for (const text of askingClauses(message.text, world)) {
    const decision = answerQuestion({ ...message, text }, conversation, world);
    const confidence = decision.reply.kind === 'answer' ? (decision.confidence ?? 0) : 0;
    if (confidence >= SURE) return decision;
    if (confidence > (best.confidence ?? 0) + 0.05) best = decision;
  }
  return best;
}

/** The first lines of an answer that shares a message with others. */
function shortened(text: string): string {
  let length = 0;
  const kept = text.split('\n').filter((line, at) => at === 0 || (length += line.length + 1) <= SHARE);
  return kept.join('\n');
}

function join(replies: readonly Reply[]): Reply {
  const texts = [...new Set(replies.map((reply) => shortened(reply.text)))];
  const citations = replies.flatMap((reply) => reply.citations);
  const seen = new Set<string>();
  const distinct = citations.filter(
    (citation) => !seen.has(citation.plan + citation.quote) && seen.add(citation.plan + citation.quote),
  );
  return { kind: 'answer', text: texts.join('\n\n'), citations: distinct, choices: [] };
}

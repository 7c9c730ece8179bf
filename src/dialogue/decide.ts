/** Decides the reply to a message: safety first, then commands, small talk, choices and questions. Pure. */
import type { Conversation } from '../model/conversation.ts';
import type { Message } from '../model/message.ts';
import type { Reply } from '../model/reply.ts';
import type { Token } from '../text/tokens.ts';
import { answerQuestion } from './answer-question.ts';
import { runCommand } from './commands.ts';
import { namesImpossibleDate } from '../text/dates.ts';
import { fold } from '../text/fold.ts';
import type { Assessment } from '../safety/assess.ts';
import { say } from './draft.ts';
import { helpReply, smallTalkReply } from './help.ts';
import { pickChoice } from './choices.ts';
import { readText } from './reading.ts';
import { safetyReply } from './safety-reply.ts';
import { askingClauses, splitQuestions } from './split-questions.ts';
import { smallTalkOf } from './small-talk.ts';
import type { World } from './world.ts';

/** As much of a message as is read. */
const READ_CHARACTERS = 4000;

/** Characters that one of several answers in a message may take after its first line. */
const SHARE = 1000;

const BEYOND = ['money', 'procedure', 'address', 'person', 'statistic'];
/** An asking clause answered this well is the question. */
const SURE = 0.6;
/** Words from which on a message may bury its question. */
const LONG = 30;

export interface Decision {
  readonly reply: Reply;
  readonly conversation: Conversation;
  /** How well the plans' words meet the question, 0–1; absent where nothing was answered. */
  readonly confidence?: number;
}

/** The reply to one message, and what the conversation remembers afterwards. */
export function decide(message: Message, conversation: Conversation, world: World): Decision {
  const assessment = world.assess(message.text);
  if (assessment.level !== 'none') {
    return {
      reply: safetyReply(assessment, message, world),
      conversation: withoutFocus(conversation),
    };
  }
  const decision = withRemarks(converse(message, conversation, world), message, world);
  return assessment.uncertain ? inDoubt(decision, assessment, message, conversation, world) : decision;
}

/**
 * A message that may sign harm: where the plans answer it, the answer stands with one quiet line; where they
 * do not, it was hardly a question for them and gets the card.
 */
function inDoubt(
  decision: Decision,
  assessment: Assessment,
  message: Message,
  conversation: Conversation,
  world: World,
): Decision {
  const { reply } = decision;
  if (reply.kind === 'help') return decision;
  const weak = assessment.suspected === 'emergency' && (decision.confidence ?? 0) < SURE;
  const unanswered = reply.kind !== 'answer' || weak;
  if (unanswered && assessment.suspected !== 'none') {
    const card = safetyReply({ ...assessment, level: assessment.suspected }, message, world);
    return { reply: card, conversation: withoutFocus(conversation) };
  }
  if (reply.kind !== 'answer' || message.channel === 'group') return decision;
  return { ...decision, reply: { ...reply, text: `${reply.text}\n${say(world, 'quiet-111')}` } };
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

/** The reply to a message that signs no harm. */
function converse(message: Message, conversation: Conversation, world: World): Decision {
  const command = runCommand(message, conversation, world);
  if (command && 'reply' in command) return command;
  const text = command ? command.question : message.text;
  const { tokens } = readText(text, world);
  if (tokens.length === 0) return { reply: helpReply('empty', world), conversation };
  const picked = pickChoice(text, tokens, conversation);
  if (picked !== null) return takeChoice({ ...message, text: picked }, conversation, world);
  const talk = smallTalkOf(tokens, world.smallTalk);
  if (talk) return { reply: smallTalkReply(talk, world), conversation };
  const decision = answerAll({ ...message, text }, conversation, world);
  if (decision.reply.kind === 'unknown' && opensWithGreeting(tokens, world) && !text.includes('?')) {
    return { reply: smallTalkReply('greeting', world), conversation };
  }
  return decision;
}

/** What a choice stands for: a command, or the question that waited for it. */
function takeChoice(message: Message, conversation: Conversation, world: World): Decision {
  const { pending: _pending, ...rest } = conversation;
  const command = runCommand(message, rest, world);
  return command && 'reply' in command ? command : answerAll(message, rest, world);
}

function opensWithGreeting(tokens: readonly Token[], world: World): boolean {
  const opening = tokens.slice(0, 3);
  return (
    tokens.length < 20 &&
    opening.some((_, at) => world.smallTalk.matchAt(opening, at).some((phrase) => phrase.id === 'greeting'))
  );
}

function withoutFocus(conversation: Conversation): Conversation {
  const { focus: _focus, pending: _pending, ...kept } = conversation;
  return kept;
}

/** Answers each question of the message in turn; several answers are joined, a failing one does not spoil the others. */
function answerAll(message: Message, before: Conversation, world: World): Decision {
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
    BEYOND.some((cue) => cues.has(cue)) ||
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

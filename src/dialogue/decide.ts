/** Decides the reply to a message: safety first, then commands, small talk, choices and questions. Pure. */
import type { Care, Conversation } from '../model/conversation.ts';
import type { Effect } from '../model/effect.ts';
import type { Message } from '../model/message.ts';
import type { Reply } from '../model/reply.ts';
import { tokenize, type Token } from '../text/tokens.ts';
import { answerQuestion } from './answer-question.ts';
import { runCommand } from './commands.ts';
import { namesImpossibleDate } from '../text/dates.ts';
import { fold } from '../text/fold.ts';
import type { Assessment } from '../safety/assess.ts';
import { saysMistaken } from './care/care-book.ts';
import { careCard, followUp, openCare, otherwise, reminderLines, safeWordOf, type Cared } from './care/care-reply.ts';
import { beginHandover, continueHandover, startsHandover } from './care/handover.ts';
import { say } from './draft.ts';
import { helpReply, smallTalkReply } from './help.ts';
import { pickChoice } from './choices.ts';
import { readText } from './reading.ts';
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
/** From this chance of harm on, only a sure answer is taken for what was wanted. */
const LIKELY = 0.5;
/** Words of an unanswered question that are counted. */
const MOST_COUNTED = 12;
/** Words from which on a message may bury its question. */
const LONG = 30;

export interface Decision {
  readonly reply: Reply;
  readonly conversation: Conversation;
  /** What the rest of the program is to do. */
  readonly effects?: readonly Effect[];
  /** How well the plans' words meet the question, 0–1; absent where nothing was answered. */
  readonly confidence?: number;
}

/** The reply to one message, and what the conversation remembers afterwards. */
export function decide(message: Message, conversation: Conversation, world: World): Decision {
  const safeWord = safeWordOf(message.text, world);
  if (safeWord) return cared(safeWordCard(safeWord, message, conversation, world), conversation);
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

function cared({ reply, care }: Cared, conversation: Conversation): Decision {
  return { reply, conversation: { ...withoutFocus(conversation), care } };
}

/** A safe word shows the general card again, however often it is said. */
function safeWordCard(
  word: Pick<Assessment, 'level' | 'category'>,
  message: Message,
  conversation: Conversation,
  world: World,
): Cared {
  const { care: _care, ...fresh } = conversation;
  const reader = openCare(conversation, message)?.reader;
  const speaker = reader === undefined || reader === 'adult' ? 'unknown' : reader;
  return careCard({ ...word, speaker, uncertain: false }, message, fresh, world);
}

/** A running or wanted hand-over; null where there is none. */
function handOver(message: Message, conversation: Conversation, assessment: Assessment, world: World): Decision | null {
  const { handover, ...rest } = conversation;
  if (!handover && !startsHandover(message, conversation, world)) return null;
  const care = openCare(conversation, message);
  const worse = care && assessment.level === 'emergency' ? { ...rest, care: { ...care, now: true } } : rest;
  const turn = handover ? continueHandover(handover, message, worse, world) : beginHandover(message, worse, world);
  const kept = turn.handover ? { ...worse, handover: turn.handover } : worse;
  return { reply: turn.reply, conversation: kept, effects: turn.effects };
}

/** What follows a card: a correction, or something that is often said then; null for anything else. */
function afterCard(
  message: Message,
  before: Care,
  conversation: Conversation,
  assessment: Assessment,
  world: World,
): Decision | null {
  const urgent = assessment.level === 'emergency' && !assessment.uncertain && !before.now;
  const certain = assessment.level === 'emergency' && !assessment.uncertain;
  if (!certain && saysMistaken(tokenize(message.text), world.careBook)) {
    return takenBack(message, before, conversation, world);
  }
  const follow = urgent ? null : followUp(message, before, world);
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
  return { reply: { kind: 'help', text, citations: [], choices: [] }, conversation: rest };
}

/** The card; where the plans would have answered, that answer waits in case the card was a misunderstanding. */
function withInstead(assessment: Assessment, message: Message, conversation: Conversation, world: World): Decision {
  const { reply, care } = careCard(assessment, message, conversation, world);
  const instead = answerQuietly(message, conversation, world);
  return cared({ reply, care: instead ? { ...care, instead } : care }, conversation);
}

function isSureAnswer({ reply, confidence }: Decision): boolean {
  return reply.kind === 'answer' && (confidence ?? 1) >= SURE;
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
function soonAfterCard(
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
  if (reply.kind !== 'answer' && before.reader !== 'official')
    return cared(otherwise(message, before, world), conversation);
  const text = [...reminderLines(before, world), reply.text].join('\n');
  return { ...decision, reply: { ...reply, text }, conversation: rest };
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
  const likely = assessment.suspected === 'emergency' || assessment.score >= LIKELY;
  const weak = likely && (decision.confidence ?? 0) < SURE;
  const unanswered = reply.kind !== 'answer' || weak;
  if (unanswered && assessment.suspected !== 'none') {
    return cared(careCard({ ...assessment, level: assessment.suspected }, message, conversation, world), conversation);
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
  const text = withOwnUnit(command ? command.question : message.text, message, world);
  const { tokens } = readText(text, world);
  if (tokens.length === 0) return { reply: helpReply('empty', world), conversation };
  const picked = pickChoice(text, tokens, conversation);
  if (picked !== null) return takeChoice({ ...message, text: picked }, conversation, world);
  const talk = smallTalkOf(tokens, world.smallTalk);
  if (talk) return { reply: smallTalkReply(talk, world), conversation };
  const decision = withCalendar(answerAll({ ...message, text }, conversation, world), command, world);
  if (decision.reply.kind === 'unknown' && opensWithGreeting(tokens, world) && !text.includes('?')) {
    return { reply: smallTalkReply('greeting', world), conversation };
  }
  return decision;
}

/** Under the deadlines, where to subscribe to them. */
function withCalendar(decision: Decision, command: { readonly calendar?: boolean } | null, world: World): Decision {
  const plan = decision.reply.citations[0]?.plan;
  if (!command?.calendar || decision.reply.kind !== 'answer' || !plan || world.publicUrl === undefined) return decision;
  const line = say(world, 'calendar-line', { url: `${world.publicUrl}/calendar/${plan}.ics` });
  return { ...decision, reply: { ...decision.reply, text: `${decision.reply.text}\n${line}` } };
}

/** "Đơn vị tôi" becomes the name of the agency that the chat has set. */
function withOwnUnit(text: string, message: Message, world: World): string {
  const name = message.agency === undefined ? undefined : world.agencies.get(message.agency)?.name;
  if (name === undefined) return text;
  const own = world.knowledge.vocabulary.ownUnit.find((phrase) => text.toLowerCase().includes(phrase));
  if (own === undefined) return text;
  const at = text.toLowerCase().indexOf(own);
  return `${text.slice(0, at)}${name}${text.slice(at + own.length)}`;
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

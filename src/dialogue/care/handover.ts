/** The four short steps of a note for the duty officers: each can be skipped, all can be cancelled, 111 stays in sight. */
import { HANDOVER_STEPS, type Conversation, type Handover, type HandoverNote } from '../../model/conversation.ts';
import type { Effect } from '../../model/effect.ts';
import type { Message } from '../../model/message.ts';
import { textReply, type Choice, type Reply } from '../../model/reply.ts';
import { tokenize } from '../../text/tokens.ts';
import { handoverWord } from './care-book.ts';
import { numbersAgain } from './care-lines.ts';
import { openCare } from './care-reply.ts';
import type { World } from '../world.ts';

/** Longer answers are cut: a note is a few lines, not a file. */
const LONGEST_ANSWER = 500;

export interface HandoverTurn {
  readonly reply: Reply;
  readonly handover?: Handover;
  readonly effects: readonly Effect[];
}

/** Whether the message asks to pass a note on: in private, and as a whole. */
export function startsHandover(message: Message, conversation: Conversation, world: World): boolean {
  if (message.channel !== 'private' || conversation.handover) return false;
  return handoverWord(tokenize(message.text), world.careBook) === 'start';
}

/** The first step; where no duty chat or no key is configured, says so. */
export function beginHandover(message: Message, conversation: Conversation, world: World): HandoverTurn {
  const { handover } = world.knowledge.care;
  if (world.handover !== 'on')
    return { reply: safety([...lead(message, conversation, world), handover.off]), effects: [] };
  const step = { step: 'what', note: {} } as const;
  return ask(step, [...lead(message, conversation, world), handover.intro], world);
}

/** Takes the answer to a step and goes on to the next. */
export function continueHandover(
  handover: Handover,
  message: Message,
  conversation: Conversation,
  world: World,
): HandoverTurn {
  const words = world.knowledge.care.handover;
  const text = chosenText(message.text, handover.step, world);
  const word = handoverWord(tokenize(text), world.careBook);
  const opening = lead(message, conversation, world);
  if (word === 'cancel') return { reply: safety([...opening, words.cancelled]), effects: [] };
  if (handover.step === 'confirm') {
    if (word !== 'confirm') return ask(handover, opening, world);
    const effects: Effect[] = [{ kind: 'hand-over', note: handover.note }];
    return { reply: safety([...opening, words.sending]), effects };
  }
  const answer = word === 'skip' ? '' : text.trim().slice(0, LONGEST_ANSWER);
  const note: HandoverNote = answer === '' ? handover.note : { ...handover.note, [handover.step]: answer };
  const step = HANDOVER_STEPS[HANDOVER_STEPS.indexOf(handover.step) + 1] ?? 'confirm';
  if (step === 'confirm' && Object.keys(note).length === 0) {
    return { reply: safety([...opening, words.nothing]), effects: [] };
  }
  return ask({ step, note }, opening, world);
}

/** The lines of a note with their labels, as the person and the duty officers see them. */
export function noteLines(note: HandoverNote, world: World): string[] {
  const { steps, empty } = world.knowledge.care.handover;
  return HANDOVER_STEPS.map((step) => `${steps[step].label}: ${note[step] ?? empty}`);
}

/** A choice may be taken by its number. */
function chosenText(text: string, step: Handover['step'], world: World): string {
  const number = /^\s*(\d)[.)]?\s*$/.exec(text)?.[1];
  return (number && choicesOf(step, world)[Number(number) - 1]?.value) || text;
}

function ask(handover: Handover, opening: readonly string[], world: World): HandoverTurn {
  const words = world.knowledge.care.handover;
  const { step, note } = handover;
  const lines =
    step === 'confirm' ? [words.summary, ...noteLines(note, world), words.ask] : [words.steps[step].ask, words.hint];
  return {
    reply: { ...safety([...opening, ...lines]), choices: choicesOf(step, world) },
    handover,
    effects: [],
  };
}

function choicesOf(step: Handover['step'], world: World): Choice[] {
  const { choices } = world.knowledge.care.handover;
  const labels =
    step === 'confirm'
      ? [choices.send, choices.cancel]
      : [...(step === 'safe' ? [choices.yes, choices.no] : []), choices.skip, choices.cancel];
  return labels.map((label) => ({ label, value: label.toLowerCase() }));
}

function lead(message: Message, conversation: Conversation, world: World): string[] {
  return numbersAgain(openCare(conversation, message), world.knowledge.care);
}

function safety(lines: readonly string[]): Reply {
  return textReply('safety', lines);
}

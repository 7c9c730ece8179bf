/** The reply where a child may be harmed, and what the conversation remembers of having given it. */
import type { Care as CareState, Conversation, Reader } from '../../model/conversation.ts';
import type { Message } from '../../model/message.ts';
import { textReply, type Reply } from '../../model/reply.ts';
import type { FollowUp } from '../../knowledge/care-schema.ts';
import type { Assessment } from '../../safety/assess.ts';
import { tokenize } from '../../text/tokens.ts';
import { followUpOf, idsIn, isEnglish, readerIn, wholePhrase } from './care-book.ts';
import { cardFor, cardLines, generalCard, followLines, numbersAgain, otherwiseLines, voiceOf } from './care-lines.ts';
import { localityLines } from './locality.ts';
import type { World } from '../world.ts';

/** How long a card is remembered: long enough to talk, short enough for a shared phone. */
const REMEMBERED_MS = 2 * 3_600_000;
/** In a group others soon talk of other things. */
const REMEMBERED_IN_GROUP_MS = 20 * 60_000;

export interface Cared {
  readonly reply: Reply;
  readonly care: CareState;
}

/** The card of an assessment; in a group one neutral sentence. */
export function careCard(
  assessment: Pick<Assessment, 'level' | 'category' | 'speaker' | 'uncertain'>,
  message: Message,
  conversation: Conversation,
  world: World,
): Cared {
  const { care } = world.knowledge;
  const before = openCare(conversation, message);
  const card = cardFor(assessment.category, idsIn(tokenize(message.text), world.careBook.cards), care);
  const group = message.channel === 'group';
  const situation: CareState = {
    card: card.id,
    now: assessment.level === 'emergency',
    reader: readerOf(assessment.speaker, message, before, world),
    english: isEnglish(message.text, world.careBook),
    until: message.now.getTime() + (group ? REMEMBERED_IN_GROUP_MS : REMEMBERED_MS),
  };
  if (group) return { reply: groupReply(situation.english ? 'en' : 'told', world), care: situation };
  const known = before?.card === card.id && before.now === situation.now;
  const lines = known
    ? otherwiseLines(situation, care)
    : [
        ...cardLines(card, situation, care, askedFor(message, situation, world)),
        ...(situation.now ? [] : localityLines(message, conversation, world)),
      ];
  const closing = known ? [] : [...correction(assessment.uncertain, situation, world), ...offer(world)];
  return { reply: safety([...lines, ...closing]), care: situation };
}

/** The general card for an adult: what is said where everything else has failed. */
export function fallbackCard(world: World): Reply {
  const { care } = world.knowledge;
  return safety(cardLines(generalCard(care), { card: 'unclear', now: false, reader: 'adult', english: false }, care));
}

/** The reply to something without readable words. */
export function contentlessReply(group: boolean, world: World): Reply {
  if (group) return groupReply('told', world);
  const { text, ...card } = fallbackCard(world);
  const [number = '', ...rest] = text.split('\n');
  return { ...card, text: [number, world.knowledge.care.contentless, ...rest].join('\n') };
}

/** The neutral line for a group that did not ask; null where nothing certain is told. */
export function neutralReply(text: string, world: World): Reply | null {
  const { level, uncertain } = world.assess(text);
  return level === 'none' || level === 'concern' || uncertain ? null : groupReply('told', world);
}

/** The reply to what is said after a card; null where it says nothing that a card is followed by. */
export function followUp(message: Message, before: CareState, world: World): Cared | null {
  const { care } = world.knowledge;
  const entry = askedFor(message, before, world);
  if (!entry) return null;
  if (entry.say) return { reply: groupReply(entry.say.group, world), care: before };
  const english = before.english || isEnglish(message.text, world.careBook);
  return { reply: safety(followLines(entry, { ...before, english }, care)), care: { ...before, english } };
}

function askedFor(message: Message, situation: CareState, world: World): FollowUp | null {
  const group = message.channel === 'group';
  return followUpOf(tokenize(message.text), world.knowledge.care, world.careBook, (one) => {
    const here = group ? one.where === 'group' : one.where === undefined;
    return here && (one.when === undefined || one.when === (situation.now ? 'now' : 'told'));
  });
}

/** What is said after a card where nothing in particular is understood. */
export function otherwise(message: Message, before: CareState, world: World): Cared {
  if (message.channel === 'group') return { reply: groupReply('told', world), care: before };
  return { reply: safety(otherwiseLines(before, world.knowledge.care)), care: before };
}

/** The one line that goes before an ordinary reply given soon after a card. */
export function reminderLines(before: CareState, world: World): string[] {
  const { reminder } = world.knowledge.care.common;
  return [...numbersAgain(before, world.knowledge.care), before.now ? reminder.now : reminder.told];
}

/** What is remembered of a card, unless it is long ago. */
export function openCare(conversation: Conversation, message: Message): CareState | undefined {
  return conversation.care && conversation.care.until > message.now.getTime() ? conversation.care : undefined;
}

/** The assessment that a safe word stands for; null for any other text. */
export function safeWordOf(text: string, world: World): Pick<Assessment, 'level' | 'category'> | null {
  const word = wholePhrase(tokenize(text), world.careBook.safeWords);
  if (word === null) return null;
  return { level: word === 'danger' ? 'emergency' : 'concern', category: 'none' };
}

/** What the words say comes first, then the model; whoever was a child a moment ago still is. */
function readerOf(
  speaker: Assessment['speaker'],
  message: Message,
  before: CareState | undefined,
  world: World,
): Reader {
  const said = readerIn(tokenize(message.text), world.careBook);
  if (said) return said;
  if (speaker !== 'unknown') return speaker;
  return before?.reader ?? 'adult';
}

function correction(uncertain: boolean, situation: CareState, world: World) {
  return uncertain ? [world.knowledge.care.common.correct[voiceOf(situation)]] : [];
}

function offer(world: World): string[] {
  return world.handover === 'on' ? [world.knowledge.care.handover.offer] : [];
}

function groupReply(key: 'told' | 'again' | 'private' | 'en', world: World): Reply {
  const { group } = world.knowledge.care;
  return { ...safety([...numbersAgain(undefined, world.knowledge.care), group[key]]), privately: true };
}

function safety(lines: readonly string[]): Reply {
  return textReply('safety', lines);
}

/** One turn: what was said, what the dialogue decides, and everything to be committed because of it. */
import { decide } from '../dialogue/decide.ts';
import type { Decision } from '../dialogue/decision.ts';
import { say } from '../dialogue/draft.ts';
import type { World } from '../dialogue/world.ts';
import type { Conversation } from '../model/conversation.ts';
import type { Effect } from '../model/effect.ts';
import type { Message } from '../model/message.ts';
import { textReply, type Reply } from '../model/reply.ts';
import type { Commit, Store } from '../model/store.ts';
import type { NudgeBook } from '../nudges/nudge-book.ts';
import type { DraftBook } from '../publishing/draft-book.ts';
import type { UploadDesk } from '../publishing/upload-desk.ts';
import type { CaseBook } from '../reports/case-book.ts';
import type { Memory, Settings } from './memory.ts';
import { choicesKeyOf } from './outgoing-parts.ts';
import { draftTurn } from './draft-turn.ts';
import { nudgeTurn } from './nudge-turn.ts';
import { countedUnanswered, statisticsReply } from './statistics.ts';

export interface TurnContext {
  readonly store: Store;
  readonly memory: Memory;
  readonly world: () => World;
  /** Null where notes cannot be passed on. */
  readonly cases: CaseBook | null;
  readonly nudges: NudgeBook;
  readonly drafts: DraftBook;
  readonly uploads: UploadDesk;
}

/** Where a turn takes place. */
export interface Spot {
  /** The key of the chat, and that of the conversation in it. */
  readonly chat: string;
  readonly conversation: string;
  readonly channel: string;
  readonly group: boolean;
  readonly operator: boolean;
  /** Whether the writer may decide for the group; absent where the channel cannot tell. */
  readonly admin?: boolean;
  /** The writer, as in ADMIN_IDS. */
  readonly person?: string;
}

export interface Turn {
  readonly reply: Reply;
  /** What to commit for it, apart from the reply's own delivery. */
  readonly commit: Required<Pick<Commit, 'put' | 'remove' | 'send' | 'count'>>;
  /** Whether everything about the chat is to be forgotten first. */
  readonly forget: boolean;
  /** Other chats that have mail after the commit. */
  readonly wake: readonly string[];
  /** Whether the plans change with the commit. */
  readonly publishes?: boolean;
}

/** A turn that says something and changes nothing. */
export function emptyTurn(text: string): Turn {
  return {
    reply: textReply('help', text),
    commit: { put: [], remove: [], send: [], count: {} },
    forget: false,
    wake: [],
  };
}

/** Decides a turn with what the store remembers. */
export async function takeTurn(
  text: string,
  spot: Spot,
  now: number,
  context: TurnContext,
  place?: string,
): Promise<Turn> {
  const [conversation, kept] = await Promise.all([
    context.memory.conversation(spot.conversation, now),
    context.memory.settings(spot.chat, now),
  ]);
  const settings = place === undefined ? kept : { ...kept, place };
  const decision = decide(messageOf(text, spot, settings, now), conversation, context.world());
  return settle(decision, spot, settings, now, context);
}

/** Decides a message without any memory: what is left when the store cannot be reached. */
export function replyWithoutMemory(text: string, spot: Spot, now: number, world: World): Reply {
  return decide(messageOf(text, spot, {}, now), {}, world).reply;
}

function messageOf(text: string, spot: Spot, settings: Settings, now: number): Message {
  return {
    text,
    channel: spot.group ? 'group' : 'private',
    now: new Date(now),
    operator: spot.operator,
    ...settings,
  };
}

async function settle(
  decision: Decision,
  spot: Spot,
  settings: Settings,
  now: number,
  context: TurnContext,
): Promise<Turn> {
  const plain: Turn = {
    reply: decision.reply,
    commit: {
      ...conversationChange(withOffered(decision), spot, now, context),
      send: [],
      count: { [`replies:${spot.channel}:${decision.reply.kind}`]: 1 },
    },
    forget: false,
    wake: [],
  };
  let turn = plain;
  for (const effect of decision.effects ?? []) turn = await apply(effect, turn, spot, settings, now, context);
  return turn;
}

/** A press names the list that it belongs to; only the latest one counts. */
function withOffered({ conversation, reply }: Decision): Conversation {
  const { offered: _offered, ...rest } = conversation;
  return reply.choices.length > 0 ? { ...rest, offered: choicesKeyOf(reply.choices) } : rest;
}

function conversationChange(conversation: Conversation, spot: Spot, now: number, { memory }: TurnContext) {
  const name = { kind: 'conversation', id: spot.conversation };
  if (Object.keys(conversation).length === 0) return { put: [], remove: [name] };
  return { put: [memory.conversationRecord(spot.conversation, spot.chat, conversation, now)], remove: [] };
}

async function apply(
  effect: Effect,
  turn: Turn,
  spot: Spot,
  settings: Settings,
  now: number,
  context: TurnContext,
): Promise<Turn> {
  const { commit } = turn;
  switch (effect.kind) {
    case 'forget':
      return { ...turn, forget: true };
    case 'settings': {
      const { kind: _kind, ...chosen } = effect;
      const record = context.memory.settingsRecord(spot.chat, { ...settings, ...chosen }, now);
      const wanted = { place: chosen.placeId, agency: chosen.agency };
      const nudged = await context.nudges.moved(spot.chat, wanted, now);
      return { ...turn, commit: { ...commit, put: [...commit.put, record, ...nudged] } };
    }
    case 'nudges':
      return nudgeTurn(effect, turn, spot, settings, now, context);
    case 'drafts':
      return draftTurn(effect, turn, spot, now, context);
    case 'unanswered': {
      const record = await countedUnanswered(context.store, effect.words, now);
      return { ...turn, commit: { ...commit, put: [...commit.put, record] } };
    }
    case 'show-ids': {
      const text = say(context.world(), 'ids', { chat: spot.chat, person: spot.person ?? '–' });
      return { ...turn, reply: { ...turn.reply, text } };
    }
    case 'statistics':
      return { ...turn, reply: await statisticsReply(context.store, context.world(), now) };
    case 'hand-over':
      return handOver(effect, turn, spot, now, context);
    case 'accept-case':
      return acceptCase(effect.code, turn, spot, now, context);
  }
}

function handOver(
  effect: Extract<Effect, { kind: 'hand-over' }>,
  turn: Turn,
  spot: Spot,
  now: number,
  { cases, world }: TurnContext,
): Turn {
  if (!cases) return { ...turn, reply: { ...turn.reply, text: world().knowledge.care.handover.failed } };
  const opened = cases.open(effect.note, spot.chat, now);
  const { commit } = turn;
  return {
    ...turn,
    commit: {
      ...commit,
      put: [...commit.put, ...opened.put],
      send: [...commit.send, ...opened.send],
      count: { ...commit.count, 'cases:opened': 1 },
    },
    wake: [...turn.wake, cases.dutyChat],
  };
}

async function acceptCase(code: string, turn: Turn, spot: Spot, now: number, { cases }: TurnContext): Promise<Turn> {
  if (cases?.dutyChat !== spot.chat) return turn;
  const { text, chats } = await cases.accept(code, now);
  return { ...turn, reply: { ...turn.reply, text }, wake: [...turn.wake, ...chats] };
}

/** The reply where a press belongs to a list that is no longer the current one. */
export function staleReply(world: World): Reply {
  return textReply('help', say(world, 'stale-button'));
}

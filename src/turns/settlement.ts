/**
 * Settles one update. A turn is one commit: memory, effects, outgoing messages and the mark that the update is done.
 * Before the commit an update may come again and nothing is lost; after it, it is answered no second time.
 */
import { contentlessReply, neutralReply } from '../dialogue/care/care-reply.ts';
import type { World } from '../dialogue/world.ts';
import { chatKey, type Chat } from '../model/chat.ts';
import type {
  ContentlessReceived,
  DocumentReceived,
  Incoming,
  PressReceived,
  TextReceived,
} from '../model/incoming.ts';
import type { Reply } from '../model/reply.ts';
import type { Store, StoredRecord } from '../model/store.ts';
import type { NudgeBook } from '../nudges/nudge-book.ts';
import { commandOfChoice } from '../nudges/nudge-choices.ts';
import type { DocumentQueue } from '../publishing/document-queue.ts';
import type { DraftBook } from '../publishing/draft-book.ts';
import { commandOfDraftChoice } from '../publishing/draft-choices.ts';
import type { UploadDesk } from '../publishing/upload-desk.ts';
import { caseOfChoices, type CaseBook } from '../reports/case-book.ts';
import type { Vault } from '../storage/vault.ts';
import { fold } from '../text/fold.ts';
import { documentHint, strangersReply, withHint, wordsWith } from './documents.ts';
import { withAnswer } from './draft-turn.ts';
import type { Memory } from './memory.ts';
import { deliveriesOf, outgoingOf, type TextLimits } from './outgoing-parts.ts';
import type { Rescue } from './rescue.ts';
import { spotOf, type Operators } from './spot.ts';
import { emptyTurn, staleReply, takeTurn, type Spot, type Turn } from './turn.ts';
import { urgentReply } from './urgent-reply.ts';

const HOUR_MS = 3_600_000;
/** The kind of the records that mark updates as done. */
const DONE = 'update';
/** Platforms deliver an update again for up to a day; a mark outlives that. */
const DONE_MS = 48 * HOUR_MS;
/** A reply that could not be sent for so long is of no use any more. */
const REPLY_MS = 24 * HOUR_MS;
const CONTENTLESS_EVERY_MS = HOUR_MS;
/** In a group that did not address the bot, harm gets its line at most this often. */
const UNASKED_EVERY_MS = HOUR_MS / 6;

export interface SettlementOptions {
  readonly store: Store;
  readonly vault: Vault;
  readonly memory: Memory;
  readonly cases: CaseBook | null;
  readonly nudges: NudgeBook;
  readonly drafts: DraftBook;
  readonly documents: DocumentQueue;
  readonly uploads: UploadDesk;
  /** Makes the program work with the plans as they are now. */
  readonly takeUpPlans: () => Promise<void>;
  readonly world: () => World;
  readonly now: () => number;
  readonly limits: TextLimits;
  readonly operators: Operators;
  /** Whether somebody may decide for a group; undefined where the channel cannot tell. */
  readonly isAdmin?: (chat: Chat, person: string) => Promise<boolean | undefined>;
  /** Tells the delivery that a chat has mail. */
  readonly wake: (chat: string) => Promise<void>;
}

/** What became of an update: the kind of its reply, and whether there was one. */
export interface Settled {
  readonly kind: string;
  readonly outcome: 'answered' | 'repeated' | 'ignored';
}

export class Settlement {
  constructor(
    private readonly options: SettlementOptions,
    private readonly rescue: Rescue,
  ) {}

  /** Settles an update; rejects where it shall come again. */
  async settle(incoming: Incoming, chat: string): Promise<Settled> {
    const now = this.options.now();
    switch (incoming.kind) {
      case 'membership':
        return this.settleMembership(incoming.id, chat, incoming.member, now);
      case 'migration':
        await this.options.store.moveChat(chat, chatKey(incoming.to));
        await this.options.cases?.follow(chat, chatKey(incoming.to), now);
        await this.options.wake(chatKey(incoming.to));
        return { kind: 'migration', outcome: 'answered' };
      case 'contentless':
        return this.settleContentless(incoming, chat, now);
      case 'document':
        return this.settleDocument(incoming, chat, now);
      case 'press':
      case 'text':
        return this.settleWords(incoming, chat, now);
    }
  }

  private async settleWords(incoming: TextReceived | PressReceived, chat: string, now: number) {
    if (incoming.kind === 'text' && incoming.group && !incoming.addressed)
      return this.settleUnasked(incoming, chat, now);
    const spot = await this.withAdmin(spotOf(incoming, chat, this.options.operators), incoming);
    const text =
      incoming.kind === 'text'
        ? await this.typedText(incoming.text, spot, now)
        : await this.pressedText(incoming, spot, now);
    const turn = text === null ? staleTurn(this.options.world()) : await takeTurn(text, spot, now, this.options);
    // Forgetting comes first: a crash after it repeats a turn that has nothing left to forget.
    if (turn.forget && !(await this.isDone(incoming.id, now))) await this.options.store.forgetChat(chat);
    const fresh = await this.commit(incoming.id, chat, turn.reply, turn, now);
    // Before the next message of this chat: it may ask about what was just approved.
    if (turn.publishes) await this.options.takeUpPlans();
    return { kind: turn.reply.kind, outcome: answeredOr(fresh) };
  }

  /** Told twice that it was blocked, the bot forgets once: somebody may have come back meanwhile. */
  private async settleMembership(id: string, chat: string, member: boolean, now: number) {
    const { store } = this.options;
    const repeated = await this.isDone(id, now);
    if (!member && !repeated) await store.forgetChat(chat);
    await store.commit({ once: doneMark(id, now) }, now);
    return { kind: 'membership', outcome: repeated ? ('repeated' as const) : ('answered' as const) };
  }

  private async isDone(id: string, now: number): Promise<boolean> {
    return (await this.options.store.get(DONE, id, now)) !== null;
  }

  /** Nobody asked the bot, but what it happens to see is a child in danger. */
  private async settleUnasked(incoming: TextReceived, chat: string, now: number) {
    const reply = neutralReply(incoming.text, this.options.world());
    if (!reply) return { kind: 'none', outcome: 'ignored' as const };
    return this.atMostEvery('unasked', UNASKED_EVERY_MS, incoming.id, chat, reply, now);
  }

  private async settleContentless(incoming: ContentlessReceived, chat: string, now: number) {
    if (!incoming.addressed) return { kind: 'none', outcome: 'ignored' as const };
    const reply = contentlessReply(incoming.group, this.options.world());
    const every = CONTENTLESS_EVERY_MS;
    const spot = spotOf(incoming, chat, this.options.operators);
    if (incoming.group || !spot.operator) return this.atMostEvery('contentless', every, incoming.id, chat, reply, now);
    const hint = documentHint(spot, now, this.options);
    return this.atMostEvery('contentless', every, incoming.id, chat, withHint(reply, hint), now, hint.put);
  }

  /** What is written with a file is words like any other; the file itself is for those who run the service. */
  private async settleDocument(incoming: DocumentReceived, chat: string, now: number) {
    const { world, documents } = this.options;
    const words = wordsWith(incoming);
    const { operator } = spotOf(incoming, chat, this.options.operators);
    if (words && (!operator || urgentReply(words, chat, this.options))) return this.settleWords(words, chat, now);
    if (!operator) {
      return this.atMostEvery('document', CONTENTLESS_EVERY_MS, incoming.id, chat, strangersReply(world()), now);
    }
    const turn = withAnswer(emptyTurn(''), documents.request(incoming.id, chat, incoming.file, now));
    const fresh = await this.commit(incoming.id, chat, turn.reply, turn, now);
    return { kind: turn.reply.kind, outcome: answeredOr(fresh) };
  }

  private async atMostEvery(
    kind: string,
    everyMs: number,
    id: string,
    chat: string,
    reply: Reply,
    now: number,
    put: readonly StoredRecord[] = [],
  ) {
    if (await this.options.store.get(kind, chat, now)) return { kind: reply.kind, outcome: 'ignored' as const };
    const mark: StoredRecord = { kind, id: chat, chat, body: '', expiresAt: now + everyMs };
    const turn = { commit: { put: [mark, ...put], remove: [], send: [], count: {} }, wake: [] };
    const fresh = await this.commit(id, chat, reply, turn, now);
    return { kind: reply.kind, outcome: answeredOr(fresh) };
  }

  private async commit(
    id: string,
    chat: string,
    reply: Reply,
    turn: Pick<Turn, 'commit' | 'wake'>,
    now: number,
  ): Promise<boolean> {
    // Answered past the store while this turn was being decided.
    if (await this.rescue.wasSent(id)) return false;
    const message = outgoingOf(reply);
    const sent = deliveriesOf(`${id}/reply`, chat, message, { now, expiresAt: now + REPLY_MS }, this.options);
    const commit = { ...turn.commit, once: doneMark(id, now), send: [...turn.commit.send, ...sent] };
    const fresh = await this.options.store.commit(commit, now);
    // Woken after a repetition, too: the first time may have ended between its commit and the wake.
    await this.wakeAll([chat, ...turn.wake]);
    return fresh;
  }

  /** A number that is typed where no question waits for it answers the last nudge. */
  private async typedText(text: string, spot: Spot, now: number): Promise<string> {
    const number = /^\s*(\d)\s*$/.exec(text)?.[1];
    if (number === undefined) return text;
    const { pending, handover } = await this.options.memory.conversation(spot.conversation, now);
    if (pending || handover) return text;
    const key = await this.options.nudges.offered(spot.chat, now);
    return (key && commandOfChoice(key, Number(number))) ?? text;
  }

  /** Who may switch a group's nudges is asked of the platform only when somebody wants to. */
  private async withAdmin(spot: Spot, incoming: TextReceived | PressReceived): Promise<Spot> {
    const wants = incoming.kind === 'text' && /nhac\s*viec/.test(fold(incoming.text));
    if (!incoming.group || !wants || incoming.person === undefined) return spot;
    const admin = incoming.admin ?? (await this.options.isAdmin?.(incoming.chat, incoming.person));
    return admin === undefined ? spot : { ...spot, admin };
  }

  /** The words that a press stands for; null where its list is no longer the current one. */
  private async pressedText(incoming: PressReceived, spot: Spot, now: number): Promise<string | null> {
    const code = caseOfChoices(incoming.choicesKey);
    if (code) return `/nhan ${code}`;
    const nudged = commandOfChoice(incoming.choicesKey, incoming.choice);
    if (nudged) return nudged;
    const drafted = commandOfDraftChoice(incoming.choicesKey, incoming.choice);
    if (drafted) return drafted;
    const conversation = await this.options.memory.conversation(spot.conversation, now);
    return conversation.offered === incoming.choicesKey ? String(incoming.choice) : null;
  }

  /** Tells the delivery of each chat that has mail. */
  async wakeAll(chats: readonly string[]): Promise<void> {
    await Promise.all([...new Set(chats)].map((chat) => this.options.wake(chat)));
  }
}

function doneMark(id: string, now: number): StoredRecord {
  return { kind: DONE, id, body: '', expiresAt: now + DONE_MS };
}

function staleTurn(world: World): Turn {
  return { ...emptyTurn(''), reply: staleReply(world) };
}

function answeredOr(fresh: boolean): Settled['outcome'] {
  return fresh ? 'answered' : 'repeated';
}

/** Takes what the channels receive: in the order of each chat, and past the store where that is away. */
import { chatKey } from '../model/chat.ts';
import type { Incoming } from '../model/incoming.ts';
import type { Transport } from '../model/outgoing.ts';
import type { Reply } from '../model/reply.ts';
import type { Lease } from '../model/store.ts';
import { Lanes } from './lanes.ts';
import { Rescue } from './rescue.ts';
import { Settlement, type Settled, type SettlementOptions } from './settlement.ts';
import { replyWithoutMemory, takeTurn, type Spot } from './turn.ts';
import { urgentReply } from './urgent-reply.ts';

/** Longer than any turn takes while the store answers. */
const LEASE_MS = 10_000;
const LEASE_RETRY_MS = 50;
/** What signs harm waits no longer than this for the store, or for what its chat said before. */
const PATIENCE_MS = 1_500;

export interface ReceiverOptions extends SettlementOptions {
  readonly transports: ReadonlyMap<string, Transport>;
  /** Whether several processes share the store, so that a chat's order needs its lock. */
  readonly shared: boolean;
  readonly observe: (event: TurnEvent) => void;
}

/** What is measured of a turn: kinds and milliseconds. */
export interface TurnEvent {
  readonly channel: string;
  readonly kind: string;
  readonly outcome: Settled['outcome'] | 'direct' | 'failed';
  readonly ms: number;
}

export class Receiver {
  private readonly lanes = new Lanes();
  private readonly rescue: Rescue;
  private readonly settlement: Settlement;

  constructor(private readonly options: ReceiverOptions) {
    this.rescue = new Rescue(options.transports);
    this.settlement = new Settlement(options, this.rescue);
  }

  /** Handles one update; rejects where it shall come again. */
  receive(incoming: Incoming): Promise<void> {
    const chat = chatKey(incoming.chat);
    const start = performance.now();
    const observe = (kind: string, outcome: TurnEvent['outcome']) =>
      this.options.observe({ channel: incoming.chat.channel, kind, outcome, ms: performance.now() - start });
    const impatient = setTimeout(() => {
      // What goes wrong here goes wrong again within the lane, and is seen there.
      this.answerPastStore(incoming, chat).catch(() => undefined);
    }, PATIENCE_MS);
    return this.lanes
      .run(chat, () => this.handle(incoming, chat, observe))
      .finally(() => {
        clearTimeout(impatient);
      });
  }

  /** Resolves once everything received is settled. */
  idle(): Promise<void> {
    return this.lanes.idle();
  }

  /** One message of the web page: the reply goes back with the request. */
  async answer(chat: string, text: string, place: string | undefined): Promise<Reply> {
    const spot: Spot = { chat, conversation: chat, channel: 'web', group: false, operator: false };
    const now = this.options.now();
    const start = performance.now();
    const inOrder = this.lanes.run(chat, () => this.answerOnPage(text, place, spot, now));
    const reply = await this.unlessUrgent(inOrder, text, spot, now);
    this.options.observe({ channel: 'web', kind: reply.kind, outcome: 'answered', ms: performance.now() - start });
    return reply;
  }

  /** What signs harm is answered without memory where the store keeps it waiting; anything else waits. */
  private unlessUrgent(inOrder: Promise<Reply>, text: string, spot: Spot, now: number): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const impatient = setTimeout(() => {
        try {
          const reply = replyWithoutMemory(text, spot, now, this.options.world());
          if (reply.kind === 'safety') resolve(reply);
        } catch (error) {
          reject(error instanceof Error ? error : new Error('no reply'));
        }
      }, PATIENCE_MS);
      inOrder.then(resolve, reject).finally(() => {
        clearTimeout(impatient);
      });
    });
  }

  private async answerOnPage(text: string, place: string | undefined, spot: Spot, now: number): Promise<Reply> {
    try {
      const turn = await takeTurn(text, spot, now, this.options, place);
      if (turn.forget) await this.options.store.forgetChat(spot.chat);
      await this.options.store.commit(turn.commit, now);
      await this.settlement.wakeAll(turn.wake);
      return turn.reply;
    } catch {
      // Whoever writes gets the answer without memory rather than none.
      return replyWithoutMemory(text, spot, now, this.options.world());
    }
  }

  private async handle(
    incoming: Incoming,
    chat: string,
    observe: (kind: string, outcome: TurnEvent['outcome']) => void,
  ): Promise<void> {
    if (await this.rescue.wasSent(incoming.id)) {
      observe('safety', 'repeated');
      return;
    }
    let lease: Lease | null = null;
    try {
      if (this.options.shared) lease = await this.lock(chat);
      const result = await this.settlement.settle(incoming, chat);
      observe(result.kind, result.outcome);
    } catch (error) {
      if (!(await this.answerPastStore(incoming, chat))) {
        observe('none', 'failed');
        throw error;
      }
      observe('safety', 'direct');
    } finally {
      await lease?.release().catch(() => undefined);
    }
  }

  /** The store is away or slow: what signs harm is answered past it. Whether it was, now or before. */
  private async answerPastStore(incoming: Incoming, chat: string): Promise<boolean> {
    return this.rescue.send(incoming.id, chat, () => urgentReply(incoming, chat, this.options));
  }

  private async lock(chat: string): Promise<Lease> {
    for (;;) {
      const lease = await this.options.store.lease(`turn:${chat}`, LEASE_MS);
      if (lease) return lease;
      await new Promise((resolve) => setTimeout(resolve, LEASE_RETRY_MS));
    }
  }
}

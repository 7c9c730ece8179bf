/** Safety replies past the store: straight to the platform, once for each update. */
import { parseChatKey } from '../model/chat.ts';
import type { Outgoing, Transport } from '../model/outgoing.ts';
import type { Reply } from '../model/reply.ts';
import { outgoingOf, partsOf } from './outgoing-parts.ts';

/** Updates that are remembered; a platform delivers one again within minutes, or a day at most. */
const MOST_REMEMBERED = 10_000;

export class Rescue {
  /** By update, whether its reply went out; the oldest first. */
  private readonly sent = new Map<string, Promise<boolean>>();

  constructor(private readonly transports: ReadonlyMap<string, Transport>) {}

  /** Whether an update was answered here; waits for an answer that is on its way. */
  async wasSent(update: string): Promise<boolean> {
    return (await this.sent.get(update)) ?? false;
  }

  /** Sends the reply of an update unless that is done or there is none; gives whether it has been sent, now or before. */
  send(update: string, chat: string, replyOf: () => Reply | null): Promise<boolean> {
    const before = this.sent.get(update);
    if (before) return before;
    const reply = replyOf();
    if (!reply) return Promise.resolve(false);
    const sending = this.deliver(chat, outgoingOf(reply)).then((done) => {
      if (!done) this.sent.delete(update);
      return done;
    });
    this.sent.set(update, sending);
    const oldest = this.sent.keys().next();
    if (this.sent.size > MOST_REMEMBERED && !oldest.done) this.sent.delete(oldest.value);
    return sending;
  }

  private async deliver(key: string, message: Outgoing): Promise<boolean> {
    const chat = parseChatKey(key);
    const transport = chat ? this.transports.get(chat.channel) : undefined;
    if (!chat || !transport) return false;
    for (const part of partsOf(message, transport.textLimit)) {
      const outcome = await transport.send(chat, part);
      // What may have been sent counts as sent: the update is not to come again for it.
      if (outcome.kind !== 'sent' && outcome.kind !== 'uncertain') return false;
    }
    return true;
  }
}

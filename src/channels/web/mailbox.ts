/** What is sent to a conversation of the page after its reply: kept sealed until the page asks for it. */
import { randomUUID } from 'node:crypto';
import { chatKey } from '../../model/chat.ts';
import type { Outcome, Outgoing, Transport } from '../../model/outgoing.ts';
import type { Store } from '../../model/store.ts';
import type { Vault } from '../../storage/vault.ts';

const MAIL = 'mail';
const KEPT_MS = 24 * 3_600_000;

export class Mailbox {
  constructor(
    private readonly store: Store,
    private readonly vault: Vault,
    private readonly now: () => number,
  ) {}

  /** Takes messages for the page. */
  readonly transport: Transport = {
    textLimit: 100_000,
    send: async (chat, message): Promise<Outcome> => {
      try {
        await this.put(chatKey(chat), message);
        return { kind: 'sent' };
      } catch {
        return { kind: 'unreachable' };
      }
    },
  };

  /** What waits for a conversation, the oldest first; it is gone from the box. */
  async fetch(chat: string): Promise<string[]> {
    const now = this.now();
    const waiting = await this.store.list(MAIL, now, chat);
    if (waiting.length === 0) return [];
    await this.store.commit({ remove: waiting.map(({ kind, id }) => ({ kind, id })) }, now);
    return waiting.flatMap(({ body }) => this.vault.open(body, MAIL) ?? []);
  }

  private put(chat: string, { text }: Outgoing): Promise<boolean> {
    const now = this.now();
    const body = this.vault.seal(text, MAIL);
    const id = `${String(now).padStart(15, '0')}-${randomUUID()}`;
    return this.store.commit({ put: [{ kind: MAIL, id, chat, body, expiresAt: now + KEPT_MS }] }, now);
  }
}

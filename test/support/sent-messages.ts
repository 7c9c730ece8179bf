/** Messages that wait to be sent, as the program seals and splits them. */
import type { Outgoing } from '../../src/model/outgoing.ts';
import type { Store } from '../../src/model/store.ts';
import type { Vault } from '../../src/storage/vault.ts';
import { openDelivery } from '../../src/turns/outgoing-parts.ts';

/** The longest text of a message, by channel. */
export const LIMITS = { telegram: 4096, zalo: 1900, web: 100_000 };

export interface Sent extends Outgoing {
  readonly id: string;
}

/** Takes everything that waits for a chat as if it were sent. */
export async function takeSent(store: Store, vault: Vault, chat: string, now: number): Promise<Sent[]> {
  const out: Sent[] = [];
  for (;;) {
    const delivery = await store.take(chat, now, 60_000);
    if (!delivery) return out;
    out.push({ ...openDelivery(delivery.body, vault), id: delivery.id });
    await store.settle(delivery.id, { kind: 'done' });
  }
}

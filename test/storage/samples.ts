/** Records and deliveries to test with. */
import type { Delivery, NewDelivery, Store, StoredRecord } from '../../src/model/store.ts';

export const HOUR = 3_600_000;
export const NOW = Date.UTC(2026, 10, 20, 8);
export const CHAT = 'telegram:-100123';

/** A record that lives for a day. */
export function record(id: string, fields: Partial<StoredRecord> = {}): StoredRecord {
  return { kind: 'note', id, body: `body of ${id}`, expiresAt: NOW + 24 * HOUR, ...fields };
}

/** A reply that may be sent at once. */
export function delivery(id: string, fields: Partial<NewDelivery> = {}): NewDelivery {
  return {
    id,
    chat: CHAT,
    urgency: 'reply',
    body: `text of ${id}`,
    notBefore: NOW,
    expiresAt: NOW + 24 * HOUR,
    ...fields,
  };
}

/** Takes and settles what can be taken of a chat at a time; gives the ids in their order. */
export async function drain(store: Store, chat: string, now: number): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const taken: Delivery | null = await store.take(chat, now, HOUR);
    if (!taken) return ids;
    ids.push(taken.id);
    await store.settle(taken.id, { kind: 'done' });
  }
}

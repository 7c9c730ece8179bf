/** What people miss, and how much is asked: counters without anybody's words. */
import { say } from '../dialogue/draft.ts';
import type { World } from '../dialogue/world.ts';
import { textReply, type Reply } from '../model/reply.ts';
import type { Store, StoredRecord } from '../model/store.ts';

const MOST_LISTED = 20;
const UNANSWERED = 'unanswered';
/** What nobody has missed for half a year is forgotten. */
const KEPT_MS = 180 * 24 * 3_600_000;

/** The record of a question without an answer, by its words as the dialogue gives them, counted once more. */
export async function countedUnanswered(store: Store, words: string, now: number): Promise<StoredRecord> {
  const before = await store.get(UNANSWERED, words, now);
  return { kind: UNANSWERED, id: words, body: String(Number(before?.body ?? 0) + 1), expiresAt: now + KEPT_MS };
}

/** How many replies of each kind, and the questions most often left without an answer. */
export async function statisticsReply(store: Store, world: World, now: number): Promise<Reply> {
  const [replies, unanswered] = await Promise.all([store.counts('replies:'), store.list(UNANSWERED, now)]);
  const missed = unanswered
    .map(({ id, body }) => ({ words: id, count: Number(body) }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_LISTED)
    .map((item) => say(world, 'statistics-item', item));
  const kinds = Object.entries(byKind(replies)).map(([kind, count]) =>
    say(world, 'statistics-kind', { kind: say(world, `kind-${kind}`), count }),
  );
  const none = missed.length === 0 ? [say(world, 'statistics-nothing-missed')] : missed;
  const lines = [say(world, 'statistics-title'), ...kinds, say(world, 'statistics-missed'), ...none];
  return textReply('help', lines);
}

function byKind(replies: Readonly<Record<string, number>>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of Object.entries(replies)) {
    const kind = name.split(':').at(-1) ?? '';
    sums[kind] = (sums[kind] ?? 0) + count;
  }
  return sums;
}

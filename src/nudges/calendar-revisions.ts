/** Counts the changes of calendar events, so that subscribers take a corrected date for the newer one. */
import type { Store, StoredRecord } from '../model/store.ts';
import type { CalendarEntry, Revision } from './calendar.ts';
import { DAY_MS } from './vietnam-clock.ts';

const KIND = 'calendar-revision';
const KEEP_MS = 800 * DAY_MS;
const RENEW_MS = 400 * DAY_MS;

/** The revision of each entry, by its uid; what has changed since it was last asked for counts one up. */
export async function revisionsOf(
  entries: readonly CalendarEntry[],
  store: Store,
  now: number,
): Promise<Map<string, Revision>> {
  const revisions = new Map<string, Revision>();
  for (const entry of entries) revisions.set(entry.uid, await revisionOf(entry, store, now));
  return revisions;
}

async function revisionOf(entry: CalendarEntry, store: Store, now: number): Promise<Revision> {
  const record = await store.get(KIND, entry.uid, now);
  const [hash, sequence, changedAt] = record?.body.split(' ') ?? [];
  const same = record !== null && hash === entry.hash;
  const revision = same
    ? { sequence: Number(sequence), changedAt: Number(changedAt) }
    : { sequence: record ? Number(sequence) + 1 : 0, changedAt: now };
  if (same && record.expiresAt > now + RENEW_MS) return revision;
  const body = `${entry.hash} ${revision.sequence} ${revision.changedAt}`;
  const put: StoredRecord = { kind: KIND, id: entry.uid, body, expiresAt: now + KEEP_MS };
  const expect = [{ kind: KIND, id: entry.uid, body: record?.body ?? null }];
  // Somebody else asked at the same moment: what they have stored holds.
  return (await store.commit({ expect, put: [put] }, now)) ? revision : revisionOf(entry, store, now);
}

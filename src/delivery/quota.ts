/** The monthly number of messages that a platform allows: nudges leave a reserve to people, replies one to safety. */
import type { ChannelName } from '../model/chat.ts';
import type { ChannelLog } from '../model/channel.ts';
import type { Urgency } from '../model/outgoing.ts';
import type { Store } from '../model/store.ts';

/** Messages a month that Zalo's free plan sends. */
export const ZALO_MONTHLY = 3_000;

/** The shares of the quota from which on nudges, and replies as well, are refused. */
const LEFT_TO_REPLIES = 0.2;
const LEFT_TO_SAFETY = 0.03;

/** Vietnam has one time zone and no summer time. */
const ZONE_MS = 7 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

export interface Quota {
  readonly channel: ChannelName;
  /** Whether a message of this urgency may still be sent this month. Rejects where the store does, but not for safety. */
  admits(urgency: Urgency, now: number): Promise<boolean>;
  /** Counts one message that went, or may have gone. */
  spend(now: number): Promise<void>;
}

export interface QuotaOptions {
  readonly store: Store;
  readonly log: ChannelLog;
  readonly channel?: ChannelName;
  /** Messages a month. */
  readonly monthly?: number;
}

/** The quota of a channel, Zalo's unless told otherwise, counted in the store. */
export function createQuota({ store, log, channel = 'zalo', monthly = ZALO_MONTHLY }: QuotaOptions): Quota {
  const counterOf = (now: number): string => `quota:${channel}:${localDay(now).slice(0, 7)}`;
  const spent = async (now: number): Promise<number> => {
    const name = counterOf(now);
    return (await store.counts(name))[name] ?? 0;
  };
  return {
    channel,
    async admits(urgency, now) {
      if (urgency === 'safety') return true;
      const left = monthly - (await spent(now));
      return left > monthly * (urgency === 'nudge' ? LEFT_TO_REPLIES : LEFT_TO_SAFETY);
    },
    async spend(now) {
      await store.commit({ count: { [counterOf(now)]: 1 } }, now);
      const left = monthly - (await spent(now));
      const passed = [0, LEFT_TO_SAFETY, LEFT_TO_REPLIES].find((share) => left <= monthly * share);
      if (passed === undefined) return;
      const id = `${channel}:${localDay(now)}:${passed}`;
      const once = { kind: 'quota-alarm', id, body: '', expiresAt: now + 2 * DAY_MS };
      if (!(await store.commit({ once }, now))) return;
      log('error', { kind: 'quota', channel, monthly, left: Math.max(0, left), thresholdPercent: passed * 100 });
    },
  };
}

/** The day of an instant in Vietnam, "2026-11-05". */
function localDay(now: number): string {
  return new Date(now + ZONE_MS).toISOString().slice(0, 10);
}

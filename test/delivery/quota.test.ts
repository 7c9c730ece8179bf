import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Urgency } from '../../src/model/outgoing.ts';
import type { Store } from '../../src/model/store.ts';
import type { Ending } from '../../src/delivery/aftermath.ts';
import { createCourier } from '../../src/delivery/courier.ts';
import { createMemoryRates } from '../../src/delivery/memory-rates.ts';
import { createQuota } from '../../src/delivery/quota.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { delivery, keptLog, open, recordingTransport, START, transports } from './post.ts';

let store: Store;
beforeEach(() => {
  store = openSqliteStore(':memory:');
});
afterEach(() => store.close());

const NOVEMBER = 'quota:zalo:2026-11';

describe('the monthly quota', () => {
  /** Whether a nudge, a reply and a safety message may go once so many of 1,000 went. */
  async function admitted(spent: number): Promise<string> {
    const quota = createQuota({ store, log: keptLog().log, monthly: 1_000 });
    await store.commit({ count: { [NOVEMBER]: spent } }, START);
    const urgencies: Urgency[] = ['nudge', 'reply', 'safety'];
    const admits = await Promise.all(urgencies.map((urgency) => quota.admits(urgency, START)));
    return urgencies.filter((_, at) => admits[at]).join(' ');
  }

  it.each([
    [0, 'nudge reply safety'],
    [799, 'nudge reply safety'],
    [800, 'reply safety'],
    [969, 'reply safety'],
    [970, 'safety'],
    [5_000, 'safety'],
  ])('after %d of 1,000 lets go: %s', async (spent, expected) => {
    expect(await admitted(spent)).toBe(expected);
  });

  it('is 3,000 unless told otherwise, and begins anew with the month in Vietnam', async () => {
    const quota = createQuota({ store, log: keptLog().log });
    await store.commit({ count: { [NOVEMBER]: 2_400 } }, START);
    expect(await quota.admits('nudge', Date.parse('2026-11-30T16:59:59Z'))).toBe(false);
    expect(await quota.admits('nudge', Date.parse('2026-11-30T17:00:00Z'))).toBe(true);
    await quota.spend(Date.parse('2026-11-30T17:00:00Z'));
    expect(await store.counts('quota:')).toEqual({ [NOVEMBER]: 2_400, 'quota:zalo:2026-12': 1 });
  });

  it('is loud once a day for each threshold, whichever process passes it', async () => {
    const log = keptLog();
    const quotas = [1, 2].map(() => createQuota({ store, log: log.log, monthly: 100 }));
    for (let sent = 0; sent < 110; sent += 1) await quotas[sent % 2]!.spend(START);
    const lines = () =>
      log.lines.map(({ level, fields }) => `${level} ${fields['thresholdPercent']} ${fields['left']}`);
    expect(lines()).toEqual(['error 20 20', 'error 3 3', 'error 0 0']);
    await quotas[0]!.spend(START + 86_400_000);
    expect(lines().slice(3)).toEqual(['error 0 0']);
  });

  it('lets a safety message go though the store is lost', async () => {
    const quota = createQuota({ store: { ...store, counts: () => Promise.reject(new Error()) }, log: keptLog().log });
    expect(await quota.admits('safety', START)).toBe(true);
    await expect(quota.admits('reply', START)).rejects.toThrow();
  });

  it('counts what the courier sends on its channel, and has it drop what is over', async () => {
    const transport = recordingTransport();
    const settled: [string, Ending][] = [];
    const courier = createCourier({
      store,
      transports: transports(transport),
      open,
      rates: createMemoryRates({ telegram: {}, zalo: {}, web: {} }),
      quota: createQuota({ store, log: keptLog().log, monthly: 10 }),
      clock: () => new Date(START),
      log: keptLog().log,
      onSettled: (done, ending) => {
        settled.push([done.id, ending]);
        return Promise.resolve();
      },
    });
    const nudges = Array.from({ length: 10 }, (_, n) => delivery(`n${n}`, 'zalo:1', { urgency: 'nudge' }));
    await store.commit({ send: [...nudges, delivery('t', 'telegram:1')] }, START);
    await courier.drain('telegram:1');
    await courier.drain('zalo:1');
    expect(settled.filter(([, ending]) => ending === 'sent')).toHaveLength(9);
    expect(settled.slice(-2)).toEqual([
      ['n8', 'quota'],
      ['n9', 'quota'],
    ]);
    expect(await store.counts('quota:')).toEqual({ [NOVEMBER]: 8 });
  });
});

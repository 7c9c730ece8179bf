import { expect, it } from 'vitest';
import { RATES } from '../../src/delivery/rates.ts';
import { RehearsedService, silentChats, vietnam } from './nudge-service.ts';
import { Platforms } from './platforms.ts';

const LONG_MS = 180_000;
const WITHIN_MS = 45_000;
/** Each with a process, a store and platforms of its own, so that the machine does not only wait. */
const LANES = 4;
const KILLS = 5;
const CHATS = { telegram: 60, zalo: 5 };
/** More than what a start sends at once: what was in flight at one kill is settled before the next. */
const LEAST_SETTLED = 7;
const BURST = RATES.telegram.overall!.burst;
const BEGIN = vietnam('2025-05-06 07:59:56');

/** The end of the process while it nudges. */
export function nudgeKills(): void {
  it(
    `come exactly once to each chat though the process is killed ${LANES * KILLS} times; again only what was in flight just then`,
    { timeout: LONG_MS },
    async () => {
      const again = await Promise.all(Array.from({ length: LANES }, (_, at) => runLane(at)));
      // About one a kill; on a busy machine, which is slower to learn of what it has sent, never more than a burst.
      expect(again.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(LANES * KILLS * BURST);
    },
  );
}

/** Kills a process over and over until all are nudged; gives how many nudges were seen again. */
async function runLane(lane: number): Promise<number> {
  const platforms = await Platforms.open();
  const service = new RehearsedService(platforms);
  try {
    const talks = silentChats(platforms, CHATS);
    const names = talks.map(({ name }) => name);
    await service.subscribe(names, '2025-05-05 10:00:00');
    const from = performance.now();
    const now = () => new Date(BEGIN.getTime() + performance.now() - from);
    /** Once for each kill at which the platform had the nudge and the process did not know yet. */
    const inFlight: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = kill === 0 ? 0 : service.settled();
      await service.startAt(now());
      // The first comes in the midst of the look that enqueues, the others at some nudge of those being sent.
      if (kill === 0) await service.until(({ marks }) => marks >= 5 + lane * 15);
      else {
        const settled = before + LEAST_SETTLED + Math.floor(Math.random() * 4);
        await service.until(({ marks, open }) => marks - open >= settled);
        if (kill % 2 === 0) await sentNext(platforms);
      }
      await service.crash();
      await takenIn(platforms);
      const taken = new Set(service.taken());
      inFlight.push(
        ...talks.filter((talk) => taken.has(talk.name) && talk.replies().length > 0).map(({ name }) => name),
      );
    }
    await service.startAt(now());
    for (const talk of talks) await talk.answered(1, WITHIN_MS);
    await service.until(({ open }) => open === 0);
    await service.stop();
    for (const talk of talks) {
      const again = inFlight.filter((name) => name === talk.name).length;
      expect(talk.replies().length, talk.name).toBeGreaterThanOrEqual(1);
      // What was taken again and not sent before the next kill counts as in flight at both.
      expect(talk.replies().length, talk.name).toBeLessThanOrEqual(1 + again);
      expect(new Set(talk.replies()).size, talk.name).toBe(1);
      expect(talk.replies()[0], talk.name).toContain('NHẮC VIỆC – huyện Hạ Lang');
    }
    return inFlight.length;
  } finally {
    await service.close();
    await platforms.close();
  }
}

/** Resolves once the next nudge has come to Telegram. */
async function sentNext({ telegram }: Platforms): Promise<void> {
  const before = telegram.callsOf('sendMessage').length;
  await telegram.waitFor(() => telegram.callsOf('sendMessage').length > before, WITHIN_MS);
}

/** Resolves once what had reached the platforms before the kill is taken in. */
async function takenIn({ telegram, zalo }: Platforms): Promise<void> {
  await Promise.all([telegram, zalo].map(({ apiRoot, token }) => fetch(`${apiRoot}/bot${token}/getMe`)));
}

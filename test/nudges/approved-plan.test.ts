/** Nudges of a plan that is approved while chats are subscribed already. */
import { expect, it } from 'vitest';
import { LiveWorld } from '../../src/live-world.ts';
import { NudgeBook } from '../../src/nudges/nudge-book.ts';
import { NudgeRounds } from '../../src/nudges/nudge-rounds.ts';
import { openPublishing } from '../../src/open-publishing.ts';
import { KNOWLEDGE_DIRECTORY } from '../../src/open-world.ts';
import type { DraftAnswer } from '../../src/publishing/draft-answer.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';
import { sealedDelivery } from '../../src/turns/outgoing-parts.ts';
import { CHAT as BOSS, planOf, read, TEXT, worldOf, type Drafted } from '../publishing/desk.ts';
import { LIMITS, takeSent } from '../support/sent-messages.ts';
import { knowledge } from '../support/world.ts';
import { at } from './nudge-world.ts';
import { when } from './nudged-chats.ts';
import { every, HOUR } from './simulation.ts';

const CHAT = 'zalo:commune';
/** Not at the hour of nudges: a look that is due anyway is not to hide one that is missing. */
const JUNE = at('2026-06-08 10:00');
/** With no plan but those that are approved. */
const world = worldOf({ ...knowledge, plans: [] });
const drafted = await read(TEXT);
const newer = await read(TEXT.replace('chậm nhất ngày 05/7/2026', 'chậm nhất ngày 08/7/2026'));

/** A program with its plans and nudges, and a chat that is subscribed to Cao Bằng, which has no plan yet. */
async function subscribed() {
  const store = openSqliteStore(':memory:');
  const vault = createVault(newKey());
  const live = new LiveWorld(world);
  let now = JUNE;
  const delivery = sealedDelivery({ vault, limits: LIMITS });
  const nudges = new NudgeBook({ store, vault, timetable: live.timetable });
  const rounds = new NudgeRounds({ store, vault, timetable: live.timetable, delivery });
  const { drafts, plans } = openPublishing({
    ...{ store, vault, live, delivery, directory: KNOWLEDGE_DIRECTORY, publicUrl: undefined },
    log: () => undefined,
    fetchFile: () => Promise.resolve({ kind: 'gone' }),
    wake: () => Promise.resolve(),
    onChange: () => rounds.replan(now),
  });
  const settle = async ({ put, remove }: Pick<DraftAnswer, 'put' | 'remove'>) => {
    await store.commit({ put, remove }, now);
    await plans.takeUpApproved(now);
  };
  await settle(await nudges.subscribe(CHAT, { place: 'cao-bang', group: true }, now));
  return {
    /** Lets the hours pass until a time; gives the days and hours at which the chat was nudged of a text. */
    until: async (time: string, text: string): Promise<string[]> => {
      const log: string[] = [];
      for (const hour of every(HOUR, now, at(time))) {
        now = hour;
        await rounds.tick(now);
        const sent = await takeSent(store, vault, CHAT, now);
        log.push(...sent.filter((message) => message.text.includes(text)).map(() => when(now)));
      }
      return log;
    },
    approve: async (outcome: Drafted) => {
      const { commit } = await drafts.drafted(`update-${now}`, BOSS, outcome, now);
      await store.commit({ put: commit.put, remove: commit.remove }, now);
      await settle(await drafts.approve(BOSS, '', now));
    },
    withdraw: async (id: string) => settle(await drafts.withdraw(id, now)),
  };
}

const OLD = '5/7/2026';
const NEW = '8/7/2026';
const LATER = '2026-07-10 08:00';

it('begin with its approval, an hour before the first of them, too', async () => {
  const { until, approve } = await subscribed();
  expect(await until('2026-06-19 07:00', '')).toEqual([]);
  await approve(drafted);
  const days = ['2026-06-19', '2026-06-26', '2026-06-30', '2026-07-02', '2026-07-03', '2026-07-06'];
  expect(await until(LATER, OLD)).toEqual(days.map((day) => `${day} 08:00`));
});

it('of a deadline that is near already are sent from the next working day on', async () => {
  const { until, approve } = await subscribed();
  await until('2026-06-28 08:00', '');
  await approve(drafted);
  expect((await until(LATER, OLD)).slice(0, 2)).toEqual(['2026-06-29 08:00', '2026-06-30 08:00']);
});

it('follow a newer version of it, and end with its withdrawal', async () => {
  const { until, approve, withdraw } = await subscribed();
  await approve(drafted);
  await until('2026-06-27 08:00', '');
  await approve(newer);
  const days = ['2026-06-29', '2026-07-01', '2026-07-03'];
  expect(await until('2026-07-04 08:00', NEW)).toEqual(days.map((day) => `${day} 08:00`));
  await withdraw(planOf(drafted).id);
  expect(await until(LATER, NEW)).toEqual([]);
});

it('do not go on with the old date of a newer version', async () => {
  const { until, approve } = await subscribed();
  await approve(drafted);
  await until('2026-06-27 08:00', '');
  await approve(newer);
  expect(await until(LATER, OLD)).toEqual([]);
});

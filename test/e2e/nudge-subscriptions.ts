/** Subscriptions written straight into a store, as the commands write them. */
import type { Store } from '../../src/model/store.ts';
import { NudgeBook } from '../../src/nudges/nudge-book.ts';
import { buildNudgeWorld } from '../../src/nudges/nudge-world.ts';
import { Timetable } from '../../src/nudges/timetable.ts';
import { keyInFile, keyInStore } from '../../src/storage/secrets.ts';
import { createVault } from '../../src/storage/vault.ts';
import { knowledge } from '../support/world.ts';

const PLACE = 'ha-lang';
/** Records of one commit: all of them at once would be one very large one. */
const AT_ONCE = 500;

const timetable = new Timetable(buildNudgeWorld(knowledge));

/** Subscribes chats to all deadlines of Hạ Lang from `now` on; the vault's key lies in a file, or in the store itself. */
export async function subscribeAll(
  store: Store,
  key: { readonly keyFile?: string },
  chats: readonly string[],
  now: number,
): Promise<void> {
  const vault = createVault(key.keyFile === undefined ? await keyInStore(store, now) : keyInFile(key.keyFile));
  const book = new NudgeBook({ store, vault, timetable: () => timetable });
  for (let from = 0; from < chats.length; from += AT_ONCE) {
    const some = chats.slice(from, from + AT_ONCE);
    const answers = await Promise.all(some.map((chat) => book.subscribe(chat, { place: PLACE, group: false }, now)));
    await store.commit({ put: answers.flatMap(({ put }) => put) }, now);
  }
}

/** Chats that are nudged, over a store in memory: what they say is committed, what the clock sends is taken. */
import type { Store } from '../../src/model/store.ts';
import { NudgeBook, type NudgeAnswer } from '../../src/nudges/nudge-book.ts';
import { NudgeRounds } from '../../src/nudges/nudge-rounds.ts';
import type { Timetable } from '../../src/nudges/timetable.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { createVault, newKey } from '../../src/storage/vault.ts';
import { sealedDelivery } from '../../src/turns/outgoing-parts.ts';
import { LIMITS, takeSent, type Sent } from '../support/sent-messages.ts';
import { at, timetable } from './nudge-world.ts';
import { every, HOUR } from './simulation.ts';

export const CHAT = 'zalo:group-1';
export const OTHER = 'telegram:-100';
export const OCTOBER = at('2025-10-01 09:00');
/** When whoever has to report by 10 November 2025 is nudged. */
export const DAYS_OF_UNITS = ['2025-10-24', '2025-10-31', '2025-11-04', '2025-11-06', '2025-11-07', '2025-11-10'];
const vault = createVault(newKey());

export class NudgedChats {
  readonly store = openSqliteStore(':memory:');
  readonly book: NudgeBook;
  /** What is due where; another one after the plans have changed. */
  table: Timetable = timetable;

  constructor() {
    this.book = new NudgeBook({ store: this.store, vault, timetable: () => this.table });
  }

  /** The rounds of a process of its own. */
  rounds(store: Store = this.store): NudgeRounds {
    const delivery = sealedDelivery({ vault, limits: LIMITS });
    return new NudgeRounds({ store, vault, timetable: () => this.table, delivery });
  }

  /** Commits an answer as the turn does that it belongs to. */
  async settle(answer: Promise<NudgeAnswer>, now: number): Promise<NudgeAnswer> {
    const said = await answer;
    await this.store.commit({ put: said.put, remove: said.remove }, now);
    return said;
  }

  async subscribe(chat = CHAT, agency: string | null = 'so-gddt', place = 'binh-phuoc', now = OCTOBER) {
    const wanted = { place, agency: agency ?? undefined, group: true };
    return this.settle(this.book.subscribe(chat, wanted, now), now);
  }

  sent(chat: string, now: number): Promise<Sent[]> {
    return takeSent(this.store, vault, chat, now);
  }

  /** Ticks at each instant; gives when a message went to which chat. */
  async run(instants: Iterable<number>, processes = [this.rounds()]): Promise<string[]> {
    const log: string[] = [];
    for (const now of instants) {
      for (const rounds of processes) await rounds.tick(now);
      for (const chat of [CHAT, OTHER])
        for (const { text } of await this.sent(chat, now))
          log.push(`${when(now)} ${chat} ${text.split('\n')[0] ?? ''}`);
    }
    return log;
  }
}

/** "2025-11-07 08:00", in Vietnam. */
export function when(now: number): string {
  return new Date(now + 7 * HOUR).toISOString().slice(0, 16).replace('T', ' ');
}

/** Every hour until all nudges of that year are over. */
export function allYear(): Iterable<number> {
  return every(HOUR, OCTOBER, at('2025-12-01 00:00'));
}

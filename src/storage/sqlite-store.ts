/** The store of one process: an SQLite file. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Commit, Delivery, Lease, Settlement, Store, StoredRecord } from '../model/store.ts';
import { MemoryLeases } from './memory-leases.ts';
import { migrate } from './schema.ts';
import { SqliteDatabase, type Change, type Query } from './sqlite-database.ts';
import { SqliteDeliveries } from './sqlite-deliveries.ts';
import { SqliteRecords } from './sqlite-records.ts';
import { storeError } from './store-error.ts';

/** Records that are swept at a stroke: longer would keep messages waiting. */
const SWEPT = 1000;

/** SQLite takes no infinite limit. */
const MOST = 1_000_000;

/** Opens a store in a file, which is made where it is missing, or in memory (":memory:"); throws a `StoreError`. */
export function openSqliteStore(path: string): Store {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const db = new SqliteDatabase(path);
    migrate(db);
    return new SqliteStore(db);
  } catch (error) {
    throw storeError('open', error);
  }
}

class SqliteStore implements Store {
  private readonly records: SqliteRecords;
  private readonly deliveries: SqliteDeliveries;
  private readonly leases = new MemoryLeases();
  private readonly add: Change;
  private readonly counters: Query<readonly [string, number]>;

  constructor(private readonly db: SqliteDatabase) {
    this.records = new SqliteRecords(db);
    this.deliveries = new SqliteDeliveries(db);
    this.add = db.change(
      'INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value',
    );
    this.counters = db.query('SELECT name, value FROM counter WHERE substr(name, 1, length(?)) = ?', (row) => [
      String(row['name']),
      Number(row['value']),
    ]);
  }

  ready(): Promise<boolean> {
    return this.run('ready', () => this.db.version()).then(
      () => true,
      () => false,
    );
  }

  get(kind: string, id: string, now: number): Promise<StoredRecord | null> {
    return this.run('get', () => this.records.get({ kind, id }, now));
  }

  list(kind: string, now: number, chat?: string): Promise<StoredRecord[]> {
    return this.run('list', () => this.records.list(kind, now, chat));
  }

  due(kind: string, now: number, limit: number): Promise<StoredRecord[]> {
    return this.run('due', () => this.records.due(kind, now, Math.min(limit, MOST)));
  }

  commit(commit: Commit, now: number): Promise<boolean> {
    return this.change('commit', () => {
      if (!this.allows(commit, now)) return false;
      this.write(commit, now);
      return true;
    });
  }

  waitingChats(now: number, limit: number): Promise<string[]> {
    return this.change('waitingChats', () => this.deliveries.waitingChats(now, Math.min(limit, MOST)));
  }

  take(chat: string, now: number, leaseMs: number): Promise<Delivery | null> {
    return this.change('take', () => this.deliveries.take(chat, now, leaseMs));
  }

  settle(id: string, settlement: Settlement): Promise<void> {
    return this.run('settle', () => this.deliveries.settle(id, settlement));
  }

  /** One process has the file: whatever is taken was taken by one that is gone. */
  recover(): Promise<void> {
    return this.run('recover', () => this.deliveries.freeAll());
  }

  dropDeliveries(chat: string): Promise<void> {
    return this.run('dropDeliveries', () => this.deliveries.drop(chat));
  }

  forgetChat(chat: string): Promise<void> {
    return this.change('forgetChat', () => {
      this.records.forget(chat);
      this.deliveries.forget(chat);
    });
  }

  moveChat(from: string, to: string): Promise<void> {
    return this.change('moveChat', () => {
      for (const table of [this.records, this.deliveries]) {
        for (const chat of table.chatsOf(from)) table.move(chat, to + chat.slice(from.length));
      }
    });
  }

  counts(prefix: string): Promise<Record<string, number>> {
    return this.run('counts', () => Object.fromEntries(this.counters.all(prefix, prefix)));
  }

  lease(name: string, ms: number): Promise<Lease | null> {
    return this.run('lease', () => this.leases.take(name, ms));
  }

  async sweep(now: number): Promise<void> {
    await this.change('sweep', () => this.deliveries.sweep(now));
    await this.run('sweep', () => this.leases.sweep());
    while ((await this.run('sweep', () => this.records.sweep(now, SWEPT))) === SWEPT) await setImmediate();
  }

  close(): Promise<void> {
    return attempt('close', () => this.db.close());
  }

  private allows({ once, expect = [] }: Commit, now: number): boolean {
    if (once && this.records.get(once, now)) return false;
    return expect.every((wanted) => (this.records.get(wanted, now)?.body ?? null) === wanted.body);
  }

  private write({ once, put = [], remove = [], send = [], count = {} }: Commit, now: number): void {
    for (const record of once ? [once, ...put] : put) this.records.put(record, now);
    for (const name of remove) this.records.remove(name);
    for (const delivery of send) this.deliveries.add(delivery, now);
    for (const [name, amount] of Object.entries(count)) this.add(name, amount);
  }

  private change<T>(operation: string, work: () => T): Promise<T> {
    return this.run(operation, () => this.db.transaction(work));
  }

  private run<T>(operation: string, work: () => T): Promise<T> {
    return attempt(operation, () => {
      this.db.mustBeOpen();
      return work();
    });
  }
}

function attempt<T>(operation: string, work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(storeError(operation, error));
  }
}

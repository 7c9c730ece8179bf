/** The real program with a clock that is set at each start and a folder that stays the same over all of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'libsql';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import type { Store } from '../../src/model/store.ts';
import type { Platforms, Talk } from './platforms.ts';
import { subscribeAll } from './nudge-subscriptions.ts';
import { ServiceProcess } from './service-process.ts';

const WITHIN_MS = 45_000;
const LOOK_EVERY_MS = 4;
const COUNTS =
  "SELECT (SELECT count(*) FROM delivery) AS open, (SELECT count(*) FROM record WHERE kind = 'sent-nudge') AS marks";

/** What stands in the store of a running process. */
export interface Counts {
  /** Deliveries that are not settled. */
  readonly open: number;
  /** Marks that a nudge was sent, made together with its delivery. */
  readonly marks: number;
}

export class RehearsedService {
  readonly folder = mkdtempSync(join(tmpdir(), 'e2e-nudges-'));
  private process: ServiceProcess | undefined;

  constructor(private readonly platforms: Platforms) {}

  private get database(): string {
    return join(this.folder, 'mangnon.db');
  }

  /** Starts it with its clock at an instant in Vietnam, "2025-05-06 07:59:57"; resolves once it listens. */
  async startAt(time: string | Date): Promise<void> {
    const start = typeof time === 'string' ? vietnam(time) : time;
    const environment = { DATA_DIR: this.folder, CLOCK_START: start.toISOString() };
    this.process = await ServiceProcess.prepare(this.platforms, { mode: 'polling', environment });
    await this.process.start();
  }

  /** Starts it, and waits until it receives from both platforms. */
  async openAt(time: string): Promise<void> {
    await this.startAt(time);
    await this.platforms.received('polling');
  }

  /** Ends it as a power cut would. */
  async crash(): Promise<void> {
    await this.process?.close();
    this.process = undefined;
  }

  /** Ends it in order, and starts it at another time. */
  async reopenAt(time: string): Promise<void> {
    await this.stop();
    await this.openAt(time);
  }

  /** Ends it in order. */
  async stop(): Promise<void> {
    await this.process?.stop();
    await this.process?.close();
    this.process = undefined;
  }

  /**
   * Resolves once its store is so, looked at again and again. It is only read: whoever asks it for waiting chats sweeps
   * it by its own time.
   */
  async until(holds: (counts: Counts) => boolean): Promise<void> {
    const database = new Database(this.database, { readonly: true });
    const count = database.prepare(COUNTS);
    const end = performance.now() + WITHIN_MS;
    try {
      while (!holds(count.get() as Counts)) {
        if (performance.now() > end) throw new Error(`the store does not become so within ${WITHIN_MS} ms`);
        await delay(LOOK_EVERY_MS);
      }
    } finally {
      database.close();
    }
  }

  /** How many deliveries of nudges are settled; of a process that was killed. */
  settled(): number {
    const { marks, open } = this.read<Counts>(COUNTS)[0]!;
    return marks - open;
  }

  /** The chats with a delivery that was taken for sending and is not settled; of a process that was killed. */
  taken(): string[] {
    return this.read<{ chat: string }>('SELECT chat FROM delivery WHERE taken_until IS NOT NULL').map(
      ({ chat }) => chat,
    );
  }

  /** Its store, to look into or to be filled while it does not run; whoever opens it closes it. */
  openStore(): Store {
    return openSqliteStore(this.database);
  }

  /** Subscribes chats to the nudges of Hạ Lang, before it is started. */
  async subscribe(chats: readonly string[], time: string): Promise<void> {
    const store = this.openStore();
    await subscribeAll(store, { keyFile: join(this.folder, 'secret.key') }, chats, vietnam(time).getTime());
    await store.close();
  }

  async close(): Promise<void> {
    await this.crash();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private read<Row>(sql: string): Row[] {
    const database = new Database(this.database, { readonly: true });
    const rows = database.prepare(sql).all() as Row[];
    database.close();
    return rows;
  }
}

/** Private chats in which the bot may write though nobody has said anything yet. */
export function silentChats(platforms: Platforms, count: { readonly telegram: number; readonly zalo: number }): Talk[] {
  const zalo = Array.from({ length: count.zalo }, () => platforms.zaloPrivate());
  for (const { id } of zalo) platforms.zalo.openChat(id);
  return [...Array.from({ length: count.telegram }, () => platforms.telegramPrivate()), ...zalo];
}

/** An instant of Vietnam's clocks. */
export function vietnam(time: string): Date {
  return new Date(`${time.replace(' ', 'T')}+07:00`);
}

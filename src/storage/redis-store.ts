/** The store of any number of processes: Redis. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Commit, Delivery, Lease, Settlement, Store, StoredRecord } from '../model/store.ts';
import { commitArguments, numberText } from './redis-arguments.ts';
import { SEPARATOR } from './redis-base-lua.ts';
import { RedisConnection } from './redis-connection.ts';
import { readDelivery, readHash, readRecords } from './redis-replies.ts';
import { storeError } from './store-error.ts';

/** Records that are swept at a stroke: longer would keep all processes waiting. */
const SWEPT = 1000;

/** A command that fails sooner was not sent. */
const AT_ONCE_MS = 50;
const GIVE_BACK_EVERY_MS = 250;
const GIVE_BACK_TRIES = 240;

/** Redis takes no infinite limit. */
const MOST = 1_000_000;

export interface RedisStoreOptions {
  /** What all keys begin with. */
  readonly prefix?: string;
}

/** Opens a store in Redis; while that is away, methods reject with a `StoreError`. */
export function openRedisStore(url: string, options: RedisStoreOptions = {}): Store {
  return new RedisStore(new RedisConnection(url, options.prefix ?? 'mangnon:'));
}

class RedisStore implements Store {
  private closed = false;

  constructor(private readonly redis: RedisConnection) {}

  ready(): Promise<boolean> {
    return this.redis.ping().then(
      () => true,
      () => false,
    );
  }

  get(kind: string, id: string, now: number): Promise<StoredRecord | null> {
    return attempt('get', async () => {
      const fields = ['body', 'expiresAt', 'chat', 'dueAt'];
      const reply = await this.redis.command('HMGET', `record:${kind}${SEPARATOR}${id}`, ...fields);
      return readHash(kind, id, reply, now);
    });
  }

  list(kind: string, now: number, chat = ''): Promise<StoredRecord[]> {
    return attempt('list', async () => {
      const records = readRecords(kind, await this.redis.script('storeList', kind, chat, numberText(now)));
      return chat === '' ? records : records.sort((a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
    });
  }

  due(kind: string, now: number, limit: number): Promise<StoredRecord[]> {
    return attempt('due', async () =>
      readRecords(kind, await this.redis.script('storeDue', kind, numberText(now), limitText(limit))),
    );
  }

  commit(commit: Commit, now: number): Promise<boolean> {
    return attempt(
      'commit',
      async () => (await this.redis.script('storeCommit', ...commitArguments(commit, now))) === 1,
    );
  }

  waitingChats(now: number, limit: number): Promise<string[]> {
    return attempt(
      'waitingChats',
      async () => (await this.redis.script('storeWaitingChats', numberText(now), limitText(limit))) as string[],
    );
  }

  take(chat: string, now: number, leaseMs: number): Promise<Delivery | null> {
    return attempt('take', async () =>
      readDelivery(chat, await this.redis.script('storeTake', chat, numberText(now), numberText(now + leaseMs))),
    );
  }

  settle(id: string, settlement: Settlement): Promise<void> {
    return attempt('settle', async () => {
      const later = settlement.kind === 'later' ? settlement : { notBefore: 0, counted: false };
      const counted = later.counted ? '1' : '0';
      await this.redis.script('storeSettle', id, settlement.kind, numberText(later.notBefore), counted);
    });
  }

  /** Other processes may be at work: what they have taken stays theirs until its time is over. */
  recover(now: number): Promise<void> {
    return attempt('recover', async () => {
      await this.redis.script('storeRecover', numberText(now));
    });
  }

  dropDeliveries(chat: string): Promise<void> {
    return attempt('dropDeliveries', async () => {
      await this.redis.script('storeDropDeliveries', chat);
    });
  }

  forgetChat(chat: string): Promise<void> {
    return attempt('forgetChat', async () => {
      await this.redis.script('storeForgetChat', chat);
    });
  }

  moveChat(from: string, to: string): Promise<void> {
    return attempt('moveChat', async () => {
      if (from !== to) await this.redis.script('storeMoveChat', from, to);
    });
  }

  counts(prefix: string): Promise<Record<string, number>> {
    return attempt('counts', async () => {
      const reply = (await this.redis.command('HGETALL', 'counters')) as readonly string[];
      const pairs = reply.flatMap((name, at) => (at % 2 === 0 ? [[name, Number(reply[at + 1])] as const] : []));
      return Object.fromEntries(pairs.filter(([name]) => name.startsWith(prefix)));
    });
  }

  lease(name: string, ms: number): Promise<Lease | null> {
    return attempt('lease', async () => {
      const token = randomUUID();
      const time = String(Math.max(1, Math.ceil(ms)));
      const asked = performance.now();
      const taken = await this.redis
        .command('SET', `lease:${name}`, token, 'NX', 'PX', time)
        .catch((error: unknown) => {
          // A Redis that was held up carries out later what was given up here; what failed at once never left.
          if (performance.now() - asked > AT_ONCE_MS) void this.giveBack(name, token);
          throw error;
        });
      return taken === null ? null : { release: () => this.release(name, token) };
    });
  }

  sweep(now: number): Promise<void> {
    return attempt('sweep', async () => {
      while ((await this.redis.script('storeSweep', numberText(now), String(SWEPT))) === SWEPT);
    });
  }

  close(): Promise<void> {
    this.closed = true;
    return this.redis.close();
  }

  /** Gives back a lease that nobody knows to hold, as soon as Redis answers; else its chat would wait for its end. */
  private async giveBack(name: string, token: string): Promise<void> {
    for (let tries = 0; tries < GIVE_BACK_TRIES && !this.closed; tries += 1) {
      const done = await this.release(name, token).then(
        () => true,
        () => false,
      );
      if (done) return;
      await pause(GIVE_BACK_EVERY_MS, undefined, { ref: false });
    }
  }

  private release(name: string, token: string): Promise<void> {
    return attempt('release', async () => {
      await this.redis.script('storeRelease', name, token);
    });
  }
}

function limitText(limit: number): string {
  return numberText(Math.min(limit, MOST));
}

/** Does something with Redis; an error of the driver, which holds the command's data, goes no further. */
async function attempt<T>(operation: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(operation, error, 'UNREACHABLE');
  }
}

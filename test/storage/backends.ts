/** The stores that the contract is tested on. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/model/store.ts';
import { openRedisStore } from '../../src/storage/redis-store.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { redisAvailable, startRedis, type RedisServer } from '../support/redis-server.ts';

export interface Backend {
  readonly name: string;
  /** Only one process has it: what is found taken was left behind. */
  readonly alone: boolean;
  /** How many random sequences it gets through in a second or two. */
  readonly runs: number;
  start(): Promise<void>;
  /** An empty store. */
  open(): Store;
  stop(): Promise<void>;
}

/** All backends on which something can be tested on this machine. */
export function backends(tested: string): Backend[] {
  return [sqliteInMemory(), sqliteInFile(), ...(redisAvailable(`${tested} on Redis`) ? [redis()] : [])];
}

function sqliteInMemory(): Backend {
  return {
    name: 'SQLite in memory',
    alone: true,
    runs: 100,
    start: () => Promise.resolve(),
    open: () => openSqliteStore(':memory:'),
    stop: () => Promise.resolve(),
  };
}

function sqliteInFile(): Backend {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  let opened = 0;
  return {
    name: 'SQLite in a file',
    alone: true,
    runs: 10,
    start: () => Promise.resolve(),
    open: () => openSqliteStore(join(folder, String((opened += 1)), 'store.db')),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}

function redis(): Backend {
  let server: RedisServer | undefined;
  let opened = 0;
  return {
    name: 'Redis',
    alone: false,
    runs: 50,
    start: async () => {
      server = await startRedis();
    },
    open: () => openRedisStore(server!.url, { prefix: `store${(opened += 1)}:` }),
    stop: async () => {
      await server?.stop();
    },
  };
}

/** The store that the configuration asks for, and the key that seals what it keeps. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from './config.ts';
import { parseKey } from './model/secret-key.ts';
import type { Store } from './model/store.ts';
import { openRedisStore } from './storage/redis-store.ts';
import { keyInFile, keyInStore } from './storage/secrets.ts';
import { openSqliteStore } from './storage/sqlite-store.ts';

/** Before every name that we use in Redis. */
export const PREFIX = 'mangnon:';
const DATABASE = 'mangnon.db';
const STORE_WITHIN_MS = 15_000;
const STORE_RETRY_MS = 200;

/** Opens the store; throws where Redis does not answer within some seconds. */
export async function openStore(config: Config): Promise<Store> {
  if (config.REDIS_URL === undefined) {
    return openSqliteStore(privateFile(config.DATA_DIR, DATABASE));
  }
  const store = openRedisStore(config.REDIS_URL, { prefix: PREFIX });
  const end = performance.now() + STORE_WITHIN_MS;
  while (!(await store.ready())) {
    if (performance.now() > end) {
      await store.close();
      throw new Error('REDIS_URL: no Redis answers there. Start it, or correct the address.');
    }
    await pause(STORE_RETRY_MS);
  }
  return store;
}

/** The path of a file that only its owner reads; throws where the folder cannot be written. */
function privateFile(directory: string, name: string): string {
  const path = join(directory, name);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    throw new Error('DATA_DIR: cannot be written. Give its owner the right to, or name another folder.');
  }
  return path;
}

/** The configured key, else one that the service has made for itself. */
export async function keyOf(config: Config, store: Store, now: number): Promise<Buffer> {
  const given = config.ENCRYPTION_KEY === undefined ? null : parseKey(config.ENCRYPTION_KEY);
  if (given) return given;
  return config.REDIS_URL === undefined ? keyInFile(join(config.DATA_DIR, 'secret.key')) : keyInStore(store, now);
}

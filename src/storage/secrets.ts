/** Secrets that the service makes for itself at its first start and keeps. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Store } from '../model/store.ts';
import { parseKey } from '../model/secret-key.ts';
import { newKey, type Vault } from './vault.ts';

const SECRET = 'secret';
/** Renewed at each start. */
const KEPT_MS = 400 * 24 * 3_600_000;

/** The key of a file that only its owner reads; made where there is none. Throws where the file holds no key. */
export function keyInFile(path: string): Buffer {
  if (!existsSync(path)) writeFileSync(path, `${newKey().toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  const key = parseKey(readFileSync(path, 'utf8').trim());
  if (!key) throw new Error('DATA_DIR: secret.key holds no key. Put the backup back, or remove it to begin anew.');
  return key;
}

/** The key that the processes of one store share where none is configured: whoever comes first makes it. */
export async function keyInStore(store: Store, now: number): Promise<Buffer> {
  const kept = await keptOr(store, 'vault', () => newKey().toString('base64'), now);
  const key = parseKey(kept);
  if (!key) throw new Error('ENCRYPTION_KEY: the store holds no usable key. Set one.');
  return key;
}

/** A random secret of this name, the same at every start and in every process. */
export async function keptSecret(store: Store, vault: Vault, name: string, now: number): Promise<string> {
  const place = `${SECRET}:${name}`;
  const made = () => vault.seal(randomBytes(32).toString('base64url'), place);
  const opened = vault.open(await keptOr(store, name, made, now), place);
  if (opened !== null) return opened;
  // Sealed with a key that is gone: a new one, which the platform is told of.
  const secret = randomBytes(32).toString('base64url');
  await store.commit({ put: [record(name, vault.seal(secret, place), now)] }, now);
  return secret;
}

async function keptOr(store: Store, name: string, make: () => string, now: number): Promise<string> {
  await store.commit({ once: record(name, make(), now) }, now);
  const kept = await store.get(SECRET, name, now);
  if (!kept) throw new Error(`the store does not keep its secret "${name}"`);
  await store.commit({ put: [record(name, kept.body, now)] }, now);
  return kept.body;
}

function record(id: string, body: string, now: number) {
  return { kind: SECRET, id, body, expiresAt: now + KEPT_MS };
}

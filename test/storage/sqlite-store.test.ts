import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { MIGRATIONS, migrate } from '../../src/storage/schema.ts';
import { SqliteDatabase } from '../../src/storage/sqlite-database.ts';
import { openSqliteStore } from '../../src/storage/sqlite-store.ts';
import { StoreError } from '../../src/storage/store-error.ts';
import { start } from '../support/processes.ts';
import { CHAT, delivery, drain, HOUR, NOW, record } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newPath = () => join(folder, `${(files += 1)}.db`);

/** What opening a path throws. */
function failure(path: string): StoreError {
  try {
    openSqliteStore(path);
  } catch (error) {
    if (error instanceof StoreError) return error;
  }
  throw new Error('opened without a StoreError');
}

describe('the SQLite store', () => {
  it('makes its file and the folders that it stands in', () => {
    const path = join(folder, 'a', 'b', 'store.db');
    openSqliteStore(path);
    expect(existsSync(path)).toBe(true);
  });

  it('has everything again after it was closed and opened', async () => {
    const path = newPath();
    const before = openSqliteStore(path);
    const put = [record('a', { chat: CHAT, dueAt: NOW })];
    await before.commit({ put, send: [delivery('1'), delivery('2'), delivery('3')], count: { a: 2 } }, NOW);
    await before.take(CHAT, NOW, HOUR);
    await before.close();
    const after = openSqliteStore(path);
    expect(await after.list('note', NOW, CHAT)).toEqual(put);
    expect(await after.counts('')).toEqual({ a: 2 });
    expect(await after.take(CHAT, NOW, HOUR)).toBeNull();
    await after.recover(NOW);
    expect(await drain(after, CHAT, NOW)).toEqual(['1', '2', '3']);
    await after.close();
  });

  it('has brought its log home when it is closed', async () => {
    const path = newPath();
    const store = openSqliteStore(path);
    await store.commit({ put: [record('a')] }, NOW);
    expect(readFileSync(`${path}-wal`).length).toBeGreaterThan(0);
    await store.close();
    expect(existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`).length : 0).toBe(0);
  });

  it('leaves nothing in its file of what a chat wanted forgotten', async () => {
    const path = newPath();
    const store = openSqliteStore(path);
    const body = 'personal'.repeat(2000);
    await store.commit({ put: [record('a', { chat: CHAT, body })], send: [delivery('d', { body })] }, NOW);
    await store.forgetChat(CHAT);
    await store.close();
    expect(readFileSync(path).includes('personal')).toBe(false);
    expect(readFileSync(path).includes(CHAT)).toBe(false);
  });

  it('keeps a writing-ahead log, and waits for others that write', () => {
    const path = newPath();
    openSqliteStore(path);
    const db = new SqliteDatabase(path);
    expect(db.query('PRAGMA journal_mode', (row) => row['journal_mode']).first()).toBe('wal');
    expect(db.query('PRAGMA synchronous', (row) => row['synchronous']).first()).toBe(1);
    expect(db.query('PRAGMA busy_timeout', (row) => row['timeout']).first()).toBe(2_000);
  });

  it('refuses what is no database, without naming it', () => {
    const path = newPath();
    writeFileSync(path, 'a text about children '.repeat(1000));
    const error = failure(path);
    expect(error).toMatchObject({ operation: 'open', message: 'the store failed: open' });
    expect(error.message + (error.stack?.split('\n')[0] ?? '')).not.toContain(folder);
  });

  it('refuses a path that cannot be made', () => {
    const file = newPath();
    writeFileSync(file, '');
    expect(failure(join(file, 'store.db'))).toMatchObject({ operation: 'open' });
  });

  it('rejects a number that is none with an error that holds no data', async () => {
    const store = openSqliteStore(':memory:');
    const wrong = store.commit({ put: [record('secret', { expiresAt: NaN })] }, NOW);
    await expect(wrong).rejects.toMatchObject({ name: 'StoreError', operation: 'commit', code: 'INVALID' });
    await expect(wrong).rejects.not.toThrow('secret');
  });

  it('has whole commits only when its process is killed amid them', async () => {
    const path = newPath();
    const child = fileURLToPath(new URL('commit-forever.ts', import.meta.url));
    let next = 0;
    for (const count of [0, 300]) {
      const running = start(child, [path, String(next), String(count)]);
      await running.firstLine;
      running.kill('SIGKILL');
      await running.ended;
      const store = openSqliteStore(path);
      const left = Number((await store.get('note', 'left', NOW))?.body);
      expect(left).toBeGreaterThanOrEqual(next + count);
      expect(await store.get('note', 'right', NOW)).toMatchObject({ body: String(left) });
      expect(await store.get('note', `once ${left}`, NOW)).not.toBeNull();
      expect(await store.get('note', `once ${left + 1}`, NOW)).toBeNull();
      expect(await store.counts('')).toEqual({ commits: left + 1 });
      const sent = await drain(store, CHAT, NOW);
      expect(sent).toEqual(Array.from({ length: left + 1 - next }, (_, at) => `d${next + at}`));
      await store.close();
      next = left + 1;
    }
  });
});

describe('the schema', () => {
  const tables = (db: SqliteDatabase) =>
    db.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", (row) => row['name']).all();

  it('is made in an empty database, version 0', () => {
    const db = new SqliteDatabase(newPath());
    expect(db.version()).toBe(0);
    migrate(db);
    expect(db.version()).toBe(MIGRATIONS.length);
    expect(tables(db)).toEqual(['counter', 'delivery', 'record']);
  });

  it('is left as it is where it is the newest', () => {
    const db = new SqliteDatabase(newPath());
    migrate(db);
    migrate(db);
    expect(db.version()).toBe(MIGRATIONS.length);
  });

  it('takes the steps that are missing, each once and in order', () => {
    const db = new SqliteDatabase(newPath());
    migrate(db, ['CREATE TABLE a (x)']);
    migrate(db, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)', 'INSERT INTO b VALUES (1)']);
    expect(db.version()).toBe(3);
    expect(tables(db)).toEqual(['a', 'b']);
  });

  it('stays as it was where a step fails', () => {
    const db = new SqliteDatabase(newPath());
    migrate(db, ['CREATE TABLE a (x)']);
    expect(() => migrate(db, ['CREATE TABLE a (x)', 'CREATE TABLE b (x)', 'no SQL'])).toThrow();
    expect(db.version()).toBe(1);
    expect(tables(db)).toEqual(['a']);
  });

  it('of a newer program is refused with what to do, and left alone', async () => {
    const path = newPath();
    const store = openSqliteStore(path);
    await store.commit({ put: [record('a')] }, NOW);
    await store.close();
    const db = new SqliteDatabase(path);
    db.exec('PRAGMA user_version = 99');
    const error = failure(path);
    expect(error).toMatchObject({ operation: 'open', code: 'NEWER_SCHEMA' });
    expect(error.message).toMatch(/newer version .* \(schema 99, .*update the program/);
    expect(db.version()).toBe(99);
    expect(db.query('SELECT id FROM record', (row) => row['id']).all()).toEqual(['a']);
  });
});

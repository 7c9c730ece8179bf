/** The records of the SQLite store. */
import type { RecordName, StoredRecord } from '../model/store.ts';
import type { Change, Query, Row, SqliteDatabase } from './sqlite-database.ts';

const SELECT = 'SELECT kind, id, body, chat, due_at, expires_at FROM record';

export class SqliteRecords {
  private readonly one: Query<StoredRecord>;
  private readonly ofKind: Query<StoredRecord>;
  private readonly ofKindAndChat: Query<StoredRecord>;
  private readonly dueOnes: Query<StoredRecord>;
  private readonly chats: Query<string>;
  private readonly write: Change;
  private readonly erase: Change;
  private readonly eraseOfChat: Change;
  private readonly moveOfChat: Change;
  private readonly eraseExpired: Change;

  constructor(db: SqliteDatabase) {
    this.one = db.query(`${SELECT} WHERE kind = ? AND id = ? AND expires_at > ?`, toRecord);
    this.ofKind = db.query(`${SELECT} WHERE kind = ? AND expires_at > ? ORDER BY id`, toRecord);
    this.ofKindAndChat = db.query(`${SELECT} WHERE kind = ? AND chat = ? AND expires_at > ? ORDER BY id`, toRecord);
    this.dueOnes = db.query(
      `${SELECT} WHERE kind = ? AND due_at <= ? AND expires_at > ? ORDER BY due_at, id LIMIT ?`,
      toRecord,
    );
    // "0" is the character after "/".
    this.chats = db.query(
      `SELECT DISTINCT chat FROM record WHERE chat = ? OR (chat >= ? || '/' AND chat < ? || '0')`,
      (row) => String(row['chat']),
    );
    // Not REPLACE, which would write every index anew.
    this.write = db.change(
      `INSERT INTO record (kind, id, body, chat, due_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET
         body = excluded.body, chat = excluded.chat, due_at = excluded.due_at, expires_at = excluded.expires_at`,
    );
    this.erase = db.change('DELETE FROM record WHERE kind = ? AND id = ?');
    this.eraseOfChat = db.change('DELETE FROM record WHERE chat = ?');
    this.moveOfChat = db.change(
      'UPDATE OR REPLACE record SET chat = ?, id = CASE WHEN id = chat THEN ? ELSE id END WHERE chat = ?',
    );
    this.eraseExpired = db.change(
      `DELETE FROM record WHERE (kind, id) IN
         (SELECT kind, id FROM record WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`,
    );
  }

  get({ kind, id }: RecordName, now: number): StoredRecord | null {
    return this.one.first(kind, id, now);
  }

  list(kind: string, now: number, chat?: string): StoredRecord[] {
    return chat === undefined ? this.ofKind.all(kind, now) : this.ofKindAndChat.all(kind, chat, now);
  }

  due(kind: string, now: number, limit: number): StoredRecord[] {
    return this.dueOnes.all(kind, now, now, limit);
  }

  put({ kind, id, body, chat, dueAt, expiresAt }: StoredRecord, now: number): void {
    if (expiresAt <= now) this.erase(kind, id);
    else this.write(kind, id, body, chat ?? null, dueAt ?? null, expiresAt);
  }

  remove({ kind, id }: RecordName): void {
    this.erase(kind, id);
  }

  forget(chat: string): void {
    this.eraseOfChat(chat);
  }

  /** The chat and its topics, as far as they have records. */
  chatsOf(chat: string): string[] {
    return this.chats.all(chat, chat, chat);
  }

  move(from: string, to: string): void {
    this.moveOfChat(to, to, from);
  }

  /** Removes some that have expired; gives how many. */
  sweep(now: number, limit: number): number {
    return this.eraseExpired(now, limit);
  }
}

function toRecord(row: Row): StoredRecord {
  return {
    kind: String(row['kind']),
    id: String(row['id']),
    body: String(row['body']),
    ...(row['chat'] === null ? {} : { chat: String(row['chat']) }),
    ...(row['due_at'] === null ? {} : { dueAt: Number(row['due_at']) }),
    expiresAt: Number(row['expires_at']),
  };
}

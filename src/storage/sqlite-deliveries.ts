/** The outbox of the SQLite store. */
import { URGENCIES, type Urgency } from '../model/outgoing.ts';
import type { Delivery, NewDelivery, Settlement } from '../model/store.ts';
import type { Change, Query, Row, SqliteDatabase } from './sqlite-database.ts';

const FREE = 'taken_until IS NULL';

export class SqliteDeliveries {
  private readonly head: Query<Delivery>;
  private readonly waiting: Query<string>;
  private readonly takenOf: Query<boolean>;
  private readonly chats: Query<string>;
  private readonly insert: Change;
  private readonly mark: Change;
  private readonly erase: Change;
  private readonly postpone: Change;
  private readonly freeOver: Change;
  private readonly freeEvery: Change;
  private readonly eraseExpired: Change;
  private readonly eraseStale: Change;
  private readonly eraseWaiting: Change;
  private readonly eraseOfChat: Change;
  private readonly moveOfChat: Change;

  constructor(db: SqliteDatabase) {
    this.head = db.query(
      `SELECT id, chat, urgency, body, not_before, expires_at, attempts FROM delivery
       WHERE chat = ? AND urgency = ? ORDER BY seq LIMIT 1`,
      toDelivery,
    );
    this.waiting = db.query(
      `SELECT chat FROM delivery AS first
       WHERE head = 1 AND urgency = ? AND not_before <= ?
         AND NOT EXISTS (SELECT 1 FROM delivery AS taken
           WHERE taken.chat = first.chat AND taken.taken_until IS NOT NULL)
       ORDER BY not_before, seq LIMIT ?`,
      toChat,
    );
    this.takenOf = db.query('SELECT 1 FROM delivery WHERE chat = ? AND taken_until IS NOT NULL LIMIT 1', () => true);
    this.chats = db.query(
      `SELECT DISTINCT chat FROM delivery WHERE chat = ? OR (chat >= ? || '/' AND chat < ? || '0')`,
      toChat,
    );
    this.insert = db.change(
      `INSERT INTO delivery (id, chat, urgency, body, not_before, expires_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO NOTHING`,
    );
    this.mark = db.change('UPDATE delivery SET taken_until = ? WHERE id = ?');
    this.erase = db.change('DELETE FROM delivery WHERE id = ?');
    this.postpone = db.change(
      'UPDATE delivery SET not_before = ?, attempts = attempts + ?, taken_until = NULL WHERE id = ?',
    );
    this.freeOver = db.change('UPDATE delivery SET taken_until = NULL WHERE taken_until <= ?');
    this.freeEvery = db.change('UPDATE delivery SET taken_until = NULL WHERE taken_until IS NOT NULL');
    this.eraseExpired = db.change(`DELETE FROM delivery WHERE expires_at <= ? AND ${FREE}`);
    this.eraseStale = db.change(
      `DELETE FROM delivery WHERE id = ? AND expires_at <= ? AND (${FREE} OR taken_until <= ?)`,
    );
    this.eraseWaiting = db.change(`DELETE FROM delivery WHERE chat = ? AND ${FREE}`);
    this.eraseOfChat = db.change('DELETE FROM delivery WHERE chat = ?');
    this.moveOfChat = db.change('UPDATE delivery SET chat = ? WHERE chat = ?');
  }

  /** Adds a delivery, unless it is there. */
  add({ id, chat, urgency, body, notBefore, expiresAt }: NewDelivery, now: number): void {
    this.eraseStale(id, now, now);
    this.insert(id, chat, URGENCIES.indexOf(urgency), body, notBefore, expiresAt);
  }

  waitingChats(now: number, limit: number): string[] {
    this.sweep(now);
    const chats = new Set<string>();
    for (const urgency of URGENCIES.keys()) {
      for (const chat of this.waiting.all(urgency, now, limit)) if (chats.size < limit) chats.add(chat);
    }
    return [...chats];
  }

  take(chat: string, now: number, leaseMs: number): Delivery | null {
    this.sweep(now);
    if (this.takenOf.first(chat)) return null;
    for (const urgency of URGENCIES.keys()) {
      const head = this.head.first(chat, urgency);
      if (!head || head.notBefore > now) continue;
      this.mark(now + leaseMs, head.id);
      return head;
    }
    return null;
  }

  settle(id: string, settlement: Settlement): void {
    if (settlement.kind === 'later') this.postpone(settlement.notBefore, settlement.counted ? 1 : 0, id);
    else this.erase(id);
  }

  freeAll(): void {
    this.freeEvery();
  }

  drop(chat: string): void {
    this.eraseWaiting(chat);
  }

  forget(chat: string): void {
    this.eraseOfChat(chat);
  }

  /** The chat and its topics, as far as they have deliveries. */
  chatsOf(chat: string): string[] {
    return this.chats.all(chat, chat, chat);
  }

  move(from: string, to: string): void {
    this.moveOfChat(to, from);
  }

  /** Frees what was taken for too long and drops what has expired; what is being sent stays until it is settled. */
  sweep(now: number): void {
    this.freeOver(now);
    this.eraseExpired(now);
  }
}

function toChat(row: Row): string {
  return String(row['chat']);
}

function toDelivery(row: Row): Delivery {
  return {
    id: String(row['id']),
    chat: toChat(row),
    urgency: URGENCIES[Number(row['urgency'])] as Urgency,
    body: String(row['body']),
    notBefore: Number(row['not_before']),
    expiresAt: Number(row['expires_at']),
    attempts: Number(row['attempts']),
  };
}

/** An SQLite database with prepared statements and transactions; guards against what the driver does not forgive. */
import Database from 'libsql';
import { escapeText, unescapeText } from './sqlite-text.ts';

/** What may be bound: the driver ends the process on a boolean. */
export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** A prepared question. */
export interface Query<T> {
  all(...values: readonly Value[]): T[];
  first(...values: readonly Value[]): T | null;
}

/** A prepared change; gives how many rows it changed. */
export type Change = (...values: readonly Value[]) => number;

/** Milliseconds that a statement waits for another process which writes. */
const BUSY_MS = 2000;

export class SqliteDatabase {
  private readonly database: Database.Database;
  private readonly begin: Change;
  private readonly end: Change;
  private readonly rollback: Change;
  private open = true;

  constructor(path: string) {
    this.database = new Database(path);
    this.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    this.exec('PRAGMA journal_mode = WAL');
    // Commits survive the end of the process; only a power cut may take the last ones, and never half of one.
    this.exec('PRAGMA synchronous = NORMAL');
    // Bringing the log home waits for the disk: seldom, so that it is not every hundredth commit that waits.
    this.exec('PRAGMA wal_autocheckpoint = 4000');
    // What a chat asks to be forgotten does not linger in free pages.
    this.exec('PRAGMA secure_delete = ON');
    this.begin = this.change('BEGIN IMMEDIATE');
    this.end = this.change('COMMIT');
    this.rollback = this.change('ROLLBACK');
  }

  /** Runs SQL that gives nothing back. */
  exec(sql: string): void {
    this.database.exec(sql);
  }

  /** The version of the schema. */
  version(): number {
    return this.query('PRAGMA user_version', (row) => Number(row['user_version'])).first() ?? 0;
  }

  /** Prepares a question; `read` makes a row into what is asked for. */
  query<T>(sql: string, read: (row: Row) => T): Query<T> {
    const statement = this.database.prepare(sql);
    return {
      all: (...values) => (statement.all(this.bound(values)) as Row[]).map((row) => read(unescaped(row))),
      first: (...values) => {
        const row = statement.get(this.bound(values)) as Row | undefined;
        return row === undefined ? null : read(unescaped(row));
      },
    };
  }

  /** Prepares a change. */
  change(sql: string): Change {
    const statement = this.database.prepare(sql);
    return (...values) => statement.run(this.bound(values)).changes;
  }

  /** All that `work` does, or nothing. */
  transaction<T>(work: () => T): T {
    this.begin();
    try {
      const result = work();
      this.end();
      return result;
    } catch (error) {
      if (this.database.inTransaction) this.rollback();
      throw error;
    }
  }

  /** Throws where the database is closed: the driver itself goes on answering. */
  mustBeOpen(): void {
    if (!this.open) throw new Error('closed');
  }

  close(): void {
    if (!this.open) return;
    // The driver keeps the file open as long as a statement lives: what is in the log is brought home before.
    this.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.open = false;
    this.database.close();
  }

  private bound(values: readonly Value[]): Value[] {
    this.mustBeOpen();
    return values.map(bind);
  }
}

function bind(value: Value): Value {
  // SQLite would take it for null.
  if (Number.isNaN(value)) throw new TypeError('not a number');
  return typeof value === 'string' ? escapeText(value) : value;
}

function unescaped(row: Row): Row {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'string' ? unescapeText(value) : value,
  ]);
  return Object.fromEntries(entries) as Row;
}

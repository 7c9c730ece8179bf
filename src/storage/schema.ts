/** The tables of the SQLite store, as steps from one version of the schema to the next. */
import type { SqliteDatabase } from './sqlite-database.ts';
import { StoreError } from './store-error.ts';

/** Step n leads from version n to n + 1; a step that was released is never changed, only followed by another. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE record (
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT NOT NULL,
     chat TEXT,
     due_at INTEGER,
     expires_at INTEGER NOT NULL,
     PRIMARY KEY (kind, id)
   ) WITHOUT ROWID;
   CREATE INDEX record_by_chat ON record (chat) WHERE chat IS NOT NULL;
   CREATE INDEX record_by_due ON record (kind, due_at, id) WHERE due_at IS NOT NULL;
   CREATE INDEX record_by_expiry ON record (expires_at);

   -- The age of a delivery is its "seq": the next is above all that there are.
   CREATE TABLE delivery (
     seq INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     chat TEXT NOT NULL,
     urgency INTEGER NOT NULL,
     body TEXT NOT NULL,
     not_before INTEGER NOT NULL,
     expires_at INTEGER NOT NULL,
     attempts INTEGER NOT NULL DEFAULT 0,
     taken_until INTEGER
   );
   CREATE INDEX delivery_by_chat ON delivery (chat, urgency);
   CREATE INDEX delivery_by_time ON delivery (urgency, not_before);
   CREATE INDEX delivery_by_expiry ON delivery (expires_at);
   CREATE INDEX delivery_taken ON delivery (chat) WHERE taken_until IS NOT NULL;

   CREATE TABLE counter (name TEXT PRIMARY KEY, value NUMERIC NOT NULL) WITHOUT ROWID;`,

  // The first delivery of a chat and urgency is its head: looking for work costs what there is to do, however much waits.
  `ALTER TABLE delivery ADD COLUMN head INTEGER NOT NULL DEFAULT 0;
   DROP INDEX delivery_by_time;
   DROP INDEX delivery_by_chat;
   CREATE INDEX delivery_by_chat ON delivery (chat, urgency, seq);
   CREATE INDEX delivery_head ON delivery (urgency, not_before, seq) WHERE head = 1;
   UPDATE delivery SET head = 1
     WHERE seq IN (SELECT min(seq) FROM delivery GROUP BY chat, urgency);
   CREATE TRIGGER delivery_added AFTER INSERT ON delivery
     WHEN NOT EXISTS (SELECT 1 FROM delivery WHERE chat = NEW.chat AND urgency = NEW.urgency AND seq < NEW.seq)
     BEGIN UPDATE delivery SET head = 1 WHERE seq = NEW.seq; END;
   CREATE TRIGGER delivery_gone AFTER DELETE ON delivery WHEN OLD.head = 1
     BEGIN UPDATE delivery SET head = 1
       WHERE seq = (SELECT min(seq) FROM delivery WHERE chat = OLD.chat AND urgency = OLD.urgency); END;
   CREATE TRIGGER delivery_moved AFTER UPDATE OF chat ON delivery
     BEGIN
       UPDATE delivery SET head = 0 WHERE urgency = NEW.urgency AND chat IN (OLD.chat, NEW.chat) AND head = 1;
       UPDATE delivery SET head = 1 WHERE seq IN (
         SELECT min(seq) FROM delivery WHERE urgency = NEW.urgency AND chat IN (OLD.chat, NEW.chat) GROUP BY chat);
     END;`,
];

/** Brings a database to the newest version, wholly or not at all; one of a newer program is refused. */
export function migrate(db: SqliteDatabase, migrations: readonly string[] = MIGRATIONS): void {
  db.transaction(() => {
    const version = db.version();
    if (version > migrations.length) throw newerSchema(version, migrations.length);
    for (const step of migrations.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function newerSchema(found: number, known: number): StoreError {
  const message = `the database was written by a newer version of this program (schema ${found}, known up to ${known}): update the program`;
  return new StoreError('open', 'NEWER_SCHEMA', message);
}

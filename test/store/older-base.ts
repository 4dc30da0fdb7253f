import Database from 'better-sqlite3';
import { Connection, giveKey } from '../../src/store/connection';
import { APPLICATION_ID, migrate } from '../../src/store/migrate';
import { MIGRATIONS } from '../../src/store/migrations';
import { newPath } from './support';

/** Key of the older bases that are encrypted. */
export const KEY = Buffer.alloc(32, 7);

/** A base of the first schema that holds one word, as the program of that time left it. */
export function olderBase(kind: 'demo' | 'real', path = newPath()): string {
  const db = new Database(path);
  if (kind === 'real') giveKey(db, KEY, Buffer.alloc(16, 3));
  const connection = new Connection(db);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(connection, MIGRATIONS.slice(0, 1));
  const insert = connection.sql('INSERT INTO meta (key, value) VALUES (?, ?)');
  for (const row of [
    ['kind', kind],
    ['device_id', 'vanha'],
    ['word', 'MERKKI'],
  ]) {
    insert.run(...row);
  }
  connection.close();
  return path;
}

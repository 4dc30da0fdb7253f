import Database from 'better-sqlite3';
import { type Base, OpenBase } from '../../src/store/base';
import { Connection } from '../../src/store/connection';

/** A base in memory from the bytes of its file (of one that keeps no log beside it). */
export function openImage(bytes: Buffer): Base {
  const db = new Database(bytes);
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
  db.pragma('foreign_keys = ON');
  db.pragma('recursive_triggers = ON');
  db.pragma('secure_delete = ON');
  const text = "SELECT value FROM meta WHERE key = 'device_id'";
  const device = db.prepare<[], string>(text).pluck().get() ?? '';
  return new OpenBase(new Connection(db), { waitMs: 0 }, ':memory:', 'demo', device);
}

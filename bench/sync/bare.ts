import Database from 'better-sqlite3';
import { Client } from 'pg';
import { openDatabase } from '../../src/server/database';

/** A row as it stands in a table, and the statement that puts it there. */
interface Insert {
  readonly table: string;
  readonly names: readonly string[];
  readonly cells: readonly unknown[];
}

/** Rows of one transaction. */
const AT_ONCE = 500;
/** Tables that a new centre has rows in. */
const SET_UP = new Set(['schema_version', 'centre', 'stream_head', 'setting']);

/** Milliseconds to insert all that a centre's file holds into tables of the same kind. */
export async function bareSqlite(file: string, into: string): Promise<number> {
  const from = new Database(file, { readonly: true });
  const tables = from
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  const inserts = tables.flatMap((table) => {
    if (SET_UP.has(table) || table.startsWith('sqlite_')) return [];
    const read = from.prepare<[], unknown[]>(`SELECT * FROM "${table}"`).raw();
    const names = read.columns().map(({ name }) => name);
    return read.all().map((cells): Insert => ({ table, names, cells: cells as unknown[] }));
  });
  from.close();
  await (await openDatabase({ file: into })).close();
  const db = new Database(into);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = OFF');
  const ready = new Map<string, Database.Statement>();
  for (const { table, names } of inserts) {
    const marks = names.map(() => '?').join(', ');
    if (!ready.has(table)) {
      ready.set(table, db.prepare(`INSERT INTO "${table}" VALUES (${marks})`));
    }
  }
  const before = performance.now();
  for (let at = 0; at < inserts.length; at += AT_ONCE) {
    db.transaction(() => {
      for (const { table, cells } of inserts.slice(at, at + AT_ONCE)) {
        ready.get(table)?.run(...cells);
      }
    }).immediate();
  }
  const ms = performance.now() - before;
  db.close();
  return ms;
}

/** The same between two databases of a PostgreSQL. */
export async function barePostgres(from: string, into: string): Promise<number> {
  await (await openDatabase({ url: into })).close();
  const source = new Client({ connectionString: from });
  await source.connect();
  const inserts: Insert[] = [];
  const tables = await source.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  for (const { name: table } of tables.rows) {
    if (SET_UP.has(table)) continue;
    const { fields, rows } = await source.query({
      text: `SELECT * FROM "${table}"`,
      rowMode: 'array',
    });
    const names = fields.map(({ name }) => name);
    inserts.push(...rows.map((cells): Insert => ({ table, names, cells })));
  }
  await source.end();
  const client = new Client({ connectionString: into });
  await client.connect();
  await client.query('SET session_replication_role = replica');
  const before = performance.now();
  for (let at = 0; at < inserts.length; at += AT_ONCE) {
    await client.query('BEGIN');
    for (const { table, names, cells } of inserts.slice(at, at + AT_ONCE)) {
      const marks = names.map((_, n) => `$${n + 1}`).join(', ');
      const text = `INSERT INTO "${table}" VALUES (${marks})`;
      await client.query({ name: table, text, values: [...cells] });
    }
    await client.query('COMMIT');
  }
  const ms = performance.now() - before;
  await client.end();
  return ms;
}

import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Client, types } from 'pg';

/** The tables an oracle reads. */
const TABLES = [
  ...(['stream_head', 'op_log', 'record_version', 'change_log', 'conflict', 'record'] as const),
];
const BIGINT = types.builtins.INT8;

/** Writes the tables of a centre on PostgreSQL into a file, as they would lie in one of SQLite. */
export async function copyTables(url: string, file: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  rmSync(file, { force: true });
  const db = new Database(file);
  try {
    for (const table of TABLES) {
      const { rows, fields } = await client.query<Record<string, unknown>>(
        `SELECT * FROM ${table}`,
      );
      const names = fields.map(({ name }) => name);
      const numbers = new Set(
        fields.flatMap(({ name, dataTypeID }) => (dataTypeID === BIGINT ? [name] : [])),
      );
      db.exec(`CREATE TABLE ${table} (${names.map((name) => `"${name}"`).join(', ')})`);
      const marks = names.map(() => '?').join(', ');
      const insert = db.prepare(`INSERT INTO ${table} VALUES (${marks})`);
      const cell = (name: string, value: unknown) =>
        value !== null && numbers.has(name) ? Number(value) : value;
      db.transaction(() => {
        for (const row of rows) insert.run(...names.map((name) => cell(name, row[name])));
      })();
    }
  } finally {
    db.close();
    await client.end();
  }
}

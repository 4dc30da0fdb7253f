import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/server/database';
import { type Postgres, startPostgres } from '../lib/postgres';

let server: Postgres;
let database: Database;
beforeAll(async () => {
  server = await startPostgres();
  database = await openDatabase({ url: await server.database() });
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const one = () => database.read((tx) => sql<{ one: number }>`SELECT 1 AS one`.execute(tx));

test('a database that dies in a transaction fails that and nothing else', async () => {
  const dying = database.write(async (tx) => {
    await sql`CREATE TABLE half (n bigint)`.execute(tx);
    await server.crash();
    await sql`INSERT INTO half VALUES (1)`.execute(tx);
  });
  await expect(dying).rejects.toThrow();
  expect((await one()).rows).toEqual([{ one: 1 }]);
  const half = database.read((tx) => sql`SELECT n FROM half`.execute(tx));
  await expect(half).rejects.toThrow(/half/);
});

import { copyFileSync, mkdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Client } from 'pg';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Centre } from '../../src/server/centre';
import { openDatabase, type Place } from '../../src/server/database';
import { MIGRATIONS } from '../../src/server/migrations/index';
import { SCHEMA } from '../../src/server/schema';
import { startPostgres } from '../lib/postgres';
import { tempFolderOf } from '../lib/scratch';
import { onEachDatabase } from './places';
import { makeCentre, Station, said } from './station';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function begun(place: Place): Promise<Centre> {
  const centre = await makeCentre(place);
  open.push(centre);
  return centre;
}

/** What a newer program does to the schema, as far as an older one can see it. */
const renew = (centre: Centre, version = SCHEMA + 1) =>
  centre.database.write((tx) => tx.updateTable('schema_version').set({ version }).execute());

onEachDatabase('a centre that runs on', (place) => {
  test('while a newer program has changed the schema takes nothing and says so (R37)', async () => {
    const centre = await begun(await place());
    const anna = new Station(centre, 'anna');
    expect(said(await anna.send(anna.person('p1')))).toEqual(['applied']);
    const { head } = await centre.state();
    await renew(centre);
    const outdated = { status: 503, code: 'server.outdated' };
    await expect(anna.send(anna.note('n1', 'p1', 'x'))).rejects.toMatchObject(outdated);
    await expect(centre.state()).rejects.toMatchObject(outdated);
    await renew(centre, SCHEMA);
    expect((await centre.state()).head).toBe(head);
    expect((await centre.status()).not_in).toEqual({});
  });
});

describe('a database', () => {
  const folder = tempFolderOf('akti-schema-');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('of a newer program, an older one or none is told apart, and left as it is', async () => {
    const file = join(folder, 'centre');
    await expect(openDatabase({ file }, 'as_it_is')).rejects.toThrow('centre.none');
    const centre = await makeCentre({ file });
    await renew(centre);
    await centre.close();
    for (const until of ['newest', 'made', 'as_it_is'] as const) {
      await expect(openDatabase({ file }, until)).rejects.toThrow('centre.newer');
    }
    copyFileSync(file, join(folder, 'older'));
    const older = await begunAt(join(folder, 'older'), SCHEMA - 1);
    for (const until of ['made', 'as_it_is'] as const) {
      await expect(openDatabase({ file: older }, until)).rejects.toThrow('centre.older');
    }
  });

  test('in a file is copied before an older schema of it is changed, or stays (R52)', async () => {
    const file = await olderCentre(join(folder, 'upgraded'));
    const copy = `${file}.schema-2`;
    mkdirSync(copy);
    await expect(openDatabase({ file })).rejects.toThrow();
    expect(versionIn(file)).toBe(2);
    rmdirSync(copy);
    await (await openDatabase({ file })).close();
    expect([versionIn(copy), versionIn(file)]).toEqual([2, SCHEMA]);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
  });
});

/** Makes the file of a centre as the program with two steps of the schema left it. */
async function olderCentre(file: string): Promise<string> {
  const db = new SQLite(file);
  db.exec('CREATE TABLE schema_version (id bigint NOT NULL PRIMARY KEY, version bigint NOT NULL)');
  db.exec('INSERT INTO schema_version VALUES (1, 2)');
  for (const statement of MIGRATIONS.sqlite.slice(0, 2).flat()) db.exec(statement);
  db.close();
  return file;
}

function versionIn(file: string): unknown {
  const db = new SQLite(file, { readonly: true });
  const version = db.prepare('SELECT version FROM schema_version').pluck().get();
  db.close();
  return version;
}

/** Says in a file that its schema is of a version. */
async function begunAt(file: string, version: number): Promise<string> {
  const db = new SQLite(file);
  db.prepare('UPDATE schema_version SET version = ?').run(version);
  db.close();
  return file;
}

test('a push under way as the schema changes comes before it, or not at all (R37)', async () => {
  const server = await startPostgres();
  open.push({ close: () => server.stop() });
  const url = await server.database();
  const centre = await makeCentre({ url });
  const newer = new Client({ connectionString: url });
  try {
    const anna = new Station(centre, 'anna');
    await anna.send(anna.person('p1'));
    await newer.connect();
    await newer.query('BEGIN');
    await newer.query('UPDATE stream_head SET head = head');
    const sent = anna.send(anna.note('n1', 'p1', 'x')).catch((error: unknown) => error);
    await waitsForLock(newer);
    await newer.query(`UPDATE schema_version SET version = ${SCHEMA + 1}`);
    await newer.query('COMMIT');
    expect(await sent).toMatchObject({ status: 503, code: 'server.outdated' });
    const { rows } = await newer.query('SELECT head FROM stream_head');
    expect(rows).toEqual([{ head: '1' }]);
    expect((await newer.query("SELECT 1 FROM record WHERE record_id = 'n1'")).rows).toEqual([]);
  } finally {
    await newer.end();
    await centre.close();
  }
});

/** Until the other connection stands in the queue for what this one has locked. */
async function waitsForLock(client: Client): Promise<void> {
  const text = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
  for (;;) {
    if ((await client.query(text)).rows.length > 0) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

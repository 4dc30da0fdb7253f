import { sql } from 'kysely';
import type { Database, Tx } from './database';
import { MIGRATIONS } from './migrations/index';
import { Refusal } from './refusal';

/** What may be done to a schema: every pending step, only the making of a new one, or nothing. */
export type Until = 'newest' | 'made' | 'as_it_is';

/** Version of the schema this program writes. */
export const SCHEMA = MIGRATIONS.sqlite.length;

/**
 * Brings a database to the schema of this program, as far as it may.
 * @param before called with the version of an older schema before it is changed; nothing is changed
 *   when it throws
 * @throws Error `centre.newer`; `centre.older`, `centre.none` where nothing may be done to that
 */
export async function bringUp(
  database: Database,
  until: Until,
  before: (version: number) => void,
): Promise<void> {
  // Looked at first: where nothing is to be done, no right to do it is needed.
  const version = await versionOf(database);
  if (version > SCHEMA) throw new Error('centre.newer');
  if (version === SCHEMA) return;
  if (until === 'newest' || (until === 'made' && version === 0)) {
    if (version > 0) before(version);
    return migrate(database);
  }
  throw new Error(version === 0 ? 'centre.none' : 'centre.older');
}

/** Version a database has; 0 for one that is no centre yet. */
async function versionOf(database: Database): Promise<number> {
  try {
    return await database.read(schemaOf);
  } catch (error) {
    if (isNoTable(error)) return 0;
    throw error;
  }
}

function isNoTable(error: unknown): boolean {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  return code === '42P01' || (code === 'SQLITE_ERROR' && message.startsWith('no such table'));
}

/** Version of the schema as a transaction sees it. */
export async function schemaOf(tx: Tx): Promise<number> {
  const query = tx.selectFrom('schema_version').select('version');
  return (await query.executeTakeFirst())?.version ?? 0;
}

/**
 * Stops a program that runs on while a newer one has changed the schema: it would leave out what
 * the newer one keeps. Refusal: 503 `server.outdated`.
 */
export async function refuseOutdated(tx: Tx): Promise<void> {
  if ((await schemaOf(tx)) > SCHEMA) throw new Refusal(503, 'server.outdated');
}

async function migrate(database: Database): Promise<void> {
  const steps = MIGRATIONS[database.kind];
  await database.write(async (tx) => {
    const table =
      'CREATE TABLE IF NOT EXISTS schema_version' +
      ' (id bigint NOT NULL PRIMARY KEY, version bigint NOT NULL)';
    await sql.raw(table).execute(tx);
    const begin = { id: 1, version: 0 };
    await tx
      .insertInto('schema_version')
      .values(begin)
      .onConflict((c) => c.doNothing())
      .execute();
  });
  await database.write(async (tx) => {
    // Programs that start together pass here one after the other.
    await tx.updateTable('schema_version').set({ id: 1 }).where('id', '=', 1).execute();
    const now = await schemaOf(tx);
    if (now > SCHEMA) throw new Error('centre.newer');
    // Who is writing ends before, or finds the new schema when it comes to its places in the feed.
    if (now > 0 && now < SCHEMA)
      await tx
        .updateTable('stream_head')
        .set((is) => ({ head: is.ref('head') }))
        .execute();
    for (const statement of steps.slice(now).flat()) await sql.raw(statement).execute(tx);
    await tx.updateTable('schema_version').set({ version: SCHEMA }).execute();
  });
}

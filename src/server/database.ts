import SQLite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type Transaction,
  type TransactionSettings,
} from 'kysely';
import { Pool, types } from 'pg';
import { giveKey } from '../store/connection';
import { copyBefore } from '../store/copy';
import { bringUp, type Until } from './schema';
import type { Tables } from './tables';

/** What runs inside one transaction. */
export type Tx = Transaction<Tables>;

/** The centre's database. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * One transaction that writes, taken again as a whole when another one stood in its way.
   * `work` must therefore do nothing outside the database.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** One transaction that sees everything as of one moment. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Rows read are locked until the end, in this order; SQLite has one writer at a time anyway. */
  locking(): 'for update' | null;
  close(): Promise<void>;
}

/** Where the data lie: a file (with a raw key, encrypted), the memory, or a PostgreSQL. */
export type Place =
  | { readonly file: string; readonly key?: Buffer }
  | { readonly memory: true }
  | { readonly url: string; readonly connections?: number };

/**
 * Codes of both databases that mean: somebody was in the way, the whole again may go well. Who
 * makes a table just as another one does meets it as a table, a type or a row of a catalogue.
 */
const IN_THE_WAY = new Set([
  ...['40001', '40P01', '23505', '55P03', '42P07', '42710'],
  ...['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_BUSY_RECOVERY'],
]);
const TRIES = 8;

/**
 * Opens the database; several programs may do so at once. A file is copied beside itself before
 * an older schema in it is changed; a PostgreSQL has backups of its own.
 * @param until what may be done to its schema: all that is pending, its beginning, or nothing
 * @throws Error when it cannot be opened, was made by a newer program (`centre.newer`), is of an
 *   older one (`centre.older`) or of none (`centre.none`), and `until` lets nothing be done to
 *   that; `centre.foreign` for a file of something else; ProblemError of `copyBefore`
 */
export async function openDatabase(place: Place, until: Until = 'newest'): Promise<Database> {
  const database = 'url' in place ? openPostgres(place) : openSqlite(place);
  try {
    await bringUp(database, until, (version) => {
      if (!('file' in place)) return;
      const { file, key } = place;
      copyBefore(file, version, { waitMs: BUSY_WAIT_MS, ...(key ? { key } : {}) });
    });
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

const BUSY_WAIT_MS = 5000;
/** Texts of statements kept ready; a text beyond them is made ready each time. */
const STATEMENTS = 500;

/** Write transactions of SQLite take their lock at once: one that reads first could not get it. */
class ImmediateDriver extends SqliteDriver {
  readonly #isOpen: () => boolean;

  constructor(config: SqliteDialectConfig, isOpen: () => boolean) {
    super(config);
    this.#isOpen = isOpen;
  }

  /** A full disk ends a transaction by itself; to end it again would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isOpen()) await super.rollbackTransaction(connection);
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #database: SQLite.Database;

  constructor(database: SQLite.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver() {
    const ready = new Map<string, SQLite.Statement>();
    const database = this.#database;
    const prepare = (text: string) => {
      const kept = ready.get(text);
      if (kept) return kept;
      const made = database.prepare(text);
      if (ready.size < STATEMENTS) ready.set(text, made);
      return made;
    };
    const kept = { prepare, close: () => database.close() };
    return new ImmediateDriver({ database: kept as never }, () => database.inTransaction);
  }
}

function openSqlite(place: { file: string; key?: Buffer } | { memory: true }): Database {
  const file = 'file' in place ? place.file : ':memory:';
  const database = new SQLite(file, { timeout: BUSY_WAIT_MS });
  if ('key' in place && place.key) giveKey(database, place.key);
  refuseForeign(database);
  // A temporary file would hold rows of an encrypted centre in the open.
  database.pragma('temp_store = MEMORY');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  const db = new Kysely<Tables>({ dialect: new ImmediateDialect(database) });
  return {
    kind: 'sqlite',
    write: (work) => again(() => db.transaction().execute(work)),
    read: (work) => again(() => db.transaction().setAccessMode('read only').execute(work)),
    locking: () => null,
    close: () => db.destroy(),
  };
}

/** A file of another program, or a base, is left as it is: not even its mode is changed. */
function refuseForeign(database: SQLite.Database): void {
  try {
    const query = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'");
    const names = query.pluck().all();
    if (names.length > 0 && !names.includes('schema_version')) throw new Error('centre.foreign');
  } catch (error) {
    database.close();
    throw error;
  }
}

const BIGINT = types.builtins.INT8;
const STATEMENT_MS = 30_000;

/** Whole numbers stay below 2^53, so they come as numbers. */
function typeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === BIGINT) return Number;
  return types.getTypeParser(oid, (format ?? 'text') as 'text');
}

function openPostgres({ url, connections = 10 }: { url: string; connections?: number }): Database {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    types: { getTypeParser: typeParser as typeof types.getTypeParser },
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    connectionTimeoutMillis: STATEMENT_MS,
  });
  // A connection that dies while nobody uses it is replaced when one is needed; one that dies in
  // a transaction fails its next statement, and without this would take the program with it.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const reading = () => db.transaction().setIsolationLevel('repeatable read');
  return {
    kind: 'postgres',
    write: (work) =>
      again(() => db.transaction().setIsolationLevel('read committed').execute(work)),
    read: (work) => again(() => reading().setAccessMode('read only').execute(work)),
    locking: () => 'for update',
    close: () => db.destroy(),
  };
}

async function again<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      const code = codeOf(error);
      if (code === DIED) Object.assign(error as Error, { code });
      if (!IN_THE_WAY.has(code) || tries >= TRIES) throw error;
    }
  }
}

/** What a connection that has died under a transaction is known by, as by one that is refused. */
const DIED = 'ECONNRESET';
/** What the driver says of such a one, without a code: often as the transaction is to be undone. */
const DIED_WORDS =
  /^(Connection terminated|Client (has encountered|was closed)|timeout exceeded when trying)/;

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && error.code !== undefined) return String(error.code);
  return DIED_WORDS.test(error.message) ? DIED : '';
}

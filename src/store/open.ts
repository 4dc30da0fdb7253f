import { existsSync } from 'node:fs';
import type { Result } from '../base/problems';
import { type Base, type BaseKind, type Journal, OpenBase } from './base';
import { type Connection, type ConnectOptions, connect, KEY_BYTES } from './connection';
import { type CopyStep, copyBefore } from './copy';
import { catching, problemFrom, refuse } from './errors';
import { type FileHeader, lookAt, refuseNewer } from './file-header';
import {
  APPLICATION_ID,
  migrate,
  refuseOtherSchema,
  SCHEMA_VERSION,
  schemaVersion,
} from './migrate';

/** How long a save waits for another program's, unless told otherwise. */
export const WAIT_MS = 3000;

/** How a base is opened. */
export interface OpenOptions {
  /** Raw 32-byte key; needed for a real base, not looked at for a demo base. */
  readonly key?: Buffer;
  /** `wal` unless given. */
  readonly journal?: Journal;
  /** Milliseconds to wait for another program's lock; 3000 unless given. */
  readonly waitMs?: number;
  /** What is done to a base of an older schema: it is brought up to date unless told otherwise. */
  readonly older?: 'bring_up' | 'refuse';
  /** Told what begins while a base is brought up to date. */
  readonly upgrading?: (step: UpgradeStep) => void;
}

/** What is done as a base is brought up to date, in this order. */
export type UpgradeStep = CopyStep | { readonly kind: 'change' };

/**
 * Opens a base and brings its schema up to date, leaving a copy of what it was before. A base it
 * refuses is left byte for byte as it was.
 *
 * Problems: `base.missing`, `base.permission`, `base.readonly`, `base.not_akti`, `base.newer`
 * {theirs, ours}, `base.other_schema` made by a development version, `base.key` the key is missing
 * or wrong (or the first page damaged), `base.locked`, `base.corrupt`, `base.full`, `base.io`,
 * `base.not_encrypted` a real base whose encryption has been taken away, `base.older` where an
 * older schema is to be refused.
 */
export function openBase(path: string, options: OpenOptions = {}): Result<Base> {
  return catching(() => {
    const header = lookAt(path, true);
    return forFile(header, () => {
      const how = connectOptions(header, options);
      // The last writer to close moves the log into the file. What a program newer than this one
      // left in the log is therefore looked at first by a connection that cannot write.
      if (existsSync(`${path}-wal`)) inspectReadonly(path, how);
      return openChecked(path, header, how, options);
    });
  });
}

/**
 * Opens a base for looking only: never migrates, never writes.
 * Problems: as `openBase`, without `base.readonly`.
 */
export function openReadonly(
  path: string,
  options: Omit<OpenOptions, 'journal'> = {},
): Result<Connection> {
  return catching(() => {
    const header = lookAt(path, false);
    return forFile(header, () => {
      const how = { ...connectOptions(header, options), readonly: true };
      const connection = connect(path, how);
      return closingOnError(connection, () => {
        inspect(connection);
        return connection;
      });
    });
  });
}

/** What a base says of itself. */
interface Meta {
  readonly kind: BaseKind;
  readonly deviceId: string;
}

function connectOptions(header: FileHeader, options: OpenOptions): ConnectOptions {
  const waitMs = options.waitMs ?? WAIT_MS;
  if (header.plain) return { waitMs };
  if (options.key?.length !== KEY_BYTES) refuse('base.key');
  return { waitMs, key: options.key };
}

/** Runs the opening; a plain file whose header SQLite refuses is damaged, not wrongly keyed. */
function forFile<T>(header: FileHeader, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    if (header.plain && problemFrom(error)?.code === 'base.key') refuse('base.corrupt');
    throw error;
  }
}

function closingOnError<T>(connection: Connection, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    connection.close();
    throw error;
  }
}

function inspectReadonly(path: string, how: ConnectOptions): void {
  const connection = connect(path, { ...how, readonly: true });
  closingOnError(connection, () => inspect(connection));
  connection.close();
}

function openChecked(
  path: string,
  header: FileHeader,
  how: ConnectOptions,
  { journal = 'wal', older, upgrading = () => {} }: OpenOptions,
): Base {
  const connection = connect(path, how);
  return closingOnError(connection, () => {
    const { kind, deviceId } = inspect(connection);
    if (kind === 'real' && header.plain) refuse('base.not_encrypted');
    if (older === 'refuse' && schemaVersion(connection) < SCHEMA_VERSION) refuse('base.older');
    if (journal === 'none') openForFilling(connection);
    else {
      connection.db.pragma(`journal_mode = ${journal}`);
      connection.db.pragma('synchronous = FULL');
    }
    migrate(connection, undefined, (version) => {
      copyBefore(path, version, how, upgrading);
      upgrading({ kind: 'change' });
    });
    eraseWhatGoes(connection);
    return new OpenBase(connection, how, path, kind, deviceId);
  });
}

/** In a base with a centre, what is taken from a table is wiped from the file as well. */
function eraseWhatGoes({ db }: Connection): void {
  if (db.prepare('SELECT 1 FROM link WHERE one = 1').get()) db.pragma('secure_delete = ON');
}

/** KiB of pages kept while a base is filled: the upper pages of all its indexes, and more. */
const FILLING_CACHE_KIB = 1_000_000;

function openForFilling({ db }: Connection): void {
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma(`cache_size = -${FILLING_CACHE_KIB}`);
}

/** Reads the schema and what the base says of itself; throws or refuses without writing. */
function inspect(connection: Connection): Meta {
  const { db } = connection;
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) refuse('base.not_akti');
  refuseNewer(schemaVersion(connection));
  if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get()) refuse('base.corrupt');
  const rows = db.prepare<[], [string, string]>('SELECT key, value FROM meta').raw().all();
  const meta = new Map(rows as unknown as [string, string][]);
  refuseOtherSchema(schemaVersion(connection), meta.get('schema'));
  const kind = meta.get('kind');
  const deviceId = meta.get('device_id');
  if ((kind !== 'demo' && kind !== 'real') || !deviceId) return refuse('base.corrupt');
  return { kind, deviceId };
}

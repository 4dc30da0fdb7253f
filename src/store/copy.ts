import { closeSync, openSync, renameSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { type ConnectOptions, connect } from './connection';
import { refuse } from './errors';
import { SCHEMA_VERSION } from './migrate';
import { nameWhole, onDisk, refuseExisting, removeAll } from './whole-file';

/**
 * Writes all that a database holds at this moment into a new file (0600), encrypted as it is, while
 * others go on reading and writing. The file gets its name only when it has been read through from
 * end to end and is on the disk.
 * @param look called with the copy, open for reading only, before it gets its name
 *
 * Problems (thrown, for `catching`): `base.exists`, `base.full`, `base.io`, `base.permission`,
 * `base.corrupt` what is copied, or the copy, is damaged.
 */
export function copyWhole<T>(
  db: Database.Database,
  to: string,
  how: ConnectOptions,
  look: (copy: Database.Database) => T,
): T {
  refuseExisting(to);
  return making(db, to, (made) => {
    const seen = looked(made, how, look);
    nameWhole(to, made);
    onDisk(to);
    return seen;
  });
}

/** What is done as a copy is made: it is written, to so many bytes at most, and read through. */
export type CopyStep =
  | { readonly kind: 'copy'; readonly made: string; readonly bytes: number }
  | { readonly kind: 'check' };

/**
 * The copy a base, or the file of a centre, leaves beside itself before its schema is changed,
 * `case.akti.schema-1`; an older copy of the same schema gives way to it. Problems as `copyWhole`,
 * without `base.exists`.
 * @param doing told what begins
 */
export function copyBefore(
  path: string,
  version: number,
  how: ConnectOptions,
  doing: (step: CopyStep) => void = () => {},
): void {
  const connection = connect(path, { ...how, readonly: true });
  const to = copyName(path, version);
  try {
    doing({ kind: 'copy', made: temporaryName(to), bytes: bytesIn(connection.db) });
    making(connection.db, to, (made) => {
      doing({ kind: 'check' });
      looked(made, how, () => undefined);
      renameSync(made, to);
      onDisk(to);
    });
  } finally {
    connection.close();
  }
}

/** Takes away the copies left before changes of the schema: they hold what goes from the base. */
export function dropCopies(path: string): void {
  for (let version = 1; version < SCHEMA_VERSION; version += 1) removeAll(copyName(path, version));
}

function copyName(path: string, version: number): string {
  return `${path}.schema-${version}`;
}

function temporaryName(to: string): string {
  return `${to}.making`;
}

/** Bytes of the pages in use. */
function bytesIn(db: Database.Database): number {
  const read = (name: string) => Number(db.pragma(name, { simple: true }));
  return (read('page_count') - read('freelist_count')) * read('page_size');
}

function making<T>(db: Database.Database, to: string, done: (made: string) => T): T {
  const made = temporaryName(to);
  removeAll(made);
  try {
    closeSync(openSync(made, 'wx', 0o600));
    db.prepare('VACUUM INTO ?').run(made);
    onDisk(made);
    return done(made);
  } finally {
    removeAll(made);
  }
}

function looked<T>(made: string, how: ConnectOptions, look: (copy: Database.Database) => T): T {
  const connection = connect(made, { ...how, readonly: true });
  try {
    const { db } = connection;
    if (db.pragma('integrity_check', { simple: true }) !== 'ok') refuse('base.corrupt');
    return look(db);
  } finally {
    connection.close();
  }
}

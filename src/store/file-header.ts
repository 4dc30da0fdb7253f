import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SALT_BYTES } from './connection';
import { refuse } from './errors';
import { APPLICATION_ID, SCHEMA_VERSION } from './migrate';

/** First bytes of every SQLite file that is not encrypted. */
const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
const HEADER_BYTES = 100;
/** Places in the header of an SQLite file (https://sqlite.org/fileformat.html, 1.3). */
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;
const PAGE_BYTES = 4096;

/** What the outside of a file tells before SQLite touches it. */
export interface FileHeader {
  /** False for a file that is encrypted, or that looks so. */
  readonly plain: boolean;
  /** First bytes; those of an encrypted base are its salt. */
  readonly salt: Buffer;
}

/**
 * Looks at a file without opening it as a database, so that one that is not ours, or is newer, is
 * left exactly as it is.
 *
 * Problems: `base.missing`; `base.permission` may not be read; `base.readonly` the file or its
 * folder may not be written (only with `writable`); `base.not_akti` no base of this program;
 * `base.newer` {theirs, ours}.
 */
export function lookAt(path: string, writable: boolean): FileHeader {
  const stat = statSync(path);
  if (!stat.isFile()) refuse('base.not_akti');
  if (!mayAccess(path, constants.R_OK)) refuse('base.permission');
  if (writable && !mayAccess(path, constants.W_OK)) refuse('base.readonly');
  if (writable && !mayAccess(dirname(path), constants.W_OK)) refuse('base.readonly');
  const header = firstBytes(path, HEADER_BYTES);
  const salt = header.subarray(0, SALT_BYTES);
  if (header.length < HEADER_BYTES) refuse('base.not_akti');
  if (!salt.equals(MAGIC)) {
    // An encrypted base is whole pages of what looks like noise; most other files are not.
    if (stat.size % PAGE_BYTES !== 0) refuse('base.not_akti');
    return { plain: false, salt };
  }
  if (header.readUInt32BE(APPLICATION_ID_AT) !== APPLICATION_ID) refuse('base.not_akti');
  refuseNewer(header.readUInt32BE(USER_VERSION_AT));
  return { plain: true, salt };
}

/** Stops with `base.newer` when a schema version is above what this program knows. */
export function refuseNewer(theirs: number): void {
  if (theirs > SCHEMA_VERSION) refuse('base.newer', { theirs, ours: SCHEMA_VERSION });
}

function mayAccess(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function firstBytes(path: string, count: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(count);
    return bytes.subarray(0, readSync(file, bytes, 0, count, 0));
  } finally {
    closeSync(file);
  }
}

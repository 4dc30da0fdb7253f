import Database from 'better-sqlite3';
import { good, type Problem, ProblemError, type Result } from '../base/problems';

/** Result codes of SQLite (https://sqlite.org/rescode.html) by beginning; the first that fits. */
const SQLITE_PROBLEMS: readonly (readonly [start: string, code: string])[] = [
  ['SQLITE_BUSY', 'base.locked'],
  ['SQLITE_LOCKED', 'base.locked'],
  ['SQLITE_READONLY_DBMOVED', 'base.missing'],
  ['SQLITE_READONLY', 'base.readonly'],
  ['SQLITE_FULL', 'base.full'],
  // A write that fails is nearly always a disk without room or a quota used up.
  ['SQLITE_IOERR_WRITE', 'base.full'],
  ['SQLITE_IOERR_FSYNC', 'base.full'],
  ['SQLITE_IOERR_DIR_FSYNC', 'base.full'],
  ['SQLITE_IOERR_TRUNCATE', 'base.full'],
  ['SQLITE_IOERR_SHMSIZE', 'base.full'],
  ['SQLITE_IOERR_SHORT_READ', 'base.corrupt'],
  ['SQLITE_IOERR_CORRUPTFS', 'base.corrupt'],
  ['SQLITE_IOERR_DATA', 'base.corrupt'],
  ['SQLITE_IOERR', 'base.io'],
  ['SQLITE_CORRUPT', 'base.corrupt'],
  ['SQLITE_NOTADB', 'base.key'],
  ['SQLITE_CANTOPEN', 'base.permission'],
  ['SQLITE_PERM', 'base.permission'],
  ['SQLITE_AUTH', 'base.permission'],
  ['SQLITE_CONSTRAINT', 'record.refused'],
  ['SQLITE_MISMATCH', 'record.refused'],
  ['SQLITE_TOOBIG', 'record.refused'],
];

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'base.missing',
  ENOTDIR: 'base.missing',
  EACCES: 'base.permission',
  EPERM: 'base.permission',
  EROFS: 'base.readonly',
  ENOSPC: 'base.full',
  EDQUOT: 'base.full',
  EEXIST: 'base.exists',
  EISDIR: 'base.not_akti',
  EIO: 'base.io',
};

/** Our triggers raise the problem code itself as their text. */
const TRIGGER_TEXT = /^[a-z_]+\.[a-z_]+$/;

/**
 * The problem behind an error of SQLite or of the file system, or undefined for any other error:
 * that is a fault of the program. No text of the error is kept, as it may hold what was typed.
 *
 * Codes: `base.locked`, `base.readonly`, `base.full`, `base.corrupt`, `base.io`, `base.key`,
 * `base.permission`, `base.missing`, `base.exists`, `base.not_akti`, `record.refused`, and the
 * texts of the triggers (`record.frozen`, `record.deleted`, `change.append_only` …).
 */
export function problemFrom(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof Database.SqliteError) {
    if (error.code === 'SQLITE_CONSTRAINT_TRIGGER' && TRIGGER_TEXT.test(error.message)) {
      return { code: error.message };
    }
    const found = SQLITE_PROBLEMS.find(([start]) => error.code.startsWith(start));
    return found && { code: found[1] };
  }
  const code = error instanceof Error && 'code' in error ? FILE_PROBLEMS[String(error.code)] : '';
  return code ? { code } : undefined;
}

/** Runs what may meet expected trouble. An error that is no such trouble is thrown on. */
export function catching<T>(fn: () => T): Result<T> {
  try {
    return good(fn());
  } catch (error) {
    const problem = problemFrom(error);
    if (!problem) throw error;
    return { ok: false, problem };
  }
}

/** Stops what is being done with a problem; `catching` gives it to the caller. */
export function refuse(code: string, values?: Problem['values'], field?: string): never {
  throw new ProblemError({ code, ...(field ? { field } : {}), ...(values ? { values } : {}) });
}

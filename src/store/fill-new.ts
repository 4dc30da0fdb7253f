import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Result } from '../base/problems';
import type { Base } from './base';
import { type CreateOptions, createBase } from './create';
import { catching } from './errors';
import { nameWhole, onDisk, refuseExisting, removeAll } from './whole-file';

/** Indexes the filling itself looks things up by; all others are made from the filled tables. */
const NEEDED = /(_by_bucket|__members_by_person)$/u;

interface Index {
  readonly name: string;
  readonly sql: string;
}

/**
 * Makes a base and fills it in one go, as fast as the disk takes it: without a journal on the disk
 * or waiting for it, and with the indexes nobody asks while it is filled made at the end, sorted
 * rather than row by row. It appears under its name only when it is whole and on the disk, so a
 * program that is killed in between leaves nothing that looks like a base.
 * @param fill what is to be in it; when it gives a problem, all that was begun is taken away
 *
 * Problems: those of `createBase` and of `fill`, `base.full`, `base.io`.
 */
export function createFilled<T>(
  path: string,
  options: Omit<CreateOptions, 'journal'>,
  fill: (base: Base) => Result<T>,
): Result<T> {
  const free = catching(() => refuseExisting(path));
  if (!free.ok) return free;
  const making = `${path}.making`;
  removeAll(making);
  removeUnnamed(making);
  try {
    const created = createBase(making, { ...options, journal: 'none' });
    if (!created.ok) return created;
    const done = filled(created.value, fill);
    if (!done.ok) return done;
    const named = catching(() => {
      onDisk(making);
      nameWhole(path, making);
    });
    return named.ok ? done : named;
  } finally {
    removeAll(making);
  }
}

/** What a program left that was killed before the file it filled had its first name. */
function removeUnnamed(making: string): void {
  const folder = dirname(making);
  if (!existsSync(folder)) return;
  const start = `${basename(making)}.`;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(start) && name.endsWith('.new')) rmSync(join(folder, name));
  }
}

function filled<T>(base: Base, fill: (base: Base) => Result<T>): Result<T> {
  try {
    const left = catching(() => dropIndexes(base));
    if (!left.ok) return left;
    const done = fill(base);
    if (!done.ok) return done;
    const indexed = catching(() => {
      for (const { sql } of left.value) base.db.exec(sql);
    });
    return indexed.ok ? done : indexed;
  } finally {
    base.close();
  }
}

function dropIndexes(base: Base): Index[] {
  const text = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
  const late = base
    .sql<Index>(text)
    .all()
    .filter(({ name }) => !NEEDED.test(name));
  for (const { name } of late) base.db.exec(`DROP INDEX "${name}"`);
  return late;
}

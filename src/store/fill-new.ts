import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Result } from '../base/problems';
import type { Base } from './base';
import { type CreateOptions, createBase } from './create';
import { catching } from './errors';
import { beginFilling, endFilling } from './filling';
import { beginHolding, writeHeld } from './held-records';
import { nameWhole, onDisk, refuseExisting, removeAll } from './whole-file';

/** Indexes the filling itself looks things up by; all others are made from the filled tables. */
const NEEDED = /((?<!change)_by_bucket|__members_by_person)$/u;

/**
 * Guards of the logs against INSERT OR REPLACE, which nothing here says: a plain INSERT of what is
 * there is refused by the table itself, without a second look for each line.
 */
const REPLACING = /_replace$/u;

/** What is made when the tables are full. */
interface Late {
  readonly type: 'index' | 'trigger';
  readonly name: string;
  readonly sql: string;
}

/**
 * Makes a base and fills it in one go, as fast as the disk takes it: without a journal on the disk
 * or waiting for it, with running numbers and the end of the logs kept in memory, and with the
 * indexes nobody asks while it is filled made at the end, sorted rather than row by row. It appears
 * under its name only when it is whole and on the disk, so a program that is killed in between
 * leaves nothing that looks like a base.
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
    const left = catching(() => dropLate(base));
    if (!left.ok) return left;
    beginFilling(base);
    beginHolding(base);
    const done = fill(base);
    if (!done.ok) return done;
    const ended = catching(() => {
      writeHeld(base);
      endFilling(base);
      for (const { sql } of left.value) base.db.exec(sql);
    });
    return ended.ok ? done : ended;
  } finally {
    base.close();
  }
}

function dropLate(base: Base): Late[] {
  const text = 'SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL';
  const late = base.sql<Late>(text).all().filter(isLate);
  for (const { type, name } of late) base.db.exec(`DROP ${type} "${name}"`);
  return late;
}

function isLate({ type, name }: Pick<Late, 'name'> & { readonly type: string }): boolean {
  if (type === 'index') return !NEEDED.test(name);
  return type === 'trigger' && REPLACING.test(name);
}

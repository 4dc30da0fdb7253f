import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Connection, giveKey } from '../../src/store/connection';
import { copyWhole, dropCopies } from '../../src/store/copy';
import { catching } from '../../src/store/errors';
import { APPLICATION_ID, migrate, SCHEMA_VERSION } from '../../src/store/migrate';
import { MIGRATIONS } from '../../src/store/migrations';
import { openBase } from '../../src/store/open';
import { must, newBase, newPath, problemIn, tidyAfterEach } from './support';

tidyAfterEach();

const KEY = Buffer.alloc(32, 7);

/** A base of the first schema that holds one word, as the program of that time left it. */
function olderBase(kind: 'demo' | 'real'): string {
  const path = newPath();
  const db = new Database(path);
  if (kind === 'real') giveKey(db, KEY, Buffer.alloc(16, 3));
  const connection = new Connection(db);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(connection, MIGRATIONS.slice(0, 1));
  const insert = connection.sql('INSERT INTO meta (key, value) VALUES (?, ?)');
  for (const row of [
    ['kind', kind],
    ['device_id', 'vanha'],
    ['word', 'MERKKI'],
  ]) {
    insert.run(...row);
  }
  connection.close();
  return path;
}

/** What a copy says of itself. */
function seen(path: string, key?: Buffer) {
  const db = new Database(path, { readonly: true });
  if (key) giveKey(db, key);
  try {
    const word = db.prepare("SELECT value FROM meta WHERE key = 'word'").pluck().get();
    return { version: db.pragma('user_version', { simple: true }), word };
  } finally {
    db.close();
  }
}

describe('a base of an older schema', () => {
  it.each(['demo', 'real'] as const)('leaves a %s copy of what it was', (kind) => {
    const key = kind === 'real' ? KEY : undefined;
    const path = olderBase(kind);
    writeFileSync(`${path}.schema-1.making`, 'left by a program that was killed');
    const base = must(openBase(path, { key }));
    expect(base.db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    const copy = `${path}.schema-1`;
    expect(seen(copy, key)).toEqual({ version: 1, word: 'MERKKI' });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(readFileSync(copy).includes('MERKKI')).toBe(kind === 'demo');
    expect(existsSync(`${copy}.making`)).toBe(false);
    dropCopies(path);
    expect(existsSync(copy)).toBe(false);
  });

  it('stays what it is when no copy can be made', () => {
    const path = olderBase('demo');
    mkdirSync(`${path}.schema-1`);
    expect(problemIn(openBase(path)).code).toBe('base.not_akti');
    expect(seen(path)).toEqual({ version: 1, word: 'MERKKI' });
    rmdirSync(`${path}.schema-1`);
    must(openBase(path));
    expect(seen(`${path}.schema-1`).version).toBe(1);
  });

  it('is copied only when there is something to change', () => {
    const path = newBase().path;
    must(openBase(path));
    expect(existsSync(`${path}.schema-${SCHEMA_VERSION}`)).toBe(false);
    expect(existsSync(`${path}.schema-1`)).toBe(false);
  });
});

describe('a copy of a base', () => {
  it('is made beside an open save, without it, and over nothing', () => {
    const base = newBase();
    const to = `${base.path}.copy`;
    const words = (db: Database.Database) =>
      db.prepare("SELECT count(*) FROM meta WHERE key = 'word'").pluck().get();
    const how = { waitMs: 0 };
    const reader = new Database(base.path);
    base.write(() => {
      base.sql("INSERT INTO meta (key, value) VALUES ('word', 'kesken')").run();
      expect(copyWhole(reader, to, how, words)).toBe(0);
    });
    expect(problemIn(catching(() => copyWhole(reader, to, how, words))).code).toBe('base.exists');
    expect(copyWhole(reader, `${to}2`, how, words)).toBe(1);
    reader.close();
  });
});

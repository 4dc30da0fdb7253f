import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { giveKey } from '../../src/store/connection';
import { copyWhole, dropCopies } from '../../src/store/copy';
import { catching } from '../../src/store/errors';
import { SCHEMA_VERSION } from '../../src/store/migrate';
import { openBase, type UpgradeStep } from '../../src/store/open';
import { KEY, olderBase } from './older-base';
import { must, newBase, problemIn, tidyAfterEach } from './support';

tidyAfterEach();

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

  it('tells what is done to it, and is refused untouched where that is asked for', () => {
    const path = olderBase('demo');
    expect(problemIn(openBase(path, { older: 'refuse' })).code).toBe('base.older');
    expect(seen(path).version).toBe(1);
    const steps: UpgradeStep[] = [];
    const opened = must(openBase(path, { upgrading: (step) => steps.push(step) }));
    expect(steps.map((step) => step.kind)).toEqual(['copy', 'check', 'change']);
    const bytes = steps[0]?.kind === 'copy' ? steps[0].bytes : 0;
    const { size } = statSync(`${path}.schema-1`);
    expect(bytes).toBeGreaterThanOrEqual(size);
    expect(bytes).toBeLessThan(2 * size);
    must(openBase(opened.path, { older: 'refuse' }));
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

import { describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/server/migrations/index';
import { type Finding, readFiles, type SourceFile } from '../house/source';
import { projectRoot } from '../lib/root';

/**
 * What the SQL of the centre leaves alone, so that it runs on SQLite and PostgreSQL alike and can
 * be put on databases of several machines later (SYNC 6).
 */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\b(big|small)?serial\b/i, 'a sequence is seen out of order: take a counter row'],
  [/\bgenerated\s+(always|by\s+default)\b/i, 'a generated number is a sequence'],
  [/\bautoincrement\b/i, 'an automatic number is a sequence'],
  [/\b(nextval|setval|currval|create\s+sequence)\b/i, 'no sequences'],
  [/\b(listen|notify|unlisten)\s+\w|pg_notify/i, 'no LISTEN and NOTIFY: stations are poked'],
  [/advisory/i, 'no advisory locks: lock a row'],
  [/\b(xmin|xmax|txid_\w+|pg_\w*xact\w*|pg_\w*lsn\w*|pg_current_wal\w*)\b/i, 'no transaction ids'],
  [/skip\s+locked/i, 'no SKIP LOCKED: what is skipped is not seen'],
  [/\bdeferrable\b|\bexclude\s+using\b/i, 'no deferrable and no exclusion constraints'],
  [/\bdeclare\s+\w+\s+cursor\b/i, 'no cursors'],
  [/\bcreate\s+(global\s+|local\s+)?temp/i, 'no temporary tables'],
  [/\bset\s+(session|search_path|timezone)\b/i, 'no session state'],
  [/\b(real|float\d?|double\s+precision)\b/i, 'no floats'],
  [/\b(bytea|blob|lo_\w+)\b/i, 'no large objects in rows'],
  [
    /(?<![.\w])now\s*\(|current_timestamp|clock_timestamp/i,
    'time comes from the clock of the program',
  ],
  [/\brandom\s*\(|gen_random_uuid|randomblob/i, 'ids come from the program'],
];

/** Tables that are of the database and not of a tenant. */
const OF_NOBODY = new Set(['schema_version']);

/** SQL in the sources: quoted texts, and what is asked through the builder. */
function breaches({ path, text }: SourceFile): Finding[] {
  return text.split('\n').flatMap((line, at) => {
    if (/^\s*(\/\/|\*|\/\*\*|import )/.test(line)) return [];
    return FORBIDDEN.filter(([pattern]) => pattern.test(line)).map(([, says]) => {
      return { file: path, line: at + 1, says };
    });
  });
}

/** Keys of a table's definition that do not begin with the tenant. */
function looseKeys(statement: string): string[] {
  const made = /^CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(/i.exec(statement);
  const index = /^CREATE (?:UNIQUE )?INDEX (\w+) ON (\w+) \(([^)]*)\)/i.exec(statement);
  if (index) return /^tenant\b/.test(index[3] ?? '') ? [] : [`index ${index[1]}`];
  if (!made || OF_NOBODY.has(made[1] ?? '')) return [];
  const keys = [
    ...statement.matchAll(/(PRIMARY KEY|UNIQUE|FOREIGN KEY|REFERENCES \w+) \(([^)]*)\)/g),
  ];
  const loose = keys.filter(([, , columns]) => !/^tenant\b/.test(columns ?? ''));
  const own = /^\s*(\w+)[^,\n]*\bPRIMARY KEY,?$/m.exec(statement)?.[1];
  const bad = loose.map(([whole]) => `${made[1]}: ${whole}`);
  if (own !== undefined && own !== 'tenant') bad.push(`${made[1]}: ${own} alone`);
  if (!/PRIMARY KEY/.test(statement)) bad.push(`${made[1]}: no key`);
  return bad;
}

describe('the SQL of the centre', () => {
  test('leaves alone what the databases do not share', () => {
    const files = readFiles(projectRoot(), ['src/server']);
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap(breaches)).toEqual([]);
  });

  test('has the tenant first in every key, and the same tables on both databases', () => {
    for (const steps of Object.values(MIGRATIONS)) {
      expect(steps.flat().flatMap(looseKeys)).toEqual([]);
    }
    const tables = (statements: readonly string[]) =>
      statements.filter((text) => /^CREATE (TABLE|INDEX)/.test(text));
    expect(tables(MIGRATIONS.sqlite.flat())).toEqual(tables(MIGRATIONS.postgres.flat()));
  });
});

describe('the lint catches a planted', () => {
  const planted = [
    'CREATE TABLE x (id bigserial)',
    "sql`SELECT nextval('s')`",
    'sql`NOTIFY feed`',
    'select pg_advisory_xact_lock(1)',
    'select xmin from record',
    'for update skip locked',
    'FOREIGN KEY (a) REFERENCES b (c) DEFERRABLE',
    'DECLARE c CURSOR FOR SELECT 1',
    'CREATE TEMP TABLE t (a text)',
    'SET search_path = x',
    'amount double precision',
    'content bytea',
    'at text DEFAULT now()',
    'id text DEFAULT gen_random_uuid()',
    'id integer PRIMARY KEY AUTOINCREMENT',
  ];
  test.each(planted)('%s', (line) => {
    expect(breaches({ path: 'planted.ts', text: `${line}\n` })).not.toEqual([]);
  });

  test('key without the tenant, and lets right ones be', () => {
    expect(
      looseKeys('CREATE TABLE x (\n  id text NOT NULL PRIMARY KEY,\n  a text\n)'),
    ).toHaveLength(1);
    expect(
      looseKeys('CREATE TABLE x (tenant text, id text, PRIMARY KEY (id, tenant))'),
    ).toHaveLength(1);
    expect(looseKeys('CREATE TABLE x (tenant text, id text)')).toHaveLength(1);
    expect(looseKeys('CREATE INDEX i ON x (id)')).toHaveLength(1);
    expect(looseKeys('CREATE TABLE x (tenant text, PRIMARY KEY (tenant, id))')).toEqual([]);
    expect(looseKeys('CREATE INDEX i ON x (tenant, id)')).toEqual([]);
  });
});

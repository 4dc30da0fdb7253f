import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { UpgradeTeller } from '../../src/cli/upgrade-told';
import { MIGRATIONS } from '../../src/server/migrations/index';
import { SCHEMA } from '../../src/server/schema';
import { SCHEMA_VERSION } from '../../src/store/migrate';
import { makeWorld, runAkti, startAkti, type World } from '../lib/world';
import { olderBase } from '../store/older-base';

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

/**
 * A base of the first schema in a world of its own; `endless`: reading its copy through takes
 * hours, as one of its indexes asks for much of each row.
 */
function olderIn(endless = false): World {
  const world = makeWorld();
  worlds.push(world);
  olderBase('demo', world.base);
  if (endless) slowDown(world.base);
  return world;
}

/** The file of a centre of the second schema, likewise. */
function olderCentre(endless = false): World {
  const world = makeWorld();
  worlds.push(world);
  const db = new Database(world.base);
  db.exec('CREATE TABLE schema_version (id bigint NOT NULL PRIMARY KEY, version bigint NOT NULL)');
  db.exec('INSERT INTO schema_version VALUES (1, 2)');
  for (const statement of MIGRATIONS.sqlite.slice(0, 2).flat()) db.exec(statement);
  db.close();
  if (endless) slowDown(world.base);
  return world;
}

function slowDown(path: string): void {
  const db = new Database(path);
  db.exec('CREATE TABLE slow (id INTEGER PRIMARY KEY); CREATE INDEX dear ON slow (abs(id))');
  const some = 'WITH n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT ?';
  db.prepare(`INSERT INTO slow (id) ${some}`).run(100_000);
  // Said of the index only now, so that it need not be made here.
  db.unsafeMode();
  db.pragma('writable_schema = ON');
  const dear = 'CREATE INDEX dear ON slow (abs(id) + 0 * length(hex(zeroblob(2e7 + id))))';
  db.prepare("UPDATE sqlite_schema SET sql = ? WHERE name = 'dear'").run(dear);
  db.close();
}

function versionIn(path: string): unknown {
  const db = new Database(path, { readonly: true });
  try {
    return db.pragma('user_version', { simple: true });
  } finally {
    db.close();
  }
}

function centreVersionIn(path: string): unknown {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare('SELECT version FROM schema_version').pluck().get();
  } finally {
    db.close();
  }
}

describe('a base that is brought to a new schema', () => {
  it('says what goes on when that takes long, and is as it was after Ctrl+C', async () => {
    const world = olderIn(true);
    const args = ['--base', world.base, '--lang', 'sv'];
    const client = startAkti({ world, args, cols: 200 });
    await client.waitFor(/förs över till programmets nya version/);
    await client.waitFor('Kopian läses igenom.');
    expect(existsSync(`${world.base}.schema-1.making`)).toBe(true);
    client.send('\x03');
    expect(await client.exit).toMatchObject({ signal: 'SIGINT' });
    expect(client.screen().join('\n')).toContain('Avbrutet: databasen är som förut.');
    expect(versionIn(world.base)).toBe(1);
    const beside = readdirSync(dirname(world.base)).filter((name) => name.includes('schema'));
    expect(beside).toEqual([]);
  }, 60_000);

  it('goes on to what was asked', async () => {
    const world = olderIn();
    const done = await runAkti(['user', 'list', '--base', world.base], { world });
    expect(done.code).toBe(0);
    expect(versionIn(world.base)).toBe(SCHEMA_VERSION);
    expect(existsSync(`${world.base}.schema-1`)).toBe(true);
    expect(readdirSync(dirname(world.base)).filter((name) => name.includes('making'))).toEqual([]);
    const again = await runAkti(['user', 'list', '--base', world.base], { world });
    expect(again).toMatchObject({ code: 0, stderr: '', stdout: done.stdout });
  }, 60_000);

  it('says why it cannot be', async () => {
    const world = olderIn();
    const file = basename(world.base);
    const db = new Database(world.base);
    db.exec('BEGIN IMMEDIATE');
    const refused = await runAkti(['user', 'list', '--base', world.base], { world });
    db.exec('ROLLBACK');
    db.close();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('base.locked');
    expect(readdirSync(dirname(world.base)).filter((name) => name.startsWith(file))).toEqual([
      file,
    ]);
  }, 60_000);
});

describe('a centre in a file that is brought to a new schema', () => {
  it('says what goes on when that takes long, and is as it was after a stop', async () => {
    const world = olderCentre(true);
    const args = ['centre', 'upgrade', '--centre', world.base];
    const centre = startAkti({ world, args, cols: 200 });
    await centre.waitFor(/ohjelman uuteen versioon/);
    process.kill(centre.pid, 'SIGTERM');
    expect(await centre.exit).toMatchObject({ signal: 'SIGTERM' });
    expect(centre.screen().join('\n')).toContain('Keskeytetty: kanta on ennallaan.');
    expect(centreVersionIn(world.base)).toBe(2);
    expect(readdirSync(dirname(world.base)).filter((name) => name.includes('schema'))).toEqual([]);
  }, 60_000);

  it('leaves a copy and is what was asked for', async () => {
    const world = olderCentre();
    const args = ['centre', 'upgrade', '--centre', world.base];
    expect((await runAkti(args, { world })).code).toBe(0);
    expect(centreVersionIn(world.base)).toBe(SCHEMA);
    expect(centreVersionIn(`${world.base}.schema-2`)).toBe(2);
  }, 60_000);
});

describe('what is told of an upgrade', () => {
  const copy = { kind: 'copy', made: 'kanta.akti.schema-1.making', bytes: 1000 } as const;

  function lines(...looks: readonly Parameters<UpgradeTeller['look']>[0][]): string[] {
    const said: string[] = [];
    const teller = new UpgradeTeller('kanta.akti', (key, values) =>
      said.push(`${key} ${Object.values(values).join(' ')}`.trim()),
    );
    for (const look of looks) teller.look(look);
    return said;
  }

  it('is nothing within the first second', () => {
    expect(lines({ ms: 250, step: copy, copied: 990 }, { ms: 750, step: null, copied: 0 })).toEqual(
      [],
    );
  });

  it('is the share of the copy in tens, each step once, and that it goes on', () => {
    expect(
      lines(
        { ms: 1000, step: null, copied: 0 },
        { ms: 1250, step: copy, copied: 99 },
        { ms: 1500, step: copy, copied: 100 },
        { ms: 1750, step: copy, copied: 199 },
        { ms: 61_000, step: copy, copied: 420 },
        { ms: 121_000, step: copy, copied: 420 },
        { ms: 121_250, step: copy, copied: 2000 },
        { ms: 121_500, step: { kind: 'check' }, copied: 900 },
        { ms: 121_750, step: { kind: 'check' }, copied: 900 },
        { ms: 181_500, step: { kind: 'check' }, copied: 900 },
        { ms: 181_750, step: { kind: 'change' }, copied: 0 },
        { ms: 182_000, step: { kind: 'change' }, copied: 0 },
      ),
    ).toEqual([
      'cli.upgrade.begun kanta.akti',
      'cli.upgrade.copy 10',
      'cli.upgrade.copy 40',
      'cli.upgrade.still 2',
      'cli.upgrade.copy 100',
      'cli.upgrade.check',
      'cli.upgrade.still 3',
      'cli.upgrade.change',
    ]);
  });
});

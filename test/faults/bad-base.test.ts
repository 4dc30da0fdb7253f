import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBase } from '../../src/store/create';
import { saveWorker } from '../../src/store/workers';
import { environmentOf } from '../lib/environment';
import { builtProgram, projectRoot } from '../lib/root';
import { all, shows } from '../lib/screen-text';
import { startTerminal, type Terminal } from '../lib/terminal';
import { makeWorld, runAkti, startAkti, type World } from '../lib/world';
import { clientArgs, makeBase, must, WORK_DAY, WORKER } from './base';
import { Clients, keys, openFather, openMemo } from './client';

const clients = new Clients();
const holders: ChildProcess[] = [];
let shared: World;
let good: string;

beforeAll(() => {
  shared = makeWorld();
  good = shared.base;
  makeBase(good);
});
afterEach(async () => {
  for (const one of holders.splice(0)) one.kill('SIGKILL');
  await clients.closeAll();
});
afterAll(() => shared.remove());

/** Another process that holds the base until it is ended or told to let go. */
async function hold(path: string, how: 'EXCLUSIVE' | 'IMMEDIATE'): Promise<ChildProcess> {
  const code =
    `const db = new (require('better-sqlite3'))(${JSON.stringify(path)});` +
    `db.exec('BEGIN ${how}'); console.log('held'); process.stdin.resume();` +
    `process.stdin.on('end', () => { db.exec('ROLLBACK'); db.close(); console.log('free'); });`;
  const child = spawn(process.execPath, ['-e', code], { cwd: projectRoot() });
  holders.push(child);
  await said(child, 'held');
  return child;
}

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (bytes: Buffer) => {
      if (bytes.toString().includes(word)) resolve();
    });
  });
}

/** Everything a refusal must leave alone: the file, and that nothing new lies beside it. */
function imprint(path: string): string[] {
  const file = statSync(path, { throwIfNoEntry: false });
  const bytes = file?.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
  const beside = readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
  return [bytes, ...beside];
}

function realBase(path: string, key: Buffer): void {
  const how = { kind: 'real', deviceId: 'laite', createdAt: '2008-05-05T06:00:00.000Z' } as const;
  const base = must(createBase(path, { ...how, key, journal: 'delete' }));
  const me = { id: WORKER, name: 'Mallila Maija', unit: 'phsotey', role: 'worker' } as const;
  saveWorker(base, { ...me, active: true, os_user: null });
  base.close();
}

/** Makes a base one whose tables were made from other steps than this program's. */
function ofDevelopment(path: string): void {
  const other = new Database(path);
  other.prepare("UPDATE meta SET value = 'toinen' WHERE key = 'schema'").run();
  other.close();
}

/** A way to spoil a base, and the code the program must refuse it with. */
interface Spoiled {
  readonly what: string;
  readonly code: string;
  readonly make: (path: string) => undefined | Record<string, string>;
}

const KEY = Buffer.alloc(32, 7);
const SPOILED: readonly Spoiled[] = [
  { what: 'missing', code: 'base.missing', make: () => undefined },
  { what: 'a folder', code: 'base.not_akti', make: (path) => void mkdirSync(path) },
  { what: 'empty', code: 'base.not_akti', make: (path) => void writeFileSync(path, '') },
  {
    what: 'a text',
    code: 'base.not_akti',
    make: (path) => void writeFileSync(path, 'ei mikään kanta\n'.repeat(300)),
  },
  {
    what: 'the database of another program',
    code: 'base.not_akti',
    make: (path) => {
      const other = new Database(path);
      other.exec('CREATE TABLE t (a)');
      other.close();
      return undefined;
    },
  },
  {
    what: 'newer than the program',
    code: 'base.newer',
    make: (path) => {
      copyFileSync(good, path);
      const newer = new Database(path);
      newer.pragma('user_version = 9000');
      newer.close();
      return undefined;
    },
  },
  {
    what: 'of a development version',
    code: 'base.other_schema',
    make: (path) => {
      copyFileSync(good, path);
      ofDevelopment(path);
      return undefined;
    },
  },
  {
    what: 'damaged in its schema',
    code: 'base.corrupt',
    make: (path) => {
      const bytes = readFileSync(good);
      writeFileSync(path, bytes.fill(0x5a, 100, 4096));
      return undefined;
    },
  },
  {
    what: 'cut off',
    code: 'base.corrupt',
    make: (path) => {
      copyFileSync(good, path);
      truncateSync(path, 4096);
      return undefined;
    },
  },
  {
    what: 'encrypted, and no key is given',
    code: 'base.key',
    make: (path) => void realBase(path, KEY),
  },
  {
    what: 'encrypted with another key',
    code: 'base.key',
    make: (path) => {
      realBase(path, KEY);
      writeFileSync(`${path}.key`, Buffer.alloc(32, 8), { mode: 0o600 });
      return { AKTI_KEY_FILE: `${path}.key` };
    },
  },
];

describe('a base that cannot be used is refused and left alone', () => {
  it.each(SPOILED)('$what: $code', async ({ code, make }) => {
    const world = clients.world();
    const env = make(world.base) ?? {};
    const before = imprint(world.base);
    const line = new RegExp(`^akti: ${code}: \\p{Lu}.{20,}[.]\\n$`, 'u');
    for (const args of [clientArgs(world.base), ['show', '1212', '--base', world.base]]) {
      const done = await runAkti(args, { world, env });
      expect([done.code, done.stdout]).toEqual([1, '']);
      expect(done.stderr).toMatch(line);
    }
    expect(imprint(world.base)).toEqual(before);
  });

  it('in a terminal too, which is not taken over', async () => {
    const world = clients.world(good);
    truncateSync(world.base, 4096);
    const terminal = clients.keep(world, startAkti({ world, args: clientArgs(world.base) }));
    expect(await terminal.exit).toEqual({ code: 1, signal: null });
    expect(terminal.output().toString()).toMatch(/^akti: base\.corrupt: .*\r\n$/);
  });

  it('held by another program: base.locked', async () => {
    const world = clients.world(good);
    await hold(world.base, 'EXCLUSIVE');
    const before = imprint(world.base);
    const done = await runAkti(clientArgs(world.base), { world });
    expect([done.code, done.stdout]).toEqual([1, '']);
    expect(done.stderr).toMatch(/^akti: base\.locked: .{20,}\n$/);
    expect(imprint(world.base)).toEqual(before);
  });

  it('on a disk without room: base.full', async () => {
    const world = clients.world(good);
    const before = imprint(world.base);
    const terminal = clients.keep(world, limited(world, 0));
    expect(await terminal.exit).toEqual({ code: 1, signal: null });
    expect(terminal.output().toString()).toMatch(/akti: base\.full: .{20,}\r\n$/);
    expect(imprint(world.base)[0]).toEqual(before[0]);
  });

  it.skipIf(process.platform !== 'linux')('read-only: base.readonly', async () => {
    const world = clients.world(good);
    const before = imprint(world.base);
    const done = await runReadonly(world);
    expect([done.code, done.stderr]).toEqual([
      1,
      expect.stringMatching(/^akti: base\.readonly: .{20,}\n$/),
    ]);
    expect(imprint(world.base)).toEqual(before);
  });
});

describe('a practice base of a development version', () => {
  it('is put aside, and a new one made', async () => {
    const world = clients.world(good);
    const folder = join(world.home, '.local', 'share', 'akti');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'harjoitus.akti');
    copyFileSync(good, path);
    ofDevelopment(path);
    const args = ['--user', 'yhtmalmai', '--work-date', '050508'];
    const terminal = clients.keep(world, startAkti({ world, args }));
    await terminal.waitFor(WORK_DAY, { timeoutMs: 30_000 });
    expect(terminal.output().toString()).toContain(`${path}.old`);
    expect(readFileSync(`${path}.old`).length).toBeGreaterThan(0);
    const checked = await runAkti(['check', 'base', '--base', path], { world });
    expect(checked).toMatchObject({ code: 0 });
  });
});

/** The program where no file may grow beyond so many kilobytes. */
function limited(world: World, kilobytes: number): Terminal {
  const words = [process.execPath, builtProgram(), ...clientArgs(world.base)];
  const quoted = words.map((word) => `'${word}'`).join(' ');
  return startTerminal({
    command: '/bin/bash',
    args: ['-c', `ulimit -f ${kilobytes}; exec ${quoted}`],
    env: environmentOf({ home: world.home }),
    cwd: world.home,
  });
}

/**
 * Runs the client on a base that may not be written. Root may write everything, so there the
 * program runs without that power.
 */
async function runReadonly(world: World): Promise<{ code: number | null; stderr: string }> {
  const chmod = 'chmod 0444 "$1"; shift; exec ';
  const drop = process.geteuid?.() === 0 ? 'setpriv --bounding-set=-all --inh-caps=-all ' : '';
  const words = [process.execPath, builtProgram(), ...clientArgs(world.base)];
  const child = spawn('/bin/bash', ['-c', `${chmod}${drop}"$@"`, 'bash', world.base, ...words], {
    cwd: world.home,
    env: environmentOf({ home: world.home }),
  });
  const errors: Buffer[] = [];
  child.stderr.on('data', (bytes: Buffer) => errors.push(bytes));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stderr: Buffer.concat(errors).toString() };
}

describe('a base that goes bad while the client is open', () => {
  it('locked: the save waits its turn, says so, loses nothing, and works later', async () => {
    const terminal = await clients.open(good);
    await openMemo(terminal);
    terminal.send('tämä odottaa');
    await terminal.waitFor(/tämä odottaa/);
    const holder = await hold(clients.lastWorld().base, 'IMMEDIATE');
    terminal.send(keys('F12'));
    const sentence = 'Kanta on toisen ohjelman käytössä; yritä hetken kuluttua uudelleen.';
    await terminal.waitFor(all(shows(sentence), /tämä odottaa/));
    holder.stdin?.end();
    await said(holder, 'free');
    terminal.send(keys('F12'));
    await terminal.waitFor(/Tallennettu, diaarinumero 1/);
  });

  it('full: the save says so, the text stays, and what was saved is kept', async () => {
    const world = clients.world(good);
    const terminal = clients.keep(world, limited(world, 140));
    await terminal.waitFor(WORK_DAY);
    await openFather(terminal);
    await openMemo(terminal);
    terminal.send('lyhyt');
    terminal.send(keys('F12'));
    await terminal.waitFor(/Tallennettu, diaarinumero 1/);
    await openMemo(terminal);
    terminal.send(`${'pitkä '.repeat(3000)}loppu`);
    terminal.send(keys('F12'));
    await terminal.waitFor(all(shows('Levy on täynnä'), /loppu/), { timeoutMs: 40_000 });
    expect(terminal.alive()).toBe(true);
    terminal.kill('SIGKILL');
    await terminal.exit;
    const checked = await runAkti(['check', 'base', '--base', world.base], { world });
    expect(checked).toMatchObject({ code: 0 });
    const shown = await runAkti(['show', '1212', '--json', ...clientArgs(world.base)], { world });
    expect(shown.stdout).toContain('lyhyt');
    expect(shown.stdout).not.toContain('pitkä');
  });
});

import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/base/random';
import { listDrafts } from '../../src/store/drafts';
import { readUse } from '../../src/store/use-log';
import { clientArgs, look, makeBase, WORK_DAY, WORKER } from '../faults/base';
import { Clients, keys, openFather } from '../faults/client';
import { meddling } from '../faults/meddle';
import { environmentOf } from '../lib/environment';
import { processTree } from '../lib/process';
import { builtProgram, projectRoot } from '../lib/root';
import { startTerminal, type Terminal } from '../lib/terminal';
import type { World } from '../lib/world';

const clients = new Clients();
afterEach(() => clients.closeAll());

/** A word that stands nowhere until a test types it. */
function newMarker(): string {
  const letters = 'bcdfghjklmnpqrstvwxz';
  const random = systemRandom();
  return `Q${Array.from({ length: 14 }, () => letters[random.int(letters.length)]).join('')}`;
}

function filesBelow(path: string, skip: ReadonlySet<string>, depth = 20): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || skip.has(path) || depth < 0) return [];
  if (found.isFile()) return [path];
  if (!found.isDirectory()) return [];
  try {
    return readdirSync(path).flatMap((name) => filesBelow(join(path, name), skip, depth - 1));
  } catch {
    return []; // it went away, or is not ours to read
  }
}

/**
 * Files that hold the marker: in the world, in the project, and among what changed in the system's
 * temporary folder since the test began.
 */
function filesWith(marker: string, world: World, since: number): string[] {
  const root = projectRoot();
  const packages = new Set([join(root, 'node_modules'), join(root, '.git')]);
  const temporary = filesBelow(tmpdir(), new Set([world.folder, root]), 3).filter(
    // The clock of the file system may be a little behind.
    (path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= since - 1000,
  );
  const all = [...filesBelow(world.folder, new Set()), ...filesBelow(root, packages), ...temporary];
  return all.filter((path) => holds(path, marker));
}

function holds(path: string, marker: string): boolean {
  try {
    const bytes = readFileSync(path);
    return bytes.includes(marker) || bytes.includes(Buffer.from(marker, 'utf16le'));
  } catch {
    return false; // a socket, or gone meanwhile
  }
}

/** The client with its error output in a file, as somebody would run it who looks for a fault. */
async function start(world: World, env: Record<string, string>): Promise<Terminal> {
  const words = [process.execPath, builtProgram(), ...clientArgs(world.base)];
  const program = words.map((word) => `'${word}'`).join(' ');
  const terminal = startTerminal({
    command: '/bin/bash',
    args: ['-c', `NODE_OPTIONS="$FOR_NODE" ${program} 2> errors; echo "status $?"`],
    env: environmentOf({
      home: world.home,
      extra: { ...env, NODE_OPTIONS: undefined, FOR_NODE: env.NODE_OPTIONS ?? '' },
    }),
    cwd: world.home,
  });
  clients.keep(world, terminal);
  await terminal.waitFor(WORK_DAY);
  return terminal;
}

const FORMS = [
  ['F5', 'initiation'],
  ['F6', 'investigation'],
  ['F7', 'decision'],
  ['F8', 'service'],
  ['F9', 'work_entry'],
  ['Ctrl+T', 'reminder'],
] as const;

/** Types the marker into each field of each form, the finder, a list, the palette and a prompt. */
async function typeEverywhere(terminal: Terminal, marker: string): Promise<void> {
  terminal.send(keys(`=${marker}`));
  await terminal.waitFor(marker);
  terminal.send(keys('Enter', 'Ctrl+G'));
  await openFather(terminal);
  const fields = Array.from({ length: 30 }, () => [`=${marker}`, 'Tab']).flat();
  for (const [key] of FORMS) {
    terminal.send(keys('F3', key));
    await terminal.idle(150);
    terminal.send(keys(...fields));
    await terminal.waitFor(marker);
  }
  terminal.send(keys('F3', '=nk'));
  await terminal.waitFor(/Teksti/);
  terminal.send(keys(...fields));
  await terminal.waitFor(marker);
  for (const opened of [['F5', 'F2'], ['Ctrl+P']]) {
    terminal.send(keys(...opened));
    await terminal.idle(100);
    terminal.send(keys(`=${marker}`));
    await terminal.waitFor(marker);
    terminal.send(keys('Ctrl+G'));
  }
}

/** Waits until each form's draft holds the marker; gives the forms. */
async function draftsKept(world: World, marker: string): Promise<void> {
  const forms = [...FORMS.map(([, form]) => form), 'diary_note'].sort();
  await expect
    .poll(
      () =>
        look(world.base, (base) =>
          listDrafts(base, WORKER)
            .filter((draft) => JSON.stringify(draft.value).includes(marker))
            .map((draft) => draft.form)
            .sort(),
        ),
      { timeout: 10_000 },
    )
    .toEqual(forms);
}

function stockedWorld(key?: Buffer): World {
  const world = clients.world();
  makeBase(
    world.base,
    (office, father) => {
      office.decided(father);
      office.typed('initiation', father, { type: 'aikuissosiaalityon_tarve', reason: 'talous' });
    },
    key,
  );
  return world;
}

const ofBase = (world: World) => (path: string) => basename(path).startsWith(basename(world.base));

describe('what is typed into any field', () => {
  it('is in the base and nowhere else after kill -9', async () => {
    const [world, marker, since] = [stockedWorld(), newMarker(), Date.now()];
    const terminal = await start(world, {});
    await typeEverywhere(terminal, marker);
    await draftsKept(world, marker);
    const pid = processTree(terminal.pid).at(-1) as number;
    for (const name of ['cmdline', 'comm', 'environ']) {
      expect(readFileSync(`/proc/${pid}/${name}`, 'utf8')).not.toContain(marker);
    }
    // No title of a window either: it would stay in the terminal and its logs.
    expect(terminal.output().toString()).not.toContain('\x1b]');
    process.kill(pid, 'SIGKILL');
    await terminal.waitFor(/status 137/);
    const found = filesWith(marker, world, since);
    expect(found.filter((path) => !ofBase(world)(path))).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
    const uses = look(world.base, (base) => JSON.stringify(readUse(base, {})));
    expect(uses).toContain('search');
    expect(uses).not.toContain(marker);
  });

  it('is in the base and nowhere else after an error nobody caught', async () => {
    const [world, marker, since] = [stockedWorld(), newMarker(), Date.now()];
    const fault = meddling({ fault: 'throw', text: `rikki: ${marker}` });
    const terminal = await start(world, fault);
    await typeEverywhere(terminal, marker);
    await draftsKept(world, marker);
    process.kill(processTree(terminal.pid).at(-1) as number, 'SIGUSR2');
    await terminal.waitFor(/status 1/);
    expect(terminal.screen().join('\n')).not.toContain(marker);
    expect(readFileSync(join(world.home, 'errors'), 'utf8')).toMatch(/Akti kaatui/);
    const found = filesWith(marker, world, since);
    expect(found.filter((path) => !ofBase(world)(path))).toEqual([]);
    expect(found.length).toBeGreaterThan(0);
  });

  it('is in no file at all where the base is a real one', async () => {
    const key = Buffer.from(systemRandom().bytes(32));
    const [world, marker, since] = [stockedWorld(key), newMarker(), Date.now()];
    const keyFile = world.file('avain');
    writeFileSync(keyFile, key, { mode: 0o600 });
    const terminal = await start(world, { AKTI_KEY_FILE: keyFile });
    await typeEverywhere(terminal, marker);
    await terminal.idle(800);
    expect(existsSync(`${world.base}-wal`)).toBe(true);
    process.kill(processTree(terminal.pid).at(-1) as number, 'SIGKILL');
    await terminal.waitFor(/status 137/);
    expect(filesWith(marker, world, since)).toEqual([]);
    expect(statSync(world.base).mode & 0o777).toBe(0o600);
    const again = await start(world, { AKTI_KEY_FILE: keyFile });
    await openFather(again);
    again.send(keys('F5'));
    await again.waitFor(marker);
  });

  it('would be found by this search if it were anywhere', () => {
    const [world, marker, since] = [clients.world(), newMarker(), Date.now()];
    const places = [join(world.home, '.config', 'x'), join(tmpdir(), `${marker}.txt`)];
    for (const [at, path] of places.entries()) {
      writeFileSync(path, Buffer.from(`..${marker}..`, at ? 'utf8' : 'utf16le'));
    }
    try {
      expect(filesWith(marker, world, since).sort()).toEqual(places.sort());
    } finally {
      for (const path of places) rmSync(path, { force: true });
    }
  });
});

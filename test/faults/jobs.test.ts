import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { environmentOf } from '../lib/environment';
import { processTree } from '../lib/process';
import { builtProgram } from '../lib/root';
import { shows } from '../lib/screen-text';
import { addCentreUser, type Served, serve } from '../lib/serve';
import { startTerminal, type Terminal } from '../lib/terminal';
import { makeScenarioBase, makeWorld, runAkti, type World } from '../lib/world';
import { clientArgs, makeBase, WORK_DAY, WORKER } from './base';
import { Clients, keys, openFather, openMemo } from './client';
import { findIn } from './kill-model';

/** The client as a job of a real shell, alone and with a thread to a centre beside it. */

const PASSWORD = 'hiljainen-verkko-3';
const PATIENCE = { timeout: 15_000 };
const PROMPT = 'kuori>';
const clients = new Clients();
let home: World;
let centre: Served;

beforeAll(async () => {
  home = makeWorld();
  makeBase(home.base);
  const at = ['--centre', home.file('keskus.db')];
  const user = { id: WORKER, name: 'Mallila Maija', unit: '11a2gb', role: 'worker' };
  await addCentreUser(home, at, { ...user, password: PASSWORD });
  centre = await serve(home, { args: ['--file', home.file('keskus.db')] });
});
afterEach(() => clients.closeAll());
afterAll(async () => {
  await centre.stop();
  home.remove();
});

/** An interactive shell, and the client as its job. */
async function inShell(world: World, args: readonly string[], start: string): Promise<Terminal> {
  const terminal = startTerminal({
    command: '/bin/bash',
    args: ['--norc', '--noprofile', '-i'],
    env: environmentOf({ home: world.home, extra: { PS1: PROMPT } }),
    cwd: world.home,
  });
  clients.keep(world, terminal);
  await terminal.waitFor(PROMPT);
  const program = [process.execPath, builtProgram(), ...args].map((word) => `'${word}'`);
  terminal.send(`stty -a > before; ${program.join(' ')}\r`);
  await terminal.waitFor(start);
  return terminal;
}

/** A base linked to the centre, and the client on it, signed in. */
async function linked(): Promise<{ world: World; terminal: Terminal }> {
  const world = clients.world();
  await makeScenarioBase(world, 'B1');
  const link = ['sync', '--connect', centre.url, '--user', WORKER, '--base', world.base];
  const made = await runAkti(link, { world, input: `${PASSWORD}\n` });
  expect([made.stderr, made.code]).toEqual(['', 0]);
  const terminal = await inShell(world, clientArgs(world.base), 'Keskuksen salasana');
  terminal.send(keys(`=${PASSWORD}`, 'Enter'));
  await terminal.waitFor(/⇅ ✓/, { timeoutMs: 30_000 });
  return { world, terminal };
}

const draftText = () => findIn(clients.lastWorld().base).draft;
const textOf = (screen: readonly string[]) => screen.join('\n');

/** Stops the client in the middle of a memo, works in the shell, and goes on. */
async function stopAndGoOn(terminal: Terminal): Promise<void> {
  await openFather(terminal);
  await openMemo(terminal);
  terminal.send('kesken');
  const before = textOf(await terminal.waitFor(shows('kesken')));
  terminal.send('\x1a');
  await terminal.waitFor(/Stopped/);
  expect(terminal.onAlternateScreen()).toBe(false);
  terminal.send('stty -a > meanwhile; cmp before meanwhile && echo "ennal""laan"\r');
  const shell = textOf(await terminal.waitFor(/ennallaan/));
  expect(shell).not.toContain('kesken');
  terminal.send('fg\r');
  await terminal.waitFor((rows) => textOf(rows) === before, { timeoutMs: 30_000 });
  expect(terminal.onAlternateScreen()).toBe(true);
  terminal.send('.uudelleen');
  await terminal.waitFor(shows('kesken.uudelleen'));
  await expect.poll(draftText, PATIENCE).toBe('kesken.uudelleen');
}

/** The processes below the terminal, the shell first. */
const family = (terminal: Terminal) => processTree(terminal.pid);

/** The terminal goes away, as when a line is lost; nobody is left behind. */
async function loseTerminal(terminal: Terminal): Promise<void> {
  const pids = family(terminal);
  expect(pids.length).toBeGreaterThan(1);
  terminal.hangUp();
  await expect
    .poll(() => pids.filter((pid) => existsSync(`/proc/${pid}/exe`)), PATIENCE)
    .toEqual([]);
}

describe('Ctrl+Z and fg', () => {
  it('give the shell its terminal and the client its screen, as they were', async () => {
    const world = clients.world(home.base);
    const terminal = await inShell(world, clientArgs(world.base), WORK_DAY);
    await stopAndGoOn(terminal);
    // A second time, and out.
    terminal.send('\x1a');
    await terminal.waitFor(/Stopped/);
    terminal.send('fg\r');
    await terminal.waitFor(shows('kesken.uudelleen'));
    terminal.send(keys('Ctrl+Q'));
    await terminal.waitFor((rows) => (rows.filter(Boolean).at(-1) ?? '').startsWith(PROMPT));
    terminal.send('stty -a > after; cmp before after && echo "ennal""laan"\r');
    await terminal.waitFor(/ennallaan/);
  }, 60_000);

  it('do so beside a thread to a centre; a lost line ends both, the draft kept', async () => {
    const { terminal } = await linked();
    await stopAndGoOn(terminal);
    await loseTerminal(terminal);
    expect(draftText()).toBe('kesken.uudelleen');
  }, 90_000);

  it('where no shell could wake it, Ctrl+Z only paints anew', async () => {
    const terminal = await clients.open(home.base);
    await openMemo(terminal);
    terminal.send('yksin');
    const before = textOf(await terminal.waitFor(shows('yksin')));
    const from = terminal.bytes;
    terminal.send('\x1a');
    await expect.poll(() => terminal.clears(from), PATIENCE).toBeGreaterThan(1);
    await terminal.waitFor((rows) => textOf(rows) === before);
    expect(terminal.onAlternateScreen()).toBe(true);
    terminal.send('.yhä');
    await terminal.waitFor(shows('yksin.yhä'));
  });
});

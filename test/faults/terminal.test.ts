import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { environmentOf } from '../lib/environment';
import { processTree } from '../lib/process';
import { builtProgram } from '../lib/root';
import { shows } from '../lib/screen-text';
import { startTerminal, type Terminal } from '../lib/terminal';
import { clientArgs, FATHER, WORK_DAY } from './base';
import { Clients, keys, openFather, openMemo } from './client';
import { findIn } from './kill-model';
import { meddling } from './meddle';

const MARKER = 'Salaisuus7391';
const PATIENCE = { timeout: 10_000 };

/** Modes of a terminal as the client sets them, and as they must be in the end. */
const MODES = [
  ['\x1b[?1049h', '\x1b[?1049l'],
  ['\x1b[?2004h', '\x1b[?2004l'],
  ['\x1b[?7l', '\x1b[?7h'],
  ['\x1b[?25l', '\x1b[?25h'],
] as const;
const clients = new Clients();

beforeAll(() => clients.share());
afterEach(() => clients.closeAll());
afterAll(() => clients.unshare());

/** The client started by a shell that says how the terminal is set before and after it. */
async function underShell(env: Record<string, string> = {}): Promise<Terminal> {
  const world = clients.world(clients.shared);
  const words = [process.execPath, builtProgram(), ...clientArgs(world.base)];
  const program = words.map((word) => `'${word}'`).join(' ');
  const script =
    'unset NODE_OPTIONS; stty -a > before; NODE_OPTIONS="$FOR_NODE" ' +
    `${program} 2> errors; echo "status $?"; stty -a > after; cmp before after && echo same`;
  const { NODE_OPTIONS = '', ...others } = env;
  const terminal = startTerminal({
    command: '/bin/bash',
    args: ['-c', script],
    env: environmentOf({ home: world.home, extra: { ...others, FOR_NODE: NODE_OPTIONS } }),
    cwd: world.home,
  });
  clients.keep(world, terminal);
  await terminal.waitFor(WORK_DAY);
  return terminal;
}

/** The process of the client below the shell. */
function clientPid(terminal: Terminal): number {
  const found = processTree(terminal.pid).at(-1);
  if (!found || found === terminal.pid) throw new Error('the client does not run');
  return found;
}

/** Types a marker into a memo and waits until it stands there. */
async function typeMarker(terminal: Terminal): Promise<void> {
  await openFather(terminal);
  await openMemo(terminal);
  terminal.send(MARKER);
  await terminal.waitFor(shows(MARKER));
}

/** What must be true of a terminal that was given back, and of what stands on it then. */
async function expectRestored(terminal: Terminal, status: number): Promise<void> {
  const screen = await terminal.waitFor(/same/);
  await terminal.exit;
  const all = terminal.output().toString();
  const left = all.slice(all.lastIndexOf('\x1b[?1049l'));
  expect(terminal.onAlternateScreen()).toBe(false);
  for (const [on, off] of MODES) expect(all.lastIndexOf(off)).toBeGreaterThan(all.lastIndexOf(on));
  expect(left).toBe(`\x1b[?1049l\x1b[mstatus ${status}\r\nsame\r\n`);
  expect(screen.join('\n')).not.toContain(MARKER);
}

const draftText = () => findIn(clients.lastWorld().base).draft;

describe('a keyboard of ISO 8859 where the locale says otherwise', () => {
  it.each(['C', 'fi_FI.UTF-8'])('is told of once, with what would be right: %s', async (LANG) => {
    const terminal = await clients.start(clients.world(clients.shared), { env: { LANG } });
    // Bytes as they are: text would go as UTF-8.
    const type = (text: string) => terminal.send(Buffer.from(text, 'latin1'));
    type('k\xe4si');
    await terminal.waitFor(/ksi/);
    await terminal.waitFor(/LC_ALL=fi_FI\.ISO-8859-1/);
    terminal.send(keys('F1'));
    await terminal.waitFor((screen) => !screen.join('').includes('LC_ALL'));
    terminal.send(keys('Ctrl+G', '=xyz'));
    type('\xf6w');
    await terminal.waitFor(/ksixyzw/);
    expect(terminal.screen().join('')).not.toContain('LC_ALL');
  });
});

describe('the terminal is given back as it was', () => {
  it('on quitting', async () => {
    const terminal = await underShell();
    await typeMarker(terminal);
    terminal.send(keys('Ctrl+Q'));
    await expectRestored(terminal, 0);
    expect(draftText()).toBe(MARKER);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('on %s', async (signal, status) => {
    const terminal = await underShell();
    await typeMarker(terminal);
    process.kill(clientPid(terminal), signal);
    await expectRestored(terminal, status);
    expect(draftText()).toBe(MARKER);
  });

  it('on an error nobody caught; the page left says nothing of what was typed', async () => {
    const fault = meddling({ fault: 'throw', text: `virhe ${MARKER}` });
    const terminal = await underShell(fault);
    await typeMarker(terminal);
    process.kill(clientPid(terminal), 'SIGUSR2');
    await expectRestored(terminal, 1);
    const page = readFileSync(join(clients.lastWorld().home, 'errors'), 'utf8');
    expect(page).toMatch(/^Akti kaatui\. Terminaali on palautettu\.\n/);
    expect(page).toMatch(/^Error$/m);
    expect(page).not.toMatch(new RegExp(`${MARKER}|virhe|${FATHER.id}|Testi`));
    expect(page).not.toMatch(/\/[a-z]+\/[a-z]+\//);
    expect(draftText()).toBe(MARKER);
  });

  it('when the terminal itself goes away the program ends, with the draft kept', async () => {
    const world = clients.world(clients.shared);
    const child = pty.spawn(process.execPath, [builtProgram(), ...clientArgs(world.base)], {
      cols: 80,
      rows: 24,
      cwd: world.home,
      env: environmentOf({ home: world.home }),
    });
    let out = '';
    child.onData((text) => {
      out += text;
    });
    await expect.poll(() => out, PATIENCE).toContain(WORK_DAY);
    child.write(keys(`=${FATHER.find}`, 'Enter', 'F5', '=as', 'Tab', 'Tab', 'Tab', '=kr'));
    child.write(keys('Tab', 'Tab', `=${MARKER}`));
    await expect.poll(() => out, PATIENCE).toContain(MARKER.at(-1));
    await expect.poll(() => out, PATIENCE).toContain('Kriisipalvelu');
    (child as unknown as { destroy(): void }).destroy();
    await expect.poll(() => existsSync(`/proc/${child.pid}/exe`), PATIENCE).toBe(false);
    expect(findIn(world.base).draft).toBe(MARKER);
  });
});

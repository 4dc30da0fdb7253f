import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { XTERM } from '../../src/screen/profile';
import { tempFolderOf } from '../lib/scratch';

const ENTER = '\x1b[?1049h\x1b[?1036s\x1b[?1036h\x1b[?2004h\x1b[?7l';
const LEAVE_PARTS = ['\x1b[m', '\x1b[?7h', '\x1b[?25h', '\x1b[?2004l', '\x1b[?1049l'];
const AFTER = '--- after ---';

let folder: string;
let program: string;
let log: string;
let output = '';
let pty: IPty | undefined;
let runs = 0;

beforeAll(async () => {
  folder = tempFolderOf('akti-tty-');
  program = join(folder, 'program.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'tty-program.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});

afterEach(() => {
  pty?.kill();
  pty = undefined;
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the program under a shell that then prints its status and the terminal's modes. */
async function start(environment: Record<string, string> = {}): Promise<IPty> {
  runs += 1;
  log = join(folder, `log-${runs}`);
  output = '';
  // The shell stays: what a terminal shows in its last moment may never be read.
  const script = `"$0" "$1"; echo "${AFTER} $?"; stty -a; read end`;
  const started = spawn('/bin/sh', ['-c', script, process.execPath, program], {
    name: environment.TERM ?? 'xterm-256color',
    cols: 80,
    rows: 24,
    env: { PATH: process.env.PATH ?? '', AKTI_TTY_LOG: log, ...environment },
  });
  started.onData((bytes) => {
    if (pty === started) output += bytes;
  });
  pty = started;
  await heard(() => output.includes('valmis') || output.includes(AFTER));
  return started;
}

async function heard(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 1000 && !condition(); n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  if (!condition()) throw new Error(`not seen; log: ${lines().join(' | ')}`);
}

function lines(): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
}

function programPid(): number {
  return Number(
    lines()
      .find((line) => line.startsWith('pid '))
      ?.slice(4),
  );
}

/** Waits for the end; checks that giving back was the last thing written and the modes are old. */
async function gaveBack(status: number): Promise<void> {
  await heard(() => output.includes(AFTER) && /-?iexten/.test(output));
  const [own = '', after = ''] = output.split(AFTER);
  expect(after.trim()).toMatch(new RegExp(`^${status}\\b`));
  for (const mode of ['icanon', 'echo', 'isig', 'icrnl']) {
    expect(after).toMatch(new RegExp(`(^|\\s)${mode}\\b`, 'm'));
  }
  const given = own.slice(own.lastIndexOf('valmis') + 'valmis'.length);
  const last = given.slice(given.lastIndexOf('\x1b[m\x1b[H'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about control characters
  expect(last.replace(/\x1b\[[?\d]*[A-Za-z]/g, '')).toBe('');
  for (const part of LEAVE_PARTS) expect(last).toContain(part);
  expect(own.split('\x1b[?1049l')).toHaveLength(2);
  expect(own).not.toContain('never seen');
}

/** What is on a terminal that keeps what is erased, and above it. */
function linesKept(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const emulator = new xterm.Terminal({
      ...{ cols: 80, rows: 24, scrollback: 100, allowProposedApi: true },
      scrollOnEraseInDisplay: true,
    });
    emulator.write(bytes, () => {
      const { active } = emulator.buffer;
      const rows = Array.from({ length: active.length }, (_, y) => active.getLine(y));
      resolve(rows.map((row) => row?.translateToString(true)).join('\n'));
      emulator.dispose();
    });
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('openTty', () => {
  test('takes the terminal: alternate screen, paste marks, raw bytes, CI or not', async () => {
    const terminal = await start({ CI: 'true' });
    expect(output.startsWith(ENTER)).toBe(true);
    terminal.write('\x03\r');
    await heard(() => lines().includes('bytes "\\u0003\\r"'));
    expect(lines()).toContain(`profile ${JSON.stringify(XTERM)}`);
    expect(lines()).toContain('size 80x24');
    terminal.write('q');
    await gaveBack(0);
  });

  test('asks a terminal for nothing it lacks', async () => {
    const terminal = await start({ TERM: 'vt220', LANG: 'C' });
    expect(output.startsWith('\x1b[?7l\x1b)0\x0f\x1b[1;31m')).toBe(true);
    terminal.write('q');
    await heard(() => output.includes(AFTER));
    const own = output.split(AFTER)[0] ?? '';
    expect(own).not.toMatch(/\?1049|\?2004|\?1036/);
    const wiped = `\x1b[m\x1b[H\x1b[K${'\n\x1b[K'.repeat(23)}\x1b[H`;
    const given = own.slice(own.lastIndexOf('\x0f')).replaceAll('\r\n', '\n');
    expect(given.trimEnd()).toBe(`\x0f${wiped}\x1b[?7h\x1b[?25h`);
  });

  test('leaves nothing above the screen where what is erased at once goes there', async () => {
    // PuTTY puts an erased screen among the lines above it, unless it is the second screen.
    const terminal = await start({ TERM: 'vt220', LANG: 'C' });
    terminal.write('q');
    await heard(() => output.includes(AFTER));
    const kept = await linesKept(output.split(AFTER)[0] ?? '');
    expect(kept).not.toContain('valmis');
  });

  test('asks an xterm to send Esc for Alt, and gives back what was set', async () => {
    const terminal = await start();
    expect(output.startsWith('\x1b[?1049h\x1b[?1036s\x1b[?1036h')).toBe(true);
    terminal.write('q');
    await gaveBack(0);
    expect(output).toContain('\x1b[?1036r');
    expect(output).not.toContain('\x1b[?1036l');
  });

  test('reads and writes the letters of ISO 8859', async () => {
    const terminal = await start({ LANG: 'fi_FI.ISO-8859-1' });
    // Bytes may be written too, which the type does not say.
    terminal.write(Buffer.from([0xe4, 0x0d]) as unknown as string);
    await heard(() => lines().includes('bytes "Ã¤\\r"'));
    terminal.write('q');
    await gaveBack(0);
  });

  test('gives it back on exit', async () => {
    (await start()).write('x');
    await gaveBack(7);
  });

  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const) {
    test(`gives it back on ${signal}, lets the last things finish, exits ${status}`, async () => {
      await start();
      process.kill(programPid(), signal);
      await heard(() => output.includes('\x1b[?1049l'));
      // A second signal must not cut the last things short.
      process.kill(programPid(), signal);
      await gaveBack(status);
      expect(lines()).toContain('end signal');
    });
  }

  test('gives it back on an error nobody caught, then tells of it', async () => {
    (await start()).write('t');
    await gaveBack(1);
    expect(lines()).toContain('crash thrown');
    expect(output).not.toContain('thrown');
  });

  test('gives it back on a refused promise nobody caught', async () => {
    (await start()).write('r');
    await gaveBack(1);
    expect(lines()).toContain('crash rejected');
    expect(output).not.toContain('rejected');
  });

  test('gives it back behind a long write', async () => {
    const terminal = await start();
    terminal.write('w');
    await heard(() => output.includes('pitkä'));
    process.kill(programPid(), 'SIGTERM');
    await heard(() => output.includes(AFTER));
    const own = output.split(AFTER)[0] ?? '';
    expect(own.split('pitkä rivi ')).toHaveLength(5001);
    expect(own.lastIndexOf('\x1b[?1049l')).toBeGreaterThan(own.lastIndexOf('pitkä'));
  });

  test('a stop gives it back, going on takes it again', async () => {
    const terminal = await start();
    process.kill(programPid(), 'SIGTSTP');
    await heard(() => output.includes('\x1b[?1049l'));
    process.kill(programPid(), 'SIGCONT');
    await heard(() => lines().includes('continue'));
    await heard(() => output.split(ENTER).length === 3);
    terminal.write('\x01\r');
    await heard(() => lines().includes('bytes "\\u0001\\r"'));
  });

  test('tells of a new size and of an escape that stays alone', async () => {
    const terminal = await start();
    terminal.resize(100, 30);
    await heard(() => lines().includes('size 100x30'));
    terminal.write('\x1b');
    await heard(() => lines().includes('escape time'));
  });

  test('a closed terminal ends the program', async () => {
    const terminal = await start();
    const pid = programPid();
    terminal.kill('SIGKILL');
    (terminal as unknown as { destroy(): void }).destroy();
    pty = undefined;
    await heard(() => lines().some((line) => line.startsWith('end ')));
    // It dies of the signal a lost terminal stands for; an exit would abort inside Node.
    await heard(() => !isRunning(pid));
  });

  test('says why it cannot: no terminal, a dumb one', async () => {
    await start({ TERM: 'dumb' });
    expect(lines()).toEqual(['problem tty.dumb', 'exit 0']);
    expect(output).not.toContain('\x1b');
    log = join(folder, 'log-pipe');
    const piped = spawnSync(process.execPath, [program], {
      env: { TERM: 'xterm', AKTI_TTY_LOG: log },
      encoding: 'utf8',
    });
    expect(lines()).toEqual(['problem tty.missing', 'exit 0']);
    expect(piped.stdout).toBe('');
  });
});

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf } from './environment';
import { builtProgram } from './root';
import { tempFolderOf } from './scratch';
import type { LineSpeed } from './slow-line';
import { startTerminal, type Terminal } from './terminal';
import { traceWritesTo } from './write-trace';

/** A folder of its own for one test: a home, a place for a base, nothing from outside. */
export interface World {
  readonly folder: string;
  readonly home: string;
  /** Where the test's base goes; nothing is there yet. */
  readonly base: string;
  /** Another file in the same folder. */
  file(name: string): string;
  /** Takes everything away. Safe to call twice. */
  remove(): void;
}

/** Makes a world under the system's temporary folder; call `remove` when the test is over. */
export function makeWorld(): World {
  const folder = tempFolderOf('akti-test-');
  const home = join(folder, 'home');
  for (const part of ['.config', '.local/share', '.local/state', '.cache', '.run', '.tmp']) {
    mkdirSync(join(home, part), { recursive: true, mode: 0o700 });
  }
  return {
    folder,
    home,
    base: join(folder, 'base.akti'),
    file: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** How a command ended and what it printed. */
export interface Finished {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of a program run without a terminal. */
export interface RunSettings {
  readonly world: World;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Uint8Array;
  readonly ci?: boolean;
  readonly timeoutMs?: number;
}

/** Runs `node dist/akti.js …` to its end, without a terminal. */
export function runAkti(args: readonly string[], settings: RunSettings): Promise<Finished> {
  return runNode([builtProgram(), ...args], settings);
}

/** Runs Node to its end in a world; a run over the time limit is ended with SIGKILL. */
export function runNode(args: readonly string[], settings: RunSettings): Promise<Finished> {
  const { world, env, input, ci, timeoutMs = 60_000 } = settings;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd: world.home,
      env: environmentOf({ home: world.home, ci, extra: env }),
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
    child.stdin.on('error', () => {}); // the program may end without reading its input
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const [stdout, stderr] = [out, err].map((parts) => Buffer.concat(parts).toString('utf8'));
      resolve({ code, signal, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
    child.stdin.end(input);
  });
}

/** Settings of the client in a terminal. */
export interface ClientSettings {
  readonly world: World;
  readonly args?: readonly string[];
  readonly cols?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly ci?: boolean;
  /** A program in front of it, with its arguments: the client is what it runs. */
  readonly inside?: readonly string[];
  readonly line?: LineSpeed;
  readonly charset?: 'latin1';
  /** Counts writes to the terminal exactly; costs the program a file write for each. */
  readonly traceWrites?: boolean;
}

/** Starts the client, `node dist/akti.js …`, in a terminal of its own. */
export function startAkti(settings: ClientSettings): Terminal {
  return startNode([builtProgram(), ...(settings.args ?? [])], settings);
}

/** Starts Node with the given arguments in a terminal of its own. */
export function startNode(args: readonly string[], settings: ClientSettings): Terminal {
  const { world, cols, rows, env, ci, traceWrites, inside = [], line, charset } = settings;
  const [command = process.execPath, ...words] = [...inside, process.execPath, ...args];
  const writeTrace = traceWrites ? world.file('tty-writes') : undefined;
  const extra = { ...(writeTrace ? traceWritesTo(writeTrace) : {}), ...env };
  return startTerminal({
    command,
    args: words,
    cols,
    rows,
    line,
    charset,
    env: environmentOf({ home: world.home, ci, extra }),
    cwd: world.home,
    writeTrace,
  });
}

const scenarios = new Map<string, Buffer>();

/**
 * Puts the demo base of a scenario (`B1`, `B2`) at the base path of a world. The program makes it
 * once: it has the same bytes each time.
 */
export async function makeScenarioBase(world: World, scenario: string): Promise<void> {
  const known = scenarios.get(scenario);
  if (known) {
    writeFileSync(world.base, known, { flag: 'wx', mode: 0o600 });
    return;
  }
  const made = await runAkti(['demo', '--scenario', scenario, world.base], { world });
  if (made.code !== 0) throw new Error(`akti demo ended with ${made.code}: ${made.stderr}`);
  scenarios.set(scenario, readFileSync(world.base));
}

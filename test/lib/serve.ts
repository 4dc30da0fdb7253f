import { type ChildProcess, spawn } from 'node:child_process';
import { environmentOf } from './environment';
import { builtProgram } from './root';
import { runAkti, type World } from './world';

/** A centre that runs as a process of its own, `akti serve`. */
export interface Served {
  readonly url: string;
  readonly pid: number;
  /** What it has logged so far, one JSON object a line. */
  log(): string;
  /** Asks it to stop; gives its exit status. */
  stop(): Promise<number | null>;
  /** Ends it with SIGKILL, as a power cut would end it. */
  kill(): Promise<void>;
}

/** How a centre is started. */
export interface ServeSettings {
  /** Flags after `akti serve`; without a port it gets any free one. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const LISTENS = /listens: (\S+)/;

/** Starts `akti serve` in a world; ready when this settles. @throws with its words when it ends */
export function serve(world: World, settings: ServeSettings = {}): Promise<Served> {
  const { args = [], env } = settings;
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const child = spawn(
    process.execPath,
    [builtProgram(), '--lang', 'en', 'serve', ...port, ...args],
    { cwd: world.home, env: environmentOf({ home: world.home, extra: env }) },
  );
  let out = '';
  let log = '';
  child.stderr.on('data', (piece: Buffer) => {
    log += piece.toString('utf8');
  });
  const ended = endOf(child);
  return new Promise((resolve, reject) => {
    ended.then((code) => reject(new Error(`akti serve ended with ${code}: ${log}`)));
    child.on('error', reject);
    child.stdout.on('data', (piece: Buffer) => {
      out += piece.toString('utf8');
      const [, url] = LISTENS.exec(out) ?? [];
      if (!url) return;
      resolve({
        url,
        pid: child.pid as number,
        log: () => log,
        stop: () => {
          child.kill('SIGTERM');
          return ended;
        },
        kill: async () => {
          child.kill('SIGKILL');
          await ended;
        },
      });
    });
  });
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.on('close', (code) => done(code)));
}

/** Somebody who signs in at a centre. */
export interface CentreUser {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly role: string;
  readonly password: string;
}

/**
 * Adds a user at a centre by the command line.
 * @param at flags that say which centre, such as `--centre FILE`
 */
export async function addCentreUser(
  world: World,
  at: readonly string[],
  user: CentreUser,
): Promise<void> {
  const { id, name, unit, role, password } = user;
  const flags = ['--name', name, '--unit', unit, '--role', role, ...at];
  const done = await runAkti(['user', 'add', id, ...flags], { world, input: `${password}\n` });
  if (done.code !== 0) throw new Error(`akti user add ended with ${done.code}: ${done.stderr}`);
}

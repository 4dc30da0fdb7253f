import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterEach } from 'vitest';
import type { Problem, Result } from '../../src/base/problems';
import type { Base } from '../../src/store/base';
import { type CreateOptions, createBase } from '../../src/store/create';
import { projectRoot } from '../lib/root';
import { tempFolderOf } from '../lib/scratch';

const opened: Base[] = [];
const folders: string[] = [];
const children: ChildProcess[] = [];

/** What a test has left here goes after it. Each file that uses this says so: it runs once only. */
export function tidyAfterEach(): void {
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const base of opened.splice(0)) base.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
}

/** A folder that goes away after the test. */
export function tempFolder(): string {
  const folder = tempFolderOf('akti-store-');
  folders.push(folder);
  return folder;
}

/** The value of a result that must be good; the base among them is closed after the test. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problem)}`);
  const { value } = result;
  if (value && typeof value === 'object' && 'deviceId' in value) {
    opened.push(value as unknown as Base);
  }
  return value;
}

/** The problem of a result that must be bad. */
export function problemIn(result: Result<unknown>): Problem {
  if (result.ok) throw new Error('it was not refused');
  return result.problem;
}

export const DEVICE = '018f0000-0000-7000-8000-000000000001';

/** A demo base in a folder of its own, or what the options say. */
export function newBase(options: Partial<CreateOptions> = {}, path = newPath()): Base {
  return must(
    createBase(path, {
      kind: 'demo',
      deviceId: DEVICE,
      createdAt: '2026-03-16T08:00:00.000Z',
      ...options,
    }),
  );
}

/** Where a base could be made. */
export function newPath(): string {
  return join(tempFolder(), 'harjoitus.akti');
}

/** Everything a refused opening must leave alone: the file's bytes and the files beside it. */
export function imprint(path: string): { sha256: string; beside: string[] } {
  return {
    sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
    beside: readdirSync(dirname(path)).sort(),
  };
}

/** Bundles a program of a folder's `programs/`, as the real one is, and gives its path. */
export async function bundled(name: string, of = 'store'): Promise<string> {
  const folder = tempFolder();
  const root = projectRoot();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const outfile = join(folder, `${basename(name)}.cjs`);
  await build({
    entryPoints: [join(root, 'test', of, 'programs', `${name}.ts`)],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['better-sqlite3'],
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** A running program: what it has said so far, and how it ended. */
export interface Running {
  readonly child: ChildProcess;
  readonly lines: string[];
  /** Resolves when that many lines have been said, or the program has ended. */
  said(count: number): Promise<void>;
  readonly ended: Promise<number | null>;
}

/** Starts a bundled program; it is killed after the test if it still runs. */
export function start(program: string, args: readonly string[]): Running {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const wake = () => {
    for (const check of [...waiting]) check();
  };
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake();
  });
  let over = false;
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      over = true;
      wake();
      resolve(code);
    });
  });
  const said = (count: number) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (lines.length >= count || over) resolve();
      };
      waiting.push(check);
      check();
    });
  return { child, lines, said, ended };
}

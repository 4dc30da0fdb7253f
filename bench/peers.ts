import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../test/lib/root';
import type { Expectation } from '../test/lib/terminal';

/** A program whose keys are timed. */
export interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The screen on which typing may begin, and the keys that lead there. */
  readonly ready: readonly { readonly expect: Expectation; readonly keys?: string }[];
  /** Typed, unmeasured, before the line grows past the screen: begins a new line. */
  readonly newLine: string;
  /** Keys that go from field to field, pressed by turns; none where there are no fields. */
  readonly fieldKeys: readonly string[];
}

/** Programs to compare with, and the names of those that are not installed. */
export interface Peers {
  readonly contestants: readonly Contestant[];
  readonly missing: readonly string[];
  /** Takes away what was built for them. */
  remove(): void;
}

/** Bare Node echo loop, nano, a small vim, and a plain Ink form, as far as they are here. */
export async function findPeers(): Promise<Peers> {
  const inkForm = await buildPlainInk();
  const vim = ['vim.tiny', 'vim'].find(isInstalled);
  const contestants = [
    echoLoop(),
    ...(isInstalled('nano') ? [nano()] : []),
    ...(vim ? [smallVim(vim)] : []),
    plainInk(inkForm),
  ];
  const missing = [...(isInstalled('nano') ? [] : ['nano']), ...(vim ? [] : ['vim.tiny'])];
  return { contestants, missing, remove: () => rmSync(inkForm, { force: true }) };
}

/** True when the program is on this machine. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** The least a Node program can do with a key. */
export function echoLoop(): Contestant {
  return {
    name: 'echo',
    command: process.execPath,
    args: [join(projectRoot(), 'bench', 'programs', 'echo-loop.mjs')],
    ready: [{ expect: 'valmis' }],
    newLine: '\r\n',
    fieldKeys: [],
  };
}

function nano(): Contestant {
  return {
    name: 'nano',
    command: 'nano',
    args: ['-I', 'peer.txt'],
    ready: [{ expect: 'GNU nano' }],
    newLine: '\r',
    fieldKeys: [],
  };
}

function smallVim(command: string): Contestant {
  return {
    name: 'vim.tiny',
    command,
    args: ['-u', 'NONE', '-N', '-n', 'peer.txt'],
    ready: [{ expect: 'peer.txt', keys: 'i' }, { expect: 'INSERT' }],
    newLine: '\r',
    fieldKeys: [],
  };
}

function plainInk(program: string): Contestant {
  return {
    name: 'plain Ink',
    command: process.execPath,
    args: [program],
    env: { NODE_ENV: 'production' },
    ready: [{ expect: 'Kenttä 16' }],
    newLine: '\r',
    fieldKeys: ['\t'],
  };
}

/** Bundles the Ink form; its packages are found from where the bundle lies. */
async function buildPlainInk(): Promise<string> {
  const folder = join(projectRoot(), 'node_modules', '.cache', 'akti-bench');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `plain-ink-${process.pid}.mjs`);
  await build({
    entryPoints: [join(projectRoot(), 'bench', 'programs', 'plain-ink.tsx')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}

import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { squeezed } from '../../src/lessons/screen-text';
import { ensureBuilt } from './build';
import { all, not, shows } from './screen-text';
import { matches } from './terminal';
import { makeWorld, runNode, type World } from './world';

const worlds: World[] = [];

function world(): World {
  const made = makeWorld();
  worlds.push(made);
  return made;
}

afterEach(() => {
  for (const one of worlds.splice(0)) one.remove();
});

describe('a world', () => {
  it('has a home of its own and leaves nothing behind', () => {
    const one = world();
    expect(existsSync(join(one.home, '.config'))).toBe(true);
    expect(existsSync(one.base)).toBe(false);
    writeFileSync(one.file('x'), 'x');
    one.remove();
    one.remove();
    expect(existsSync(one.folder)).toBe(false);
  });

  it('runs a program with input and gives its output, errors and status', async () => {
    const code =
      'process.stdin.pipe(process.stdout);console.error(process.env.HOME);process.exitCode=3';
    const one = world();
    const done = await runNode(['-e', code], { world: one, input: 'äö\n' });
    expect(done).toEqual({ code: 3, signal: null, stdout: 'äö\n', stderr: `${one.home}\n` });
  });

  it('ends a program that does not end', async () => {
    const done = await runNode(['-e', 'setInterval(() => {}, 1000)'], {
      world: world(),
      timeoutMs: 300,
    });
    expect(done.signal).toBe('SIGKILL');
  });
});

describe('the build before the tests', () => {
  it('happens once, and again when a source is newer', () => {
    const { folder } = world();
    const program = join(folder, 'dist', 'akti.js');
    for (const name of ['src', '.ci', 'dist']) mkdirSync(join(folder, name));
    const script = "import fs from 'node:fs';fs.appendFileSync('dist/akti.js', 'x')";
    const source = join(folder, 'src', 'main.ts');
    writeFileSync(source, '');
    writeFileSync(join(folder, '.ci', 'build.mjs'), script);
    expect(ensureBuilt(folder, program)).toBe(true);
    expect(ensureBuilt(folder, program)).toBe(false);
    const later = new Date(Date.now() + 5000);
    utimesSync(source, later, later);
    expect(ensureBuilt(folder, program)).toBe(true);
    expect(readFileSync(program, 'utf8')).toBe('xx');
    writeFileSync(join(folder, '.ci', 'build.mjs'), 'throw new Error("rikki")');
    const evenLater = new Date(Date.now() + 9000);
    utimesSync(source, evenLater, evenLater);
    expect(() => ensureBuilt(folder, program)).toThrow(/rikki/);
  });
});

describe('text on a screen', () => {
  const screen = [
    '╭F3 Päiväkirja─────────────────────────╮',
    '│ [-] Selv081206  │ 081206 AS / Aikuis-│',
    '│     Aikuiss     │        sosiaali-   │',
    '│                 │        työn tarve  │',
    '╰──────────────────────────────────────╯',
  ];

  it('is found though it is wrapped beside a tree', () => {
    expect(matches(shows('AS / Aikuis-sosiaali-työn tarve', 'Selv081206 Aikuiss'), screen)).toBe(
      true,
    );
    expect(matches(shows('AS / Aikuis-sosiaali-työn tarpeet'), screen)).toBe(false);
    expect(squeezed(screen)).toContain('[-]Selv081206Aikuiss');
  });

  it('can be asked to be all there, or gone', () => {
    expect(matches(all('F3', /Aikuiss +│/), screen)).toBe(true);
    expect(matches(all('F3', 'F4'), screen)).toBe(false);
    expect(matches(not('F4'), screen)).toBe(true);
    expect(matches(not('F3'), screen)).toBe(false);
  });
});

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentOf } from '../lib/environment';
import { projectRoot } from '../lib/root';

// The program finds its data and its addon above itself, so the copy lies inside the project.
const CACHE = join(projectRoot(), 'node_modules', '.cache');
/** Where V8 keeps the version it was made by, in the header of a code cache. */
const VERSION_AT = 4;

let folder: string;
beforeEach(() => {
  mkdirSync(CACHE, { recursive: true });
  folder = mkdtempSync(join(CACHE, 'akti-dist-'));
  cpSync(join(projectRoot(), 'dist'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Files of the build that `akti.js` loads; those of the build before may still be there. */
function parts(ending: string): string[] {
  const loader = readFileSync(join(folder, 'akti.js'), 'utf8');
  return readdirSync(folder).filter(
    (name) => name.endsWith(ending) && loader.includes(name.slice(0, -ending.length)),
  );
}

/** Prints the usage by way of the loader, then whether V8 refused the code of each part. */
function usage(flags: readonly string[] = []): { stdout: string; refused: unknown } {
  const script = `
    const loader = require(${JSON.stringify(join(folder, 'akti.js'))});
    process.argv.push('--help');
    process.on('exit', () => {
      const refused = Object.values(loader.scripts).map((one) => one.cachedDataRejected);
      console.error(JSON.stringify(refused));
    });
    loader.start();`;
  const done = spawnSync(process.execPath, [...flags, '-e', script, 'akti'], {
    encoding: 'utf8',
    env: environmentOf({ home: folder }),
  });
  return { stdout: done.stdout, refused: JSON.parse(done.stderr) };
}

describe('the code made when the program was built', () => {
  it('is taken by the Node that made it', () => {
    expect(parts('.cache')).toHaveLength(2);
    const { stdout, refused } = usage();
    expect(stdout).toMatch(/^Käyttö: akti/);
    expect(refused).toEqual([false, false]);
  });

  it('is refused when it is of another Node, and the program runs', () => {
    for (const name of parts('.cache')) {
      const path = join(folder, name);
      const code = readFileSync(path);
      code.writeUInt32LE(code.readUInt32LE(VERSION_AT) ^ 1, VERSION_AT);
      writeFileSync(path, code);
    }
    const { stdout, refused } = usage();
    expect(stdout).toMatch(/^Käyttö: akti/);
    expect(refused).toEqual([true, true]);
  });

  it('is refused under flags that change the code', () => {
    const { stdout, refused } = usage(['--no-lazy-feedback-allocation']);
    expect(stdout).toMatch(/^Käyttö: akti/);
    expect(refused).toEqual([true, true]);
  });

  it('may be missing', () => {
    for (const name of parts('.cache')) rmSync(join(folder, name));
    expect(usage().stdout).toMatch(/^Käyttö: akti/);
  });
});

/** Megabytes the space for young objects has taken after much was made of which little stays. */
function youngSpace(before: string): number {
  const script = `
    ${before}
    const kept = [];
    for (let n = 0; n < 3e6; n++) kept[n % 2000] = { n, text: String(n) };
    const spaces = require('node:v8').getHeapSpaceStatistics();
    const young = spaces.find((one) => one.space_name === 'new_space').space_size;
    console.log(String(young / 1e6));`;
  const done = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  return Number(done.stdout);
}

describe('the space for young objects', () => {
  it('stays as small as it begins, but in a command that sets it free', () => {
    const loaded = `require(${JSON.stringify(join(folder, 'akti.js'))});`;
    expect(youngSpace(loaded)).toBeLessThan(4);
    const free = "require('node:v8').setFlagsFromString('--semi-space-growth-factor=2');";
    for (const before of ['', loaded + free]) expect(youngSpace(before)).toBeGreaterThan(8);
  });
});

describe('the bundle', () => {
  it('is ASCII, as the loader reads it byte by byte', () => {
    expect(parts('.cjs')).toHaveLength(3);
    for (const name of parts('.cjs')) {
      const strange = readFileSync(join(folder, name)).findIndex((byte) => byte > 127);
      expect([name, strange]).toEqual([name, -1]);
    }
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder, sweepScratch, tempFolderOf } from './scratch';

it('takes away what killed runs have left, and nothing of who lives', () => {
  const parent = tempFolderOf('akti-swept-');
  try {
    const own = tempFolderOf('akti-own-');
    const name = basename(own);
    renameSync(own, join(parent, name));
    const gone = spawnSync(process.execPath, ['-e', '']).pid.toString(36);
    const left = name.replace(/\.[0-9a-z]+-/, `.${gone}-`);
    mkdirSync(join(parent, left));
    writeFileSync(join(parent, left, 'base.akti'), 'something');
    const others = [left.replace('akti-', 'other-'), 'akti-test-ABCDEF', name];
    // Of another numbering, as a container that shares the folder has.
    others.push(left.replace(/-([0-9a-z]+)\./, '-zzzz.'));
    for (const one of others) mkdirSync(join(parent, one), { recursive: true });
    expect(left).not.toBe(name);
    sweepScratch([parent, join(parent, 'none')]);
    expect(readdirSync(parent).sort()).toEqual(others.sort());
  } finally {
    rmSync(parent, { recursive: true });
  }
});

it('leaves the folders of this run', () => {
  const folder = scratchFolder('akti-kept-');
  sweepScratch([dirname(folder)]);
  expect(existsSync(folder)).toBe(true);
  rmSync(folder, { recursive: true });
});

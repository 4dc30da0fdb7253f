import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builtProgram, projectRoot } from './root';
import { sweepScratch } from './scratch';

/**
 * Vitest's global set-up: removes what killed runs have left, and builds the program once, when a
 * source is newer than what was built.
 */
export function setup(): void {
  sweepScratch();
  ensureBuilt();
}

/** Builds `dist/akti.js` if it is missing or older than any source; throws when that fails. */
export function ensureBuilt(root = projectRoot(), program = builtProgram()): boolean {
  const script = join(root, '.ci', 'build.mjs');
  const sources = [join(root, 'src'), script, join(root, 'package-lock.json')];
  if (existsSync(program) && statSync(program).mtimeMs >= newest(sources)) return false;
  const built = spawnSync(process.execPath, [script], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stdout}${built.stderr}`);
  return true;
}

/** The latest change, in ms since 1970, of any file at or below the given paths. */
function newest(paths: readonly string[]): number {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const found = statSync(path);
    const below = found.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
    latest = Math.max(latest, found.isDirectory() ? newest(below) : found.mtimeMs);
  }
  return latest;
}

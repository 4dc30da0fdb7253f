import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The project's folder: the nearest one at or above the working folder that holds `keymaps` or
 * `src` beside a `package.json`. The working folder decides, not this file's place, because the
 * bench runs as a bundle that lies elsewhere.
 */
export function projectRoot(from: string = process.cwd()): string {
  let folder = from;
  for (;;) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'src'))) return folder;
    const above = dirname(folder);
    if (above === folder) throw new Error('run this inside the project: no package.json above');
    folder = above;
  }
}

/** The program under test, as `npm run build` leaves it. */
export function builtProgram(): string {
  return join(projectRoot(), 'dist', 'akti.js');
}

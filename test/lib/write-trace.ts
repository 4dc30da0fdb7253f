import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './root';

/**
 * The environment that makes a Node program note each of its writes to the terminal in a file.
 * The kernel joins writes on their way through a pseudo-terminal, and its own count (`writeCalls`)
 * holds those to the base as well, so only the program's side knows. The program itself carries
 * no switch for it.
 */
export function traceWritesTo(file: string): Record<string, string> {
  const preload = join(projectRoot(), 'test', 'lib', 'programs', 'count-writes.cjs');
  return { NODE_OPTIONS: `--require ${JSON.stringify(preload)}`, TTY_WRITES_FILE: file };
}

/** Bytes of each write so far, in order. */
export function readWriteTrace(file: string): number[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1).map(Number);
}

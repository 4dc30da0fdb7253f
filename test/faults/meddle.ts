import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../lib/root';

/**
 * What is done to the program from outside (`programs/meddle.cjs`); it has no switch of its own.
 */
export interface Meddling {
  /** `no-draft` and `forget-saves` break it; `throw` makes it crash with `text` on SIGUSR2. */
  readonly fault?: 'no-draft' | 'forget-saves' | 'throw';
  /** File in which the beginning and end of each unit of work is noted. */
  readonly log?: string;
  /** File that, when it is there, holds the point at which the next unit of work is cut. */
  readonly arm?: string;
  readonly text?: string;
}

/** The environment under which a program is meddled with. */
export function meddling({ fault, log, arm, text }: Meddling): Record<string, string> {
  const preload = join(projectRoot(), 'test', 'faults', 'programs', 'meddle.cjs');
  return {
    NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
    ...(fault ? { MEDDLE: fault } : {}),
    ...(log ? { MEDDLE_LOG: log } : {}),
    ...(arm ? { MEDDLE_ARM: arm } : {}),
    ...(text === undefined ? {} : { MEDDLE_TEXT: text }),
  };
}

/** Lines of a log so far, `begin` and `end` in turn. */
export function unitsOfWork(log: string): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : [];
}

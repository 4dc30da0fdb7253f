import { existsSync, statfsSync } from 'node:fs';

const MEMORY = '/dev/shm';
/** What a run of all tests may need at once, several times over. */
const ROOM_BYTES = 4e9;

/**
 * Vitest's global set-up: the temporary files of tests lie in memory where there is room for them.
 * Nobody cuts the power of the machine, and waiting for a disk at every save is half of a save.
 */
export function setup(): void {
  const { TMPDIR, AKTI_FULL } = process.env;
  if (TMPDIR || AKTI_FULL || !existsSync(MEMORY)) return;
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize > ROOM_BYTES) process.env.TMPDIR = MEMORY;
}

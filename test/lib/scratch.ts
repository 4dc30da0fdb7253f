import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** What bases of tests that run at the same time may need. */
const ROOM_BYTES = 50e6;

/**
 * A new folder for files of a test that ends with its process: in memory where there is room, as
 * nobody cuts the power here and waiting for a disk is half of a save. A test about what a program
 * does to a disk wants a world of its own (`world.ts`).
 * @param room bytes that have to be free there
 */
export function scratchFolder(prefix: string, room = ROOM_BYTES): string {
  return mkdtempSync(join(hasRoom(room) ? MEMORY : tmpdir(), prefix));
}

function hasRoom(bytes: number): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > bytes;
}

import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** What bases of tests that run at the same time may need. */
const ROOM_BYTES = 50e6;

/**
 * A new folder for files of a test that ends with its process: in memory where there is room, as
 * nobody cuts the power here and waiting for a disk is half of a save. A test about what a program
 * does to a disk wants a world of its own (`world.ts`).
 * @param prefix begins with `akti-` and ends with a hyphen
 * @param room bytes that have to be free there
 */
export function scratchFolder(prefix: string, room = ROOM_BYTES): string {
  return folderIn(hasRoom(room) ? MEMORY : tmpdir(), prefix);
}

/** The same in the system's temporary folder, which may be a disk. */
export function tempFolderOf(prefix: string): string {
  return folderIn(tmpdir(), prefix);
}

function folderIn(parent: string, prefix: string): string {
  return mkdtempSync(join(parent, `${prefix}${numbering()}.${process.pid.toString(36)}-`));
}

function hasRoom(bytes: number): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > bytes;
}

/** Which numbers of processes are meant: a container has its own and may share the folder. */
function numbering(): string {
  try {
    const [inode = '0'] = /\d+/.exec(readlinkSync('/proc/self/ns/pid')) ?? [];
    return Number(inode).toString(36).slice(-3);
  } catch {
    return '0';
  }
}

const NAME = /^akti-[a-z-]+-([0-9a-z]+)\.([0-9a-z]+)-[A-Za-z0-9]{6}$/;

/**
 * Removes the folders of runs that were killed: those that bear the number of a process that is no
 * more. One of another's numbers, of a process that lives, or of somebody else stays.
 */
export function sweepScratch(parents: readonly string[] = [tmpdir(), MEMORY]): void {
  const own = process.getuid?.();
  for (const parent of parents.filter((one) => existsSync(one))) {
    for (const name of readdirSync(parent)) {
      const [, of, pid = ''] = NAME.exec(name) ?? [];
      if (of !== numbering() || isAlive(Number.parseInt(pid, 36))) continue;
      const folder = join(parent, name);
      // Another run may be sweeping too.
      const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
      if (owner === own) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

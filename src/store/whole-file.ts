import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { refuse } from './errors';

/**
 * Refuses (`base.exists`) a name that is taken. A log left behind by a base that was removed would
 * be played into the new one.
 */
export function refuseExisting(path: string): void {
  if (['', '-wal', '-journal'].some((end) => existsSync(path + end))) refuse('base.exists');
}

/** Takes a base away with everything that belongs to its file. */
export function removeAll(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
}

/** Gives a whole file its name unless that is taken: of two programs the second is refused. */
export function nameWhole(path: string, temporary: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    // A file system without hard links.
    copyFileSync(temporary, path, constants.COPYFILE_EXCL);
  }
}

/** Waits until a file and its name in the folder are on the disk. Throws what the system says. */
export function onDisk(path: string): void {
  for (const one of [path, dirname(path)]) {
    const file = openSync(one, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}

import { closeSync, constants, openSync } from 'node:fs';

const LOOK_MS = 20;

/**
 * Keeps the program's side of a pseudo-terminal open until the program has ended and its last
 * bytes have been read. Without it libuv takes the hang-up that follows a program's end for the
 * end of the data after the first short read, and what a program prints last is lost.
 *
 * `received` tells how many bytes have come so far; the side is let go when none came between two
 * looks after the end, or at once when that is asked for.
 */
export function holdUntilRead(
  path: string,
  pid: number,
  received: () => number,
): { letGo(): void } {
  const side = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  let seen = -1;
  const timer = setInterval(() => {
    if (runs(pid)) return;
    if (received() !== seen) seen = received();
    else letGo();
  }, LOOK_MS);
  let held = true;
  const letGo = () => {
    if (!held) return;
    held = false;
    clearInterval(timer);
    closeSync(side);
  };
  return { letGo };
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

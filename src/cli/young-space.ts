import { setFlagsFromString } from 'node:v8';

/**
 * Lets the space for young objects grow, for a command that may work through a whole base: the
 * loader of the program keeps it small, as a session at the keyboard needs no more. Packages must
 * have been loaded, as the code that is kept of them belongs to the loader's setting.
 */
export function freeYoungSpace(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
}

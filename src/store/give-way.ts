/** Longer than the first waits of a program that finds the base locked, in ms. */
const WAY_MS = 5;

const nobody = new Int32Array(new SharedArrayBuffer(4));

/**
 * Stands still between two transactions, so that a save waiting for the lock gets it: a locked base
 * is asked again and again, and who goes on at once would always be first. Blocks its thread.
 * @param ms how long
 */
export function giveWay(ms = WAY_MS): void {
  Atomics.wait(nobody, 0, 0, ms);
}

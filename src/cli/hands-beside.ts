import { constants, setPriority } from 'node:os';
import type { Clock } from '../base/clock';
import { ALONE, type Slicing } from '../records/sync-slices';
import { giveWay } from '../store/give-way';

/** Hands that have not pressed a key for so long rest, in ms. */
const RESTING_MS = 1000;
/** While they type: places in a transaction, and ms between two. */
const TYPED_BESIDE = { places: 6, pauseMs: 12 } as const;

/** When the last key came, where both threads of the client can see it; one cell. */
export type LastKey = Int32Array<SharedArrayBuffer>;

/** A cell in which no key has come yet. */
export function noKeyYet(): LastKey {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

const MOST = 0x7fffffff;

const cellTime = (clock: Clock): number => clock.now().getTime() & MOST;

/** A key has come. */
export function noteKey(last: LastKey, clock: Clock): void {
  Atomics.store(last, 0, cellTime(clock));
}

/** True when no key has come for a while. */
export function areResting(last: LastKey, clock: Clock): boolean {
  return Math.abs(cellTime(clock) - Atomics.load(last, 0)) > RESTING_MS;
}

/**
 * Beside hands that type what comes in is taken in little pieces: a draft or a save finds the base
 * free almost at once.
 */
export function slicingBeside(last: LastKey, clock: Clock): Slicing {
  const rest = () => areResting(last, clock);
  return {
    places: () => (rest() ? ALONE.places() : TYPED_BESIDE.places),
    pause: () => giveWay(rest() ? undefined : TYPED_BESIDE.pauseMs),
  };
}

/**
 * Lets the thread that calls it come after the one at the keyboard where both want the processor.
 * Only Linux knows a priority of one thread; elsewhere it would be that of the whole program.
 */
export function comeAfterTheKeys(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that does not allow it runs both alike.
  }
}

import { type Clock, steppingClock } from '../base/clock';
import type { Result } from '../base/problems';
import { enterMany, type HandOf } from '../records/bulk';
import type { World } from '../records/world';

/** Minutes pass between two deeds of a made-up working day. */
const PACE_MS = 60_000;

/** A working day from eight or nine in the morning, as the season has it. */
function morningOf(day: string): Clock {
  return steppingClock(`${day}T06:00:00.000Z`, PACE_MS);
}

/**
 * Enters many records of made-up days, each by the clock of its own day: what was done in March was
 * recorded in March, so that a case as it was then and its history tell what a real one would.
 */
export function enterDays(world: World, run: (handOf: HandOf) => void): Result<void> {
  return enterMany(world, run, morningOf);
}

import { V7Generator } from 'uuidv7';
import type { Clock } from './clock';
import type { Random } from './random';

/** Gives out identifiers of records, changes and units of work. */
export interface Ids {
  /** A UUIDv7, lower case with hyphens; each is greater as text than the one before. */
  next(): string;
}

/** The largest `unix_ts_ms` of RFC 9562; as a rollback allowance it means "never start over". */
const ANY_ROLLBACK_MS = 2 ** 48 - 1;

/**
 * UUIDv7s (RFC 9562) made from a clock and a source of randomness. Seeded both ways it gives the
 * same ids on each run. A clock that is set back does not break the order: the last time is kept
 * and the counter goes on.
 */
export function makeIds(clock: Clock, random: Random): Ids {
  const generator = new V7Generator({ nextUint32: () => random.int(2 ** 32) });
  generator.setRollbackAllowance(ANY_ROLLBACK_MS);
  return { next: () => generator.generateOrResetWithTs(clock.now().getTime()).toString() };
}

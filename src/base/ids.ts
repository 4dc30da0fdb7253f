import { createHash } from 'node:crypto';
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
  return { next: () => textOf(generator.generateOrResetWithTs(clock.now().getTime()).bytes) };
}

const DIGITS = Buffer.from('0123456789abcdef');
/** Where the bytes of an id stand in its text; between them are the hyphens, which stay. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const text = Buffer.alloc(36, '-');

/** Made in one piece: put together from digits, an id takes longer than all else a line costs. */
function textOf(bytes: Readonly<Uint8Array>): string {
  for (let at = 0; at < PLACES.length; at++) {
    const place = PLACES[at] as number;
    const byte = bytes[at] as number;
    text[place] = DIGITS[byte >> 4] as number;
    text[place + 1] = DIGITS[byte & 15] as number;
  }
  return text.toString('latin1');
}

/** The id that belongs to a text: a UUIDv8 (RFC 9562), the same each time. */
export function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

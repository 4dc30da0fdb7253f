import type { Random } from '../base/random';

const FIRST_MS = 1000;
const MOST_MS = 300_000;

/**
 * How long to wait before the next exchange, in milliseconds. Full jitter: anything from nothing
 * to a bound that doubles from 1 s to 5 min, so that stations which lost the centre at one moment
 * do not come back at one moment.
 * @param failures exchanges that failed one after another, from 1
 * @param retryAfter seconds the centre asked to wait: never less than that
 */
export function backoffMs(failures: number, random: Random, retryAfter: number | null = null) {
  const bound = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(Math.max(0, failures - 1), 20));
  const asked = Math.max(0, retryAfter ?? 0) * 1000;
  return asked + Math.floor(random.next() * bound);
}

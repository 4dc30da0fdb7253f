import { expect, test } from 'vitest';
import { type Random, seededRandom } from '../../src/base/random';
import { backoffMs } from '../../src/sync/backoff';

const MINUTE = 60_000;

/** A thousand waits after so many failures. */
function waits(failures: number, retryAfter: number | null = null): number[] {
  const random: Random = seededRandom(failures);
  return Array.from({ length: 1000 }, () => backoffMs(failures, random, retryAfter));
}

test('the bound doubles from a second to five minutes and stays there', () => {
  const longest = [1, 2, 3, 9, 10, 400].map((failures) => Math.max(...waits(failures)));
  const bounds = [1000, 2000, 4000, 256_000, 5 * MINUTE, 5 * MINUTE];
  for (const [at, bound] of bounds.entries()) {
    expect(longest[at]).toBeLessThanOrEqual(bound);
    expect(longest[at]).toBeGreaterThan(bound * 0.95);
  }
});

test('full jitter: stations that failed at one moment come back all over the time (R28)', () => {
  const tenths = new Set(waits(10).map((wait) => Math.floor(wait / (MINUTE / 2))));
  expect(tenths.size).toBe(10);
});

test('what the centre asked for is never cut short', () => {
  expect(Math.min(...waits(1, 600))).toBeGreaterThanOrEqual(600_000);
  expect(Math.min(...waits(1, -5))).toBeGreaterThanOrEqual(0);
});

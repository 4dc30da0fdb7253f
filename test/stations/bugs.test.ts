import { describe, expect, test } from 'vitest';
import { BUGS } from './bugs';
import { hunt } from './campaign';

const STEPS = 200;
const MOST = process.env.AKTI_FULL ? 400 : 100;
/** Fixed: which schedule first meets a bug is known, and the same on each machine. */
const SEED = Number(process.env.AKTI_SEED) || 40_000;

describe(`planted bugs are noticed (schedules from seed ${SEED})`, () => {
  test('there are at least twenty', () => {
    expect(new Set(BUGS.map(({ name }) => name)).size).toBeGreaterThanOrEqual(20);
  });

  for (const bug of BUGS) {
    test(bug.name, { timeout: 600_000 }, async () => {
      const { seed, invariants, schedules } = await hunt(bug, SEED, MOST, STEPS);
      console.log(`${bug.name}: ${invariants.join(', ')} after ${schedules} schedules`);
      expect(seed).not.toBeNull();
    });
  }
});

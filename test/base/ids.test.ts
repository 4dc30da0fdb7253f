import fc from 'fast-check';
import { V7Generator } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { type Clock, steppingClock, systemClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { seededRandom, systemRandom } from '../../src/base/random';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function clockOf(times: readonly number[]): Clock {
  let at = 0;
  return { now: () => new Date(times[at++ % times.length] ?? 0) };
}

describe('makeIds', () => {
  it('gives the same ids on each run under a seeded clock and seeded randomness', () => {
    const run = (seed: number): string[] => {
      const ids = makeIds(steppingClock('2026-03-16T08:00:00.000Z', 7), seededRandom(seed));
      return Array.from({ length: 50 }, () => ids.next());
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it('carries the time of its clock in the first 48 bits', () => {
    const start = Date.parse('2026-03-16T08:00:00.000Z');
    const id = makeIds(clockOf([start]), seededRandom(1)).next();
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(start);
  });

  it('goes up whatever the clock does', () => {
    const times = fc.array(fc.integer({ min: 0, max: 4e12 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(times, fc.integer(), (given, seed) => {
        const ids = makeIds(clockOf(given), seededRandom(seed));
        const made = given.map(() => ids.next());
        for (const id of made) expect(id).toMatch(UUID_V7);
        expect([...new Set(made)].sort()).toEqual(made);
      }),
      { numRuns: 1000 },
    );
  });

  it('writes its bytes as the library it has them from does', () => {
    const [ours, theirs] = [seededRandom(3), seededRandom(3)];
    const generator = new V7Generator({ nextUint32: () => theirs.int(2 ** 32) });
    const ids = makeIds(steppingClock('2026-03-16T08:00:00.000Z', 7), ours);
    const start = Date.parse('2026-03-16T08:00:00.000Z');
    for (let at = 0; at < 1000; at++) {
      expect(ids.next()).toBe(generator.generateOrResetWithTs(start + 7 * at).toString());
    }
  });

  it('gives no id twice on the real clock', () => {
    const ids = makeIds(systemClock(), systemRandom());
    const made = Array.from({ length: 5000 }, () => ids.next());
    expect(new Set(made).size).toBe(5000);
  });
});

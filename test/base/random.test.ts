import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom, systemRandom } from '../../src/base/random';

const draws = (random: Random): number[] => Array.from({ length: 20 }, () => random.int(1000));

describe('seededRandom', () => {
  it('gives the same row of numbers for the same seed and another for another', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        expect(draws(seededRandom(seed))).toEqual(draws(seededRandom(seed)));
        expect(draws(seededRandom(seed))).not.toEqual(draws(seededRandom(seed + 1)));
      }),
      { numRuns: 1000 },
    );
  });

  it('never changes between versions: demo bases are compared byte by byte', () => {
    const random = seededRandom(7);
    expect([random.int(1000), random.int(1000), random.int(1000)]).toEqual([467, 84, 334]);
  });

  it('tells seeds apart that differ only above 32 bits', () => {
    expect(draws(seededRandom(1))).not.toEqual(draws(seededRandom(1 + 2 ** 32)));
  });

  it('spreads evenly: each of ten values within a fifth of its share', () => {
    const random = seededRandom(1);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 20_000; i++) {
      const drawn = random.int(10);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(400);
  });

  it('refuses a seed that is no integer', () => {
    expect(() => seededRandom(0.5)).toThrow(RangeError);
  });
});

describe.each([
  ['system', systemRandom],
  ['seeded', () => seededRandom(3)],
])('%s randomness', (_name, make) => {
  it('keeps its ranges', () => {
    const random = make();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (bound) => {
        const drawn = random.int(bound);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < bound).toBe(true);
        const part = random.next();
        expect(part >= 0 && part < 1).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('picks only what is in the list, and gives as many bytes as asked', () => {
    const random = make();
    const picked = new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c'])));
    expect([...picked].sort()).toEqual(['a', 'b', 'c']);
    expect(random.bytes(33)).toHaveLength(33);
    expect(new Set(random.bytes(400)).size).toBeGreaterThan(100);
  });

  it('refuses an empty list and an empty range', () => {
    expect(() => make().pick([])).toThrow(RangeError);
    expect(() => make().int(0)).toThrow(RangeError);
  });
});

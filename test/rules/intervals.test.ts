import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, durationDays, type Interval, overlaps } from '../../src/rules/intervals';
import { utcIso } from './dates';

const FIRST = 20_000;
const interval = fc.tuple(fc.nat(30), fc.option(fc.nat(10))).map(([from, length]): Interval => {
  const until = length === null ? null : utcIso(FIRST + from + length);
  return { from: utcIso(FIRST + from), until };
});
const days = Array.from({ length: 60 }, (_, at) => utcIso(FIRST - 5 + at));
const daysIn = (given: Interval): string[] => days.filter((day) => contains(given, day));

describe('intervals', () => {
  it('contain both their ends', () => {
    const given = { from: '2008-02-01', until: '2008-05-05' };
    expect(contains(given, '2008-02-01')).toBe(true);
    expect(contains(given, '2008-05-05')).toBe(true);
    expect(contains(given, '2008-01-31')).toBe(false);
    expect(contains(given, '2008-05-06')).toBe(false);
    expect(contains({ from: '2008-02-01', until: null }, '2999-01-01')).toBe(true);
  });

  it('overlap exactly when they share a day, and last as many days as they contain', () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const shared = daysIn(a).filter((day) => contains(b, day));
        expect(overlaps(a, b)).toBe(shared.length > 0);
        expect(overlaps(b, a)).toBe(shared.length > 0);
        expect(durationDays(a)).toBe(a.until === null ? undefined : daysIn(a).length);
      }),
      { numRuns: 1000 },
    );
  });
});

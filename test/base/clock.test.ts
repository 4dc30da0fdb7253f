import { describe, expect, it } from 'vitest';
import { isoDateOf, isoInstant, steppingClock, systemClock } from '../../src/base/clock';

describe('steppingClock', () => {
  it('gives the start first and then a step more on each call', () => {
    const clock = steppingClock('2026-03-16T08:00:00.000Z', 250);
    expect(isoInstant(clock.now())).toBe('2026-03-16T08:00:00.000Z');
    expect(isoInstant(clock.now())).toBe('2026-03-16T08:00:00.250Z');
    expect(isoInstant(clock.now())).toBe('2026-03-16T08:00:00.500Z');
  });

  it('refuses a start that is no instant', () => {
    expect(() => steppingClock('yesterday', 1)).toThrow(RangeError);
  });
});

describe('systemClock', () => {
  it('lies between two readings of the machine', () => {
    const before = Date.now();
    const now = systemClock().now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

describe('isoDateOf', () => {
  it('is the date on the wall where the program runs, also near midnight', () => {
    expect(isoDateOf(new Date(2026, 2, 16, 0, 0, 1))).toBe('2026-03-16');
    expect(isoDateOf(new Date(2026, 11, 31, 23, 59, 59))).toBe('2026-12-31');
  });
});

import { describe, expect, it } from 'vitest';
import {
  dayOfInstant,
  endOfDay,
  endOfMinute,
  readClock,
  readInstant,
  showInstant,
} from '../../src/rules/typed-instant';

const read = (text: string) => {
  const found = readInstant(text, '2026-03-16');
  return found.ok ? found.value : found.problem.code;
};

describe('a point of time', () => {
  it('is a day to its end, local time', () => {
    expect(read('2026-03-01')).toBe(endOfDay('2026-03-01'));
    expect(read('010326')).toBe(endOfDay('2026-03-01'));
    expect(dayOfInstant(endOfDay('2026-03-01'))).toBe('2026-03-01');
    expect(showInstant(endOfDay('2026-03-01'))).toBe('010326');
  });

  it('is an instant to the end of what was said', () => {
    expect(read('2026-03-16T12:03:04.005Z')).toBe('2026-03-16T12:03:04.005Z');
    expect(read('2026-03-16T12:03:04Z')).toBe('2026-03-16T12:03:04.999Z');
    expect(read('2026-03-16T12:03Z')).toBe('2026-03-16T12:03:59.999Z');
    expect(read('2026-03-16T12:03+02:00')).toBe('2026-03-16T10:03:59.999Z');
    expect(read('2026-03-16T12:03')).toBe(endOfMinute('2026-03-16', 12, 3));
    expect(showInstant(endOfMinute('2026-03-16', 12, 3))).toBe('160326 12:03');
    expect(showInstant(new Date(2026, 2, 16, 12, 3, 4, 5).toISOString())).toBe('160326 12:03:04');
  });

  it.each([
    '',
    'eilen',
    '2026-02-30',
    '300226',
    '2026-3-1',
    '1.3.2026',
    '2026-03-16T24:00',
    '2026-02-30T10:00',
    '2026-03-16 12:03',
    '16',
    '20260316',
  ])('is refused as "%s"', (text) => {
    expect(read(text)).toBe('as_of.form');
  });

  it('takes a time of day as it is typed', () => {
    for (const text of ['12.03', '12:03', '1203', ' 12.03 ']) {
      expect(readClock(text)).toEqual({ ok: true, value: [12, 3] });
    }
    expect(readClock('9')).toEqual({ ok: true, value: [9, 0] });
    for (const text of ['24', '12.60', '1260', 'x', '', '12.3']) {
      expect(readClock(text)).toMatchObject({ ok: false, problem: { code: 'as_of.time' } });
    }
  });
});

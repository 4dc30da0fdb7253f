import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  ageOn,
  compareIso,
  dayOf,
  daysBetween,
  isIsoDate,
  isoOf,
  monthOf,
  showDdmmyy,
  showLong,
  weekdayOf,
  yearOf,
} from '../../src/rules/calendar';
import { isoBetween, utcDay, utcIso } from './dates';

const RUNS = { numRuns: 1000 };
const anyDate = isoBetween('0100-01-01', '9900-12-31');

describe('isIsoDate', () => {
  it.each(['2026-03-16', '2000-02-29', '2024-02-29', '0001-01-01', '9999-12-31'])('%s', (iso) => {
    expect(isIsoDate(iso)).toBe(true);
  });

  it.each([
    '1900-02-29',
    '2026-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-1-1',
    '20260316',
    '2026-03-16T00:00',
    ' 2026-03-16',
    '',
  ])('not %s', (text) => {
    expect(isIsoDate(text)).toBe(false);
  });
});

describe('counting days', () => {
  it('agrees with an independent calendar', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -40_000, max: 40_000 }), (iso, n) => {
        const later = utcIso(utcDay(iso) + n);
        fc.pre(later.length === 10 && later > '0001');
        expect(addDays(iso, n)).toBe(later);
        expect(daysBetween(iso, later)).toBe(n);
        expect(weekdayOf(iso) % 7).toBe(new Date(`${iso}T00:00:00Z`).getUTCDay());
        expect(isoOf(yearOf(iso), monthOf(iso), dayOf(iso))).toBe(iso);
      }),
      RUNS,
    );
  });

  it('knows the days on which summer time begins and ends as days like others', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
  });

  it('orders dates', () => {
    fc.assert(
      fc.property(anyDate, anyDate, (a, b) => {
        expect(compareIso(a, b)).toBe(Math.sign(utcDay(a) - utcDay(b)));
      }),
      RUNS,
    );
  });

  it('throws on what is no date, without repeating it', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => weekdayOf('120355')).toThrow(/^not a calendar date YYYY-MM-DD$/);
  });
});

describe('addMonths', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-16', 6, '2026-09-16'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-12-01', 1, '2027-01-01'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-08-31', 0, '2026-08-31'],
  ])('%s + %i months is %s', (iso, n, later) => {
    expect(addMonths(iso, n)).toBe(later);
  });

  it('keeps the day, or takes the last of a shorter month', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -900, max: 900 }), (iso, n) => {
        const later = addMonths(iso, n);
        const months = (text: string): number => yearOf(text) * 12 + monthOf(text);
        expect(months(later) - months(iso)).toBe(n);
        if (dayOf(later) !== dayOf(iso)) {
          expect(dayOf(later)).toBeLessThan(dayOf(iso));
          expect(dayOf(addDays(later, 1))).toBe(1);
        }
      }),
      RUNS,
    );
  });
});

describe('ageOn', () => {
  it.each([
    ['2008-03-17', '2026-03-16', 17],
    ['2008-03-16', '2026-03-16', 18],
    ['2026-03-16', '2026-03-16', 0],
    ['2026-03-17', '2026-03-16', -1],
    ['2008-02-29', '2026-02-27', 17],
    ['2008-02-29', '2026-02-28', 18],
    ['2008-02-29', '2024-02-28', 15],
    ['2008-02-29', '2024-02-29', 16],
    ['1899-12-31', '2000-01-01', 100],
  ])('born %s, on %s: %i', (born, on, age) => {
    expect(ageOn(born, on)).toBe(age);
  });
});

describe('showing', () => {
  it('shows six digits on the screen and the whole year in sentences', () => {
    expect(showDdmmyy('2006-12-08')).toBe('081206');
    expect(showLong('2026-09-16', 'fi')).toBe('16.9.2026');
    expect(showLong('2026-09-06', 'sv')).toBe('6.9.2026');
    expect(showLong('2026-09-16', 'en')).toBe('16 Sep 2026');
  });
});

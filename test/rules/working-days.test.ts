import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingDays, isWorkingDay, lastDayRule } from '../../src/rules/working-days';
import { isoBetween, utcDay, utcIso } from './dates';

/** Easter Sunday by Gauss's rule: another formula than the one under test. */
function gaussEaster(year: number): string {
  const k = Math.floor(year / 100);
  const m = 15 - Math.floor((13 + 8 * k) / 25) + k - Math.floor(k / 4);
  const n = 4 + k - Math.floor(k / 4);
  const d = (19 * (year % 19) + m) % 30;
  const e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7;
  let fromMarch22 = d + e;
  if (d === 29 && e === 6) fromMarch22 -= 7;
  if (d === 28 && e === 6 && (11 * m + 11) % 30 < 19) fromMarch22 -= 7;
  return utcIso(utcDay(`${year}-03-22`) + fromMarch22);
}

function utcWeekday(iso: string): number {
  return new Date(`${iso}T00:00:00Z`).getUTCDay();
}

function daysOf(year: number): string[] {
  const first = utcDay(`${year}-01-01`);
  return Array.from({ length: utcDay(`${year + 1}-01-01`) - first }, (_, at) => utcIso(first + at));
}

/** Days off of a year, named by the rule of each. */
function expectedDaysOff(year: number): string[] {
  const easter = utcDay(gaussEaster(year));
  const off = new Set(
    ['01-01', '01-06', '05-01', '12-06', '12-24', '12-25', '12-26'].map((d) => `${year}-${d}`),
  );
  for (const days of [-2, 0, 1, 39, 49]) off.add(utcIso(easter + days));
  for (const day of daysOf(year)) {
    const isJuneFriday = utcWeekday(day) === 5 && day >= `${year}-06-19` && day <= `${year}-06-25`;
    if (isJuneFriday || utcWeekday(day) === 0 || utcWeekday(day) === 6) off.add(day);
  }
  return [...off].sort();
}

describe('isWorkingDay', () => {
  it('knows the weekday holidays of 2026', () => {
    const holidays = daysOf(2026).filter((day) => !isWorkingDay(day) && utcWeekday(day) % 6 !== 0);
    expect(holidays).toEqual([
      '2026-01-01',
      '2026-01-06',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-06-19',
      '2026-12-24',
      '2026-12-25',
    ]);
  });

  it('agrees day by day with an independent table, 1900–2199', () => {
    for (let year = 1900; year < 2200; year++) {
      expect(daysOf(year).filter((day) => !isWorkingDay(day))).toEqual(expectedDaysOff(year));
    }
  });

  it('has Easter right in the years in which shortened formulas go wrong', () => {
    for (const friday of ['1954-04-16', '1981-04-17', '2049-04-16', '2076-04-17']) {
      expect(isWorkingDay(friday)).toBe(false);
      expect(isWorkingDay(utcIso(utcDay(friday) + 3))).toBe(false);
      expect(isWorkingDay(utcIso(utcDay(friday) - 7))).toBe(true);
      expect(isWorkingDay(utcIso(utcDay(friday) + 7))).toBe(true);
    }
  });
});

describe('addWorkingDays', () => {
  it('counts seven working days from a Tuesday to the Thursday of the next week', () => {
    expect(addWorkingDays('2026-02-03', 7)).toBe('2026-02-12');
  });

  it.each([
    ['2026-03-31', 7, '2026-04-13'],
    ['2026-12-22', 1, '2026-12-23'],
    ['2026-12-23', 1, '2026-12-28'],
    ['2026-06-18', 1, '2026-06-22'],
    ['2026-03-14', 1, '2026-03-16'],
    ['2026-03-14', 0, '2026-03-14'],
  ])('%s and %i more: %s', (from, n, due) => {
    expect(addWorkingDays(from, n)).toBe(due);
  });

  it('lands on a working day with exactly n working days after the start', () => {
    const from = isoBetween('1950-01-01', '2100-12-31');
    fc.assert(
      fc.property(from, fc.integer({ min: 1, max: 60 }), (start, n) => {
        const due = addWorkingDays(start, n);
        expect(isWorkingDay(due)).toBe(true);
        let counted = 0;
        for (let day = utcDay(start) + 1; day <= utcDay(due); day++) {
          if (isWorkingDay(utcIso(day))) counted++;
        }
        expect(counted).toBe(n);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('lastDayRule', () => {
  it.each([
    ['2026-03-16', '2026-03-16'],
    ['2026-04-03', '2026-04-07'],
    ['2026-12-24', '2026-12-28'],
    ['2026-12-06', '2026-12-07'],
    ['2026-06-19', '2026-06-22'],
    ['2026-01-01', '2026-01-02'],
  ])('a period ending %s ends %s', (last, moved) => {
    expect(lastDayRule(last)).toBe(moved);
  });
});

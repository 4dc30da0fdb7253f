import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showDdmmyy, showLong } from '../../src/rules/calendar';
import { type DateSide, readTypedDate, yearInWindow } from '../../src/rules/typed-date';
import { isoBetween, utcDay, utcIso } from './dates';

const RUNS = { numRuns: 1000 };
/** A Monday. */
const WORK_DATE = '2026-03-16';
const SIDES: DateSide[] = ['past', 'future', 'any'];

function read(text: string, side: DateSide = 'any', workDate = WORK_DATE): string {
  const result = readTypedDate(text, { workDate, side });
  return result.ok ? result.value : result.problem.code;
}

describe('whole dates', () => {
  it.each(['081206', '08122006', '8.12.2006', '8.12.06', '08.12.2006', ' 8. 12. 2006 '])(
    '%s is 8.12.2006',
    (text) => {
      expect(read(text)).toBe('2006-12-08');
    },
  );

  it('puts two-digit years between 80 years before the work year and 19 after', () => {
    expect(read('010146')).toBe('1946-01-01');
    expect(read('010145')).toBe('2045-01-01');
    expect(read('290200')).toBe('2000-02-29');
    expect(read('010103', 'any', '1999-06-01')).toBe('2003-01-01');
  });

  it('reads back what is shown, within the window', () => {
    const day = fc.record({
      workDate: isoBetween('1990-01-01', '2080-12-31'),
      offset: fc.integer({ min: -79 * 365, max: 18 * 365 }),
    });
    fc.assert(
      fc.property(day, ({ workDate, offset }) => {
        const iso = utcIso(utcDay(workDate) + offset);
        expect(read(showDdmmyy(iso), 'any', workDate)).toBe(iso);
        expect(read(showLong(iso, 'fi'), 'any', workDate)).toBe(iso);
        if (offset <= 0) expect(read(showDdmmyy(iso), 'past', workDate)).toBe(iso);
        if (offset >= 0) expect(read(showDdmmyy(iso), 'future', workDate)).toBe(iso);
      }),
      RUNS,
    );
  });

  it('gives each two digits exactly one year of the window', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.integer({ min: 1900, max: 2150 }), (digits, workYear) => {
        const year = yearInWindow(digits, workYear);
        expect(year % 100).toBe(digits);
        expect(year >= workYear - 80 && year <= workYear + 19).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('words and distances', () => {
  it.each([
    ['t', 'any', '2026-03-16'],
    ['T', 'past', '2026-03-16'],
    ['-1', 'past', '2026-03-15'],
    ['+3', 'future', '2026-03-19'],
    ['-0', 'past', '2026-03-16'],
    ['+2v', 'future', '2026-03-30'],
    ['-2V', 'past', '2026-03-02'],
    ['+6k', 'future', '2026-09-16'],
    ['-1k', 'past', '2026-02-16'],
    ['pe', 'past', '2026-03-13'],
    ['PE', 'future', '2026-03-20'],
    ['perjantai', 'any', '2026-03-13'],
    ['ma', 'past', '2026-03-16'],
    ['maanantai', 'future', '2026-03-16'],
    ['to', 'any', '2026-03-19'],
    ['Keskiviikko', 'past', '2026-03-11'],
    ['su', 'any', '2026-03-15'],
    ['la', 'future', '2026-03-21'],
    ['ti', 'past', '2026-03-10'],
  ] as [string, DateSide, string][])('%s on the side %s is %s', (text, side, iso) => {
    expect(read(text, side)).toBe(iso);
  });

  it('clamps months to the last day', () => {
    expect(read('-1k', 'past', '2026-03-31')).toBe('2026-02-28');
  });
});

describe('missing parts', () => {
  it.each([
    ['8', 'past', '2026-03-08'],
    ['8', 'future', '2026-04-08'],
    ['8', 'any', '2026-03-08'],
    ['16', 'past', '2026-03-16'],
    ['16.', 'future', '2026-03-16'],
    ['31', 'past', '2026-01-31'],
    ['31', 'future', '2026-03-31'],
    ['30', 'past', '2026-01-30'],
    ['0812', 'past', '2025-12-08'],
    ['8.12', 'future', '2026-12-08'],
    ['8.12.', 'any', '2025-12-08'],
    ['2902', 'past', '2024-02-29'],
    ['29.2.', 'future', '2028-02-29'],
    ['1603', 'past', '2026-03-16'],
  ] as [string, DateSide, string][])('%s on the side %s is %s', (text, side, iso) => {
    expect(read(text, side)).toBe(iso);
  });

  it('takes the later of two equally near', () => {
    // Fifteen days back and fifteen ahead.
    expect(read('1', 'any', '2026-04-16')).toBe('2026-05-01');
    // The longest gap: a century without a leap day.
    expect(read('2902', 'future', '1897-01-01')).toBe('1904-02-29');
  });

  it('goes to the date a search day by day outward from the work date finds', () => {
    const fits = {
      day: (iso: string, d: number) => Number(iso.slice(8)) === d,
      dayMonth: (iso: string, d: number, m: number) =>
        Number(iso.slice(8)) === d && Number(iso.slice(5, 7)) === m,
      weekday: (iso: string, d: number) => new Date(`${iso}T00:00:00Z`).getUTCDay() === d % 7,
    };
    const names = ['su', 'ma', 'ti', 'ke', 'to', 'pe', 'la'];
    const two = (n: number): string => String(n).padStart(2, '0');
    const typed = fc.oneof(
      fc.integer({ min: 1, max: 31 }).map((d) => ({
        texts: [String(d), two(d), `${d}.`],
        isWanted: (iso: string) => fits.day(iso, d),
      })),
      fc.tuple(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 12 })).map(([d, m]) => ({
        texts: [two(d) + two(m), `${d}.${m}.`, `${d}.${m}`],
        isWanted: (iso: string) => fits.dayMonth(iso, d, m),
      })),
      fc.integer({ min: 0, max: 6 }).map((d) => ({
        texts: [names[d] ?? ''],
        isWanted: (iso: string) => fits.weekday(iso, d),
      })),
    );
    const search = (
      workDate: string,
      side: DateSide,
      isWanted: (iso: string) => boolean,
    ): string => {
      const day = utcDay(workDate);
      for (let away = 0; away <= 366 * 9; away++) {
        const later = utcIso(day + away);
        if (side !== 'past' && isWanted(later)) return later;
        const earlier = utcIso(day - away);
        if (side !== 'future' && isWanted(earlier)) return earlier;
      }
      return 'date.none';
    };
    fc.assert(
      fc.property(
        isoBetween('1890-01-01', '2110-12-31'),
        fc.constantFrom(...SIDES),
        typed,
        (workDate, side, { texts, isWanted }) => {
          const nearest = search(workDate, side, isWanted);
          for (const text of texts) expect(read(text, side, workDate)).toBe(nearest);
        },
      ),
      RUNS,
    );
  });
});

describe('refusals', () => {
  it('says from which day on, in the form of the screen', () => {
    const problemOf = (text: string, side: DateSide): unknown => {
      const result = readTypedDate(text, { workDate: WORK_DATE, side });
      return result.ok ? result : result.problem;
    };
    expect(problemOf('170326', 'past')).toEqual({
      code: 'date.future',
      values: { latest: '160326' },
    });
    expect(problemOf('150326', 'future')).toEqual({
      code: 'date.past',
      values: { earliest: '160326' },
    });
    expect(problemOf('300226', 'any')).toEqual({
      code: 'date.none',
      values: { example: '160326' },
    });
    expect(problemOf('x', 'any')).toEqual({ code: 'date.form', values: { example: '160326' } });
  });

  it.each(['300226', '29.2.2025', '0', '00', '32', '3104', '0013', '31120099'])(
    '%s does not exist',
    (text) => {
      expect(read(text)).toBe('date.none');
    },
  );

  it.each(['', ' ', 'x', '812', '08120', '0812200', '8-12-2006', '1.2.3', '2v', '+', '+1d', 'tt'])(
    '%s is not written as a date',
    (text) => {
      expect(read(text)).toBe('date.form');
    },
  );

  it('refuses distances that leave the years of a life', () => {
    expect(read('+9999k')).toBe('date.none');
    expect(read('-9999k')).toBe('date.none');
    expect(read('constructor')).toBe('date.form');
  });

  it('never throws, and what it accepts lies on the allowed side', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789.+-vktmaie '), maxLength: 10 }),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(...SIDES), (text, side) => {
        const result = readTypedDate(text, { workDate: WORK_DATE, side });
        if (result.ok) {
          expect(utcIso(utcDay(result.value))).toBe(result.value);
          if (side === 'past') expect(result.value <= WORK_DATE).toBe(true);
          if (side === 'future') expect(result.value >= WORK_DATE).toBe(true);
        } else {
          expect(result.problem.code).toMatch(/^date\.(form|none|past|future)$/);
          expect(Object.values(result.problem.values ?? {})).toEqual(['160326']);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

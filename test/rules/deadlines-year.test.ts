import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../src/catalog/catalog';
import { folderReader } from '../../src/catalog/files';
import { dueDate, timeLimitOf } from '../../src/rules/deadlines';
import type { Interval } from '../../src/rules/intervals';
import { isoBetween, utcDay, utcIso } from './dates';

const { catalog } = loadCatalog(folderReader('data'));

/** Weekday holidays and eves from the wall calendars of 2026–2028, written out. */
const DAYS_OFF = new Set([
  ...['2026-01-01', '2026-01-06', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14'],
  ...['2026-06-19', '2026-12-24', '2026-12-25'],
  ...['2027-01-01', '2027-01-06', '2027-03-26', '2027-03-29', '2027-05-06', '2027-06-25'],
  ...['2027-12-06', '2027-12-24', '2028-01-06'],
]);

const off = new Map<string, boolean>();

function isOff(iso: string): boolean {
  const known = off.get(iso);
  if (known !== undefined) return known;
  const weekday = new Date(`${iso}T00:00:00Z`).getUTCDay();
  const is = weekday === 0 || weekday === 6 || DAYS_OFF.has(iso);
  off.set(iso, is);
  return is;
}

/** As ISO dates by days since 1970, each made once. */
const names: string[] = [];

/** So many days from one on. */
function days(from: string, count: number): string[] {
  const first = utcDay(from);
  return Array.from({ length: count }, (_, at) => {
    names[first + at] ??= utcIso(first + at);
    return names[first + at] as string;
  });
}

const YEAR = days('2026-01-01', 365);

/** The same day n months on, by Date; the last day of a month that has no such day. */
function monthsOn(iso: string, n: number): string {
  const [year, month, day] = iso.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + n + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + n, Math.min(day, last))).toISOString().slice(0, 10);
}

/** Counts day by day over a list of days, as on fingers. */
function slowly(amount: number, unit: string, from: string): string | undefined {
  const after = days(utcIso(utcDay(from) + 1), 800);
  if (unit === 'working_days') return after.filter((day) => !isOff(day))[amount - 1];
  const last = unit === 'months' ? monthsOn(from, amount) : after[amount - 1];
  if (unit === 'calendar_days') return last;
  return after.find((day) => day >= (last ?? '') && !isOff(day));
}

describe('the limits of DOMAIN 3 over the whole of 2026', () => {
  const counted = catalog.deadlines.flatMap((rule) => {
    const limit = timeLimitOf(rule);
    return limit ? [[rule.id, limit] as const] : [];
  });

  it('are these', () => {
    expect(counted.map(([id, { amount, unit }]) => `${id} ${amount} ${unit}`)).toEqual([
      'pta_aloitus_75 7 working_days',
      'pta_aloitus_hoitotuki 7 working_days',
      'pta_aloitus_erit_lapsi 7 working_days',
      'pta_valmis_erit_lapsi 3 months',
      'ls_ratkaisu 7 working_days',
      'ls_tieto 7 working_days',
      'ls_valmis 3 months',
      'ls_kiireellinen 30 days',
      'toteutus 3 months',
      'vamm_aloitus 7 working_days',
      'vamm_paatos 3 months',
      'tt_paatos 7 working_days',
      'tt_kiire 1 working_days',
      'tt_keskustelu 7 working_days',
      'tiedoksianto 7 calendar_days',
      'oikaisu 30 days',
      'valitus 30 days',
      'suunn_tark 12 months',
    ]);
  });

  it('have a row for every other line too, without a day to count to', () => {
    const rest = catalog.deadlines.filter((rule) => timeLimitOf(rule) === null);
    expect(rest.map(({ id, unit }) => `${id} ${unit}`)).toEqual([
      'kiire at_once',
      'pta_aloitus without_delay',
      'pta_valmis without_delay',
      'ls_asiakkaat persons',
      'tt_toimeenpano without_delay',
      'loki_pyynto years_back',
      'kanta_pvm by_day',
    ]);
  });

  it.each(counted)('%s ends on the day counted by hand, from each day', (_id, limit) => {
    const found = YEAR.map((day) => `${day} ${dueDate(limit, day)}`);
    const expected = YEAR.map((day) => `${day} ${slowly(limit.amount, limit.unit, day)}`);
    expect(found).toEqual(expected);
  });
});

describe('a suspended limit', () => {
  const seven = { amount: 7, unit: 'working_days' } as const;
  const months = { amount: 3, unit: 'months' } as const;
  const thirty = { amount: 30, unit: 'days' } as const;
  const stop = (from: string, until: string | null): Interval => ({ from, until });

  it.each([
    // 18, 19 and 20 March counted; Monday 23 to Friday 27 stand; 30 March to 2 April are the rest.
    ['7 arkipäivää over a week', seven, [stop('2026-03-23', '2026-03-27')], '2026-04-02'],
    ['a weekend costs nothing', seven, [stop('2026-03-21', '2026-03-22')], '2026-03-26'],
    ['3 months by ten days', months, [stop('2026-04-01', '2026-04-10')], '2026-06-29'],
    [
      'days of two intervals',
      thirty,
      [stop('2026-03-18', '2026-03-19'), stop('2026-04-01', '2026-04-01')],
      '2026-04-20',
    ],
    [
      'the day of the event itself is not counted anyway',
      seven,
      [stop('2026-03-16', '2026-03-17')],
      '2026-03-26',
    ],
    ['ended before it began', seven, [stop('2026-02-01', '2026-02-27')], '2026-03-26'],
    ['after the last day', seven, [stop('2026-03-27', null)], '2026-03-26'],
    ['open from the last day', seven, [stop('2026-03-26', null)], null],
    ['open from the first', months, [stop('2026-03-17', null)], null],
    // It would have ended on Thursday 16 April, the first suspended day.
    ['never ends inside', thirty, [stop('2026-04-16', '2026-04-20')], '2026-04-21'],
  ] as const)('%s', (_name, limit, stops, due) => {
    expect(dueDate(limit, '2026-03-17', stops)).toBe(due);
  });

  it('ends where a count day by day over the days that are not suspended ends', () => {
    const from = isoBetween('2026-01-01', '2026-12-31');
    const interval = fc
      .tuple(isoBetween('2026-01-01', '2027-03-31'), fc.integer({ min: 0, max: 40 }))
      .map(([first, length]) => stop(first, utcIso(utcDay(first) + length)));
    const limits = fc.constantFrom(seven, months, thirty);
    fc.assert(
      fc.property(from, limits, fc.array(interval, { maxLength: 4 }), (start, limit, stops) => {
        const after = days(utcIso(utcDay(start) + 1), 500);
        const runs = after.filter(
          (day) => !stops.some((s) => s.from <= day && day <= (s.until ?? '')),
        );
        const bare =
          limit.unit === 'months' ? utcDay(monthsOn(start, 3)) - utcDay(start) : limit.amount;
        const due =
          limit.unit === 'working_days'
            ? runs.filter((day) => !isOff(day))[bare - 1]
            : runs.slice(bare - 1).find((day) => !isOff(day));
        expect(dueDate(limit, start, stops)).toBe(due);
      }),
      { numRuns: 500 },
    );
  });
});

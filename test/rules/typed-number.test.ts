import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readTypedInteger,
  readTypedMoney,
  readTypedMonth,
  showMoney,
  showMonth,
} from '../../src/rules/typed-number';

const RUNS = { numRuns: 1000 };

describe('readTypedInteger', () => {
  const limits = { min: 0, max: 99 };
  it.each([
    ['0', 0],
    ['007', 7],
    [' 42 ', 42],
    ['+5', 5],
    ['-0', 0],
    ['99', 99],
  ])('%s', (text, value) => {
    expect(readTypedInteger(text, limits)).toEqual({ ok: true, value });
  });

  it.each(['', 'x', '1.5', '1,0', '1e3', '0x1', '--1', '1 2', '٣'])('%s is no number', (text) => {
    const problem = { code: 'number.not_number', values: limits };
    expect(readTypedInteger(text, limits)).toEqual({ ok: false, problem });
  });

  it.each(['100', '-1', '9'.repeat(400)])('%s is out of range', (text) => {
    const problem = { code: 'number.range', values: limits };
    expect(readTypedInteger(text, limits)).toEqual({ ok: false, problem });
  });

  it('reads back every number inside its limits and refuses every one outside', () => {
    const triple = fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.maxSafeInteger());
    fc.assert(
      fc.property(triple, ([a, b, n]) => {
        const range = { min: Math.min(a, b), max: Math.max(a, b) };
        const result = readTypedInteger(String(n), range);
        expect(result.ok).toBe(n >= range.min && n <= range.max);
        if (result.ok) expect(result.value).toBe(n + 0);
      }),
      RUNS,
    );
  });
});

describe('readTypedMoney', () => {
  it.each([
    ['12', 1200],
    ['12,5', 1250],
    ['12.50', 1250],
    ['12,', 1200],
    ['1 234,56', 123456],
    ['1\u00a0234,56 €', 123456],
    ['0,1', 10],
    ['-3,20', -320],
    ['-0,00', 0],
    ['0000000000000012,00', 1200],
    ['1,15', 115],
  ])('%s is %i cents', (text, value) => {
    expect(readTypedMoney(text)).toEqual({ ok: true, value });
  });

  it.each(['', 'x', ',5', '1,234', '1.234,50', '1e5', '12 €€', '- 3', '1'.repeat(14)])(
    '%s is no amount',
    (text) => {
      expect(readTypedMoney(text)).toEqual({ ok: false, problem: { code: 'money.form' } });
    },
  );

  it('keeps to the limits, ends included', () => {
    const limits = { min: 0, max: 10_000 };
    expect(readTypedMoney('100,00', limits)).toEqual({ ok: true, value: 10_000 });
    for (const text of ['100,01', '-0,01']) {
      const problem = { code: 'money.range', values: { min_cents: 0, max_cents: 10_000 } };
      expect(readTypedMoney(text, limits)).toEqual({ ok: false, problem });
    }
  });

  it('reads back every amount shown, to the cent', () => {
    const max = 999_999_999_999_999;
    fc.assert(
      fc.property(
        fc.integer({ min: -max, max }),
        fc.constantFrom('fi', 'sv', 'en'),
        (cents, lang) => {
          const shown = showMoney(cents, lang);
          expect(shown).toMatch(lang === 'en' ? /^-?\d+\.\d\d$/ : /^-?\d+,\d\d$/);
          expect(readTypedMoney(shown)).toEqual({ ok: true, value: cents });
          const euros = BigInt(cents) / 100n;
          expect(shown.split(/[.,]/)[0]?.replace('-', '')).toBe(String(euros).replace('-', ''));
        },
      ),
      RUNS,
    );
  });

  it('never throws and never gives a part of a cent', () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789,.- €') }));
    fc.assert(
      fc.property(texts, (text) => {
        const result = readTypedMoney(text);
        if (result.ok) expect(Number.isSafeInteger(result.value)).toBe(true);
        else expect(result.problem.code).toBe('money.form');
      }),
      RUNS,
    );
  });
});

describe('showMoney', () => {
  it('shows two decimals with a comma in Finnish and a dot in English', () => {
    expect(showMoney(0, 'fi')).toBe('0,00');
    expect(showMoney(5, 'fi')).toBe('0,05');
    expect(showMoney(-123456, 'en')).toBe('-1234.56');
    expect(() => showMoney(0.5, 'fi')).toThrow(RangeError);
  });
});

describe('readTypedMonth', () => {
  it.each(['09/2026', '9/2026', '9.2026', '09/26', '0926', '092026', ' 9 / 2026 '])(
    '%s',
    (text) => {
      expect(readTypedMonth(text, '2026-03-16')).toEqual({ ok: true, value: '2026-09' });
    },
  );

  it.each([
    ['13/2026', 'month.none'],
    ['0026', 'month.none'],
    ['01/1799', 'month.none'],
    ['926', 'month.form'],
    ['', 'month.form'],
    ['syyskuu', 'month.form'],
  ])('%s is refused: %s', (text, code) => {
    const problem = { code, values: { example: '03/2026' } };
    expect(readTypedMonth(text, '2026-03-16')).toEqual({ ok: false, problem });
  });

  it('reads back every month shown, and its short forms inside the window', () => {
    const month = fc.tuple(fc.integer({ min: 1946, max: 2045 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(month, ([year, number]) => {
        const two = String(number).padStart(2, '0');
        const value = `${year}-${two}`;
        for (const text of [showMonth(value), two + String(year).slice(2)]) {
          expect(readTypedMonth(text, '2026-03-16')).toEqual({ ok: true, value });
        }
      }),
      RUNS,
    );
  });
});

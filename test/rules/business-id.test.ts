import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBusinessId } from '../../src/rules/business-id';

describe('readBusinessId', () => {
  it.each(['0112038-9', '0201256-6', '0737546-2'])('%s is right', (value) => {
    expect(readBusinessId(` ${value} `)).toEqual({ ok: true, value });
  });

  it('gives an old id of six digits its zero', () => {
    expect(readBusinessId('112038-9')).toEqual({ ok: true, value: '0112038-9' });
  });

  it('tells the right check digit', () => {
    const problem = { code: 'business_id.check', values: { expected: 9 } };
    expect(readBusinessId('0112038-8')).toEqual({ ok: false, problem });
  });

  it.each(['', '01120389', '0112038-', 'FI01120389', '0112038-99', '112-9'])('%s', (text) => {
    expect(readBusinessId(text)).toEqual({ ok: false, problem: { code: 'business_id.form' } });
  });

  it('makes the weighted sum of all eight digits, the last with weight 1, divisible by 11', () => {
    const seven = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(seven, (digits) => {
        const weights = [7, 9, 10, 5, 8, 4, 2, 1];
        const good = [...'0123456789'].filter((last) => {
          const sum = [...(digits + last)].reduce(
            (total, digit, at) => total + Number(digit) * (weights[at] ?? 0),
            0,
          );
          return sum % 11 === 0;
        });
        const taken = [...'0123456789'].filter((last) => readBusinessId(`${digits}-${last}`).ok);
        expect(taken).toEqual(good);
        if (good.length === 0) {
          const problem = { code: 'business_id.number' };
          expect(readBusinessId(`${digits}-0`)).toEqual({ ok: false, problem });
        }
      }),
      { numRuns: 1000 },
    );
  });
});

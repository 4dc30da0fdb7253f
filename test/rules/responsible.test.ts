import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactlyOneResponsible } from '../../src/rules/responsible';

const row = (worker: string, responsible = false) => ({ worker, responsible });

describe('exactlyOneResponsible', () => {
  it('accepts one responsible worker among others, and empty rows', () => {
    expect(exactlyOneResponsible([row('a'), row('b', true), row(''), row('')])).toBeUndefined();
  });

  it('names what is wrong', () => {
    expect(exactlyOneResponsible([])).toEqual({ code: 'workers.none' });
    expect(exactlyOneResponsible([row('', true)])).toEqual({ code: 'workers.none' });
    expect(exactlyOneResponsible([row('a'), row('b')])).toEqual({
      code: 'workers.no_responsible',
    });
    expect(exactlyOneResponsible([row('a', true), row('b', true)])).toEqual({
      code: 'workers.many_responsible',
      values: { count: 2 },
    });
    expect(exactlyOneResponsible([row('a', true), row(''), row('a')])).toEqual({
      code: 'workers.twice',
      values: { row: 3 },
    });
  });

  it('is silent exactly when the filled rows name different workers and one is responsible', () => {
    const rows = fc.array(
      fc.record({ worker: fc.constantFrom('', 'a', 'b', 'c', 'd'), responsible: fc.boolean() }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(rows, (given) => {
        const filled = given.filter(({ worker }) => worker);
        const isRight =
          new Set(filled.map(({ worker }) => worker)).size === filled.length &&
          filled.filter(({ responsible }) => responsible).length === 1;
        expect(exactlyOneResponsible(given) === undefined).toBe(isRight);
      }),
      { numRuns: 1000 },
    );
  });
});

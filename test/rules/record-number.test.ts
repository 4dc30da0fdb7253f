import { describe, expect, it } from 'vitest';
import { numberSeries, showDecisionNumber } from '../../src/rules/record-number';

describe('record numbers', () => {
  it("run per series, year of the record's own date and root unit", () => {
    expect(numberSeries('decision_number', '2006-12-01', 'phsotey')).toEqual({
      series: 'decision_number',
      year: 2006,
      root_unit: 'phsotey',
    });
  });

  it('show a decision by year and number', () => {
    expect(showDecisionNumber(2006, 3)).toBe('2006 3');
  });
});

import { describe, expect, test } from 'vitest';
import { isBegunId, nextTemporaryId, readIdentifier } from '../../src/rules/temporary-id';

const DAY = '2026-03-16';
const read = (typed: string) => {
  const result = readIdentifier(typed, DAY);
  return result.ok ? result.value : result.problem.code;
};

describe('what is typed where an identifier belongs', () => {
  test('is a whole id in upper case, of any class', () => {
    expect(read(' 121255-901n ')).toBe('121255-901N');
    expect(read('121255-tp1x')).toBe('121255-TP1X');
  });

  test('is a birth date, whose century follows from the work date', () => {
    expect(read('150318')).toBe('150318A');
    expect(read('160326')).toBe('160326A');
    expect(read('170326')).toBe('170326-');
    expect(read('290226')).toBe('person_id.date');
    expect(read('121255')).toBe('121255-');
    expect(read('15.3.2018')).toBe('150318A');
    expect(read('15031918')).toBe('150318-');
    expect(read('15031899')).toBe('150399+');
  });

  test('is a birth date with its sign', () => {
    expect(read('150318-')).toBe('150318-');
    expect(read('150318y')).toBe('150318Y');
    expect(read('310218A')).toBe('person_id.date');
  });

  test('is refused with what is wrong with it', () => {
    expect(read('310226')).toBe('person_id.date');
    expect(read('17032026')).toBe('person_id.date');
    expect(read('121255-901X')).toBe('person_id.check');
    expect(read('1503')).toBe('person_id.form');
    expect(read('abc')).toBe('person_id.form');
  });
});

describe('the next temporary id', () => {
  const two = (n: number) => String(n).padStart(2, '0');
  const numbers = Array.from({ length: 99 }, (_, at) => `150318ATP${two(at + 1)}`);

  test('is the first free number, in any letter case of the taken', () => {
    expect(nextTemporaryId('150318A', [])).toBe('150318ATP01');
    expect(nextTemporaryId('150318A', ['150318atp01', '150318ATP03'])).toBe('150318ATP02');
  });

  test('goes on with letters, each an id of the class, until every one is taken', () => {
    expect(nextTemporaryId('150318A', numbers)).toBe('150318ATP0A');
    const taken = [...numbers];
    for (let id = nextTemporaryId('150318A', taken); id; id = nextTemporaryId('150318A', taken)) {
      expect(id).toMatch(/^150318ATP[0-9A-Z]{2}$/);
      taken.push(id);
    }
    // TP00 is never given: a number begins at one.
    expect(new Set(taken).size).toBe(36 * 36 - 1);
  });

  test('is begun by six digits and a sign alone', () => {
    expect(['150318A', '150318-', '150318', '150318ATP01'].map(isBegunId)).toEqual([
      ...[true, true, false, false],
    ]);
  });
});

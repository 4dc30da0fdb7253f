import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bornOf, checkCharacter, makeTestId, readPersonId } from '../../src/rules/person-id';
import { isoBetween } from './dates';

const RUNS = { numRuns: 1000 };
const SIGNS = { 18: '+', 19: '-YXWVU', 20: 'ABCDEF' } as const;

function codeOf(text: string): string {
  const result = readPersonId(text);
  return result.ok ? result.value.class : result.problem.code;
}

/** The nine digits divided by 31 by hand, digit after digit: the remainder picks the character. */
function longDivision(digits: string): string {
  const rest = [...digits].reduce((left, digit) => (left * 10 + Number(digit)) % 31, 0);
  return '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(rest);
}

describe('readPersonId: the vectors of the documents', () => {
  it.each([
    ['121255-901N', 'test', '1955-12-12'],
    ['121255Y901N', 'test', '1955-12-12'],
    ['121255U123K', 'official', '1955-12-12'],
    ['010124B2346', 'official', '2024-01-01'],
    ['010124F2346', 'official', '2024-01-01'],
    ['010199+234J', 'official', '1899-01-01'],
    ['131052-308T', 'official', '1952-10-13'],
    ['180859-914S', 'test', '1959-08-18'],
    ['020516C903K', 'test', '2016-05-02'],
    ['290200A1239', 'official', '2000-02-29'],
    ['121255-TP1X', 'effica_temporary', '1955-12-12'],
    ['150278-TP22', 'effica_temporary', '1978-02-15'],
    ['020288-TP01', 'effica_temporary', '1988-02-02'],
  ])('%s is %s, born %s', (text, cls, born) => {
    const value = { value: text, class: cls, born };
    expect(readPersonId(text)).toEqual({ ok: true, value });
    expect(readPersonId(` ${text.toLowerCase()} `)).toEqual({ ok: true, value });
    expect(bornOf(text)).toBe(born);
  });

  it.each([
    ['290201A123J', 'person_id.date'],
    ['290200-1239', 'person_id.date'],
    ['310402-TP01', 'person_id.date'],
    ['121255-001M', 'person_id.number'],
    ['121255-000L', 'person_id.number'],
    ['121255-901M', 'person_id.check'],
    ['121255-901G', 'person_id.check'],
    ['121255901N', 'person_id.form'],
    ['121255Z901N', 'person_id.form'],
    ['121255G901N', 'person_id.form'],
    ['121255-TP1', 'person_id.form'],
    ['121255-TP1XX', 'person_id.form'],
    ['121255-TP1ı', 'person_id.form'],
    ['121255-90', 'person_id.form'],
    ['121255 -901N', 'person_id.form'],
    ['', 'person_id.form'],
  ])('%s is refused: %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('tells the right check character and the lowest number', () => {
    expect(readPersonId('121255-901A')).toEqual({
      ok: false,
      problem: { code: 'person_id.check', values: { expected: 'N' } },
    });
    expect(readPersonId('121255-001M')).toEqual({
      ok: false,
      problem: { code: 'person_id.number', values: { lowest: '002' } },
    });
  });

  it('keeps the century sign: the same digits with another sign are another person', () => {
    const plain = readPersonId('100190-999P');
    const other = readPersonId('100190Y999P');
    expect(plain.ok && plain.value.value).toBe('100190-999P');
    expect(other.ok && other.value.value).toBe('100190Y999P');
  });

  it('derives a class and a date of birth and nothing else', () => {
    const result = readPersonId('131052-308T');
    expect(result.ok && Object.keys(result.value).sort()).toEqual(['born', 'class', 'value']);
  });
});

describe('numbered ids', () => {
  const numbered = fc
    .tuple(isoBetween('1800-01-01', '2099-12-31'), fc.integer({ min: 0, max: 999 }), fc.nat(5))
    .map(([born, number, at]) => {
      const signs = SIGNS[Number(born.slice(0, 2)) as keyof typeof SIGNS];
      const digits = born.slice(8) + born.slice(5, 7) + born.slice(2, 4);
      const zzz = String(number).padStart(3, '0');
      return { born, number, digits, zzz, sign: signs.charAt(at % signs.length) };
    });

  it('are accepted with exactly one check character, in every century and with every sign', () => {
    fc.assert(
      fc.property(numbered, ({ born, number, digits, zzz, sign }) => {
        const right = longDivision(digits + zzz);
        expect(checkCharacter(digits, zzz)).toBe(right);
        for (const check of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
          const result = readPersonId(digits + sign + zzz + check);
          expect(result.ok).toBe(check === right && number >= 2);
          if (!result.ok) continue;
          expect(result.value.born).toBe(born);
          expect(result.value.class).toBe(number < 900 ? 'official' : 'test');
        }
      }),
      RUNS,
    );
  });

  it('have each single wrong digit and each swap of neighbours found out', () => {
    fc.assert(
      fc.property(numbered, fc.nat(8), fc.integer({ min: 1, max: 9 }), (id, at, by) => {
        const nine = id.digits + id.zzz;
        const right = longDivision(nine);
        const wrong = (Number(nine[at]) + by) % 10;
        const changed = nine.slice(0, at) + wrong + nine.slice(at + 1);
        const swapped = nine.slice(0, at) + (nine[at + 1] ?? '') + nine[at] + nine.slice(at + 2);
        for (const digits of [changed, swapped]) {
          if (digits === nine) continue;
          const text = digits.slice(0, 6) + id.sign + digits.slice(6) + right;
          expect(readPersonId(text).ok).toBe(false);
        }
      }),
      RUNS,
    );
  });

  it('never make the reader throw, whatever is typed', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789-+ATPX'), minLength: 9, maxLength: 12 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(codeOf(text)).toMatch(
          /^(official|test|effica_temporary|person_id\.(form|date|number|check))$/,
        );
      }),
      RUNS,
    );
  });
});

describe('makeTestId', () => {
  it('makes ids of the class test that read back their date of birth', () => {
    const parts = fc.tuple(
      isoBetween('1800-01-01', '2099-12-31'),
      fc.integer({ min: 900, max: 999 }),
    );
    fc.assert(
      fc.property(parts, ([born, number]) => {
        const value = makeTestId(born, number);
        expect(readPersonId(value)).toEqual({ ok: true, value: { value, class: 'test', born } });
      }),
      RUNS,
    );
  });

  it('takes a sign of the century and refuses what does not fit', () => {
    expect(makeTestId('1955-12-12', 901)).toBe('121255-901N');
    expect(makeTestId('1955-12-12', 901, 'Y')).toBe('121255Y901N');
    expect(() => makeTestId('1955-12-12', 899)).toThrow(RangeError);
    expect(() => makeTestId('1955-12-12', 901, 'A')).toThrow(RangeError);
    expect(() => makeTestId('1955-12-12', 901, '')).toThrow(RangeError);
    expect(() => makeTestId('2155-12-12', 901)).toThrow(RangeError);
  });
});

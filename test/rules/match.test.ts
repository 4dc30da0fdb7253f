import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestMatch, matchCodes, nameKey, namePrefix } from '../../src/rules/match';

const RUNS = { numRuns: 1000 };
const ROWS = [
  { code: 'TT', text: 'Toimeentulotuki' },
  { code: 'AS', text: 'AS / Aikuissosiaalityön tarve' },
  { code: 'A', text: 'Asuminen' },
  { code: '', text: 'Kotikäynti, vaativa' },
  { code: 'K1', text: 'Koti- tai muu käynti' },
  { code: '', text: 'Päätös aikuissosiaalityöstä' },
  { code: 'P', text: 'ShL 35 § Ilmoitus (tuki)' },
];

describe('matchCodes', () => {
  it.each([
    ['a', [2, 1, 5]],
    ['as', [1, 2]],
    ['A', [2, 1, 5]],
    ['ko', [3, 4]],
    ['va', [3]],
    ['mu', [4]],
    ['ta', [1, 4]],
    ['tu', [6]],
    ['ilm', [6]],
    ['t', [0, 1, 4, 6]],
    ['k1', [4]],
    ['pa', []],
    ['pä', [5]],
    ['pa\u0308', [5]],
    ['koti- tai', [4]],
    ['muu kä', [4]],
    ['xyz', []],
    ['', [0, 1, 2, 3, 4, 5, 6]],
    ['  ', [0, 1, 2, 3, 4, 5, 6]],
  ])('%s', (typed, found) => {
    expect(matchCodes(ROWS, typed)).toEqual(found);
  });

  it('puts exact codes, code prefixes, text prefixes and word prefixes in this order', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', 'B', ' ', '-', '/') });
    const rows = fc.array(fc.record({ code: letters, text: letters }), { maxLength: 12 });
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', 'ä', 'A'),
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(rows, word, (given, typed) => {
        const wanted = typed.toLowerCase();
        const rank = given.map(({ code, text }) => {
          const words = text.toLowerCase().split(/[ ,/\-§()]/);
          if (code.toLowerCase() === wanted) return 0;
          if (code.toLowerCase().startsWith(wanted)) return 1;
          if (text.toLowerCase().startsWith(wanted)) return 2;
          return words.some((part) => part.startsWith(wanted)) ? 3 : 9;
        });
        const expected = [0, 1, 2, 3].flatMap((cls) =>
          given.flatMap((_, at) => (rank[at] === cls ? [at] : [])),
        );
        expect(matchCodes(given, typed)).toEqual(expected);
        expect(bestMatch(given, typed)).toBe(expected[0]);
      }),
      RUNS,
    );
  });
});

describe('bestMatch', () => {
  it('proposes the first match, and nothing while nothing is typed', () => {
    expect(bestMatch(ROWS, 'ai')).toBe(1);
    expect(bestMatch(ROWS, 'xyz')).toBeUndefined();
    expect(bestMatch(ROWS, ' ')).toBeUndefined();
  });
});

describe('finding persons by name', () => {
  it.each([
    ['Testi', 'Isä', 'testi isä'],
    ["O'Neil-Mäki", 'Renée  Åsa', 'o neil mäki renee åsa'],
    ['Špaček', '', 'spacek'],
    ['MA\u0308KI', 'Aino', 'mäki aino'],
  ])('%s, %s is kept as %s', (surname, given, key) => {
    expect(nameKey(surname, given)).toBe(key);
  });

  it('keeps a typed space at the end, which ends the surname', () => {
    expect(namePrefix('Ranta ')).toBe('ranta ');
    expect(nameKey('Rantanen', 'Aino').startsWith(namePrefix('Ranta '))).toBe(false);
    expect(nameKey('Ranta', 'Oskari').startsWith(namePrefix(' RANTA, o'))).toBe(true);
    expect(nameKey('Mäki', 'Aino').startsWith(namePrefix('maki'))).toBe(false);
  });

  it('finds everyone by every beginning of "surname given names", in any letter case', () => {
    const name = fc.string({ unit: fc.constantFrom(...'aåäöéšzAÅÖ-'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(name, name, fc.nat(14), (surname, given, length) => {
        const typed = `${surname} ${given}`.slice(0, length);
        const key = nameKey(surname, given);
        const ended = `${key} `;
        for (const text of [typed, typed.toUpperCase()]) {
          expect(ended.startsWith(namePrefix(text))).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

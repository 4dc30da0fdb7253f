import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../src/base/text-width';
import { glyphs, glyphsWidth } from '../../src/screen/glyph';
import { Grid } from '../../src/screen/grid';
import { memoMove, paintMemo } from '../../src/screen/memo-painter';

const piece = fc.constantFrom('a', 'bb', 'ööö', ' ', ' ', '\n', '漢', 'x\u0301', 'pitkäsana', '\t');
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
const cells = fc.integer({ min: 4, max: 24 });

function rows(value: string, width: number, height: number, caret = 0, focused = true): string[] {
  return paintMemo({ text: value, caret, width, height, focused }).lines.map((line) =>
    line.map((span) => span.text).join(''),
  );
}

/** All carets of a text: 0 and behind each grapheme. */
function carets(value: string): number[] {
  const all = [0];
  for (const grapheme of graphemes(value)) all.push((all.at(-1) as number) + grapheme.length);
  return all;
}

function aCaret(value: string, pick: number): number {
  const all = carets(value);
  return all[pick % all.length] as number;
}

describe('paintMemo', () => {
  test('wraps between words and keeps the last column free', () => {
    expect(rows('yksi kaksi kolme', 11, 3)).toEqual(['yksi kaksi ', 'kolme      ', '           ']);
    expect(rows('yksi kaksi\n\nkolme', 8, 4)).toEqual([
      'yksi    ',
      'kaksi   ',
      '        ',
      'kolme   ',
    ]);
    expect(rows('abcdefghij', 5, 3)).toEqual(['abcd ', 'efgh ', 'ij   ']);
  });

  test('tells of text above and below', () => {
    const value = '1\n2\n3\n4\n5\n6';
    expect(rows(value, 5, 3)).toEqual(['1    ', '2    ', '3   v']);
    expect(rows(value, 5, 3, 6)).toEqual(['2   ^', '3    ', '4   v']);
    expect(rows(value, 5, 3, value.length)).toEqual(['4   ^', '5    ', '6    ']);
    expect(rows(value, 5, 3, value.length, false)).toEqual(['1    ', '2    ', '3   v']);
  });

  test('is the same whatever was painted before: rows above are not wrapped anew (1000)', () => {
    const edit = fc.record({ at: fc.nat(), gone: fc.nat({ max: 3 }), put: piece });
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 6 }), cells, (begun, edits, width) => {
        let value = begun;
        for (const { at, gone, put } of edits) {
          const units = [...value];
          units.splice(at % (units.length + 1), gone, put);
          const caret = aCaret(units.join(''), at);
          value = units.join('');
          const after = paintMemo({ text: value, caret, width, height: 3, focused: true });
          paintMemo({ text: '', caret: 0, width: width + 1, height: 3, focused: true });
          const alone = paintMemo({ text: value, caret, width, height: 3, focused: true });
          expect(after).toEqual(alone);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('fills its cells, with the caret on the glyph it is before (1000)', () => {
    fc.assert(
      fc.property(text, fc.nat(), cells, cells, (value, pick, width, height) => {
        const caret = aCaret(value, pick);
        const memo = paintMemo({ text: value, caret, width, height, focused: true });
        expect(memo.lines).toHaveLength(height);
        const grid = new Grid(width, height);
        memo.lines.forEach((line, y) => {
          expect(glyphsWidth(glyphs(line.map((span) => span.text).join('')))).toBe(width);
          grid.put(0, y, line);
        });
        expect(memo.caretY).toBeLessThan(height);
        expect(memo.caretX).toBeLessThan(width);
        const under = graphemes(value.slice(caret))[0] ?? '\n';
        const char = grid.charAt(memo.caretX, memo.caretY);
        // Before a line end, or in blanks the wrapping swallowed, it stands behind the row.
        expect(char).toBe(/^\s/.test(under) ? ' ' : under);
      }),
      { numRuns: 1000 },
    );
  });

  test('a character typed at the end changes one cell most of the time', () => {
    let value = '';
    let changed = 0;
    for (const letter of 'yksi kaksi kolme neljä viisi kuusi'.repeat(3)) {
      const before = rows(value, 30, 6, value.length).join('');
      value += letter;
      const after = rows(value, 30, 6, value.length).join('');
      for (let i = 0; i < after.length; i += 1) if (before[i] !== after[i]) changed += 1;
    }
    expect(changed).toBeLessThan(2 * value.length);
  });
});

describe('memoMove', () => {
  test('goes by wrapped rows and keeps the column where it can', () => {
    const value = 'yksi kaksi kolme';
    expect(memoMove(value, 3, 11, 'down')).toBe(14);
    expect(memoMove(value, 14, 11, 'up')).toBe(3);
    expect(memoMove(value, 9, 11, 'down')).toBe(16);
    expect(memoMove(value, 3, 11, 'up')).toBe(3);
    expect(memoMove(value, 14, 11, 'down')).toBe(14);
    expect(memoMove(value, 14, 11, 'home')).toBe(11);
    expect(memoMove(value, 3, 11, 'end')).toBe(10);
    expect(memoMove('abcdefghij', 1, 5, 'end')).toBe(3);
  });

  test('moves one row, stays in it for home and end, never splits a grapheme (1000)', () => {
    fc.assert(
      fc.property(text, fc.nat(), cells, (value, pick, width) => {
        const caret = aCaret(value, pick);
        const at = (index: number) => {
          const look = { text: value, caret: index, width, height: 200, focused: true };
          const { caretX, caretY } = paintMemo(look);
          return { x: caretX, y: caretY };
        };
        const here = at(caret);
        for (const [move, step] of [
          ['up', -1],
          ['down', 1],
          ['home', 0],
          ['end', 0],
        ] as const) {
          const index = memoMove(value, caret, width, move);
          const there = at(index);
          expect(carets(value)).toContain(index);
          if (index === caret) {
            if (move === 'up') expect(here.y).toBe(0);
          } else {
            expect(there.y).toBe(here.y + step);
            if (step !== 0) expect(there.x).toBeLessThanOrEqual(here.x);
          }
          if (move === 'home') expect(there.x).toBe(0);
          if (move === 'end') expect(there.x).toBeGreaterThanOrEqual(here.x);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

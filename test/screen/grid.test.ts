import { describe, expect, test } from 'vitest';
import { PLAIN, styleNumber, styleOf, TONE } from '../../src/screen/cell';
import { Grid } from '../../src/screen/grid';

function put(text: string, x = 0, width = 10): string {
  const grid = new Grid(10, 1);
  grid.put(x, 0, [{ text }], width);
  return grid.text()[0] as string;
}

describe('Grid', () => {
  test('clips to the width and to the grid', () => {
    expect(put('abcdefghijkl', 2, 4)).toBe('  abcd    ');
    expect(put('abcdefghijkl', 7)).toBe('       abc');
    expect(put('abcdef', -3)).toBe('def       ');
  });

  test('never shows half a wide character', () => {
    expect(put('漢字', 0, 3)).toBe('漢        ');
    expect(put('漢字', -1)).toBe(' 字       ');
    const grid = new Grid(6, 1);
    grid.put(0, 0, [{ text: '漢字' }]);
    expect(grid.chars.slice(0, 4)).toEqual(['漢', '', '字', '']);
    grid.put(1, 0, [{ text: 'ab' }]);
    expect(grid.chars).toEqual([' ', 'a', 'b', ' ', ' ', ' ']);
  });

  test('keeps combining marks with their base, across spans too', () => {
    const grid = new Grid(4, 1);
    grid.put(0, 0, [{ text: 'x\u0301a\u0308o' }, { text: '\u0308' }]);
    expect(grid.chars).toEqual(['x\u0301', 'ä', 'ö', ' ']);
  });

  test('shows controls, tabs and direction marks as one blank each', () => {
    expect(put('a\tb\x07c\u202ed\u0000e')).toBe('a b c d e ');
    expect(put('\x1b[2Ja')).toBe(' [2Ja     ');
  });

  test('has one style for all blanks that look plain', () => {
    const grid = new Grid(4, 1);
    grid.put(0, 0, [{ text: ' a', style: { bold: true, color: TONE.caption } }]);
    grid.put(2, 0, [{ text: ' ', style: { underline: true } }]);
    expect(grid.styleAt(0, 0)).toBe(PLAIN);
    expect(styleOf(grid.styleAt(1, 0))).toEqual({ bold: true, color: TONE.caption });
    expect(grid.styleAt(2, 0)).toBe(styleNumber({ underline: true }));
    // A theme may invert it, and a gap in a caption would then show.
    grid.put(3, 0, [{ text: ' ', style: { color: TONE.focus } }]);
    expect(styleOf(grid.styleAt(3, 0))).toEqual({ color: TONE.focus });
  });

  test('compares and copies by cells, cutting to its size', () => {
    const one = new Grid(5, 2);
    one.put(3, 0, [{ text: '漢', style: { dim: true } }]);
    const same = new Grid(5, 2);
    same.copyFrom(one);
    expect(same.equals(one)).toBe(true);
    same.put(0, 1, [{ text: 'x' }]);
    expect(same.equals(one)).toBe(false);
    const smaller = new Grid(4, 3);
    smaller.copyFrom(one);
    expect(smaller.text()).toEqual(['    ', '    ', '    ']);
  });

  test('style numbers give their style back', () => {
    for (let number = 0; number <= 271; number += 1) {
      expect(styleNumber(styleOf(number))).toBe(number);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../src/base/text-width';
import type { Line } from '../../src/screen/cell';
import { glyphs, glyphsWidth } from '../../src/screen/glyph';
import { Grid } from '../../src/screen/grid';
import { caretAtEnd } from '../../src/screen/line-edit';
import { paintField, paintTick } from '../../src/screen/painters';

const piece = fc.constantFrom('a', 'B', 'ö', ' ', '漢', 'x\u0301', '1', '\t', '\u202e');
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

function shown(spans: Line): string {
  return spans.map((span) => span.text).join('');
}

function width(spans: Line): number {
  return glyphsWidth(glyphs(shown(spans)));
}

/** All carets of a text: 0 and behind each grapheme. */
function carets(value: string): number[] {
  const all = [0];
  for (const grapheme of graphemes(value)) all.push((all.at(-1) as number) + grapheme.length);
  return all;
}

function field(value: string, caret: number, cells: number, focused = true): string {
  return shown(
    paintField({ edit: { text: value, caret, selected: false }, width: cells, focused }).spans,
  );
}

describe('paintField', () => {
  test('fills its width exactly, and the caret stands on the glyph it is before (1000)', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 1, max: 30 }), (value, pick, cells) => {
        const all = carets(value);
        const caret = all[pick % all.length] as number;
        const edit = { text: value, caret, selected: false };
        const { spans, caretX } = paintField({ edit, width: cells, focused: true });
        expect(width(spans)).toBe(cells);
        expect(caretX).toBeGreaterThanOrEqual(0);
        expect(caretX).toBeLessThan(cells);
        const under = glyphs(value.slice(caret)).find((glyph) => glyph.width > 0);
        const grid = new Grid(cells, 1);
        grid.put(0, 0, spans);
        // A wide character may be cut at the right edge, and is a blank then.
        const cut = under?.width === 2 && grid.charAt(caretX, 0) === ' ';
        if (under && !cut) expect(grid.charAt(caretX, 0)).toBe(under.char);
        if (!under) expect(grid.charAt(caretX, 0)).toBe(' ');
      }),
      { numRuns: 1000 },
    );
  });

  test('carets in order stand in order while nothing scrolls (1000)', () => {
    fc.assert(
      fc.property(text, (value) => {
        const cells = glyphsWidth(glyphs(value)) + 1;
        const columns = carets(value).map((caret) => {
          const edit = { text: value, caret, selected: false };
          return paintField({ edit, width: cells, focused: true }).caretX;
        });
        expect(columns).toEqual(carets(value).map((c) => glyphsWidth(glyphs(value.slice(0, c)))));
      }),
      { numRuns: 1000 },
    );
  });

  test('is underlined in every cell and never inverse', () => {
    const edit = caretAtEnd('abcdefghijklmnop');
    for (const cells of [5, 10, 30]) {
      const { spans } = paintField({ edit, width: cells, focused: true, ghost: 'x', note: 'min' });
      for (const span of spans) expect(span.style).toMatchObject({ underline: true });
      for (const span of spans) expect(span.style?.inverse).toBeUndefined();
    }
  });

  test('marks the ends where text is cut', () => {
    const value = 'abcdefghijklmnopqrstuvwxyz';
    expect(field(value, 0, 10)).toBe('abcdefghi>');
    expect(field(value, 0, 10, false)).toBe('abcdefghi>');
    expect(field(value, 12, 10)).toBe('<ghijklmn>');
    expect(field(value, 26, 10)).toBe('<vwxyz    ');
    expect(field('abcdefghij', 0, 10, false)).toBe('abcdefghij');
    expect(field('abcdefghij', 10, 10)).toBe('<ghij     ');
  });

  test('a cut never halves a wide character', () => {
    expect(field('漢字漢字漢字', 0, 6)).toBe('漢字 >');
    expect(field('漢字漢字漢字', 6, 6)).toMatch(/^<[ 漢字]*\s*$/);
  });

  test('shows the rest of a proposal that goes on from what is typed', () => {
    const look = { edit: caretAtEnd('aik'), width: 20, focused: true, ghost: 'Aikuissosiaalityö' };
    const { spans } = paintField(look);
    expect(shown(spans)).toBe('aikuissosiaalityö   ');
    expect(spans[1]).toEqual({ text: 'uissosiaalityö', style: { underline: true, dim: true } });
    expect(shown(paintField({ ...look, focused: false }).spans)).toBe('aik                 ');
  });

  test('shows any other proposal after a gap, cut to the room there is', () => {
    const edit = caretAtEnd('121');
    const ghost = 'Aikuissosiaalityö';
    expect(shown(paintField({ edit, width: 30, focused: true, ghost }).spans)).toBe(
      '121     Aikuissosiaalityö     ',
    );
    expect(shown(paintField({ edit, width: 12, focused: true, ghost }).spans)).toBe('121 Aikuisso');
  });

  test('shows a remark at the right end when there is room', () => {
    const edit = caretAtEnd('255');
    expect(shown(paintField({ edit, width: 10, focused: false, note: 'min' }).spans)).toBe(
      '255    min',
    );
    expect(shown(paintField({ edit, width: 6, focused: false, note: 'min' }).spans)).toBe('255   ');
  });
});

test('paintTick draws three cells in both styles, the cursor on the mark', () => {
  expect(paintTick({ on: true, focused: true })).toEqual({ spans: [{ text: '[x]' }], caretX: 1 });
  expect(shown(paintTick({ on: false, focused: false }).spans)).toBe('[ ]');
  expect(shown(paintTick({ on: true, focused: true, style: 'box' }).spans)).toBe('☒  ');
  expect(shown(paintTick({ on: false, focused: true, style: 'box' }).spans)).toBe('☐  ');
});

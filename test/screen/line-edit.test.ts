import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphemes } from '../../src/base/text-width';
import {
  backspace,
  caretAtEnd,
  deleteForward,
  insertText,
  type LineEdit,
  moveEnd,
  moveHome,
  moveLeft,
  moveRight,
  selectAll,
} from '../../src/screen/line-edit';

const piece = fc.constantFrom(
  'a',
  'ö',
  ' ',
  '漢',
  'x\u0301',
  '\u0301',
  '👩‍👧',
  '\u200d',
  '🇫',
  '\t',
);
const act = fc.oneof(
  piece.map((text) => (edit: LineEdit) => insertText(edit, text)),
  fc.constantFrom(backspace, deleteForward, moveLeft, moveRight, moveHome, moveEnd),
);

describe('line edit', () => {
  test('the first typed character replaces a selected value', () => {
    expect(insertText(selectAll('vanha'), 'u')).toEqual({ text: 'u', caret: 1, selected: false });
  });

  test('arrows, Home, End and Backspace edit a selected value', () => {
    const edit = selectAll('pää');
    expect(moveLeft(edit)).toEqual({ text: 'pää', caret: 0, selected: false });
    expect(moveRight(edit)).toEqual({ text: 'pää', caret: 1, selected: false });
    expect(moveHome(edit)).toEqual({ text: 'pää', caret: 0, selected: false });
    expect(moveEnd(edit)).toEqual({ text: 'pää', caret: 3, selected: false });
    expect(backspace(edit)).toEqual({ text: 'pä', caret: 2, selected: false });
    expect(deleteForward(edit)).toEqual({ text: '', caret: 0, selected: false });
  });

  test('an empty field has nothing to select', () => {
    expect(selectAll('').selected).toBe(false);
  });

  test('removes whole graphemes', () => {
    expect(backspace(caretAtEnd('ax\u0301')).text).toBe('a');
    expect(backspace(caretAtEnd('a👩‍👧')).text).toBe('a');
    expect(deleteForward(moveHome(caretAtEnd('x\u0301b'))).text).toBe('b');
  });

  test('the caret always stands between two graphemes (1000 random edits)', () => {
    fc.assert(
      fc.property(fc.array(piece), fc.array(act, { maxLength: 40 }), (start, acts) => {
        let edit = selectAll(start.join(''));
        for (const step of acts) {
          edit = step(edit);
          const borders = new Set([0]);
          let end = 0;
          for (const grapheme of graphemes(edit.text)) {
            end += grapheme.length;
            borders.add(end);
          }
          expect(borders.has(edit.caret)).toBe(true);
          expect(edit.selected).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('what is inserted in plain text stands where the caret was (1000 runs)', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'B', 'ö', ' ', '1', '漢') });
    fc.assert(
      fc.property(plain, plain, fc.nat(), (text, added, where) => {
        const caret = where % (text.length + 1);
        const edit = insertText({ text, caret, selected: false }, added);
        expect(edit.text).toBe(text.slice(0, caret) + added + text.slice(caret));
        expect(edit.caret).toBe(caret + added.length);
      }),
      { numRuns: 1000 },
    );
  });
});

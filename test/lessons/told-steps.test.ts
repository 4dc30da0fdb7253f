import { expect, test } from 'vitest';
import { linesOf, textOfLine } from '../../src/lessons/cells';
import { filmOf } from '../../src/lessons/film';
import type { RecordedEvent } from '../../src/lessons/recording';
import { keysAsRead, toldSteps } from '../../src/lessons/told-steps';
import { newText, transcriptOf } from '../../src/lessons/transcript';
import { Grid } from '../../src/screen/grid';
import { SHIPPED } from '../words/data-words';

const shape = { title: 'T', lang: 'en', cols: 20, rows: 2, term: 'xterm' };

test('letters typed in a row are one text, a space inside it too, and keys stay keys', () => {
  const names = ['a', 'Space', 'ö', 'Enter', 'Space', 'F5', 'Ctrl+V v', '1', '2'];
  expect(keysAsRead(names)).toEqual(['"a ö"', 'Enter', 'Space', 'F5', 'Ctrl+V v', '"12"']);
});

test('a step has the screen it ended with, and that of the one before when it had none', () => {
  const events: RecordedEvent[] = [
    { at: 0, kind: 'screen', rows: ['start  '] },
    { at: 1, kind: 'step', step: 1, caption: 'one' },
    { at: 2, kind: 'keys', names: 'a', bytes: 'a' },
    {
      at: 3,
      kind: 'cells',
      lines: [[{ text: 'a' }, { text: 'b', style: { bold: true } }]],
      cursor: { x: 1, y: 0 },
    },
    { at: 4, kind: 'step', step: 2, caption: 'two' },
  ];
  expect(toldSteps({ ...shape, events })).toEqual([
    { step: 0, caption: '', keys: [], rows: ['start'], cursorRow: null },
    { step: 1, caption: 'one', keys: ['"a"'], rows: ['ab'], cursorRow: 0 },
    { step: 2, caption: 'two', keys: [], rows: ['ab'], cursorRow: 0 },
  ]);
});

test('the rows told of are the text of a step, whatever the cells hold around them', () => {
  const cells = (text: string): RecordedEvent => ({
    at: 1,
    kind: 'cells',
    lines: [[{ text }], [{ text: 'lines of the lesson' }]],
    cursor: { x: 0, y: 0 },
  });
  const events: RecordedEvent[] = [
    { at: 1, kind: 'step', step: 1, caption: 'one' },
    cells('a'),
    { at: 1, kind: 'screen', rows: ['a'] },
    { at: 1, kind: 'step', step: 2, caption: 'two' },
    { at: 1, kind: 'screen', rows: ['b'] },
    cells('b'),
    { at: 1, kind: 'step', step: 3, caption: 'three' },
    cells('c'),
  ];
  const rows = toldSteps({ ...shape, events }).map((one) => one.rows);
  expect(rows).toEqual([null, ['a'], ['b'], ['c', 'lines of the lesson']]);
  const seen = filmOf({ ...shape, events }).frames.flatMap((frame) => frame.rows);
  expect(seen.map(([y, line]) => [y, textOfLine(line)])).toEqual([
    [0, 'a'],
    [1, 'lines of the lesson'],
    [0, 'b'],
    [0, 'c'],
  ]);
});

test('of a row in columns only the changed column is read, column after column', () => {
  const before = ['│ tree   │ Date  050508 │', '│ branch │ Name         │'];
  const after = ['│ tree   │ Date  060508 │', '│ leaf   │ Name  Testi  │'];
  expect(newText(before, after)).toEqual(['leaf', 'Date 060508', 'Name Testi']);
  expect(newText(null, after)).toEqual(['tree', 'leaf', 'Date 060508', 'Name Testi']);
  expect(newText(after, after)).toEqual([]);
  expect(newText(['╭── Title ──╮'], ['╭── Other ──╮'])).toEqual(['Other']);
});

test('where nothing came but the cursor moved, the transcript says where it is', () => {
  const lines = [[{ text: 'Date 050508' }], [{ text: '│ Name │' }]];
  const events: RecordedEvent[] = [
    { at: 0, kind: 'cells', lines, cursor: { x: 5, y: 0 } },
    { at: 1, kind: 'step', step: 1, caption: 'on' },
    { at: 2, kind: 'cells', lines, cursor: { x: 5, y: 1 } },
    { at: 3, kind: 'step', step: 2, caption: 'stay' },
  ];
  const text = transcriptOf({ ...shape, events }, SHIPPED.en.words);
  const [, , one, two] = text.split('\n\n');
  expect(one).toBe('1. on\nThe screen did not change.\nThe cursor is in the row: Name');
  expect(two).toBe('2. stay\nThe screen did not change.\n');
});

test('a transcript has no orders to a terminal, whatever a caption holds', () => {
  const events: RecordedEvent[] = [
    { at: 0, kind: 'step', step: 1, caption: 'a\x1b[2Jb\nc' },
    { at: 1, kind: 'screen', rows: ['x\x9b31mred'] },
  ];
  const text = transcriptOf({ ...shape, events }, SHIPPED.en.words);
  expect(text).toBe('T\n\n1. a [2Jb c\nNew on the screen:\n  x 31mred\n');
});

test('a grid as lines: runs of one style, wide characters once, no blanks at the end', () => {
  const grid = new Grid(12, 2);
  grid.put(1, 0, [{ text: 'ab' }, { text: '漢', style: { inverse: true } }, { text: ' ' }]);
  grid.put(0, 1, [{ text: '  ', style: { underline: true } }]);
  expect(linesOf(grid)).toEqual([
    [{ text: ' ab' }, { text: '漢', style: { inverse: true } }],
    [{ text: '  ', style: { underline: true } }],
  ]);
  expect(linesOf(grid).map(textOfLine)).toEqual([' ab漢', '']);
});

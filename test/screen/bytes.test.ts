import { beforeEach, describe, expect, test } from 'vitest';
import { Grid } from '../../src/screen/grid';
import { insertText, type LineEdit, moveEnd, selectAll } from '../../src/screen/line-edit';
import { type FieldLook, paintField } from '../../src/screen/painters';
import { XTERM } from '../../src/screen/profile';
import { createScreen, type Screen } from '../../src/screen/screen';

const FIELD_X = 24;
const FIELD_WIDTH = 44;

/** A form of 80×24 with twenty captioned fields; field 3 has the focus. */
function form(edit: LineEdit, more: Partial<FieldLook> = {}) {
  const grid = new Grid(80, 24);
  grid.put(0, 0, [{ text: 'Arkisto Muotoile Näytä', style: { inverse: true } }]);
  for (let y = 2; y < 22; y += 1) {
    grid.put(2, y, [{ text: `Otsikko numero ${y}`, style: y === 3 ? { bold: true } : {} }]);
    const value = { text: 'Aikuissosiaalityö', caret: 0, selected: false };
    const field = paintField({ edit: value, width: FIELD_WIDTH, focused: false });
    grid.put(FIELD_X, y, field.spans);
  }
  const field = paintField({ edit, width: FIELD_WIDTH, focused: true, ...more });
  grid.put(FIELD_X, 3, field.spans);
  return { grid, field, cursor: { x: FIELD_X + field.caretX, y: 3 } };
}

describe('bytes', () => {
  let written: string[];
  let screen: Screen;
  let edit: LineEdit;

  beforeEach(() => {
    written = [];
    screen = createScreen({
      cols: 80,
      rows: 24,
      profile: XTERM,
      write: (bytes) => written.push(bytes),
    });
    edit = selectAll('');
    const { grid, cursor } = form(edit);
    screen.frame(grid, cursor);
  });

  function type(text: string, more: Partial<FieldLook> = {}): number {
    edit = insertText(edit, text);
    const field = paintField({ edit, width: FIELD_WIDTH, focused: true, ...more });
    const cursor = { x: FIELD_X + field.caretX, y: 3 };
    return screen.echo(FIELD_X, 3, FIELD_WIDTH, field.spans, cursor);
  }

  test('the first frame is one write with one clear', () => {
    expect(written).toHaveLength(1);
    expect(written[0]?.split('\x1b[2J')).toHaveLength(2);
  });

  test('an unchanged frame writes nothing', () => {
    const { grid, cursor } = form(edit);
    expect(screen.frame(grid, cursor)).toBe(0);
    expect(written).toHaveLength(1);
  });

  test('a character typed at the end costs one byte, the first one too', () => {
    for (const letter of 'Kriisipalvelu') expect(type(letter)).toBe(1);
    expect(type('ö')).toBe(2);
    expect(written).toHaveLength(15);
    expect(screen.bytes).toBe(written.reduce((sum, bytes) => sum + Buffer.byteLength(bytes), 0));
    expect(screen.writes).toBe(written.length);
  });

  test('the frame after an echo finds nothing to change', () => {
    type('Kriisi');
    const { grid, cursor } = form(edit);
    expect(screen.frame(grid, cursor)).toBe(0);
  });

  test('a text longer than the field scrolls seldom', () => {
    let bytes = 0;
    const typed = 200;
    for (let n = 0; n < typed; n += 1) bytes += type('abcdefghij'.charAt(n % 10));
    expect(bytes / typed).toBeLessThanOrEqual(4);
  });

  test('a character typed into its proposal costs one byte', () => {
    const ghost = 'Aikuissosiaalityö';
    type('A', { ghost });
    for (const letter of 'ikuiss') expect(type(letter, { ghost })).toBe(1);
  });

  test('a proposal under a code that is no part of it costs at most 12 bytes', () => {
    const ghost = 'Aikuissosiaalityö';
    type('1', { ghost });
    for (const digit of '2345') expect(type(digit, { ghost })).toBeLessThanOrEqual(12);
  });

  test('the cursor goes to the next field for at most 8 bytes', () => {
    const { grid } = form(edit);
    expect(screen.frame(grid, { x: FIELD_X, y: 4 })).toBeLessThanOrEqual(8);
  });

  test('only a resize and a redraw clear again, once each', () => {
    type('abc');
    written.length = 0;
    screen.resize(100, 30);
    const { grid, cursor } = form(edit);
    screen.frame(grid, cursor);
    screen.frame(grid, cursor);
    expect(written.join('').split('\x1b[2J')).toHaveLength(2);
    written.length = 0;
    screen.redraw();
    expect(written).toHaveLength(1);
    expect(written.join('').split('\x1b[2J')).toHaveLength(2);
    screen.frame(grid, moveEnd(edit).caret === 3 ? cursor : null);
    expect(written).toHaveLength(1);
  });

  test('without a second screen only the first frame clears at once, the others row by row', () => {
    written.length = 0;
    const profile = { ...XTERM, alternateScreen: false };
    const write = (bytes: string) => written.push(bytes);
    const single = createScreen({ cols: 80, rows: 24, profile, write });
    const { grid, cursor } = form(edit);
    single.frame(grid, cursor);
    expect(written.join('').split('\x1b[2J')).toHaveLength(2);
    single.redraw();
    single.resize(100, 30);
    single.frame(grid, cursor);
    expect(written.slice(1).join('')).not.toContain('\x1b[2J');
    expect(written.map((one) => one.split('\n\x1b[K').length - 1)).toEqual([0, 23, 29]);
  });

  test('a cursor that cannot be hidden waits at the beginning of the last row', () => {
    const sent: string[] = [];
    const profile = { ...XTERM, hiddenCursor: false };
    const single = createScreen({ cols: 80, rows: 24, profile, write: (one) => sent.push(one) });
    const { grid, cursor } = form(edit);
    single.frame(grid, cursor);
    expect(single.frame(grid, null)).toBeLessThanOrEqual(5);
    expect(sent.at(-1)).toBe('\x1b[24H');
    expect(single.frame(grid, null)).toBe(0);
    expect(sent.join('')).not.toContain('?25');
  });

  test('an echo before the first frame after a resize writes nothing', () => {
    screen.resize(80, 24);
    expect(type('a')).toBe(0);
    expect(written).toHaveLength(1);
  });

  test('long blanks are erased, not written', () => {
    const empty = new Grid(80, 24);
    const bytes = screen.frame(empty, { x: 0, y: 0 });
    expect(bytes).toBeLessThan(24 * 12);
  });

  test('a tap hears every write until it is taken off', () => {
    const heard: string[] = [];
    const off = screen.tap((bytes) => heard.push(bytes));
    type('a');
    off();
    type('b');
    expect(heard).toEqual(['a']);
  });
});

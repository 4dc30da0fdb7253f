import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { putAnsi } from '../../src/screen/ansi';
import { type Style, styleNumber, styleOf } from '../../src/screen/cell';
import { Grid } from '../../src/screen/grid';
import { styleChange } from '../../src/screen/hardware';
import { createPen, type Pen } from '../../src/screen/pen';
import { XTERM } from '../../src/screen/profile';
import { Emulator } from './emulator';

const style = fc.record(
  {
    bold: fc.boolean(),
    dim: fc.boolean(),
    underline: fc.boolean(),
    inverse: fc.boolean(),
    color: fc.integer({ min: 0, max: 15 }),
  },
  { requiredKeys: [] },
);
const text = fc.string({
  unit: fc.constantFrom('a', 'ö', ' ', '漢', 'x\u0301', '€'),
  maxLength: 6,
});
const spans = fc.array(fc.record({ text, style }), { maxLength: 6 });

describe('putAnsi', () => {
  test('reads back what styleChange writes (1000 lines)', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 30 }), (line, width) => {
        const wanted = new Grid(30, 1);
        wanted.put(0, 0, line, width);
        const read = new Grid(30, 1);
        putAnsi(read, 0, 0, written(line), width);
        expect(read.text()).toEqual(wanted.text());
        expect(read.equals(wanted)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('understands each code as the emulator does', async () => {
    const codes = [
      ...[0, 1, 2, 4, 7, 22, 24, 27, 39],
      ...Array.from({ length: 8 }, (_, n) => 30 + n),
      ...Array.from({ length: 8 }, (_, n) => 90 + n),
      ...['38;5;3', '38;5;12', '1;4;31', '', '0;7', '4;24;2'],
    ];
    for (const before of ['\x1b[1;4;7;31m', '\x1b[2;92m', '']) {
      for (const code of codes) {
        const line = `${before}a\x1b[${code}mb\x1b[mc`;
        const grid = new Grid(5, 1);
        putAnsi(grid, 0, 0, line);
        const emulator = new Emulator(5, 1, false);
        emulator.write(`\x1b[2J\x1b[H${line}`);
        await emulator.settled();
        expect(emulator.difference(grid, { x: 3, y: 0 }, asItIs)).toBe('');
      }
    }
  });

  test('leaves out what is no style: links, moves, charsets, backgrounds, true colour', () => {
    const grid = new Grid(9, 1);
    const used = putAnsi(
      grid,
      0,
      0,
      '\x1b]8;;http://x\x07a\x1b]8;;\x1b\\b\x1b[2Jc\x1b(Bd\x1b[48;5;1me\x1b[38;2;1;2;3mf\x1b[4:3mg',
    );
    expect(used).toBe(7);
    expect(grid.text()).toEqual(['abcdefg  ']);
    expect(styleOf(grid.styleAt(5, 0))).toEqual({});
  });
});

/** A pen that writes every style as it stands, colours too. */
const asItIs: Pen = { ...createPen(XTERM, 'plain'), style: (_char, style) => style };

function written(line: { text: string; style: Style }[]): string {
  let bytes = '';
  let now = 0;
  for (const span of line) {
    const next = styleNumber(styleOf(styleNumber(span.style)));
    bytes += styleChange(now, next) + span.text;
    now = next;
  }
  return bytes;
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from '../../src/lessons/cells';
import {
  cornerIn,
  endMessage,
  Following,
  framed,
  messageFor,
  type PackedStill,
  packStill,
  type Still,
} from '../../src/lessons/following';
import type { Style } from '../../src/screen/cell';
import { Grid } from '../../src/screen/grid';

const said = { hint: 'hint', clipped: 'clipped' };
const cells = fc.record({
  x: fc.nat(11),
  y: fc.nat(4),
  text: fc.constantFrom('a', 'ä', '漢', ' ', 'e\u0301', '│'),
  style: fc.constantFrom(undefined, { bold: true }, { inverse: true, color: 3 }),
});
const frames = fc.array(fc.array(cells, { maxLength: 12 }), { minLength: 1, maxLength: 6 });

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly style: Style | undefined;
}

function gridOf(marks: readonly Mark[]): Grid {
  const grid = new Grid(12, 5);
  for (const { x, y, text, style } of marks) grid.put(x, y, [{ text, style }]);
  return grid;
}

const stillOfGrid = (grid: Grid): Still => ({
  cols: grid.cols,
  rows: grid.rows,
  lines: linesOf(grid),
  cursor: { x: 1, y: 2 },
});

test('whatever the screens and however the bytes are cut, a follower has the same cells', () => {
  fc.assert(
    fc.property(frames, fc.integer({ min: 1, max: 40 }), (shown, cut) => {
      const following = new Following();
      let sent: PackedStill | null = null;
      for (const marks of shown) {
        const grid = gridOf(marks);
        const still = packStill(stillOfGrid(grid));
        const text = messageFor(sent, still);
        sent = still;
        for (let at = 0; at < text.length; at += cut) {
          expect(following.feed(text.slice(at, at + cut)).ok).toBe(true);
        }
        const { grid: seen } = framed(following.still, { cols: 12, rows: 5 }, said);
        expect(seen.text()).toEqual(grid.text());
        expect([...seen.styles]).toEqual([...grid.styles]);
      }
    }),
    { numRuns: 200 },
  );
});

test('only rows that changed travel, and nothing when none did', () => {
  const packed = (grid: Grid) => packStill(stillOfGrid(grid));
  const blank = packed(gridOf([]));
  const marked = packed(gridOf([{ x: 0, y: 3, text: 'a', style: undefined }]));
  const first = JSON.parse(messageFor(null, blank));
  expect(first).toEqual({ akti: 1, size: [12, 5], cursor: [1, 2], rows: [] });
  expect(JSON.parse(messageFor(blank, marked)).rows).toEqual([[3, ['a']]]);
  expect(messageFor(marked, marked)).toBe('');
  expect(JSON.parse(messageFor(marked, blank)).rows).toEqual([[3, []]]);
  const moved = messageFor(marked, { ...marked, cursor: null });
  expect(JSON.parse(moved)).toEqual({ akti: 1, size: [12, 5], cursor: null, rows: [] });
});

test('what is no lesson is refused, and orders to a terminal are blanks', () => {
  for (const foreign of ['HTTP/1.1 200\n', '{}\n', 'null\n', '[]\n', '{"akti":2,"end":true}\n']) {
    expect(new Following().feed(foreign).ok, foreign).toBe(false);
  }
  for (const part of ['"size":[0,1]', '"size":[1,99999]', '"size":{}', '"rows":[1]', '']) {
    expect(new Following().feed(`{"akti":1,${part || '"x":1'}}\n`).ok, part).toBe(false);
  }
  const rows = ['"size":[9,1],"rows":[[0,[{}]]]', '"size":[9,1],"rows":[[0,[["a","b"]]]]'];
  for (const part of rows) expect(new Following().feed(`{"akti":1,${part}}\n`).ok).toBe(false);
  expect(new Following().feed('x'.repeat(1_000_001)).ok).toBe(false);
  const evil = new Following();
  evil.feed(`{"akti":1,"size":[9,1],"rows":[[0,["a\\u001b[2Jb"]],[7,["no"]]]}\n`);
  const { grid } = framed(evil.still, { cols: 9, rows: 1 }, said);
  expect(grid.text()).toEqual(['a [2Jb   ']);
});

test('the end is told apart from a connection that breaks off', () => {
  const following = new Following();
  expect(following.ended).toBe(false);
  expect(following.feed(endMessage()).ok).toBe(true);
  expect(following.ended).toBe(true);
});

test('a part is shown with its word, the cursor only where it can be seen', () => {
  const still = stillOfGrid(gridOf([{ x: 11, y: 4, text: 'a', style: undefined }]));
  const small = framed(still, { cols: 10, rows: 3 }, said);
  expect(small.grid.text()[2]).toBe('clipped   ');
  expect(small.cursor).toBeNull();
  const large = framed(still, { cols: 20, rows: 6 }, said);
  expect(large.grid.text()[4]).toBe(`${' '.repeat(11)}a${' '.repeat(8)}`);
  expect(large.grid.text()[5]).toMatch(/^hint/);
  expect(large.cursor).toEqual({ x: 1, y: 2 });
  expect(framed(null, { cols: 5, rows: 2 }, said).cursor).toBeNull();
});

test('the rest of a larger screen is reached from corner to corner, and no further', () => {
  const grid = new Grid(12, 5);
  for (let y = 0; y < 5; y += 1) grid.put(0, y, [{ text: `${y}bcdefghijkl` }]);
  const still = { ...stillOfGrid(grid), cursor: { x: 10, y: 4 } };
  const size = { cols: 6, rows: 3 };
  const corner = cornerIn(still, size, { x: 1000, y: 1000 });
  expect(corner).toEqual({ x: 6, y: 3 });
  const { grid: part, cursor } = framed(still, size, said, corner);
  expect(part.text()).toEqual(['ghijkl', 'ghijkl', 'clippe']);
  expect(cursor).toEqual({ x: 4, y: 1 });
  expect(cornerIn(still, size, { x: -5, y: 2 })).toEqual({ x: 0, y: 2 });
  expect(cornerIn(still, { cols: 12, rows: 5 }, { x: 3, y: 3 })).toEqual({ x: 0, y: 0 });
  expect(cornerIn(null, size, { x: 3, y: 3 })).toEqual({ x: 0, y: 0 });
});

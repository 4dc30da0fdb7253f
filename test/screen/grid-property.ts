import { type Random, seededRandom } from '../../src/base/random';
import { type Line, PLAIN, type Style, styleNumber } from '../../src/screen/cell';
import type { CursorAt } from '../../src/screen/diff';
import { Grid } from '../../src/screen/grid';
import { createPen, type Pen } from '../../src/screen/pen';
import { terminalProfile } from '../../src/screen/profile';
import type { Screen, ScreenOptions } from '../../src/screen/screen';
import { THEMES } from '../../src/screen/theme';
import { Emulator } from './emulator';

/** The size of one run of the property. */
export interface RunSize {
  cols: number;
  edits: number;
  resizes: number;
}

const WORDS = [
  'Aikuissosiaalityö',
  'päätös',
  'Yhtpälöst',
  'š ž €',
  '漢字',
  '한글 ab',
  'x\u0301y',
  'a\u0308iti',
  'bell\u0007 tab\t rtl\u202e',
  '╭──┐',
  '✓ 12:03 ⇅',
  'e\u0301\u0323o\u0302',
  '① x',
  'مرحبا',
  '      ',
  '                        ',
  ' ',
  'a',
  '…',
];
/** Terminals by TERM and locale; between them they lack each thing a terminal can lack. */
const TERMINALS = [
  { TERM: 'xterm-256color' },
  { TERM: 'screen' },
  { TERM: 'xterm-256color', NO_COLOR: '1' },
  { TERM: 'linux' },
  { TERM: 'vt220' },
  { TERM: 'vt100', LANG: 'fi_FI.ISO-8859-15' },
  { TERM: 'xterm', LANG: 'fi_FI.ISO-8859-1' },
  { TERM: 'unheard-of' },
  { TERM: 'unheard-of', LANG: 'C' },
];

function anyPen(random: Random): Pen {
  const profile = terminalProfile(random.pick(TERMINALS), random.int(8) === 0);
  if (!profile.ok) throw new Error(profile.problem.code);
  return createPen(profile.value, random.pick(THEMES));
}

/**
 * The grid property: after each of many random edits and some resizes, every cell (character,
 * bold, dim, underline, inverse, colour) and the cursor of the emulator are those wanted, as far as
 * the terminal can show them and in the looks of a theme, and an unchanged frame writes nothing.
 * Gives '' when it holds, else seed, step and first difference.
 */
export async function gridProperty(
  makeScreen: (options: ScreenOptions) => Screen,
  seed: number,
  size: RunSize,
): Promise<string> {
  const random = seededRandom(seed);
  const pen = anyPen(random);
  let wanted = new Grid(size.cols, 24);
  const emulator = new Emulator(wanted.cols, wanted.rows, random.int(2) === 0);
  const screen = makeScreen({
    cols: wanted.cols,
    rows: wanted.rows,
    profile: pen.profile,
    theme: pen.theme,
    write: (bytes) => emulator.write(bytes),
  });
  let cursor: CursorAt = { x: 0, y: 0 };
  screen.frame(wanted, cursor);
  const resizeEvery = Math.ceil(size.edits / size.resizes);
  for (let step = 0; step < size.edits; step += 1) {
    if (step % resizeEvery === resizeEvery - 1) {
      wanted = resized(wanted, random, size.cols);
      await emulator.settled();
      emulator.terminal.resize(wanted.cols, wanted.rows);
      screen.resize(wanted.cols, wanted.rows);
      cursor = { x: 0, y: 0 };
    }
    cursor = edit(screen, wanted, cursor, random, step);
    await emulator.settled();
    const difference = emulator.difference(wanted, cursor, pen);
    const where = `seed ${seed}, ${size.cols} columns, step ${step}, ${pen.theme}`;
    if (difference) return `${where}: ${difference}`;
    if (screen.frame(wanted, cursor) !== 0) return `${where}: an unchanged frame wrote bytes`;
  }
  return '';
}

/** One random edit of the wanted grid, shown by a frame or an echo; gives the new cursor. */
function edit(
  screen: Screen,
  wanted: Grid,
  before: CursorAt,
  random: Random,
  step: number,
): CursorAt {
  const cursor = random.int(20) === 0 ? null : anywhere(wanted, random);
  const kind = random.int(10);
  if (kind < 4) {
    const y = random.int(wanted.rows);
    const x = random.int(wanted.cols);
    const width = 1 + random.int(30);
    const spans = line(random);
    wanted.fill(x, y, width, 1);
    wanted.put(x, y, spans, width);
    // Right after a resize an echo has nothing to stand on and leaves all to the frame.
    if (screen.echo(x, y, width, spans, cursor) === 0) screen.frame(wanted, cursor);
    return cursor;
  }
  if (kind === 4) {
    screen.frame(wanted, before);
    screen.redraw();
    return before;
  }
  if (kind === 5) wanted.fill(0, 0, wanted.cols, wanted.rows);
  if (kind === 6) scrollUp(wanted);
  if (kind > 6 || step === 0) {
    for (let n = random.int(6); n >= 0; n -= 1) {
      const at = anywhere(wanted, random);
      wanted.put(at.x - 3, at.y, line(random), 1 + random.int(wanted.cols));
    }
  }
  if (kind === 9) {
    const at = anywhere(wanted, random);
    wanted.fill(at.x, at.y, random.int(40), random.int(8), ' ', styleNumber(style(random)));
  }
  screen.frame(wanted, cursor);
  return cursor;
}

function line(random: Random): Line {
  const spans: Line = [];
  for (let n = random.int(4); n >= 0; n -= 1) {
    spans.push({ text: random.pick(WORDS), style: style(random) });
  }
  return spans;
}

function style(random: Random): Style {
  if (random.int(3) === 0) return {};
  return {
    bold: random.int(4) === 0,
    dim: random.int(4) === 0,
    underline: random.int(2) === 0,
    inverse: random.int(6) === 0,
    color: random.int(2) === 0 ? random.int(16) : undefined,
  };
}

/** Any cell, the corners more often than the rest. */
function anywhere(grid: Grid, random: Random): { x: number; y: number } {
  const corner = random.int(6) === 0;
  return {
    x: corner ? random.pick([0, grid.cols - 1]) : random.int(grid.cols),
    y: corner ? random.pick([0, grid.rows - 1]) : random.int(grid.rows),
  };
}

function scrollUp(grid: Grid): void {
  for (let y = 0; y + 1 < grid.rows; y += 1) {
    const from = (y + 1) * grid.cols;
    for (let x = 0; x < grid.cols; x += 1) {
      grid.chars[y * grid.cols + x] = grid.chars[from + x] as string;
      grid.styles[y * grid.cols + x] = grid.styles[from + x] as number;
    }
  }
  grid.fill(0, grid.rows - 1, grid.cols, 1, ' ', PLAIN);
}

function resized(grid: Grid, random: Random, cols: number): Grid {
  const next = new Grid(random.pick([cols, cols, 20, 61, cols + 7]), 5 + random.int(40));
  next.copyFrom(grid);
  return next;
}

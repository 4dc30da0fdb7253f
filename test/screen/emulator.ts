import xterm from '@xterm/headless';
import { BOLD, blankIsPlain, DIM, INVERSE, PLAIN, SPECIAL, UNDERLINE } from '../../src/screen/cell';
import type { CursorAt } from '../../src/screen/diff';
import type { Grid } from '../../src/screen/grid';
import type { Pen } from '../../src/screen/pen';

/** A terminal emulator on its alternate screen, to hold our grid against. */
export class Emulator {
  readonly terminal: xterm.Terminal;

  /** `addsReturn`: line feeds come as CR LF, as a tty with output processing sends them. */
  constructor(cols: number, rows: number, addsReturn: boolean) {
    this.terminal = new xterm.Terminal({
      cols,
      rows,
      allowProposedApi: true,
      convertEol: addsReturn,
    });
    // The special graphics are G1, as whoever takes a terminal sets it.
    this.terminal.write('\x1b)0\x1b[?1049hleft from before\x1b[7m\x1b[5;5Hhere too\x1b[m');
  }

  write(bytes: string): void {
    this.terminal.write(bytes);
  }

  /** Waits until all that was written is shown. */
  settled(): Promise<void> {
    return new Promise((resolve) => this.terminal.write('', resolve));
  }

  /** What differs from a grid as a pen shows it and a cursor, '' when nothing does. */
  difference(grid: Grid, cursor: CursorAt, pen: Pen): string {
    const buffer = this.terminal.buffer.active;
    const reused = buffer.getNullCell();
    for (let y = 0; y < grid.rows; y += 1) {
      const line = buffer.getLine(buffer.baseY + y);
      for (let x = 0; x < grid.cols; x += 1) {
        const cell = line?.getCell(x, reused);
        if (!cell) return `no cell at ${x},${y}`;
        const char = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
        const style = cellStyle(cell, char);
        // What looks as it was wanted needs no thought about stand-ins.
        const asWanted = char !== '' && char <= '~' && char === grid.charAt(x, y);
        if (asWanted && pen.style(char, grid.styleAt(x, y)) === style) continue;
        const { char: wanted, style: look } = shownAt(grid, x, y, pen);
        // Where wrapping cannot be switched off nothing is ever written to the very last cell.
        const last = y === grid.rows - 1 && x === grid.cols - 1;
        if (last && !pen.profile.wrapOff) continue;
        if (char !== wanted || style !== look) {
          const [is, should] = [char, wanted].map((text) => JSON.stringify(text));
          return `${x},${y}: ${is}/${style} for ${should}/${look}`;
        }
      }
    }
    const mayHide = pen.profile.hiddenCursor;
    if (!cursor && mayHide) return cursorHidden(this.terminal) ? '' : 'cursor not hidden';
    if (cursorHidden(this.terminal)) return 'cursor hidden';
    const { x, y } = cursor ?? { x: 0, y: grid.rows - 1 };
    if (buffer.cursorX === x && buffer.cursorY === y) return '';
    return `cursor ${buffer.cursorX},${buffer.cursorY} for ${x},${y}`;
  }
}

/** What the special graphics show for what is written. */
const SPECIALS: ReadonlyMap<string, string> = new Map([
  ['q', '─'],
  ['x', '│'],
  ['l', '┌'],
  ['k', '┐'],
  ['m', '└'],
  ['j', '┘'],
]);

/** Character and style that must be seen in a cell. */
function shownAt(grid: Grid, x: number, y: number, pen: Pen): { char: string; style: number } {
  const own = grid.charAt(x, y);
  const half = own === '';
  const char = half ? grid.charAt(x - 1, y) : own;
  const style = pen.style(char, grid.styleAt(x, y));
  const wide = half || (x + 1 < grid.cols && grid.charAt(x + 1, y) === '');
  const text = pen.text(char, wide ? 2 : 1);
  const stands = text === char ? own : text.length === 2 ? text.charAt(half ? 1 : 0) : text;
  const seen = style & SPECIAL ? (SPECIALS.get(stands) ?? stands) : stands;
  const look = style & ~SPECIAL;
  return { char: seen, style: seen === ' ' && blankIsPlain(look) ? PLAIN : look };
}

/** The style number of an emulator's cell; a blank that shows no style counts as plain. */
function cellStyle(cell: xterm.IBufferCell, char: string): number {
  const color = cell.isFgDefault() ? 0 : cell.getFgColor() + 1;
  const style =
    (cell.isBold() ? BOLD : 0) |
    (cell.isDim() ? DIM : 0) |
    (cell.isUnderline() ? UNDERLINE : 0) |
    (cell.isInverse() ? INVERSE : 0) |
    (color << 4);
  return char === ' ' && blankIsPlain(style) ? PLAIN : style;
}

/** The emulator offers no public question for this. */
function cursorHidden(terminal: xterm.Terminal): boolean {
  const { _core } = terminal as unknown as {
    _core: { coreService: { isCursorHidden: boolean } };
  };
  return _core.coreService.isCursorHidden;
}

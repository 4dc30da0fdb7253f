import xterm from '@xterm/headless';
import { blankIsPlain, PLAIN, styleNumber } from '../../src/screen/cell';
import type { CursorAt } from '../../src/screen/diff';
import type { Grid } from '../../src/screen/grid';

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
    this.terminal.write('\x1b[?1049hleft from before\x1b[7m\x1b[5;5Hhere too\x1b[m');
  }

  write(bytes: string): void {
    this.terminal.write(bytes);
  }

  /** Waits until all that was written is shown. */
  settled(): Promise<void> {
    return new Promise((resolve) => this.terminal.write('', resolve));
  }

  /** What differs from a grid and a cursor, '' when nothing does. */
  difference(grid: Grid, cursor: CursorAt, colors: boolean): string {
    const buffer = this.terminal.buffer.active;
    const reused = buffer.getNullCell();
    for (let y = 0; y < grid.rows; y += 1) {
      const line = buffer.getLine(buffer.baseY + y);
      for (let x = 0; x < grid.cols; x += 1) {
        const cell = line?.getCell(x, reused);
        if (!cell) return `no cell at ${x},${y}`;
        const char = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
        const style = cellStyle(cell, char);
        const plainest = colors ? grid.styleAt(x, y) : grid.styleAt(x, y) & 15;
        const wanted = grid.charAt(x, y);
        if (char !== wanted || style !== plainest) {
          const [is, should] = [char, wanted].map((text) => JSON.stringify(text));
          return `${x},${y}: ${is}/${style} for ${should}/${plainest}`;
        }
      }
    }
    if (!cursor) return cursorHidden(this.terminal) ? '' : 'cursor not hidden';
    if (cursorHidden(this.terminal)) return 'cursor hidden';
    if (buffer.cursorX === cursor.x && buffer.cursorY === cursor.y) return '';
    return `cursor ${buffer.cursorX},${buffer.cursorY} for ${cursor.x},${cursor.y}`;
  }
}

/** The style number of an emulator's cell; a blank that shows no style counts as plain. */
function cellStyle(cell: xterm.IBufferCell, char: string): number {
  const style = styleNumber({
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
    color: cell.isFgDefault() ? undefined : cell.getFgColor(),
  });
  return char === ' ' && blankIsPlain(style) ? PLAIN : style;
}

/** The emulator offers no public question for this. */
function cursorHidden(terminal: xterm.Terminal): boolean {
  const { _core } = terminal as unknown as {
    _core: { coreService: { isCursorHidden: boolean } };
  };
  return _core.coreService.isCursorHidden;
}

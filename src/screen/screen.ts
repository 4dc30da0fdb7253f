import type { Line } from './cell';
import { PLAIN, SPECIAL } from './cell';
import { encodingOf } from './charset';
import { type CursorAt, diff, type Rect } from './diff';
import { Grid } from './grid';
import { clearedState, type HardwareState } from './hardware';
import { createPen, type Pen } from './pen';
import type { TerminalProfile } from './profile';
import type { Theme } from './theme';
import { CLEAR, wipe } from './wipe';

/** What a screen needs: its size in cells, where bytes go, what the terminal can do. */
export interface ScreenOptions {
  cols: number;
  rows: number;
  /** Called at most once per frame or echo, never with an empty string. */
  write(bytes: string): void;
  profile: TerminalProfile;
  /** Left out: the plain one. */
  theme?: Theme;
}

/** The terminal as we know it: what it shows, and the way to make it show something else. */
export interface Screen {
  /** Makes the terminal show a grid (cut or padded to the size); returns the bytes written. */
  frame(wanted: Grid, cursor: CursorAt): number;
  /**
   * Paints one line of `width` cells at a cell and compares only those. Bytes written; 0 also
   * before the first frame after a start or resize, which will show it anyway.
   */
  echo(x: number, y: number, width: number, spans: Line, cursor: CursorAt): number;
  /** The same for a block of lines, as a memo paints it. */
  echoLines(x: number, y: number, width: number, lines: readonly Line[], cursor: CursorAt): number;
  /**
   * Shows one letter in the blank at the cursor and the cursor behind it, where an echo would write
   * that letter and nothing else; false, with nothing written, where it would not.
   */
  letter(char: string): boolean;
  /** The terminal has another size now; the next frame clears it once. */
  resize(cols: number, rows: number): void;
  /** Clears the terminal and paints again what it should show; returns the bytes written. */
  redraw(): number;
  /** The grid the terminal shows, as the view wanted it. Not to be changed. */
  shown(): Grid;
  /** Where the terminal's cursor stands; null when it is hidden. */
  cursorAt(): CursorAt;
  /** Hears every write; returns the way to stop hearing. */
  tap(listener: (bytes: string) => void): () => void;
  /** Bytes and writes since the screen was made. */
  readonly bytes: number;
  readonly writes: number;
}

/**
 * Makes the screen of a terminal whose contents are not known: the first frame clears it. The
 * terminal's cursor counts as visible.
 */
export function createScreen(options: ScreenOptions): Screen {
  return new TerminalScreen(options);
}

class TerminalScreen implements Screen {
  bytes = 0;
  writes = 0;
  private shownGrid: Grid;
  /** What an echo is painted on. Only the rows of the running echo and its cursor count. */
  private draft: Grid;
  private state: HardwareState = clearedState();
  private cursor: CursorAt = null;
  private clearFirst = true;
  /** What the terminal shows may be ours. */
  private painted = false;
  private readonly listeners = new Set<(bytes: string) => void>();
  private readonly pen: Pen;
  private readonly encoding: 'utf8' | 'latin1';

  constructor(private readonly options: ScreenOptions) {
    const { profile, theme = 'plain' } = options;
    this.pen = createPen(profile, theme);
    this.encoding = encodingOf(profile.charset);
    this.shownGrid = new Grid(options.cols, options.rows);
    this.draft = new Grid(options.cols, options.rows);
  }

  frame(wanted: Grid, cursor: CursorAt): number {
    const fits = wanted.cols === this.shownGrid.cols && wanted.rows === this.shownGrid.rows;
    let grid = wanted;
    if (!fits) {
      grid = new Grid(this.shownGrid.cols, this.shownGrid.rows);
      grid.copyFrom(wanted);
    }
    const clear = this.clearFirst ? this.clear() : '';
    const bytes = clear + diff(this.shownGrid, grid, this.state, cursor, this.pen);
    this.cursor = cursor;
    // Also when nothing is written: what looks the same may be typed into with another look.
    this.shownGrid.copyFrom(grid);
    return bytes === '' ? 0 : this.send(bytes);
  }

  echo(x: number, y: number, width: number, spans: Line, cursor: CursorAt): number {
    return this.echoLines(x, y, width, [spans], cursor);
  }

  echoLines(x: number, y: number, width: number, lines: readonly Line[], cursor: CursorAt): number {
    if (this.clearFirst) return 0;
    const { draft, shownGrid } = this;
    const top = Math.max(0, y);
    const bottom = Math.min(shownGrid.rows, y + lines.length);
    // The row of the cursor counts too: the style under it is set for what is typed next.
    if (cursor) draft.copyCells(shownGrid, cursor.y, 0, shownGrid.cols);
    for (let row = top; row < bottom; row += 1) {
      draft.copyCells(shownGrid, row, 0, shownGrid.cols);
      const used = draft.put(x, row, lines[row - y] as Line, width);
      draft.fill(x + used, row, width - used, 1, ' ', PLAIN);
    }
    // One cell more on both sides: a wide character there may have been cut in half.
    const rect: Rect = { x: x - 1, y: top, width: width + 2, height: bottom - top };
    const bytes = diff(shownGrid, draft, this.state, cursor, this.pen, rect);
    this.cursor = cursor;
    for (let row = top; row < bottom; row += 1) {
      shownGrid.copyCells(draft, row, 0, shownGrid.cols);
    }
    return bytes === '' ? 0 : this.send(bytes);
  }

  letter(char: string): boolean {
    const { cursor, shownGrid, state, pen } = this;
    if (this.clearFirst || !cursor || cursor.x + 2 >= shownGrid.cols) return false;
    const { x, y } = cursor;
    const style = shownGrid.styleAt(x, y);
    const isThere = state.cursorVisible && state.x === x && state.y === y;
    const isBlank = shownGrid.charAt(x, y) === ' ' && shownGrid.charAt(x + 1, y) === ' ';
    const isSet = pen.style(char, style) === state.style && shownGrid.styleAt(x + 1, y) === style;
    if (!isThere || !isBlank || !isSet || pen.text(char, 1) !== char) return false;
    // Not through `set`: a letter in a blank cuts no wide character in half.
    const index = y * shownGrid.cols + x;
    shownGrid.chars[index] = char;
    state.x = x + 1;
    this.cursor = { x: x + 1, y };
    this.send(char);
    return true;
  }

  resize(cols: number, rows: number): void {
    this.shownGrid = new Grid(cols, rows);
    this.draft = new Grid(cols, rows);
    this.clearFirst = true;
  }

  redraw(): number {
    if (this.clearFirst) return 0;
    const wanted = this.shownGrid;
    this.shownGrid = new Grid(wanted.cols, wanted.rows);
    this.clearFirst = true;
    return this.frame(wanted, this.cursor);
  }

  shown(): Grid {
    return this.shownGrid;
  }

  cursorAt(): CursorAt {
    return this.cursor;
  }

  tap(listener: (bytes: string) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  private clear(): string {
    this.clearFirst = false;
    const plain = this.pen.change(this.state.style & SPECIAL, PLAIN);
    // Whether the cursor is visible is not changed by clearing.
    this.state = { ...clearedState(), cursorVisible: this.state.cursorVisible };
    const cleared = this.painted ? wipe(this.options.profile, this.shownGrid.rows) : CLEAR;
    this.painted = true;
    return plain + cleared;
  }

  private send(bytes: string): number {
    const length = Buffer.byteLength(bytes, this.encoding);
    this.bytes += length;
    this.writes += 1;
    this.options.write(bytes);
    for (const listener of this.listeners) listener(bytes);
    return length;
  }
}

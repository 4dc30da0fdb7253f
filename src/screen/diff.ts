import { blankIsPlain, DIM, PLAIN } from './cell';
import { isSteady } from './glyph';
import type { Grid } from './grid';
import { byteLength, type HardwareState, moveSequence } from './hardware';
import type { Pen } from './pen';

/** A rectangle of cells. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the real cursor stands, or null when it is hidden. */
export type CursorAt = { readonly x: number; readonly y: number } | null;

/**
 * Gives the fewest bytes we know that make a terminal showing `shown` show `wanted` (same size)
 * with its cursor at `cursor`, and moves `state` along. With `rect` only those cells are looked
 * at; the rest of its rows must be equal. Neither grid is changed. '' when nothing differs.
 *
 * What is written of a cell, and in which style, the pen says: cells are equal when they look equal
 * on that terminal. A plain blank may be written in any style in which a blank looks the same. A
 * last cell is written without wrapping: nothing is ever printed while a wrap is pending.
 */
export function diff(
  shown: Grid,
  wanted: Grid,
  state: HardwareState,
  cursor: CursorAt,
  pen: Pen,
  rect: Rect = { x: 0, y: 0, width: wanted.cols, height: wanted.rows },
): string {
  const pass = new Pass(shown, wanted, state, pen);
  const from = Math.max(0, rect.x);
  const to = Math.min(wanted.cols, rect.x + rect.width);
  const bottom = Math.min(wanted.rows, rect.y + rect.height);
  for (let y = Math.max(0, rect.y); y < bottom; y += 1) {
    // Where wrapping cannot be switched off, the very last cell would scroll everything up.
    const scrolls = !pen.profile.wrapOff && y === wanted.rows - 1;
    pass.row(y, from, scrolls ? Math.min(to, wanted.cols - 1) : to);
  }
  pass.placeCursor(cursor);
  return pass.out;
}

/** Cells that are written again in fewer bytes than it takes to move over them. */
const NEAR = 3;

/** One comparison on its way from the top row to the bottom one. */
class Pass {
  out = '';

  constructor(
    private readonly shown: Grid,
    private readonly wanted: Grid,
    private readonly state: HardwareState,
    private readonly pen: Pen,
  ) {}

  /** Makes the cells from..to (exclusive) of one row equal. */
  row(y: number, from: number, to: number): void {
    const first = this.nextDifference(y, from, to);
    if (first < 0) return;
    const tail = this.tailStart(y);
    let last = to - 1;
    while (!this.differs(y * this.wanted.cols + last)) last -= 1;
    let x = first;
    while (x >= 0 && x <= last) {
      if (x >= tail && last - x >= 3) {
        this.eraseToEnd(x, y);
        return;
      }
      x = this.erased(x, y, last) ?? this.written(x, y);
      x = this.nextDifference(y, x, last + 1);
    }
  }

  /** Puts the cursor where it belongs, with the style of the next typed character set. */
  placeCursor(cursor: CursorAt): void {
    const { state, wanted } = this;
    const inside =
      cursor && cursor.x >= 0 && cursor.x < wanted.cols && cursor.y >= 0 && cursor.y < wanted.rows;
    if (!cursor || !inside) {
      // One that cannot be hidden must not seem to say where the hands are.
      if (!this.pen.profile.hiddenCursor) {
        this.moveTo(0, wanted.rows - 1);
        return;
      }
      if (state.cursorVisible) this.out += '\x1b[?25l';
      state.cursorVisible = false;
      return;
    }
    if (!this.rewritten(cursor.x, cursor.y)) this.moveTo(cursor.x, cursor.y);
    if (!state.cursorVisible) this.out += '\x1b[?25h';
    state.cursorVisible = true;
    // What stands dim under the cursor is a proposal; what is typed over it will not be dim.
    this.setStyle(this.pen.style('x', wanted.styleAt(cursor.x, cursor.y) & ~DIM));
  }

  /** Writes the cell and returns the column after it. */
  private written(x: number, y: number): number {
    const { state, wanted } = this;
    const index = y * wanted.cols + x;
    const char = wanted.chars[index] as string;
    const width = x + 1 < wanted.cols && wanted.chars[index + 1] === '' ? 2 : 1;
    const text = this.pen.text(char, width);
    this.reach(x, y);
    this.out += this.penFor(index, state.style) + text;
    state.style = this.styleAfter(index, state.style);
    state.x = text !== char || isSteady(char) ? x + width : -1;
    if (!this.pen.profile.wrapOff && x + width >= wanted.cols) {
      // The cursor waits at the end, or stands in the next row: only an absolute move is sure.
      state.x = -1;
      state.y = Number.NaN;
    }
    return x + width;
  }

  /** Erases a run of plain blanks when that is shorter; returns the column after the run. */
  private erased(x: number, y: number, last: number): number | undefined {
    if (!this.pen.profile.eraseCharacters) return undefined;
    const { wanted, state } = this;
    const base = y * wanted.cols;
    let end = x;
    while (end <= last && this.isBlank(base + end)) end += 1;
    while (end > x && !this.differs(base + end - 1)) end -= 1;
    const count = end - x;
    // Going on behind the run costs a move as long as the erasing itself.
    const cost = 3 + String(count).length;
    if (count <= (end > last ? cost : 2 * cost)) return undefined;
    this.moveTo(x, y);
    if (!blankIsPlain(state.style)) this.setStyle(PLAIN);
    this.out += `\x1b[${count}X`;
    return end;
  }

  private eraseToEnd(x: number, y: number): void {
    this.moveTo(x, y);
    if (!blankIsPlain(this.state.style)) this.setStyle(PLAIN);
    this.out += '\x1b[K';
  }

  /** Gets to a cell of the row: by moving, or by writing the equal cells before it again. */
  private reach(x: number, y: number): void {
    const { state, wanted } = this;
    const move = moveSequence(state, x, y, wanted.cols, wanted.rows);
    const gap = x - state.x;
    if (state.y === y && state.x >= 0 && gap > 0 && gap <= 12) {
      const base = y * wanted.cols;
      let style = state.style;
      let again = '';
      for (let at = state.x; at < x; at += 1) {
        const char = wanted.chars[base + at] as string;
        if (char === '' || !isSteady(char) || wanted.chars[base + at + 1] === '') {
          again = '';
          break;
        }
        again += this.penFor(base + at, style) + this.pen.text(char, 1);
        style = this.styleAfter(base + at, style);
      }
      const target = base + x;
      const rewriting = byteLength(again) + this.penFor(target, style).length;
      if (again !== '' && rewriting <= move.length + this.penFor(target, state.style).length) {
        this.out += again;
        state.style = style;
        state.x = x;
        return;
      }
    }
    this.out += move;
    state.x = x;
    state.y = y;
  }

  /** Gets a few cells further by writing again what stands there, as behind a typed blank. */
  private rewritten(x: number, y: number): boolean {
    const { state, wanted } = this;
    const gap = x - state.x;
    if (state.y !== y || state.x < 0 || gap < 1 || gap > NEAR) return false;
    let again = '';
    for (let index = y * wanted.cols + state.x; index < y * wanted.cols + x; index += 1) {
      const char = wanted.chars[index] as string;
      const isNarrow = char !== '' && wanted.chars[index + 1] !== '';
      if (!isNarrow || !isSteady(char) || this.penFor(index, state.style) !== '') return false;
      again += this.pen.text(char, 1);
    }
    if (byteLength(again) > gap) return false;
    this.out += again;
    state.x = x;
    return true;
  }

  private moveTo(x: number, y: number): void {
    this.out += moveSequence(this.state, x, y, this.wanted.cols, this.wanted.rows);
    this.state.x = x;
    this.state.y = y;
  }

  /** Takes a style as the pen gives it. */
  private setStyle(style: number): void {
    this.out += this.pen.change(this.state.style, style);
    this.state.style = style;
  }

  /** The SGR sequence a cell needs before it is written; '' for a blank that shows no style. */
  private penFor(index: number, style: number): string {
    return this.pen.change(style, this.styleAfter(index, style));
  }

  private styleAfter(index: number, style: number): number {
    return this.isBlank(index) && blankIsPlain(style) ? style : this.styleAt(index);
  }

  private differs(index: number): boolean {
    return (
      this.shown.chars[index] !== this.wanted.chars[index] ||
      this.pen.style(this.shown.chars[index] as string, this.shown.styles[index] as number) !==
        this.styleAt(index)
    );
  }

  /** The style the wanted cell is written in. */
  private styleAt(index: number): number {
    return this.pen.style(this.wanted.chars[index] as string, this.wanted.styles[index] as number);
  }

  /** True for a wanted blank that looks plain. */
  private isBlank(index: number): boolean {
    return this.wanted.chars[index] === ' ' && this.styleAt(index) === PLAIN;
  }

  /** The first differing column of from..to (exclusive), -1 when there is none. */
  private nextDifference(y: number, from: number, to: number): number {
    const base = y * this.wanted.cols;
    const { chars, styles } = this.wanted;
    const { chars: shownChars, styles: shownStyles } = this.shown;
    for (let i = base + from; i < base + to; i += 1) {
      if (chars[i] !== shownChars[i] || styles[i] !== shownStyles[i]) {
        if (this.differs(i)) return i - base;
      }
    }
    return -1;
  }

  /** The column from which the wanted row is only plain blanks. */
  private tailStart(y: number): number {
    const base = y * this.wanted.cols;
    let x = this.wanted.cols;
    while (x > 0 && this.isBlank(base + x - 1)) x -= 1;
    return x;
  }
}

import { blankStaysPlain, type Line, PLAIN, styleNumber } from './cell';
import { glyphs, isSimple } from './glyph';

/**
 * The cells of a screen, row by row. A wide character is its cell and a continuation cell with the
 * empty string. A blank that looks plain under every theme always has the plain style, because
 * nobody can see the difference and erasing is then possible.
 */
export class Grid {
  /** Cell contents, index y * cols + x; '' is the second half of a wide character. */
  readonly chars: string[];
  /** Style numbers, same index. */
  readonly styles: Uint16Array;

  /** Makes a blank grid. Sizes are cells, at least 1. */
  constructor(
    readonly cols: number,
    readonly rows: number,
  ) {
    this.chars = new Array<string>(cols * rows).fill(' ');
    this.styles = new Uint16Array(cols * rows);
  }

  /**
   * Paints spans at a cell, clipped to `width` cells and to the grid; left of the grid is clipped
   * too. A wide character that would be cut in half becomes a blank, on either side. Returns the
   * cells used of `width`; what is not used stays as it was.
   */
  put(x: number, y: number, spans: Line, width: number = this.cols - x): number {
    if (y < 0 || y >= this.rows) return 0;
    const end = Math.min(x + width, this.cols);
    let at = x;
    for (const span of spans) {
      const style = styleNumber(span.style);
      if (isSimple(span.text)) {
        const fits = Math.max(0, Math.min(span.text.length, end - at));
        for (let n = 0; n < fits; n += 1) this.set(at + n, y, span.text.charAt(n), style);
        if (fits < span.text.length) return end - x;
        at += fits;
        continue;
      }
      for (const glyph of glyphs(span.text)) {
        if (glyph.width === 0) {
          if (at > x) this.join(at - 1, y, glyph.char);
          continue;
        }
        if (at >= end) return end - x;
        if (at + glyph.width > end) {
          this.set(at, y, ' ', style);
          return end - x;
        }
        this.set(at, y, glyph.char, style, glyph.width);
        at += glyph.width;
      }
    }
    return Math.max(0, at - x);
  }

  /**
   * Sets one character (a glyph of `width` 1 or 2 cells). What is left of a wide character that
   * is half overwritten becomes a blank. Outside the grid nothing happens.
   */
  set(x: number, y: number, char: string, style = PLAIN, width = 1): void {
    if (y < 0 || y >= this.rows) return;
    if (width === 2 && (x < 0 || x + 1 >= this.cols)) {
      this.set(x, y, ' ', style);
      this.set(x + 1, y, ' ', style);
      return;
    }
    if (x < 0 || x >= this.cols) return;
    const index = y * this.cols + x;
    if (this.chars[index] === '') this.blankHalf(index - 1);
    const last = index + width - 1;
    if (x + width < this.cols && this.chars[last + 1] === '') this.blankHalf(last + 1);
    this.chars[index] = char;
    this.styles[index] = char === ' ' && blankStaysPlain(style) ? PLAIN : style;
    if (width === 2) {
      this.chars[last] = '';
      this.styles[last] = style;
    }
  }

  /** Fills a rectangle, clipped to the grid, with a one-cell character. */
  fill(x: number, y: number, width: number, height: number, char = ' ', style = PLAIN): void {
    for (let row = Math.max(0, y); row < Math.min(this.rows, y + height); row += 1) {
      for (let col = Math.max(0, x); col < Math.min(this.cols, x + width); col += 1) {
        this.set(col, row, char, style);
      }
    }
  }

  /** The character of a cell; '' for the second half of a wide one. */
  charAt(x: number, y: number): string {
    return this.chars[y * this.cols + x] ?? ' ';
  }

  /** The style number of a cell. */
  styleAt(x: number, y: number): number {
    return this.styles[y * this.cols + x] ?? PLAIN;
  }

  /** True when both grids have the same size and the same cells. */
  equals(other: Grid): boolean {
    if (other.cols !== this.cols || other.rows !== this.rows) return false;
    for (let i = 0; i < this.chars.length; i += 1) {
      if (this.chars[i] !== other.chars[i] || this.styles[i] !== other.styles[i]) return false;
    }
    return true;
  }

  /** The rows as text, each as wide as the grid (blanks at the end are kept). */
  text(): string[] {
    const rows: string[] = [];
    for (let y = 0; y < this.rows; y += 1) {
      rows.push(this.chars.slice(y * this.cols, (y + 1) * this.cols).join(''));
    }
    return rows;
  }

  /** Makes all cells equal to those of another grid; where it is smaller, blanks remain. */
  copyFrom(other: Grid): void {
    if (other.cols === this.cols && other.rows === this.rows) {
      for (let i = 0; i < this.chars.length; i += 1) this.chars[i] = other.chars[i] as string;
      this.styles.set(other.styles);
      return;
    }
    this.fill(0, 0, this.cols, this.rows);
    for (let y = 0; y < Math.min(this.rows, other.rows); y += 1) {
      for (let x = 0; x < Math.min(this.cols, other.cols); x += 1) {
        const char = other.charAt(x, y);
        if (char === '') continue;
        const wide = x + 1 < other.cols && other.charAt(x + 1, y) === '';
        this.set(x, y, char, other.styleAt(x, y), wide ? 2 : 1);
      }
    }
  }

  /** Makes the cells from..to (exclusive) of one row equal to those of a grid of the same size. */
  copyCells(other: Grid, y: number, from: number, to: number): void {
    if (y < 0 || y >= this.rows) return;
    for (let i = y * this.cols + from; i < y * this.cols + to; i += 1) {
      this.chars[i] = other.chars[i] as string;
      this.styles[i] = other.styles[i] as number;
    }
  }

  private blankHalf(index: number): void {
    this.chars[index] = ' ';
    if (blankStaysPlain(this.styles[index] as number)) this.styles[index] = PLAIN;
  }

  /** Adds a combining mark to the character before it, which may be a wide one. */
  private join(x: number, y: number, mark: string): void {
    const index = y * this.cols + x;
    const base = this.chars[index] === '' ? index - 1 : index;
    const before = this.chars[base];
    if (x < 0 || x >= this.cols || before === undefined || before === ' ') return;
    const [glyph, more] = glyphs(before + mark);
    if (!more && glyph && glyph.width === (base === index ? 1 : 2)) this.chars[base] = glyph.char;
  }
}

import { type TextSpan, wrapSpans } from '../base/text-width';
import type { Line, Style } from './cell';
import { cellsOf, glyphs } from './glyph';
import { borderBefore } from './line-edit';

/** A painted memo: `height` lines of `width` cells, and where the caret stands in them. */
export interface MemoPainting {
  lines: Line[];
  /** 0 … width - 1 and 0 … height - 1. */
  caretX: number;
  caretY: number;
  /** The wrapped row that stands on top. */
  top: number;
}

/** The ways a caret moves by rows of wrapped text. */
export type MemoMove = 'up' | 'down' | 'home' | 'end';

const TEXT: Style = { underline: true };
const MARK: Style = { underline: true, dim: true };
const MORE_ABOVE = '^';
const MORE_BELOW = 'v';

/**
 * Paints a text of many lines, word-wrapped, underlined, exactly `width` × `height` cells (at
 * least 2 × 1). The last column is kept for the caret behind a full row and for the marks that
 * tell of more text above or below. A pure function: the scrolling follows from text, caret and
 * size alone, in steps of half the height. `caret` is a UTF-16 index between two graphemes.
 */
export function paintMemo(look: {
  text: string;
  caret: number;
  width: number;
  height: number;
  focused: boolean;
}): MemoPainting {
  const { width, height, focused } = look;
  const text = visible(look.text);
  const rows = focused ? rowsTyped(text, look.caret, width - 1) : wrapSpans(text, width - 1);
  const caret = focused ? place(text, rows, look.caret) : { row: 0, column: 0 };
  const top = topRow(rows.length, caret.row, height);
  const caretX = Math.min(caret.column, width - 1);
  const caretY = caret.row - top;
  const lines: Line[] = [];
  for (let y = 0; y < height; y += 1) {
    const row = rows[top + y];
    const content = row ? text.slice(row.start, row.end) : '';
    const room = width - 1 - cellsOf(content);
    const more =
      y === height - 1 && top + height < rows.length
        ? MORE_BELOW
        : y === 0 && top > 0
          ? MORE_ABOVE
          : ' ';
    // A glyph wider than the whole memo cannot stand there; the grid would cut it.
    const mark = room < 0 || (focused && y === caretY && caretX === width - 1) ? ' ' : more;
    const body = `${room < 0 ? '' : content}${' '.repeat(room < 0 ? width - 1 : room)}`;
    lines.push(
      mark === ' '
        ? [{ text: `${body} `, style: TEXT }]
        : [
            { text: body, style: TEXT },
            { text: mark, style: MARK },
          ],
    );
  }
  return { lines, caretX, caretY, top };
}

/**
 * Moves a caret by the rows of the text wrapped to a memo of `width` cells: `up` and `down` keep
 * the column as far as the row is long enough, `home` and `end` go to the ends of the row. On the
 * first row `up` gives the caret back unchanged, on the last row `down` does.
 */
export function memoMove(text: string, caret: number, width: number, move: MemoMove): number {
  const shown = visible(text);
  const rows = wrapSpans(shown, width - 1);
  const here = place(shown, rows, caret);
  if (move === 'home') return (rows[here.row] as TextSpan).start;
  if (move === 'end') return rowEnd(shown, rows, here.row);
  const target = here.row + (move === 'up' ? -1 : 1);
  const row = rows[target];
  if (!row) return caret;
  let index = row.start;
  let column = 0;
  for (const glyph of glyphs(shown.slice(row.start, rowEnd(shown, rows, target)))) {
    column += glyph.width;
    if (column > here.column) break;
    index = row.start + glyph.end;
  }
  return index;
}

/** The text under the hands as it was wrapped last. */
let wrapped: { text: string; room: number; rows: readonly TextSpan[] } | undefined;

/**
 * The rows of the text under the hands. Lines above that of the caret lie as they lay when nothing
 * in them has changed, so that a key in a long text costs what it costs in a short one.
 */
function rowsTyped(text: string, caret: number, room: number): readonly TextSpan[] {
  const from = text.lastIndexOf('\n', caret - 1) + 1;
  const above = text.slice(0, from);
  const isSame = from > 0 && wrapped?.room === room && wrapped.text.startsWith(above);
  const kept = isSame ? (wrapped?.rows ?? []).filter((row) => row.start < from) : [];
  const anew = wrapSpans(isSame ? text.slice(from) : text, room);
  const rows = isSame
    ? [...kept, ...anew.map(({ start, end }) => ({ start: start + from, end: end + from }))]
    : anew;
  wrapped = { text, room, rows };
  return rows;
}

/** Letters and line ends; nothing in such a text becomes a blank. */
const NOTHING_HIDDEN = /^[\n\x20-\x7e\xa1-\xac\xae-\u02ff]*$/;

/** Controls but line ends become blanks of the same length, so that all indexes stay. */
function visible(text: string): string {
  if (NOTHING_HIDDEN.test(text)) return text;
  return text.replace(/(?![\n\r\u200d])[\p{C}\p{Zl}\p{Zp}\xa0]/gu, (c) => ' '.repeat(c.length));
}

/**
 * Row and column of a caret. Between two rows that touch (a broken long word) it stands at the
 * start of the second; in blanks that wrapping swallowed, behind the end of the first.
 */
function place(text: string, rows: readonly TextSpan[], caret: number) {
  let row = rows.length - 1;
  while (row > 0 && (rows[row] as TextSpan).start > caret) row -= 1;
  const { start, end } = rows[row] as TextSpan;
  const column = cellsOf(text.slice(start, Math.min(caret, end)));
  return { row, column };
}

/** The last caret that stands in a row. */
function rowEnd(text: string, rows: readonly TextSpan[], row: number): number {
  const { start, end } = rows[row] as TextSpan;
  const touches = rows[row + 1]?.start === end && end > start;
  return touches ? start + borderBefore(text.slice(start, end), end - start) : end;
}

function topRow(count: number, caretRow: number, height: number): number {
  if (count <= height) return 0;
  const step = Math.max(1, Math.floor(height / 2));
  const steps = Math.max(0, Math.ceil((caretRow - height + 1) / step));
  return Math.min(steps * step, count - height);
}

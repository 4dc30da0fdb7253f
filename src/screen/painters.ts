import type { Line, Style } from './cell';
import { cellsOf, glyphs, isSimple } from './glyph';
import type { LineEdit } from './line-edit';

export { paintMemo } from './memo-painter';

/** What a field painter needs to know. */
export interface FieldLook {
  edit: LineEdit;
  /** Cells of the field, at least 1. */
  width: number;
  /** Only a focused field scrolls with its caret and shows a proposal. */
  focused: boolean;
  /**
   * The text of the code that matches what is typed. Where it begins with the typed text, its rest
   * stands right behind it; else it stands after a gap.
   */
  ghost?: string;
  /** A remark on the value (a code's text, a unit): dim, at the right end, when there is room. */
  note?: string;
}

/** The look of what is typed into. */
const FIELD: Style = { underline: true };
/** Proposals, remarks and the marks of a cut text. */
const FIELD_DIM: Style = { underline: true, dim: true };

const CUT_LEFT = '<';
const CUT_RIGHT = '>';

/**
 * Paints a one-line field: exactly `width` cells, underlined, blanks behind the text. A pure
 * function of its input; the scrolling follows from text, caret and width alone, in steps of half
 * a field, so that most characters typed at the end of a long text change one cell. The whole
 * field is never inverted: focus is the real cursor (`caretX`, 0 … width - 1).
 */
export function paintField(look: FieldLook): { spans: Line; caretX: number } {
  const { edit, width, focused } = look;
  const { text } = edit;
  const total = cellsOf(text);
  const column = focused ? columnOf(text, edit.caret) : 0;
  const offset = scrollOffset(total, column, width);
  const cutLeft = offset > 0 && width >= MARKED_WIDTH;
  const cutRight = total - offset > width && width >= MARKED_WIDTH;
  const from = offset + (cutLeft ? 1 : 0);
  const to = offset + width - (cutRight ? 1 : 0);
  const spans: Line = [];
  if (cutLeft) spans.push({ text: CUT_LEFT, style: FIELD_DIM });
  spans.push({ text: window(text, from, Math.min(to, Math.max(from, total))), style: FIELD });
  if (cutRight) spans.push({ text: CUT_RIGHT, style: FIELD_DIM });
  const room = width - (total - offset);
  if (room > 0) spans.push(...behindText(look, total, room));
  return { spans, caretX: Math.max(0, Math.min(column - offset, width - 1)) };
}

/** Narrower fields have no room for marks beside the caret. */
const MARKED_WIDTH = 4;

/** The first visible column. The caret, and the mark at either end, always have a cell. */
function scrollOffset(total: number, column: number, width: number): number {
  if (total < width || (total === width && column < total)) return 0;
  if (width < MARKED_WIDTH) return Math.max(0, column - width + 1);
  const step = Math.floor(width / 2);
  return Math.max(0, Math.ceil((column - width + 2) / step)) * step;
}

/** The column of a caret: the cells of the glyphs that end before it. */
function columnOf(text: string, caret: number): number {
  if (isSimple(text)) return Math.min(caret, text.length);
  let column = 0;
  for (const glyph of glyphs(text)) {
    if (glyph.end > caret) break;
    column += glyph.width;
  }
  return column;
}

/** The text in the columns from..to (exclusive); half a wide character is a blank. */
function window(text: string, from: number, to: number): string {
  if (isSimple(text)) return text.slice(Math.max(0, from), Math.max(0, to));
  let shown = '';
  let column = 0;
  for (const glyph of glyphs(text)) {
    const end = column + glyph.width;
    if (column >= from && end <= to && (glyph.width > 0 || shown !== '')) shown += glyph.char;
    else if (column < to && end > from) shown += ' ';
    column = end;
  }
  return shown;
}

/** The blanks behind the text, with a proposal and a remark in them where there is room. */
function behindText(look: FieldLook, used: number, room: number): Line {
  const ghost = look.focused ? ghostText(look.edit.text, used, look.ghost ?? '', room) : '';
  const ghostWidth = cellsOf(ghost);
  const note = look.note ?? '';
  const noteWidth = cellsOf(note);
  const blanks = room - ghostWidth - noteWidth;
  const line: Line = [];
  if (ghost !== '') line.push({ text: ghost, style: FIELD_DIM });
  // One blank at least stands before a remark, or it would read as part of the value.
  if (note === '' || blanks < 1) {
    line.push({ text: ' '.repeat(room - ghostWidth), style: FIELD });
    return line;
  }
  line.push({ text: ' '.repeat(blanks), style: FIELD });
  line.push({ text: note, style: FIELD_DIM });
  return line;
}

const GHOST_COLUMN = 8;

function ghostText(text: string, used: number, ghost: string, room: number): string {
  if (ghost === '') return '';
  if (ghost.slice(0, text.length).toLowerCase() === text.toLowerCase()) {
    return fitted(ghost.slice(text.length), room);
  }
  // A fixed column, so that the proposal does not move with each typed character.
  const gap = used < GHOST_COLUMN && room + used > 3 * GHOST_COLUMN ? GHOST_COLUMN - used : 1;
  return room > gap ? ' '.repeat(gap) + fitted(ghost, room - gap) : '';
}

function fitted(text: string, width: number): string {
  return window(text, 0, Math.min(width, cellsOf(text)));
}

/** How a tick is drawn: `box` needs a font that has the ballot boxes. */
export type TickStyle = 'ascii' | 'box';

/**
 * Paints a tick, three cells wide in either style: `[x]`, `[ ]` or a ballot box. The cursor of a
 * focused tick stands on the mark; `style` is `ascii` unless given.
 */
export function paintTick(look: {
  on: boolean;
  focused: boolean;
  style?: TickStyle;
  /** Off by an answer, not for want of one. */
  refused?: boolean;
}): {
  spans: Line;
  caretX: number;
} {
  if (look.style === 'box') return { spans: [{ text: look.on ? '☒  ' : '☐  ' }], caretX: 0 };
  return { spans: [{ text: look.on ? '[x]' : look.refused ? '[–]' : '[ ]' }], caretX: 1 };
}

import { graphemes } from '../base/text-width';

/** A text being edited on one line. */
export interface LineEdit {
  readonly text: string;
  /**
   * Where the next character goes: an index in UTF-16 units (0 … text.length), always between two
   * graphemes, never inside one.
   */
  readonly caret: number;
  /** The whole value is selected: the next typed character replaces it. The caret is then 0. */
  readonly selected: boolean;
}

const NOTHING_JOINS = /^[\n\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2015\u2018-\u201f\u20ac]*$/;

/** How far around a place is looked for what joins; longer graphemes are no letters. */
const NEAR = 64;

/** True when no two characters around the place make one grapheme: its borders are every index. */
function isPlainNear(text: string, index: number): boolean {
  return NOTHING_JOINS.test(text.slice(Math.max(0, index - NEAR), index + NEAR));
}

/** Where the line of a place begins and ends: graphemes never reach over a line end. */
function lineAround(text: string, index: number): { start: number; line: string } {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  const end = text.indexOf('\n', index);
  return { start, line: text.slice(start, end < 0 ? text.length : end) };
}

/** Gives the edit of a field just entered: everything selected (nothing, when it is empty). */
export function selectAll(text: string): LineEdit {
  return { text, caret: 0, selected: text !== '' };
}

/** Gives the edit with the caret behind the last character, nothing selected. */
export function caretAtEnd(text: string): LineEdit {
  return { text, caret: text.length, selected: false };
}

/** Puts a text in at the caret, or in place of the selected value. */
export function insertText(edit: LineEdit, insert: string): LineEdit {
  if (insert === '') return edit;
  if (edit.selected) return caretAtEnd(insert);
  const before = edit.text.slice(0, edit.caret) + insert;
  return at(before + edit.text.slice(edit.caret), before.length);
}

/**
 * Removes the grapheme before the caret. In a selected value it edits the end: the last grapheme
 * goes and the caret stands there.
 */
export function backspace(edit: LineEdit): LineEdit {
  const from = edit.selected ? caretAtEnd(edit.text) : edit;
  const start = borderBefore(from.text, from.caret);
  return at(from.text.slice(0, start) + from.text.slice(from.caret), start);
}

/** Removes the grapheme behind the caret; a selected value is removed whole. */
export function deleteForward(edit: LineEdit): LineEdit {
  if (edit.selected) return caretAtEnd('');
  const end = borderAfter(edit.text, edit.caret);
  return at(edit.text.slice(0, edit.caret) + edit.text.slice(end), edit.caret);
}

/** Moves one grapheme to the left; a selected value is then edited from its start. */
export function moveLeft(edit: LineEdit): LineEdit {
  return { ...edit, caret: borderBefore(edit.text, edit.caret), selected: false };
}

/** Moves one grapheme to the right; in a selected value that is behind its first one. */
export function moveRight(edit: LineEdit): LineEdit {
  return { ...edit, caret: borderAfter(edit.text, edit.caret), selected: false };
}

/** Moves to the start of the text. */
export function moveHome(edit: LineEdit): LineEdit {
  return { ...edit, caret: 0, selected: false };
}

/** Moves behind the end of the text. */
export function moveEnd(edit: LineEdit): LineEdit {
  return caretAtEnd(edit.text);
}

/** Gives the last border between graphemes that lies before an index (0 at the start). */
export function borderBefore(text: string, index: number): number {
  if (isPlainNear(text, index)) return Math.max(0, index - 1);
  const { start, line } = lineAround(text, index);
  if (index === start) return Math.max(0, index - 1);
  let border = start;
  let end = start;
  for (const grapheme of graphemes(line)) {
    end += grapheme.length;
    if (end >= index) return border;
    border = end;
  }
  return border;
}

/** Gives the first border between graphemes that lies after an index (the length at the end). */
function borderAfter(text: string, index: number): number {
  if (isPlainNear(text, index)) return Math.min(text.length, index + 1);
  if (text[index] === '\n') return index + 1;
  const { start, line } = lineAround(text, index);
  let end = start;
  for (const grapheme of graphemes(line)) {
    end += grapheme.length;
    if (end > index) return end;
  }
  return text.length;
}

/** An edit whose caret is pushed out of a grapheme that came to be by joining. */
function at(text: string, index: number): LineEdit {
  const caret = index === 0 ? 0 : borderAfter(text, index - 1);
  return { text, caret, selected: false };
}

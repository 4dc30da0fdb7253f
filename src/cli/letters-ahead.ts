import type { DeskState } from '../desk/state';
import { step } from '../desk/step';
import { char, type Key } from '../keys/key';
import type { Line } from '../screen/cell';
import { Grid } from '../screen/grid';
import { isOnlyTyped, type Spot, spotTyped } from '../ui/cursor';
import type { View } from '../ui/view';

/** How many letters are tried at a time. */
const TRIED = 8;
/** Any letter or digit: where text is typed the desk treats them all alike. */
const LETTER = 'x';
const TRIAL = Array.from({ length: TRIED }, () => char(LETTER));
const LIKE_IT = /^[a-zåäö0-9]$/i;

/** The letter a key types, where any letter would do the same; null for every other key. */
export function letterOf(keys: readonly Key[]): string | null {
  const [key] = keys;
  return keys.length === 1 && key?.kind === 'char' && LIKE_IT.test(key.text) ? key.text : null;
}

function gridOf(lines: readonly Line[], width: number): Grid {
  const grid = new Grid(width, lines.length);
  for (const [y, line] of lines.entries()) grid.put(0, y, line);
  return grid;
}

/** True when the field shows so many letters more, in blanks at the cursor, and no other change. */
function showsLetters(was: Spot, now: Spot, count: number): boolean {
  const { x, y } = was.cursor;
  const isBehind = now.cursor.x === x + count && now.cursor.y === y;
  if (!isBehind || was.lines.length !== now.lines.length) return false;
  const shown = gridOf(was.lines, was.width);
  const [column, row] = [x - was.x, y - was.y];
  for (let at = column; at < column + count; at += 1) {
    if (shown.charAt(at, row) !== ' ') return false;
    shown.set(at, row, LETTER, shown.styleAt(at, row));
  }
  return shown.equals(gridOf(now.lines, now.width));
}

/**
 * How many of the next keys may be letters that do nothing but stand at the cursor one behind the
 * other. Nothing is known here of fields, limits and lines: the desk itself is asked what it would
 * do with some letters, and the painter of the field what it would show. 0 where the field reads
 * what is typed as more than text.
 */
export function lettersAhead(view: View, spot: Spot): number {
  const { state } = view;
  const { field } = spot;
  const kind = field?.world.form.fields[field.placed.id]?.kind;
  if (kind !== 'text' && kind !== 'memo') return 0;
  const after = tried(view);
  if (!after || !isOnlyTyped(state, after)) return 0;
  const now = spotTyped({ ...view, state: after }, spot);
  return now && showsLetters(spot, now, TRIED) ? TRIED : 0;
}

/** The state after the letters; null when the desk would do more than change it. */
function tried({ env, state }: View): DeskState | null {
  if (state.waiting) return null;
  const { state: after, effects } = step(env, state, { kind: 'keys', keys: TRIAL });
  return effects.length ? null : after;
}

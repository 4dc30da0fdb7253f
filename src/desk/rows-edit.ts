import type { Problem } from '../base/problems';
import { type Field, isPassed } from '../form/field';
import { readTyped, showValue } from '../form/fill';
import { isEmpty, type Row, type Scalar, type Value } from '../form/value';
import { showContextOf } from '../records/names';
import { caretAtEnd, selectAll } from '../screen/line-edit';
import { type EntryWorld, keepTyped, type Left, setValue } from './entry';
import type { Edit, Entry } from './state';
import { cellPlace, placeHere, withoutUnread } from './unread';

/** Rows of a group, and one empty row to write in while there is room. */
export function rowsShown(field: Field, value: Value | undefined): readonly Row[] {
  const rows = rowsIn(value);
  return rows.length < (field.max ?? 99) ? [...rows, {}] : rows;
}

function rowsIn(value: Value | undefined): readonly Row[] {
  return Array.isArray(value) ? value.filter((row): row is Row => typeof row === 'object') : [];
}

const columnIds = (field: Field) => Object.keys(field.columns ?? {});

/** Text of one cell as it stands on the form. */
export function cellText(world: EntryWorld, column: Field, cell: Scalar | undefined): string {
  return showValue(column, cell, showContextOf(world, { yes: '[x]', no: '[ ]' }));
}

function cellEdit(
  world: EntryWorld,
  entry: Entry,
  of: string,
  { row, col }: Pick<Edit, 'row' | 'col'>,
): Edit {
  const field = world.form.fields[of] as Field;
  const id = columnIds(field)[col] as string;
  const column = field.columns?.[id] as Field;
  const cell = rowsShown(field, entry.values[of])[row]?.[id];
  const unread = entry.typed[cellPlace(of, row, id)];
  const text = unread ?? (column.kind === 'flag' ? '' : cellText(world, column, cell));
  return { line: text ? selectAll(text) : caretAtEnd(''), changed: false, row, col };
}

/** Where the hands stand when a group is entered from above or from below. */
export function startCell(world: EntryWorld, entry: Entry, id: string, end: 'start' | 'end'): Edit {
  if (end === 'start') return cellEdit(world, entry, id, { row: 0, col: 0 });
  const row = Math.max(0, rowsIn(entry.values[id]).length - 1);
  const col = columnIds(world.form.fields[id] as Field).length - 1;
  return cellEdit(world, entry, id, { row, col });
}

/** The hands in a given cell of a group: a row from 0, and a column by id or the first one. */
export function enterCell(
  world: EntryWorld,
  entry: Entry,
  id: string,
  row: number,
  column?: string,
): Entry {
  const field = world.form.fields[id] as Field;
  const col = Math.max(0, column === undefined ? 0 : columnIds(field).indexOf(column));
  return { ...entry, focus: id, edit: cellEdit(world, entry, id, { row, col }) };
}

/** The column under the hands. */
export function columnAt(field: Field, edit: Edit): { id: string; column: Field } {
  const id = columnIds(field)[edit.col] as string;
  return { id, column: field.columns?.[id] as Field };
}

/** Moves by cells; null when the move leaves the group. */
export function moveCell(
  world: EntryWorld,
  entry: Entry,
  move: 'next' | 'back' | 'up' | 'down',
): Entry | null {
  const field = world.form.fields[entry.focus] as Field;
  const value = entry.values[entry.focus];
  const width = columnIds(field).length;
  const rows = rowsShown(field, value);
  let { row, col } = entry.edit;
  if (move === 'up') row--;
  else if (move === 'down') row++;
  else {
    // An empty last row is where the group ends.
    const blank = Object.keys(rows[row] ?? {}).length === 0;
    if (move === 'next' && blank) return null;
    col += move === 'next' ? 1 : -1;
    if (move === 'next') while (isPassedCell(world, entry, row, col)) col++;
    if (col >= width) [row, col] = [row + 1, 0];
    if (col < 0) [row, col] = [row - 1, width - 1];
  }
  if (row < 0 || row >= rows.length) return null;
  // A new row begins at its first cell.
  if (move === 'down' && Object.keys(rows[row] ?? {}).length === 0) col = 0;
  return { ...entry, edit: cellEdit(world, entry, entry.focus, { row, col }) };
}

/**
 * True when going forward does not stop at the cell. Of a row that is saved every cell is a stop:
 * who comes back to it comes to change something.
 */
function isPassedCell(world: EntryWorld, entry: Entry, row: number, col: number): boolean {
  const field = world.form.fields[entry.focus] as Field;
  const id = columnIds(field)[col];
  const saved = rowsIn(entry.saved?.values[entry.focus]);
  if (id === undefined || row < saved.length) return false;
  if (entry.typed[cellPlace(entry.focus, row, id)] !== undefined) return false;
  const values = rowsIn(entry.values[entry.focus])[row] ?? {};
  return isPassed(field.columns?.[id] as Field, values, world.facts);
}

/** Puts a value into the cell under the hands; clearing the first column removes the row. */
export function setCell(world: EntryWorld, entry: Entry, cell: Scalar): Entry {
  const id = entry.focus;
  const field = world.form.fields[id] as Field;
  const { id: column } = columnAt(field, entry.edit);
  const rows = [...rowsIn(entry.values[id])];
  const { row, col } = entry.edit;
  const gone = isEmpty(cell) && col === 0;
  if (gone) rows.splice(row, 1);
  else rows[row] = { ...blankRow(field), ...rows[row], [column]: cell };
  const follows = gone ? undefined : field.rowsFollow;
  const value = follows?.(rows, { row, column }, world.facts) ?? rows;
  const read = withoutUnread(entry, cellPlace(id, row, column), gone);
  const set = setValue(world, read, id, value);
  const edit = cellEdit(world, set, id, { row: Math.min(row, rows.length), col });
  return { ...set, edit };
}

function blankRow(field: Field): Row {
  return Object.fromEntries(
    Object.entries(field.columns ?? {}).map(([id, column]) => [
      id,
      column.kind === 'flag' ? false : null,
    ]),
  );
}

/**
 * Keeps text that could not be read in the cell under the hands, with the reason; a row it begins
 * is one from now on.
 */
export function keepInCell(world: EntryWorld, entry: Entry, problem: Problem): Entry {
  const { focus: id, edit } = entry;
  const field = world.form.fields[id] as Field;
  const rows = [...rowsIn(entry.values[id])];
  rows[edit.row] ??= blankRow(field);
  const set = setValue(world, entry, id, rows);
  return { ...keepTyped(set, placeHere(field, entry), edit.line.text, problem), edit };
}

/** Reads what was typed in the cell under the hands. */
export function leaveCell(world: EntryWorld, entry: Entry): Left {
  const field = world.form.fields[entry.focus] as Field;
  if (!entry.edit.changed) return { entry };
  const { column } = columnAt(field, entry.edit);
  if (column.kind === 'flag') return { entry };
  const { text } = entry.edit.line;
  if (column.finder && text.trim() !== '') return { entry, find: text.trim() };
  const rows = rowsIn(entry.values[entry.focus]);
  const read = readTyped(column, text, rows[entry.edit.row] ?? {}, world.facts);
  if (!read.ok) {
    if (read.problem.code === 'choice.many') return { entry, many: true };
    return { entry: keepInCell(world, entry, read.problem), problem: read.problem };
  }
  return { entry: setCell(world, entry, read.value as Scalar) };
}

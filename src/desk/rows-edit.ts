import type { Field } from '../form/field';
import { readTyped } from '../form/fill';
import { isEmpty, type Row, type Scalar, type Value } from '../form/value';
import { caretAtEnd, selectAll } from '../screen/line-edit';
import { type EntryWorld, keepTyped, type Left, setValue } from './entry';
import { nameOf } from './show';
import type { Edit, Entry } from './state';

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
  if (isEmpty(cell)) return '';
  if (column.kind === 'flag') return cell === true ? '[x]' : '[ ]';
  if (column.kind === 'code' || column.kind === 'link') {
    return nameOf(world.registry, world.facts, column, String(cell));
  }
  return String(cell);
}

function cellEdit(
  world: EntryWorld,
  field: Field,
  value: Value | undefined,
  row: number,
  col: number,
): Edit {
  const id = columnIds(field)[col] as string;
  const column = field.columns?.[id] as Field;
  const cell = rowsShown(field, value)[row]?.[id];
  const text = column.kind === 'flag' ? '' : cellText(world, column, cell);
  return { line: text ? selectAll(text) : caretAtEnd(''), changed: false, row, col };
}

/** Where the hands stand when a group is entered from above or from below. */
export function startCell(
  world: EntryWorld,
  field: Field,
  value: Value | undefined,
  end: 'start' | 'end',
): Edit {
  const rows = rowsIn(value);
  const row = end === 'start' ? 0 : Math.max(0, rows.length - 1);
  return cellEdit(world, field, value, row, end === 'start' ? 0 : columnIds(field).length - 1);
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
    if (col >= width) [row, col] = [row + 1, 0];
    if (col < 0) [row, col] = [row - 1, width - 1];
  }
  if (row < 0 || row >= rows.length) return null;
  // A new row begins at its first cell.
  if (move === 'down' && Object.keys(rows[row] ?? {}).length === 0) col = 0;
  return { ...entry, edit: cellEdit(world, field, value, row, col) };
}

/** Puts a value into the cell under the hands; clearing the first column removes the row. */
export function setCell(world: EntryWorld, entry: Entry, cell: Scalar): Entry {
  const id = entry.focus;
  const field = world.form.fields[id] as Field;
  const { id: column } = columnAt(field, entry.edit);
  const rows = [...rowsIn(entry.values[id])];
  const { row, col } = entry.edit;
  if (isEmpty(cell) && col === 0) rows.splice(row, 1);
  else rows[row] = { ...blankRow(field), ...rows[row], [column]: cell };
  const set = setValue(world, entry, id, rows);
  return { ...set, edit: cellEdit(world, field, set.values[id], Math.min(row, rows.length), col) };
}

function blankRow(field: Field): Row {
  return Object.fromEntries(
    Object.entries(field.columns ?? {}).map(([id, column]) => [
      id,
      column.kind === 'flag' ? false : null,
    ]),
  );
}

/** Reads what was typed in the cell under the hands. */
export function leaveCell(world: EntryWorld, entry: Entry): Left {
  const field = world.form.fields[entry.focus] as Field;
  if (!entry.edit.changed) return { entry };
  const { column, id } = columnAt(field, entry.edit);
  if (column.kind === 'flag') return { entry };
  const rows = rowsIn(entry.values[entry.focus]);
  const read = readTyped(column, entry.edit.line.text, rows[entry.edit.row] ?? {}, world.facts);
  if (!read.ok) {
    if (read.problem.code === 'choice.many') return { entry, many: true };
    return {
      entry: keepTyped(entry, entry.focus, entry.edit.line.text, read.problem),
      problem: read.problem,
    };
  }
  const set = setCell(world, entry, read.value as Scalar);
  return { entry: withOwnUnit(world, set, id) };
}

/** A worker chosen in a row brings the worker's own unit, unless the row has one. */
function withOwnUnit(world: EntryWorld, entry: Entry, changed: string): Entry {
  const field = world.form.fields[entry.focus] as Field;
  const rows = [...rowsIn(entry.values[entry.focus])];
  const row = rows[entry.edit.row];
  const columns = field.columns ?? {};
  const unit = Object.keys(columns).find((id) => columns[id]?.to === 'unit');
  if (!row || !unit || columns[changed]?.to !== 'worker' || !isEmpty(row[unit])) return entry;
  const worker = world.facts.workers.find((one) => one.id === row[changed]);
  if (!worker) return entry;
  rows[entry.edit.row] = { ...row, [unit]: worker.unit };
  return { ...setValue(world, entry, entry.focus, rows), edit: entry.edit };
}

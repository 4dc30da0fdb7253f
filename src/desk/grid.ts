import { readTyped } from '../form/fill';
import { flagIn, numberIn } from '../form/value';
import type { Key } from '../keys/key';
import { factsOf } from '../records/facts';
import type { GridRow } from '../records/rows';
import { backspace, insertText, selectAll } from '../screen/line-edit';
import { awaiting, type Env, only, over, refusing } from './env';
import type { GridFocus } from './pane-state';
import { promptFor } from './prompts';
import type { DeskState, Stepped } from './state';

function quantityField(env: Env, row: GridRow): string {
  return env.registry.form(row.form).grid?.quantity ?? '';
}

/** Text of the quantity cell of a row. */
export function cellOf(env: Env, row: GridRow): string {
  return String(numberIn(row.rec.values, quantityField(env, row)) ?? '');
}

function focusOn(env: Env, state: DeskState, row: number): GridFocus | null {
  const at = Math.max(0, Math.min(state.gridRows.length - 1, row));
  const one = state.gridRows[at];
  return one ? { row: at, line: selectAll(cellOf(env, one)), changed: false } : null;
}

/** Goes from the entry line to the newest row, column Lukumäärä. */
export function enterGrid(env: Env, state: DeskState): Stepped {
  const grid = focusOn(env, state, state.gridRows.length - 1);
  return grid ? only({ ...state, grid }) : only(refusing(state, { code: 'grid.empty' }));
}

/** Stores a changed cell: reads it, then asks the reason. */
export function saveCell(env: Env, state: DeskState): Stepped {
  const { grid } = state;
  const row = grid ? state.gridRows[grid.row] : undefined;
  if (!grid || !row) return only(state);
  if (!grid.changed) return only(refusing(state, { code: 'amend.nothing' }));
  const form = env.registry.form(row.form);
  const id = quantityField(env, row);
  const field = form.fields[id];
  if (!field) return only(state);
  const facts = factsOf(state.setting, null, null);
  const read = readTyped(field, grid.line.text, row.rec.values, facts);
  if (!read.ok) return only(refusing(state, read.problem));
  if (read.value === null) return only(refusing(state, { code: 'field.required' }));
  const values = { ...row.rec.values, [id]: read.value };
  return only(over(state, promptFor(env, state, { kind: 'cell', row, values })));
}

/** Keys among the rows under the work grid; null for a key that means nothing there. */
export function gridKey(env: Env, state: DeskState, key: Key): Stepped | null {
  const { grid } = state;
  const row = grid ? state.gridRows[grid.row] : undefined;
  if (!grid || !row) return null;
  const to = (wanted: number): Stepped => only({ ...state, grid: focusOn(env, state, wanted) });
  if (key.kind === 'char') {
    if (!/^\d$/u.test(key.text)) return only(refusing(state, { code: 'grid.digit' }));
    const line = insertText(grid.line, key.text);
    return only({ ...state, grid: { ...grid, line, changed: true } });
  }
  if (key.kind !== 'named') return null;
  switch (key.name) {
    case 'Up':
      return to(grid.row - 1);
    case 'Down':
      return grid.row === state.gridRows.length - 1
        ? only({ ...state, grid: null })
        : to(grid.row + 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(state.gridRows.length - 1);
    case 'Backspace':
      return only({ ...state, grid: { ...grid, line: backspace(grid.line), changed: true } });
    case 'Enter':
      return openRow(state, row);
    default:
      return null;
  }
}

/** Opens a row on its form to be amended; an unsaved entry is not covered over. */
function openRow(state: DeskState, row: GridRow): Stepped {
  if (state.entries[state.pane]?.dirty) return only(refusing(state, { code: 'entry.unsaved' }));
  return awaiting({ ...state, grid: null }, { kind: 'take_row', row });
}

/** What my rows of the day come to, in minutes and times: `Yhteensä 255 min · asiakastyö 165 …`. */
export function daySum(rows: readonly GridRow[]): {
  readonly total: number;
  readonly client: number;
  readonly missed: number;
} {
  const minutes = (some: readonly GridRow[]) =>
    some.reduce((sum, { rec }) => sum + (numberIn(rec.values, 'quantity') ?? 0), 0);
  return {
    total: minutes(rows),
    client: minutes(rows.filter((row) => row.person)),
    missed: rows.filter(({ rec }) => flagIn(rec.values, 'not_reachable')).length,
  };
}

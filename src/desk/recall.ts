import type { Problem } from '../base/problems';
import type { Field } from '../form/field';
import { fill, problemOf } from '../form/fill';
import { isEmpty, rowsIn, type Scalar, sameValue, type Value, type Values } from '../form/value';
import { caretAtEnd } from '../screen/line-edit';
import { enter, refill, setValue } from './entry';
import { activeEntry, awaiting, type Env, only, putEntry, refusing, telling, worldOf } from './env';
import { cellOf } from './grid';
import { promptKey } from './prompts';
import { columnAt, setCell } from './rows-edit';
import type { DeskState, Entry, Stepped } from './state';
import { isUnread } from './unread';

/** The two commands that bring a value back. */
export type RecallCommand = 'value.dup' | 'value.cycle';

/** Asks for what this worker saved last in a form; the command goes on with the answer. */
export interface RecallEffect {
  readonly kind: 'recall';
  readonly form: string;
  readonly command: RecallCommand;
}

/** The answer: null when this worker has saved none. */
export interface RecalledEvent {
  readonly kind: 'recalled';
  readonly form: string;
  readonly values: Values | null;
  readonly command: RecallCommand;
}

/** Where the hands stand, and what could stand there. */
interface Place {
  /** Under what the last saved values are kept: a form's id, or a question's name. */
  readonly key: string;
  readonly now: Value;
  readonly last: Value;
  readonly usual: Value;
  readonly nothing: Value;
  /** Why the last value cannot stand here, or null. */
  readonly unfit: (value: Value) => Problem | null;
  /** Puts a value in; `usual` lets it follow the other answers again. */
  readonly put: (value: Value, usual: boolean) => Stepped;
}

function placeOf(env: Env, state: DeskState): Place | null {
  if (state.grid && !state.overlay) return gridPlace(env, state);
  const entry = activeEntry(state);
  const { overlay } = state;
  if (!entry || entry.mode === 'shown' || (overlay && overlay.kind !== 'prompt')) return null;
  const world = worldOf(env, state, entry);
  const field = world.form.fields[entry.focus];
  if (!field) return null;
  // Whose record it is follows the open client.
  if (field.to === 'person' && !field.finder && !field.choices) return null;
  const key = overlay ? promptKey(overlay) : entry.form;
  const kept = state.lastSaved[key]?.[entry.focus] ?? null;
  const untouched = new Set(entry.touched.filter((id) => id !== entry.focus));
  const { [entry.focus]: _now, ...others } = entry.values;
  const usual = fill(world.form, others, untouched, world.facts)[entry.focus] ?? null;
  if (field.kind === 'rows') return cellPlace(env, state, entry, field, key, [kept, usual]);
  return {
    key,
    now: entry.values[entry.focus] ?? null,
    last: kept,
    usual,
    nothing: field.kind === 'flag' ? false : null,
    unfit: (value) => problemOf(field, value, entry.values, world.facts),
    put: (value, isUsual) => {
      if (field.finder && typeof value === 'string' && value !== entry.client?.person.id) {
        return awaiting(state, { kind: 'take', person: value, after: 'stay' });
      }
      const set = setValue(world, entry, entry.focus, value);
      const touched = set.touched.filter((id) => id !== entry.focus);
      const filled = isUsual ? refill(world, { ...set, touched }) : set;
      const entered = enter(world, filled, entry.focus);
      // Ticks keep the row the hands stand on.
      const { row } = field.kind === 'links' ? entry.edit : entered.edit;
      return only(putEntry(state, { ...entered, edit: { ...entered.edit, row } }));
    },
  };
}

/** One cell of a group of rows: the same row of the group saved last, or its first. */
function cellPlace(
  env: Env,
  state: DeskState,
  entry: Entry,
  field: Field,
  key: string,
  [kept, usual]: readonly [Value, Value],
): Place {
  const world = worldOf(env, state, entry);
  const { column, id } = columnAt(field, entry.edit);
  const { row } = entry.edit;
  const cell = (value: Value): Scalar => {
    const rows = rowsIn({ value }, 'value');
    return (rows[row] ?? rows[0])?.[id] ?? null;
  };
  const rows = rowsIn(entry.values, entry.focus);
  return {
    key,
    now: rows[row]?.[id] ?? null,
    last: cell(kept),
    usual: cell(usual),
    nothing: column.kind === 'flag' ? false : null,
    unfit: (value) => problemOf(column, value, rows[row] ?? {}, world.facts),
    put: (value) => only(putEntry(state, setCell(world, entry, value as Scalar))),
  };
}

/** The quantity of a row under the work grid; as saved is what is usual there. */
function gridPlace(env: Env, state: DeskState): Place | null {
  const { grid } = state;
  const row = grid ? state.gridRows[grid.row] : undefined;
  const quantity = row && env.registry.form(row.form).grid?.quantity;
  if (!grid || !row || !quantity) return null;
  return {
    key: row.form,
    now: grid.line.text,
    last: String(state.lastSaved[row.form]?.[quantity] ?? ''),
    usual: cellOf(env, row),
    nothing: '',
    unfit: () => null,
    put: (value) =>
      only({
        ...state,
        grid: { ...grid, line: caretAtEnd(String(value)), changed: true },
      }),
  };
}

/** True while nobody has looked yet what this worker saved last in the form. */
function isUnknown(env: Env, state: DeskState, { key }: Place): boolean {
  return !(key in state.lastSaved) && env.registry.all.some((form) => form.id === key);
}

/** What the cycle goes round: last saved, usual, nothing; each value once. */
function roundOf(place: Place): { readonly value: Value; readonly name: string }[] {
  const fits = !isEmpty(place.last) && place.unfit(place.last) === null;
  const all = [
    ...(fits ? [{ value: place.last, name: 'last' }] : []),
    ...(isEmpty(place.usual) ? [] : [{ value: place.usual, name: 'usual' }]),
    { value: place.nothing, name: 'empty' },
  ];
  return all.filter(
    (one, at) => all.findIndex((other) => sameValue(other.value, one.value)) === at,
  );
}

/**
 * Why a value cannot be brought back here, or null. Problems: `dup.none`, `dup.unfit`,
 * `cycle.none`.
 */
export function recallProblem(env: Env, state: DeskState, command: RecallCommand): Problem | null {
  const place = placeOf(env, state);
  if (!place) return { code: 'dup.none' };
  if (isUnknown(env, state, place)) return null;
  if (command === 'value.dup') {
    if (isEmpty(place.last)) return { code: 'dup.none' };
    return place.unfit(place.last) === null ? null : { code: 'dup.unfit' };
  }
  const round = roundOf(place);
  const isDone = round.length === 1 && sameValue(round[0]?.value, place.now) && !isTyped(state);
  return isDone ? { code: 'cycle.none' } : null;
}

/** True when something stands in the field that has not been read. */
function isTyped(state: DeskState): boolean {
  const entry = activeEntry(state);
  if (!entry || state.grid) return false;
  return entry.edit.changed || isUnread(entry, entry.focus);
}

/**
 * Brings a value back: the one saved last, or the next of last saved, usual and nothing. What was
 * saved last before this session is asked for first.
 */
export function recall(env: Env, state: DeskState, command: RecallCommand): Stepped {
  const problem = recallProblem(env, state, command);
  const place = placeOf(env, state);
  if (problem || !place) return only(refusing(state, problem ?? { code: 'dup.none' }));
  if (isUnknown(env, state, place)) {
    return awaiting(state, { kind: 'recall', form: place.key, command });
  }
  if (command === 'value.dup') return place.put(place.last, false);
  const round = roundOf(place);
  const at = isTyped(state) ? -1 : round.findIndex((one) => sameValue(one.value, place.now));
  const next = round[(at + 1) % round.length] as (typeof round)[number];
  const put = place.put(next.value, next.name === 'usual');
  if (put.effects.length) return put;
  return { ...put, state: telling(put.state, `notice.cycle.${next.name}`) };
}

/** Goes on with the command that asked what was saved last. */
export function recalled(env: Env, state: DeskState, event: RecalledEvent): Stepped {
  const lastSaved = { ...state.lastSaved, [event.form]: event.values ?? {} };
  return recall(env, { ...state, lastSaved }, event.command);
}

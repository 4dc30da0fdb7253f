import type { Form } from '../form/define';
import { type Field, fieldsIn } from '../form/field';
import { isEmpty, type Rec, type Value, type Values } from '../form/value';
import type { Patch } from '../store/changes';

/** Ids of the fields that are hidden for a client under turvakielto. */
function guardedFields(form: Form): string[] {
  return fieldsIn(form.fields)
    .filter(([, field]) => field.guarded === true)
    .map(([id]) => id);
}

/**
 * Answers without what turvakielto hides: address, phone and municipality (DESIGN 14). The unit
 * stays, as rules need it; its name is masked where it is shown (`Facts.unitName`).
 */
function maskedValues(form: Form, values: Values): Values {
  const guarded = guardedFields(form);
  if (guarded.length === 0) return values;
  const kept: Record<string, Value> = { ...values };
  for (const id of guarded) kept[id] = null;
  return kept;
}

/** The record as it may be shown; unchanged when the client is not under turvakielto. */
export function maskedRecord(form: Form, rec: Rec, isProtected: boolean): Rec {
  return isProtected ? { ...rec, values: maskedValues(form, rec.values) } : rec;
}

/**
 * Puts the hidden answers back under what a worker typed, who never saw them: a guarded field left
 * empty keeps what is stored, one that was typed anew is taken.
 */
export function withHidden(form: Form, typed: Values, stored: Values): Values {
  const kept: Record<string, Value> = { ...typed };
  for (const id of guardedFields(form)) {
    if (isEmpty(typed[id])) kept[id] = stored[id] ?? null;
  }
  return kept;
}

/**
 * A change as history shows it: hidden fields keep their place with null on both sides, so that it
 * is seen that they changed. A unit's id tells the place too, so it is hidden with them.
 */
export function maskedPatch(form: Form, patch: Patch): Patch {
  const shown: Record<string, readonly [Value, Value]> = {};
  for (const [id, change] of Object.entries(patch)) {
    const field = form.fields[id];
    shown[id] = field && tellsPlace(field) ? [null, null] : withoutUnits(field, change);
  }
  return shown;
}

function tellsPlace(field: Field): boolean {
  return field.guarded === true || field.to === 'unit';
}

function withoutUnits(field: Field | undefined, change: readonly [Value, Value]): [Value, Value] {
  const hidden = Object.entries(field?.columns ?? {})
    .filter(([, column]) => tellsPlace(column))
    .map(([id]) => id);
  if (hidden.length === 0) return [change[0], change[1]];
  return [hideColumns(change[0], hidden), hideColumns(change[1], hidden)];
}

/** Rows of a repeated group without some columns. */
function hideColumns(value: Value, hidden: readonly string[]): Value {
  if (!Array.isArray(value)) return value;
  return value.map((row) =>
    typeof row === 'string'
      ? row
      : Object.fromEntries(Object.entries(row).filter(([id]) => !hidden.includes(id))),
  ) as Value;
}

/**
 * Answers without any trace of a place, for what leaves the program (`akti show --json`): guarded
 * fields and ids of units. Outside the screen nothing masks their names later.
 */
export function placelessValues(form: Form, values: Values): Values {
  const kept: Record<string, Value> = {};
  for (const [id, value] of Object.entries(values)) {
    const field = form.fields[id];
    if (!field) continue;
    kept[id] = tellsPlace(field) ? null : withoutUnits(field, [value, null])[0];
  }
  return kept;
}

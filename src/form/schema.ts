import * as z from 'zod';
import type { Form } from './define';
import { type Field, fieldsIn, isStored } from './field';
import { KINDS } from './kinds/kinds';
import type { Row, Scalar, Value, Values } from './value';

/** Kinds that hold a list, empty when unanswered. */
const SEVERAL = new Set(['codes', 'links', 'rows']);

function answer(field: Field): z.ZodType<unknown> {
  if (field.kind !== 'rows') return KINDS[field.kind].zod(field);
  const columns = Object.fromEntries(
    Object.entries(field.columns ?? {}).map(([id, column]) => [id, optional(column)]),
  );
  return z.array(z.strictObject(columns)).max(field.max ?? 99);
}

function optional(field: Field): z.ZodType<unknown> {
  return field.required === true && field.shown === undefined
    ? answer(field)
    : answer(field).nullable().optional();
}

/**
 * Validator of a saved record's answers: the same limits as its table, and no unknown field.
 * Rules that need the rest of the case are not here but in the form's checks.
 */
export function schemaOf(form: Form): z.ZodType<Record<string, unknown>> {
  const shape = Object.fromEntries(
    Object.entries(form.fields)
      .filter(([, field]) => isStored(field))
      .map(([id, field]) => {
        return [id, SEVERAL.has(field.kind) ? answer(field).optional() : optional(field)];
      }),
  );
  return z.strictObject(shape) as unknown as z.ZodType<Record<string, unknown>>;
}

/** Answers let through before, by field: the same codes and days come again in every record. */
const accepted = new WeakMap<Field, Set<Scalar>>();
/** So many are remembered of a field; free text beyond that is looked at each time. */
const REMEMBERED = 4096;
/** Text longer than this hardly comes twice. */
const SHORT = 64;

const validators = new WeakMap<Field, z.ZodType<unknown>>();

function zodOf(field: Field): z.ZodType<unknown> {
  let made = validators.get(field);
  if (!made) {
    made = KINDS[field.kind].zod(field);
    validators.set(field, made);
  }
  return made;
}

/** True when the value keeps the limits of the field's kind. Nothing at all is not asked here. */
export function keepsLimits(field: Field, value: Value): boolean {
  if (typeof value === 'object' && value !== null) {
    return field.kind === 'rows'
      ? rowsKeepLimits(field, value)
      : zodOf(field).safeParse(value).success;
  }
  const known = accepted.get(field) ?? new Set<Scalar>();
  if (known.has(value)) return true;
  if (!zodOf(field).safeParse(value).success) return false;
  if (known.size < REMEMBERED && !(typeof value === 'string' && value.length > SHORT)) {
    known.add(value);
    accepted.set(field, known);
  }
  return true;
}

function rowsKeepLimits(field: Field, rows: readonly (string | Row)[]): boolean {
  const columns = field.columns ?? {};
  return (
    rows.length <= (field.max ?? 99) &&
    rows.every(
      (row) =>
        typeof row === 'object' &&
        row !== null &&
        Object.keys(row).every((id) => columns[id] !== undefined) &&
        fieldsIn(columns).every(([id, column]) => mayHold(column, row[id])),
    )
  );
}

function mayHold(field: Field, value: Value | undefined): boolean {
  if (value === undefined || value === null) {
    return field.required !== true || field.shown !== undefined;
  }
  return keepsLimits(field, value);
}

/**
 * Fields whose answers `schemaOf` would refuse, and answers of fields the form does not have. The
 * same limits, but what was let through before is not looked at again: a save asks this.
 */
export function outsideLimits(form: Form, values: Values): string[] {
  const outside = Object.keys(values).filter((id) => {
    const field = form.fields[id];
    return !field || !isStored(field);
  });
  for (const [id, field] of fieldsIn(form.fields)) {
    if (isStored(field) && !answerHolds(field, values[id])) outside.push(id);
  }
  return outside;
}

function answerHolds(field: Field, value: Value | undefined): boolean {
  if (!SEVERAL.has(field.kind)) return mayHold(field, value);
  return value === undefined || (Array.isArray(value) && keepsLimits(field, value));
}

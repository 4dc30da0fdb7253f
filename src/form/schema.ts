import * as z from 'zod';
import type { Form } from './define';
import { type Field, fieldsIn, isStored, storedIn } from './field';
import type { Holds } from './kinds/kind';
import { KINDS } from './kinds/kinds';
import type { Row, Value, Values } from './value';

/** Kinds that hold a list, empty when unanswered. */
const SEVERAL = new Set(['codes', 'links', 'rows']);

function answer(field: Field): z.ZodType<unknown> {
  if (field.kind !== 'rows') return z.custom(holdsOf(field));
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

const tests = new WeakMap<Field, Holds>();

function holdsOf(field: Field): Holds {
  let made = tests.get(field);
  if (!made) {
    made = KINDS[field.kind].holds(field);
    tests.set(field, made);
  }
  return made;
}

/** True when the value keeps the limits of the field's kind. Nothing at all is not asked here. */
export function keepsLimits(field: Field, value: Value): boolean {
  return holdsOf(field)(value) && (field.kind !== 'rows' || rowsKeepLimits(field, value));
}

function rowsKeepLimits(field: Field, value: Value): boolean {
  const columns = field.columns ?? {};
  return (value as readonly Row[]).every(
    (row) =>
      Object.keys(row).every((id) => columns[id] !== undefined) &&
      fieldsIn(columns).every(([id, column]) => mayHold(column, row[id])),
  );
}

function mayHold(field: Field, value: Value | undefined): boolean {
  if (value === undefined || value === null) {
    return field.required !== true || field.shown !== undefined;
  }
  return keepsLimits(field, value);
}

/** The stored fields of a form, each with whether what it holds keeps its limits. */
interface Limits {
  readonly ids: ReadonlySet<string>;
  readonly tests: readonly { readonly id: string; readonly holds: (value?: Value) => boolean }[];
}

const limits = new WeakMap<Form, Limits>();

function limitsOf(form: Form): Limits {
  let made = limits.get(form);
  if (!made) {
    const fields = storedIn(form.fields);
    const tests = fields.map(([id, field]) => ({ id, holds: answerTest(field) }));
    made = { ids: new Set(fields.map(([id]) => id)), tests };
    limits.set(form, made);
  }
  return made;
}

/**
 * Fields whose answers `schemaOf` would refuse, and answers of fields the form does not have. The
 * same limits by plain functions: a save asks this.
 */
export function outsideLimits(form: Form, values: Values): string[] {
  const { ids, tests } = limitsOf(form);
  const outside: string[] = [];
  for (const id of Object.keys(values)) if (!ids.has(id)) outside.push(id);
  for (const { id, holds } of tests) if (!holds(values[id])) outside.push(id);
  return outside;
}

/** The test of a stored field, put together once: a save asks it of each answer. */
function answerTest(field: Field): (value?: Value) => boolean {
  const holds = holdsOf(field);
  const { kind } = field;
  if (kind === 'rows') {
    return (value) => value === undefined || (holds(value) && rowsKeepLimits(field, value));
  }
  if (SEVERAL.has(kind)) return (value) => value === undefined || holds(value);
  const mayBeNothing = field.required !== true || field.shown !== undefined;
  return (value) => (value === undefined || value === null ? mayBeNothing : holds(value));
}

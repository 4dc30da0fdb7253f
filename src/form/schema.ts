import * as z from 'zod';
import type { Form } from './define';
import { type Field, isStored } from './field';
import { KINDS } from './kinds/kinds';

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
        const several = ['codes', 'links', 'rows'].includes(field.kind);
        return [id, several ? answer(field).optional() : optional(field)];
      }),
  );
  return z.strictObject(shape) as unknown as z.ZodType<Record<string, unknown>>;
}

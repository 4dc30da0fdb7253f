import type { Form } from '../form/define';
import type { Base } from './base';
import { writeHeld } from './held-records';
import { quoted } from './record-plan';

/** A column of a form's own table that holds the id of another record. */
export interface LinkColumn {
  readonly form: Form;
  readonly column: string;
}

/** Ids of the records that name one of these in one of those columns, each once. */
export function linkingTo(
  base: Base,
  columns: readonly LinkColumn[],
  ids: readonly string[],
): string[] {
  writeHeld(base);
  const parts = columns.map(
    ({ form, column }) =>
      `SELECT id FROM ${quoted(form.id)} WHERE ${quoted(column)} IN` +
      ' (SELECT value FROM json_each(?))',
  );
  const list = JSON.stringify(ids);
  return base
    .sql<{ id: string }>(parts.join(' UNION '))
    .all(...parts.map(() => list))
    .map((row) => row.id);
}

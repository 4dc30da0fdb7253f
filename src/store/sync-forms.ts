import type { Form } from '../form/define';
import type { Base } from './base';
import { quoted } from './record-plan';

const KEY = 'forms';

/** Versions of the forms under which the records of the base were last folded, as written then. */
export function foldedForms(base: Base): string | null {
  const text = 'SELECT value FROM meta WHERE key = ?';
  return base.sql<{ value: string }>(text).get(KEY)?.value ?? null;
}

/** Notes under which versions of the forms the records are folded now. */
export function noteFoldedForms(base: Base, forms: string): void {
  const text =
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value';
  base.sql(text).run(KEY, forms);
}

/** Records of a form that have answers beside them, or a history and no row. */
export function recordsBeside(base: Base, form: Form): string[] {
  const table = quoted(form.id);
  const text =
    `SELECT id FROM ${table} WHERE extra <> '{}' UNION SELECT record_id FROM change` +
    ` WHERE form = ? AND kind = 'create' AND record_id NOT IN (SELECT id FROM ${table})`;
  return base
    .sql<{ id: string }>(text)
    .all(form.id)
    .map(({ id }) => id);
}

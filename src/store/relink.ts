import type { Form } from '../form/define';
import type { Rec } from '../form/value';
import { atomically, type Base } from './base';
import { refuse } from './errors';
import { writeHeld } from './held-records';
import { planOf, quoted, updateCells } from './record-plan';

/** Columns of a form's own table and of its child tables that hold links to persons. */
function personColumns(form: Form) {
  const plan = planOf(form);
  const own = plan.columns.filter((id) => form.fields[id]?.to === 'person');
  const lists = plan.children.flatMap((child) => {
    if (child.field.kind === 'links') {
      return child.field.to === 'person' ? [{ table: child.table, column: 'value' }] : [];
    }
    const columns = Object.entries(child.field.columns ?? {}).filter(
      ([, one]) => one.to === 'person',
    );
    return columns.map(([column]) => ({ table: child.table, column }));
  });
  return { own, lists };
}

/** Ids of a form's records that link to a person anywhere, voided ones too, in order of id. */
export function linkedTo(base: Base, form: Form, personId: string): string[] {
  writeHeld(base);
  const { own, lists } = personColumns(form);
  const parts = [
    ...own.map((id) => `SELECT id FROM ${quoted(form.id)} WHERE ${quoted(id)} = ?`),
    ...lists.map(
      ({ table, column }) =>
        `SELECT record_id AS id FROM ${quoted(table)} WHERE ${quoted(column)} = ?`,
    ),
  ];
  if (!parts.length) return [];
  return base
    .sql<{ id: string }>(`${parts.join(' UNION ')} ORDER BY id`)
    .all(...parts.map(() => personId))
    .map((row) => row.id);
}

/**
 * Writes a record whose links to a merged person now lead to the one merged into. Lists of links
 * are changed cell by cell: that is all the triggers of a frozen record let through, and only
 * after the merge itself has been written.
 *
 * Problems (thrown, for `catching`): `record.stale`, `record.frozen`.
 */
export function relinkRecord(base: Base, form: Form, rec: Rec, from: string, to: string): void {
  const plan = planOf(form);
  const cells = updateCells(plan, rec);
  writeHeld(base);
  atomically(base, () => {
    for (const child of plan.children) {
      if (child.field.kind !== 'links' || child.field.to !== 'person') continue;
      const table = quoted(child.table);
      const is = '"record_id" = ? AND "value" = ?';
      const both = base.sql(`SELECT 1 FROM ${table} WHERE ${is}`).get(rec.id, to);
      if (both) base.sql(`DELETE FROM ${table} WHERE ${is}`).run(rec.id, from);
      else base.sql(`UPDATE ${table} SET "value" = ? WHERE ${is}`).run(to, rec.id, from);
    }
    const done = base.sql(plan.update).run(cells);
    if (done.changes !== 1) refuse('record.stale');
  });
}

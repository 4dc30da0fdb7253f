import type { Form } from '../form/define';
import { childrenOf, childTable } from '../form/table';
import type { Rec } from '../form/value';
import type { Base } from './base';
import type { CounterKey } from './counters';
import { quoted } from './record-plan';
import { insertRecord, updateRecord } from './records';

/** What a record holds that this version of its form does not know, by field. */
export type Extra = Readonly<Record<string, unknown>>;

/** Fields of a record this version does not know. */
export function extraOf(base: Base, form: Form, id: string): Extra {
  const text = `SELECT extra FROM ${quoted(form.id)} WHERE id = ?`;
  return JSON.parse(base.sql<{ extra: string }>(text).get(id)?.extra ?? '{}') as Extra;
}

/**
 * Writes a record as it has come about: a new row, or over the row of the version before.
 *
 * Problem (thrown, for `catching`): `record.refused` the table does not take it.
 */
export function writeFolded(base: Base, form: Form, rec: Rec, extra: Extra, isNew: boolean): void {
  // A savepoint: a row that is refused leaves nothing of its lists.
  base.write(() => {
    if (isNew) return insertRecord(base, form, rec, extra);
    updateRecord(base, form, rec);
    const text = `UPDATE ${quoted(form.id)} SET extra = ? WHERE id = ? AND extra <> ?`;
    const json = JSON.stringify(extra);
    return void base.sql(text).run(json, rec.id, json);
  });
}

/** Takes a record from the base with its lists; its history is left. While `applying`. */
export function removeRow(base: Base, form: Form, id: string): void {
  for (const list of childrenOf(form)) {
    base.sql(`DELETE FROM ${quoted(childTable(form, list))} WHERE record_id = ?`).run(id);
  }
  base.sql(`DELETE FROM ${quoted(form.id)} WHERE id = ?`).run(id);
  base.sql('DELETE FROM person_key WHERE person = ?').run(id);
}

/** Takes the history of a record and what is known of it from the base. While `applying`. */
export function removeHistory(base: Base, recordId: string): void {
  const own = 'seq IN (SELECT seq FROM change WHERE record_id = ?)';
  base.sql(`DELETE FROM settlement WHERE ${own}`).run(recordId);
  base.sql(`DELETE FROM delivery WHERE ${own}`).run(recordId);
  base.sql('DELETE FROM conflict WHERE record_id = ?').run(recordId);
  base.sql('DELETE FROM change WHERE record_id = ?').run(recordId);
}

/** Makes a counter go on after a number that was given elsewhere. */
export function raiseCounter(base: Base, { series, year, root }: CounterKey, to: number): void {
  base
    .sql(
      'INSERT INTO counter (series, year, root, last) VALUES (?, ?, ?, ?)' +
        ' ON CONFLICT DO UPDATE SET last = excluded.last WHERE excluded.last > last',
    )
    .run(series, year, root, to);
}

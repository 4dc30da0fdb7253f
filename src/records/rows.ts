import type { PersonFacts } from '../form/facts';
import type { Rec } from '../form/value';
import { queryRecords } from '../store/query';
import { type Door, rightProblem } from './door';
import { maskedRecord } from './mask';
import { personsBy } from './work-list';

/** A row under the work grid. */
export interface GridRow {
  readonly form: string;
  readonly rec: Rec;
  readonly person: PersonFacts | null;
}

/** My rows of the grid forms entered on this work date, over all clients, oldest first. */
export function myRows(door: Door): GridRow[] {
  const { base, registry } = door.world;
  const { me, workDate } = door.setting;
  return base.read(() => {
    const forms = registry.all.filter((form) => form.grid && !rightProblem(door, form.id, 'read'));
    const where = { entered_by: me.id, entered_on: workDate, voided: false };
    const records = forms.flatMap((form) => queryRecords(base, form, { where, order: 'entry' }));
    const persons = personsBy(
      door,
      records.map((rec) => rec.bucket),
    );
    return records
      .sort((a, b) => a.entry_no - b.entry_no)
      .map((rec) => {
        const person = persons.get(rec.bucket ?? '') ?? null;
        const form = registry.form(rec.form);
        return { form: form.id, rec: maskedRecord(form, rec, person?.protected === true), person };
      });
  });
}

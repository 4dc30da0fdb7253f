import type { Form } from '../form/define';
import type { Rec } from '../form/value';
import { atomically, type Base } from './base';
import { refuse } from './errors';
import { heldRecord, holdChanged, holdNew, writeList } from './held-records';
import {
  type Cell,
  childCells,
  insertCells,
  planOf,
  type RecordPlan,
  updateCells,
} from './record-plan';
import { readWhere } from './record-rows';

/**
 * Writes a new record: its row and the rows of its child tables, all or nothing.
 * @param extra fields a newer version of the form knows and this one does not, kept as they are
 *
 * Problems (thrown, for `catching`): `record.refused` a limit of the table, an id used before.
 */
export function insertRecord(
  base: Base,
  form: Form,
  rec: Rec,
  extra: Readonly<Record<string, unknown>> = {},
): void {
  if (holdNew(base, form, rec, extra)) return;
  const plan = planOf(form);
  const cells = insertCells(plan, rec, extra);
  atomically(base, () => {
    base.sql(plan.insert).run(cells);
    for (const child of plan.children) {
      writeList(base, child, rec.id, childCells(child, rec.values[child.id]));
    }
  });
}

/**
 * Writes a record over its version before: the whole row, and those child tables that differ.
 * What `extra` holds stays. `rec.version` is the new version, one above the stored one.
 *
 * Problems (thrown, for `catching`): `record.stale` another version is stored than the one before,
 * or no such record; `record.frozen`; `record.refused`.
 */
export function updateRecord(base: Base, form: Form, rec: Rec): void {
  if (holdChanged(base, form, rec)) return;
  const plan = planOf(form);
  const cells = updateCells(plan, rec);
  atomically(base, () => {
    // The lists come first: once the row has its freezing tick, they can no longer be written.
    writeChangedLists(base, plan, rec);
    const done = base.sql(plan.update).run(cells);
    if (done.changes !== 1) refuse('record.stale');
  });
}

/** A record by id, also a voided one. */
export function readRecord(base: Base, form: Form, id: string): Rec | undefined {
  const held = heldRecord(base, form, id);
  if (held) return held;
  return base.read(() => readWhere(base, planOf(form), 'WHERE "id" = ?', [id])[0]);
}

/**
 * Everything of one client, voided records too, in diary order: `diary_on`, then order of entry.
 * Some queries for each form, however many records there are.
 */
export function readBucket(base: Base, forms: readonly Form[], bucket: string): Rec[] {
  const found = base.read(() =>
    forms.flatMap((form) => readWhere(base, planOf(form), 'WHERE "bucket" = ?', [bucket])),
  );
  return found.sort(byDiary);
}

/**
 * The newest records of one client over some forms, voided ones left out, in diary order, and one
 * more than wanted where there are more.
 */
export function readNewest(
  base: Base,
  forms: readonly Form[],
  bucket: string,
  wanted: number,
): Rec[] {
  const clause =
    'WHERE "bucket" = ? AND "voided" = 0 ORDER BY "diary_on" DESC, "entry_no" DESC LIMIT ?';
  const found = base.read(() =>
    forms.flatMap((form) => readWhere(base, planOf(form), clause, [bucket, wanted + 1])),
  );
  return found.sort(byDiary).slice(-(wanted + 1));
}

type Place = Pick<Rec, 'diary_on' | 'entry_no'>;

/** Order of the diary: the day shown, then the order of entry. */
export function byDiary(a: Place, b: Place): number {
  if (a.diary_on !== b.diary_on) return a.diary_on < b.diary_on ? -1 : 1;
  return a.entry_no - b.entry_no;
}

function writeChangedLists(base: Base, plan: RecordPlan, rec: Rec): void {
  for (const child of plan.children) {
    const wanted = childCells(child, rec.values[child.id]);
    const stored = base.sql(child.ofRecord).raw().all(rec.id) as Cell[][];
    if (stored.length === 0 && wanted.length === 0) continue;
    if (JSON.stringify(stored) === JSON.stringify(wanted)) continue;
    base.sql(child.remove).run(rec.id);
    writeList(base, child, rec.id, wanted);
  }
}

import type { Form } from '../form/define';
import type { Rec } from '../form/value';
import type { Base } from './base';
import { refuse } from './errors';
import {
  asStored,
  type Cell,
  type ChildPlan,
  childCells,
  insertCells,
  planOf,
  type RecordPlan,
} from './record-plan';

/** A record that waits to be written, as it stands by now. */
interface Waiting {
  rec: Rec;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Records that wait, by form and id, in the order they were made. */
interface Held {
  readonly forms: Map<Form, Map<string, Waiting>>;
  count: number;
}

const held = new WeakMap<Base, Held>();

/** So many records wait at most. */
const MOST = 5000;

/** From here on records of a base that is being filled are held, and written table by table. */
export function beginHolding(base: Base): void {
  held.set(base, { forms: new Map(), count: 0 });
}

/** Holds a new record; false in a base that is not being filled. */
export function holdNew(base: Base, form: Form, rec: Rec, extra: Waiting['extra']): boolean {
  const all = held.get(base);
  if (!all) return false;
  if (all.count >= MOST) writeHeld(base);
  let waiting = all.forms.get(form);
  if (!waiting) {
    waiting = new Map();
    all.forms.set(form, waiting);
  }
  if (waiting.has(rec.id)) refuse('record.refused');
  waiting.set(rec.id, { rec, extra });
  all.count += 1;
  return true;
}

/**
 * Puts a record in the place of its version before, where that is held: the row is written once, as
 * it stands in the end. One of a form that may be frozen is written first, as the guards of its
 * tables judge what may change.
 *
 * Problem (thrown, for `catching`): `record.stale` another version is held than the one before.
 */
export function holdChanged(base: Base, form: Form, rec: Rec): boolean {
  const waiting = held.get(base)?.forms.get(form)?.get(rec.id);
  if (!waiting) return false;
  if (form.frozenBy) {
    writeHeld(base);
    return false;
  }
  if (waiting.rec.version !== rec.version - 1) refuse('record.stale');
  waiting.rec = rec;
  return true;
}

/** A held record as reading it from its tables would give it; undefined where it is not held. */
export function heldRecord(base: Base, form: Form, id: string): Rec | undefined {
  const rec = held.get(base)?.forms.get(form)?.get(id)?.rec;
  return rec && asStored(planOf(form), rec);
}

/**
 * Writes what is held, table by table: SQLite then has one table and its indexes at hand at a time.
 * Whatever looks into the tables of records asks for it first.
 */
export function writeHeld(base: Base): void {
  const all = held.get(base);
  if (!all?.count) return;
  base.write(() => {
    for (const [form, waiting] of all.forms) writeForm(base, planOf(form), [...waiting.values()]);
    all.forms.clear();
    all.count = 0;
  });
}

function writeForm(base: Base, plan: RecordPlan, waiting: readonly Waiting[]): void {
  const insert = base.sql(plan.insert);
  for (const { rec, extra } of waiting) insert.run(insertCells(plan, rec, extra));
  for (const child of plan.children) {
    for (const { rec } of waiting) {
      writeList(base, child, rec.id, childCells(child, rec.values[child.id]));
    }
  }
}

/** Writes the list of a record into its child table. */
export function writeList(base: Base, child: ChildPlan, id: string, rows: readonly Cell[][]): void {
  if (rows.length === 0) return;
  const statement = base.sql(child.insert);
  for (let pos = 0; pos < rows.length; pos++) {
    statement.run(id, pos, ...(rows[pos] as Cell[]));
  }
}

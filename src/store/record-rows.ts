import type { Rec, Value } from '../form/value';
import type { Base } from './base';
import { writeHeld } from './held-records';
import { type Cell, type ChildPlan, childValue, type RecordPlan, recordFrom } from './record-plan';

/**
 * Records of one form that a clause finds, in the clause's order: one query for the rows and one
 * for each child table.
 * @param clause `WHERE … ORDER BY … LIMIT …` over the columns of the form's table
 */
export function readWhere(
  base: Base,
  plan: RecordPlan,
  clause: string,
  given: readonly Cell[],
): Rec[] {
  writeHeld(base);
  const rows = base
    .sql(plan.select(clause))
    .raw()
    .all(...given) as Cell[][];
  if (!rows.length) return [];
  if (rows.length === 1)
    return [recordFrom(plan, rows[0] as Cell[], (child, id) => listOf(base, child, id))];
  const lists = new Map(plan.children.map((child) => [child.id, listsOf(base, child, rows)]));
  return rows.map((cells) =>
    recordFrom(plan, cells, (child, id) => lists.get(child.id)?.get(id) ?? []),
  );
}

/** The list of one record: what a save reads, which it has to find as quickly as it can. */
function listOf(base: Base, child: ChildPlan, id: string): Value {
  return childValue(child, base.sql(child.ofRecord).raw().all(id) as Cell[][]);
}

/** Lists of a child table by record id, for the records read. */
function listsOf(base: Base, child: ChildPlan, records: readonly Cell[][]): Map<string, Value> {
  const ids = JSON.stringify(records.map(([id]) => id));
  const rows = base.sql(child.ofRecords).raw().all(ids) as Cell[][];
  const grouped = new Map<string, Cell[][]>();
  for (const [id, ...cells] of rows) {
    const held = grouped.get(id as string);
    if (held) held.push(cells);
    else grouped.set(id as string, [cells]);
  }
  return new Map([...grouped].map(([id, list]) => [id, childValue(child, list)]));
}

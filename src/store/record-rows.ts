import type { Rec, Value } from '../form/value';
import type { Base } from './base';
import {
  type Cell,
  type ChildPlan,
  childValue,
  quoted,
  type RecordPlan,
  recordFrom,
} from './record-plan';

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
  const rows = base
    .sql(`${plan.select} ${clause}`)
    .raw()
    .all(...given) as Cell[][];
  if (!rows.length) return [];
  const lists = new Map(plan.children.map((child) => [child.id, listsOf(base, child, rows)]));
  return rows.map((cells) =>
    recordFrom(plan, cells, (child, id) => lists.get(child.id)?.get(id) ?? []),
  );
}

/** Lists of a child table by record id, for the records read. */
function listsOf(base: Base, child: ChildPlan, records: readonly Cell[][]): Map<string, Value> {
  const names = child.columns.map(quoted).join(', ');
  const ids = JSON.stringify(records.map(([id]) => id));
  const rows = base
    .sql(
      `SELECT "record_id", ${names} FROM ${quoted(child.table)}` +
        ' WHERE "record_id" IN (SELECT value FROM json_each(?)) ORDER BY "record_id", "pos"',
    )
    .raw()
    .all(ids) as Cell[][];
  const grouped = new Map<string, Cell[][]>();
  for (const [id, ...cells] of rows) {
    const held = grouped.get(id as string);
    if (held) held.push(cells);
    else grouped.set(id as string, [cells]);
  }
  return new Map([...grouped].map(([id, list]) => [id, childValue(child, list)]));
}

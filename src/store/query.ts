import type { Form } from '../form/define';
import { ENVELOPE } from '../form/table';
import type { Rec, Scalar } from '../form/value';
import type { Base } from './base';
import { writeHeld } from './held-records';
import { type Cell, planOf, quoted, type RecordPlan, toCell } from './record-plan';
import { readWhere } from './record-rows';

/**
 * What a column must hold: a value, nothing (`null`), something, anything but a value, one of a
 * list, or a range.
 */
export type Condition =
  | Scalar
  | { readonly not: Scalar }
  | { readonly in: readonly Scalar[] }
  | { readonly gte?: Scalar; readonly lte?: Scalar };

/** Ways a list may lie. */
const ORDERS = {
  diary: '"diary_on", "entry_no"',
  entry: '"entry_no"',
  newest: '"entered_on" DESC, "entry_no" DESC',
} as const;

/** Which records of a form are wanted; all conditions hold at once. */
export interface Query {
  /** By column: an envelope column or a field with a column of its own. */
  readonly where: Readonly<Record<string, Condition>>;
  /** No record of that form that is not voided points here with that field. */
  readonly unlinked?: { readonly form: Form; readonly field: string };
  /** `diary` (default): day shown, then entry. `entry`: order of entry. `newest`: entered last. */
  readonly order?: keyof typeof ORDERS;
  readonly limit?: number;
}

/**
 * Records of one form, with their lists. Voided ones too, unless `where` says `voided: false`.
 * @throws Error on a column the form does not have
 */
export function queryRecords(base: Base, form: Form, query: Query): Rec[] {
  const plan = planOf(form);
  const { where, given } = whereOf(plan, query);
  const limit = query.limit === undefined ? '' : ' LIMIT ?';
  if (query.limit !== undefined) given.push(query.limit);
  const clause = `${where}ORDER BY ${ORDERS[query.order ?? 'diary']}${limit}`;
  return base.read(() => readWhere(base, plan, clause, given));
}

/**
 * How many records of one form there are; order and limit do not count.
 * @throws Error on a column the form does not have
 */
export function countRecords(base: Base, form: Form, query: Query): number {
  writeHeld(base);
  const { where, given } = whereOf(planOf(form), query);
  const text = `SELECT count(*) AS count FROM ${quoted(form.id)} ${where}`;
  return base.sql<{ count: number }>(text).get(...given)?.count ?? 0;
}

function whereOf(plan: RecordPlan, query: Query): { where: string; given: Cell[] } {
  const given: Cell[] = [];
  const parts = Object.entries(query.where).map(([name, condition]) =>
    conditionSql(plan, name, condition, given),
  );
  if (query.unlinked) parts.push(unlinkedSql(plan, query.unlinked));
  return { where: parts.length ? `WHERE ${parts.join(' AND ')} ` : '', given };
}

function unlinkedSql({ form }: RecordPlan, by: NonNullable<Query['unlinked']>): string {
  const other = quoted(by.form.id);
  const field = columnOf(planOf(by.form), by.field);
  return (
    `NOT EXISTS (SELECT 1 FROM ${other} WHERE ${other}.${field} = ${quoted(form.id)}."id"` +
    ` AND ${other}."voided" = 0)`
  );
}

function columnOf(plan: RecordPlan, name: string): string {
  if (!plan.columns.includes(name) && !(ENVELOPE as readonly string[]).includes(name)) {
    throw new Error(`${plan.form.id} has no column ${name}`);
  }
  return quoted(name);
}

/** A text for each shape of a query, so that its statement is prepared once. */
function conditionSql(plan: RecordPlan, name: string, condition: Condition, given: Cell[]): string {
  const column = columnOf(plan, name);
  const cell = (value: Scalar) => toCell(undefined, value, name);
  if (condition === null) return `${column} IS NULL`;
  // Written out, so that SQLite can see that an index over such rows only will do.
  if (typeof condition === 'boolean') return `${column} = ${condition ? 1 : 0}`;
  if (typeof condition !== 'object') {
    given.push(condition);
    return `${column} = ?`;
  }
  if ('not' in condition) {
    if (condition.not === null) return `${column} IS NOT NULL`;
    given.push(cell(condition.not));
    return `${column} IS NOT ?`;
  }
  if ('in' in condition) {
    given.push(JSON.stringify(condition.in.map(cell)));
    return `${column} IN (SELECT value FROM json_each(?))`;
  }
  const ends: string[] = [];
  if (condition.gte !== undefined) {
    ends.push(`${column} >= ?`);
    given.push(cell(condition.gte));
  }
  if (condition.lte !== undefined) {
    ends.push(`${column} <= ?`);
    given.push(cell(condition.lte));
  }
  if (!ends.length) throw new Error(`${plan.form.id}.${name}: a range without an end`);
  return ends.join(' AND ');
}

import type { Form } from '../form/define';
import type { Field } from '../form/field';
import { childColumns, childrenOf, childTable, columnsOf } from '../form/table';
import { isEmpty, type Rec, type Row, type Scalar, type Value, type Values } from '../form/value';
import { refuse } from './errors';

/** What SQLite takes and gives in a cell of these tables. */
export type Cell = string | number | null;

/** Columns of the envelope that are read, in order; `extra` is kept but not shown to forms. */
const ENVELOPE_READ = [
  'id',
  'version',
  'bucket',
  'diary_on',
  'service_task',
  'closed_at',
  'voided',
  'entered_on',
  'entered_by',
  'entered_at',
  'entry_no',
] as const;

/** A field that lives in a child table, with its statements. */
export interface ChildPlan {
  readonly id: string;
  readonly field: Field;
  readonly table: string;
  readonly columns: readonly string[];
  readonly insert: string;
  readonly remove: string;
  readonly ofRecord: string;
  /** Lists of the records whose ids are given as a JSON list, each row with its record. */
  readonly ofRecords: string;
}

/** The statements of a form's tables, made once from its declaration. */
export interface RecordPlan {
  readonly form: Form;
  readonly columns: readonly string[];
  readonly children: readonly ChildPlan[];
  readonly insert: string;
  readonly update: string;
  /** `SELECT … FROM form` with a clause; the same text object for the same clause. */
  select(clause: string): string;
}

const plans = new WeakMap<Form, RecordPlan>();

/** A column or table name in SQL; names come from declarations, never from users. */
export function quoted(name: string): string {
  return `"${name}"`;
}

/** The plan of a form; the same object for the same form. */
export function planOf(form: Form): RecordPlan {
  let plan = plans.get(form);
  if (!plan) {
    plan = makePlan(form);
    plans.set(form, plan);
  }
  return plan;
}

/**
 * 1 where the number of a record is not the centre's yet, as the last column of a numbered form.
 * The centre gives it by a change of its own; a base without a centre gives final ones.
 */
function provisionalSql(form: Form): string {
  if (!form.number) return '';
  return (
    ', EXISTS (SELECT 1 FROM link WHERE one = 1) AND NOT EXISTS (SELECT 1 FROM change AS c' +
    ` WHERE c.record_id = ${quoted(form.id)}."id" AND c.actor = 'centre')`
  );
}

function makePlan(form: Form): RecordPlan {
  const columns = columnsOf(form);
  const written = [...ENVELOPE_READ, 'form_version', 'extra', ...columns];
  const changed = [...ENVELOPE_READ.slice(1), 'form_version', ...columns];
  const marks = (count: number) => Array(count).fill('?').join(', ');
  const read = [...ENVELOPE_READ, ...columns].map(quoted).join(', ') + provisionalSql(form);
  return {
    form,
    columns,
    children: childrenOf(form).map((id) => childPlan(form, id)),
    insert:
      `INSERT INTO ${quoted(form.id)} (${written.map(quoted).join(', ')})` +
      ` VALUES (${marks(written.length)})`,
    update:
      `UPDATE ${quoted(form.id)} SET ${changed.map((name) => `${quoted(name)} = ?`).join(', ')}` +
      ` WHERE "id" = ? AND "version" = ?`,
    select: textsOf(`SELECT ${read} FROM ${quoted(form.id)}`),
  };
}

/** Joins a clause to a text once: a long text made anew costs more to look up than to run. */
function textsOf(start: string): (clause: string) => string {
  const texts = new Map<string, string>();
  return (clause) => {
    let text = texts.get(clause);
    if (text === undefined) {
      text = `${start} ${clause}`;
      texts.set(clause, text);
    }
    return text;
  };
}

function childPlan(form: Form, id: string): ChildPlan {
  const field = form.fields[id] as Field;
  const table = childTable(form, id);
  const columns = childColumns(field);
  const names = columns.map(quoted).join(', ');
  const marks = columns.map(() => '?').join(', ');
  return {
    id,
    field,
    table,
    columns,
    insert: `INSERT INTO ${quoted(table)} ("record_id", "pos", ${names}) VALUES (?, ?, ${marks})`,
    remove: `DELETE FROM ${quoted(table)} WHERE "record_id" = ?`,
    ofRecord: `SELECT ${names} FROM ${quoted(table)} WHERE "record_id" = ? ORDER BY "pos"`,
    ofRecords:
      `SELECT "record_id", ${names} FROM ${quoted(table)}` +
      ' WHERE "record_id" IN (SELECT value FROM json_each(?)) ORDER BY "record_id", "pos"',
  };
}

/**
 * A held value as SQLite keeps it. A value of the wrong sort goes on as it is, so that the table
 * refuses it; only what SQLite could not be handed at all is refused here.
 */
export function toCell(field: Field | undefined, value: unknown, at: string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' && (!field || field.kind === 'flag')) return value ? 1 : 0;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return refuse('record.refused', undefined, at);
}

function fromCell(field: Field | undefined, cell: Cell): Scalar {
  return field?.kind === 'flag' && cell !== null ? cell === 1 : cell;
}

/** Cells of a new record, as `insert` of its plan wants them. */
export function insertCells(
  plan: RecordPlan,
  rec: Rec,
  extra: Readonly<Record<string, unknown>>,
): Cell[] {
  return cellsOf(plan, rec, [plan.form.version, JSON.stringify(extra)]);
}

/** Cells of a record written over the version before, as `update` of its plan wants them. */
export function updateCells(plan: RecordPlan, rec: Rec): Cell[] {
  const [id, ...cells] = cellsOf(plan, rec, [plan.form.version]);
  return [...cells, id as Cell, rec.version - 1];
}

/** Cells of the envelope, what stands between, and the columns. */
function cellsOf(plan: RecordPlan, rec: Rec, between: readonly Cell[]): Cell[] {
  const cells: Cell[] = [];
  for (const name of ENVELOPE_READ) cells.push(toCell(undefined, rec[name], name));
  for (const cell of between) cells.push(cell);
  for (const id of plan.columns) cells.push(toCell(plan.form.fields[id], rec.values[id], id));
  return cells;
}

/** Rows of a child table for a held list, without record and position. */
export function childCells(child: ChildPlan, value: Value | undefined): Cell[][] {
  if (value === undefined || isEmpty(value)) return [];
  if (!Array.isArray(value)) return refuse('record.refused', undefined, child.id);
  return value.map((item: unknown) => {
    if (child.field.kind !== 'rows') return [toCell(undefined, item, child.id)];
    if (typeof item !== 'object' || item === null) {
      return refuse('record.refused', undefined, child.id);
    }
    const row = item as Row;
    if (Object.keys(row).some((name) => !child.columns.includes(name))) {
      return refuse('record.refused', undefined, child.id);
    }
    return child.columns.map((name) => toCell(child.field.columns?.[name], row[name], child.id));
  });
}

/** The list a child table holds; a row has all its columns, an empty one null. */
export function childValue(child: ChildPlan, rows: readonly Cell[][]): Value {
  if (child.field.kind !== 'rows') return rows.map(([value]) => value as string);
  return rows.map((cells) =>
    Object.fromEntries(
      child.columns.map((name, at) => [
        name,
        fromCell(child.field.columns?.[name], cells[at] as Cell),
      ]),
    ),
  );
}

/** A record from a row of `select`; `lists` gives the fields of the child tables. */
export function recordFrom(
  plan: RecordPlan,
  cells: readonly Cell[],
  lists: (child: ChildPlan, id: string) => Value,
): Rec {
  const [id, version, bucket, diaryOn, task, closed, voided, on, by, at, entry] = cells;
  const values: Record<string, Value> = {};
  plan.columns.forEach((name, index) => {
    const cell = cells[ENVELOPE_READ.length + index] as Cell;
    values[name] = fromCell(plan.form.fields[name], cell);
  });
  for (const child of plan.children) values[child.id] = lists(child, id as string);
  const provisional = cells[ENVELOPE_READ.length + plan.columns.length] === 1;
  return {
    ...(provisional ? { provisional } : {}),
    id: id as string,
    form: plan.form.id,
    version: version as number,
    bucket: bucket as string | null,
    diary_on: diaryOn as string,
    service_task: task as string | null,
    closed_at: closed as string | null,
    entered_on: on as string,
    entered_by: by as string,
    entered_at: at as string,
    entry_no: entry as number,
    voided: voided === 1,
    values: values as Values,
  };
}

/** A record as it would come back from its tables: what they do not keep is gone. */
export function asStored(plan: RecordPlan, rec: Rec): Rec {
  const cells = [...cellsOf(plan, rec, []), rec.provisional ? 1 : 0];
  return recordFrom(plan, cells, (child) =>
    childValue(child, childCells(child, rec.values[child.id])),
  );
}

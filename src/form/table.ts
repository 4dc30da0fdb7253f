import type { Form } from './define';
import { type Field, isStored } from './field';
import { NOT_IN_ID } from './kinds/choice';
import { KINDS } from './kinds/kinds';

/** Columns every record has beside its answers, in order (DESIGN 4). */
export const ENVELOPE = [
  'id',
  'version',
  'bucket',
  'form_version',
  'diary_on',
  'service_task',
  'closed_at',
  'voided',
  'entered_on',
  'entered_by',
  'entered_at',
  'entry_no',
  'extra',
] as const;

const ENVELOPE_SQL = [
  '"id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64)',
  '"version" INTEGER NOT NULL CHECK ("version" >= 1)',
  '"bucket" TEXT',
  '"form_version" INTEGER NOT NULL CHECK ("form_version" >= 1)',
  '"diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on")',
  '"service_task" TEXT',
  '"closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at")',
  '"voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1))',
  '"entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on")',
  '"entered_by" TEXT NOT NULL',
  '"entered_at" TEXT NOT NULL',
  '"entry_no" INTEGER NOT NULL',
  `"extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra"))`,
];

/** Field ids that have a column in the form's own table, in order. */
export function columnsOf(form: Form): string[] {
  return storedOf(form).filter((id) => {
    const field = form.fields[id] as Field;
    return KINDS[field.kind].column(field) !== null;
  });
}

const stored = new WeakMap<Form, readonly string[]>();

/** Field ids kept in the record, in order. */
export function storedOf(form: Form): readonly string[] {
  let ids = stored.get(form);
  if (!ids) {
    ids = Object.keys(form.fields).filter((id) => isStored(form.fields[id] as Field));
    stored.set(form, ids);
  }
  return ids;
}

/** Field ids that live in a child table, in order. */
export function childrenOf(form: Form): string[] {
  const columns = new Set(columnsOf(form));
  return storedOf(form).filter((id) => !columns.has(id));
}

/** Name of the child table of a field that takes several. */
export function childTable(form: Form, field: string): string {
  return `${form.id}__${field}`;
}

/** Columns of a child table besides record and position. */
export function childColumns(field: Field): string[] {
  return field.kind === 'rows' ? Object.keys(field.columns ?? {}) : ['value'];
}

function columnSql(name: string, field: Field, nullable: boolean): string {
  const column = KINDS[field.kind].column(field);
  if (!column) throw new Error(`${name} has no column`);
  const check = column.check.replaceAll('{c}', `"${name}"`);
  return nullable
    ? `"${name}" ${column.type} CHECK ("${name}" IS NULL OR (${check}))`
    : `"${name}" ${column.type} NOT NULL CHECK (${check})`;
}

/** NOT NULL holds only for a field that is asked of every record since version 1. */
function isNullable(field: Field): boolean {
  return field.required !== true || field.shown !== undefined;
}

/**
 * The statements that make a form's tables, as the migrations must have made them: one STRICT
 * table, a child table for each field that takes several, indexes, and the freezing trigger.
 */
export function tableOf(form: Form): string[] {
  const columns = columnsOf(form).map((id) =>
    columnSql(id, form.fields[id] as Field, isNullable(form.fields[id] as Field)),
  );
  const statements = [
    `CREATE TABLE "${form.id}" (\n  ${[...ENVELOPE_SQL, ...columns].join(',\n  ')}\n) STRICT`,
    `CREATE INDEX "${form.id}_by_bucket" ON "${form.id}" ("bucket", "diary_on", "entry_no")`,
  ];
  for (const id of childrenOf(form)) statements.push(...childSql(form, id));
  return [...statements, ...guardsOf(form)];
}

/**
 * The triggers that keep records from being deleted, and those of a frozen form from changing, by
 * name. They let through what the exchange with the centre writes: that is not of this base.
 */
export function guardsOf(form: Form): string[] {
  const guards = [
    `CREATE TRIGGER "${form.id}_keep" BEFORE DELETE ON "${form.id}"\n` +
      `WHEN ${NOT_APPLYING}\nBEGIN SELECT RAISE(ABORT, 'record.deleted'); END`,
  ];
  if (form.frozenBy) {
    guards.push(
      `CREATE TRIGGER "${form.id}_frozen" BEFORE UPDATE ON "${form.id}"\n` +
        `WHEN OLD."${form.frozenBy}" = 1 AND ${NOT_APPLYING}\n` +
        `  AND NOT (${onlyMerged(form, columnsOf(form))})\n` +
        `BEGIN SELECT RAISE(ABORT, 'record.frozen'); END`,
    );
    for (const id of childrenOf(form)) guards.push(...frozenList(form, id, form.frozenBy));
  }
  return guards;
}

/** False in SQL while what the centre said is being written. */
const NOT_APPLYING = 'NOT EXISTS (SELECT 1 FROM "applying")';

/** True in SQL when a person was merged into another by now. */
const merged = (was: string, now: string) =>
  `EXISTS (SELECT 1 FROM "person" WHERE "id" = ${was} AND "merged_into" = ${now})`;

/** A cell of a frozen list follows its person; it goes only when the other stands there already. */
const MERGED_CELL = {
  UPDATE: () =>
    'NEW."record_id" IS OLD."record_id" AND NEW."pos" IS OLD."pos"\n' +
    `  AND ${merged('OLD."value"', 'NEW."value"')}`,
  DELETE: (table: string) =>
    `EXISTS (SELECT 1 FROM "person" AS p JOIN "${table}" AS o ON o."value" = p."merged_into"\n` +
    '    WHERE p."id" = OLD."value" AND o."record_id" = OLD."record_id")',
} as const;

/** Columns of the envelope that are written with a change of a record and hold none of it. */
const REWRITTEN = new Set(['version', 'form_version']);

/**
 * What may still change in a frozen record: whose it is, and only by a merge of persons that stands
 * in the base already. Its content never does.
 */
function onlyMerged(form: Form, columns: readonly string[]): string {
  const links = new Set(['bucket', ...columns.filter((id) => form.fields[id]?.to === 'person')]);
  const kept = [...ENVELOPE.filter((name) => !REWRITTEN.has(name)), ...columns];
  const same = kept.map((name) => {
    const is = `NEW."${name}" IS OLD."${name}"`;
    return links.has(name) ? `(${is} OR ${merged(`OLD."${name}"`, `NEW."${name}"`)})` : is;
  });
  return [`NEW."version" = OLD."version" + 1`, ...same].join('\n  AND ');
}

function childSql(form: Form, id: string): string[] {
  const field = form.fields[id] as Field;
  const table = childTable(form, id);
  const columns =
    field.kind === 'rows'
      ? Object.entries(field.columns ?? {}).map(([name, column]) =>
          columnSql(name, column, isNullable(column)),
        )
      : [
          `"value" TEXT NOT NULL CHECK (length("value") BETWEEN 1 AND 64` +
            ` AND "value" NOT GLOB '${NOT_IN_ID}')`,
        ];
  // The kind counts the rows; the table holds the same limit by the last place there is.
  const positions =
    field.kind === 'rows' ? `"pos" BETWEEN 0 AND ${(field.max ?? 99) - 1}` : `"pos" >= 0`;
  const once = field.kind === 'rows' ? '' : ',\n  UNIQUE ("record_id", "value")';
  const statements = [
    `CREATE TABLE "${table}" (\n  "record_id" TEXT NOT NULL REFERENCES "${form.id}" ("id"),\n` +
      `  "pos" INTEGER NOT NULL CHECK (${positions}),\n  ${columns.join(',\n  ')},\n` +
      `  PRIMARY KEY ("record_id", "pos")${once}\n) STRICT, WITHOUT ROWID`,
  ];
  if (field.kind === 'links') {
    statements.push(`CREATE INDEX "${table}_value" ON "${table}" ("value")`);
  }
  return statements;
}

/** The triggers over a list of a record that may be frozen. */
function frozenList(form: Form, id: string, tick: string): string[] {
  const field = form.fields[id] as Field;
  const table = childTable(form, id);
  const isFrozen = (row: 'OLD' | 'NEW') =>
    `(SELECT "${tick}" FROM "${form.id}" WHERE "id" = ${row}."record_id") = 1\n` +
    `  AND ${NOT_APPLYING}\n`;
  const changed = (['UPDATE', 'DELETE'] as const).map((event) => {
    const but = field.to === 'person' ? `  AND NOT (${MERGED_CELL[event](table)})\n` : '';
    return (
      `CREATE TRIGGER "${table}_frozen_${event.toLowerCase()}" BEFORE ${event} ON "${table}"\n` +
      `WHEN ${isFrozen('OLD')}${but}BEGIN SELECT RAISE(ABORT, 'record.frozen'); END`
    );
  });
  return [
    ...changed,
    `CREATE TRIGGER "${table}_frozen_insert" BEFORE INSERT ON "${table}"\n` +
      `WHEN ${isFrozen('NEW')}` +
      `  AND (SELECT "version" FROM "${form.id}" WHERE "id" = NEW."record_id") > 1\n` +
      `BEGIN SELECT RAISE(ABORT, 'record.frozen'); END`,
  ];
}

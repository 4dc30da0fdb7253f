import type { Catalog } from '../catalog/catalog';
import { type NumberSeries, numberSeries } from '../rules/record-number';
import { CENTRE, type Op } from '../sync/protocol';
import type { Tx } from './database';
import { after, bucketOf } from './values';
import { containerOf, type Working } from './working';

/** In which transaction numbers are given, and what their operations carry. */
export interface Numbering {
  readonly tx: Tx;
  readonly tenant: string;
  readonly catalog: Catalog;
  readonly at: string;
  nextId(): string;
}

/**
 * Gives a record that a unit of work made or changed its number, as a version of the centre's own,
 * in the same unit of work. A record keeps the number it once had of a series; one that moved to
 * another series gets one of that. What a station proposed counts for nothing.
 */
export async function giveNumber(numbering: Numbering, record: Working): Promise<void> {
  const rule = record.declared?.number;
  const last = record.made.at(-1);
  if (!rule || !last) return;
  const on = record.values[rule.dateField];
  if (typeof on !== 'string' || !/^\d{4}-/u.test(on)) return;
  const root = numbering.catalog.rootOf(String(record.values[rule.unitField]));
  const number = await numberIn(numbering, numberSeries(rule.series, on, root), record.id);
  const isNew = record.made[0]?.op.kind === 'create';
  const held = record.values[rule.field] ?? null;
  if (!isNew && held === number) return;
  const patch: Op['patch'] = { [rule.field]: [held as number | null, number] };
  addOwn(numbering, record, last.op, { patch, reason: null });
}

/** Adds a change of the centre's own to a record, in the unit of work of another operation. */
export function addOwn(
  { at, nextId }: Pick<Numbering, 'at' | 'nextId'>,
  record: Working,
  op: Pick<Op, 'uow_id' | 'work_on'>,
  { patch, reason }: Pick<Op, 'patch' | 'reason'>,
): void {
  const from = containerOf(record.id, record.bucket);
  const values = after(record.values, patch);
  const bucket = bucketOf(record.declared, { bucket: record.bucket, record_id: record.id }, values);
  const version = record.version + 1;
  record.values = values;
  record.bucket = bucket;
  record.version = version;
  const to = containerOf(record.id, bucket);
  record.made.push({
    op: {
      op_id: nextId(),
      uow_id: op.uow_id,
      seq: 1,
      actor: CENTRE,
      claimed_at: at,
      work_on: op.work_on,
      form: record.form,
      form_version: record.formVersion,
      record_id: record.id,
      bucket,
      base_version: version - 1,
      kind: 'amend',
      patch,
      reason,
    },
    device: CENTRE,
    version,
    merged: false,
    left: from === to ? null : from,
    partial: false,
  });
}

/** The number a record has in a series, or the next one. Numbers are never used again. */
async function numberIn(
  { tx, tenant }: Numbering,
  { series, year, root_unit: root }: NumberSeries,
  record_id: string,
): Promise<number> {
  const key = { tenant, series, year, root };
  const had = await tx
    .selectFrom('number_given')
    .select('number')
    .where((is) => is.and({ ...key, record_id }))
    .executeTakeFirst();
  if (had) return had.number;
  const { last: number } = await tx
    .insertInto('number_head')
    .values({ ...key, last: 1 })
    .onConflict((c) =>
      c
        .columns(['tenant', 'series', 'year', 'root'])
        .doUpdateSet((is) => ({ last: is('number_head.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('number_given')
    .values({ ...key, record_id, number })
    .execute();
  return number;
}

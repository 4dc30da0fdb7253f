import type { Catalog } from '../catalog/catalog';
import { type NumberSeries, numberSeries } from '../rules/record-number';
import type { Op } from '../sync/protocol';
import { CENTRE } from '../sync/terms';
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
 * another series gets one of that. What a station proposed counts for nothing; what it had heard of
 * this centre before a restore does.
 */
export async function giveNumber(numbering: Numbering, record: Working): Promise<void> {
  const rule = record.declared?.number;
  const last = record.made.at(-1);
  if (!rule || !last) return;
  const on = record.values[rule.dateField];
  if (typeof on !== 'string' || !/^\d{4}-/u.test(on)) return;
  const root = numbering.catalog.rootOf(String(record.values[rule.unitField]));
  const series = numberSeries(rule.series, on, root);
  const before = last.op.number ?? null;
  const number = await numberIn(numbering, series, { id: record.id, before });
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

/** Numbers left out of each series at a restore: more than were given since the copy was made. */
export const LEFT_OUT = 1000;

/** Setting with the year of the last restore: no series of it or before is known to be new. */
const RESTORED = 'restored_year';

/**
 * Leaves numbers out of every series, also of those begun since the copy was made, which it knows
 * nothing of. Those given then stand on records and papers out there, and are given back to those
 * alone.
 */
export async function leaveOut(tx: Tx, tenant: string, year: number): Promise<void> {
  await tx
    .updateTable('number_head')
    .set((is) => ({ last: is('last', '+', LEFT_OUT) }))
    .where('tenant', '=', tenant)
    .execute();
  const value = String(year);
  await tx
    .insertInto('setting')
    .values({ tenant, name: RESTORED, value })
    .onConflict((c) => c.columns(['tenant', 'name']).doUpdateSet({ value }))
    .execute();
}

type Key = Readonly<Record<'tenant' | 'series' | 'root', string>> & { readonly year: number };

/**
 * The number a record has in a series, or the one it had before a restore, or the next one. Numbers
 * are never used again.
 */
async function numberIn(
  { tx, tenant }: Numbering,
  { series, year, root_unit: root }: NumberSeries,
  { id: record_id, before }: { readonly id: string; readonly before: number | null },
): Promise<number> {
  const key = { tenant, series, year, root };
  const had = await tx
    .selectFrom('number_given')
    .select('number')
    .where((is) => is.and({ ...key, record_id }))
    .executeTakeFirst();
  if (had) return had.number;
  const isBack = before !== null && (await isLeftOut(tx, key, before));
  const number = isBack ? before : await nextIn(tx, key);
  await tx
    .insertInto('number_given')
    .values({ ...key, record_id, number })
    .execute();
  return number;
}

/** True for a number that was left out at a restore and that nobody has got back. */
async function isLeftOut(tx: Tx, key: Key, number: number): Promise<boolean> {
  const last = (await lastIn(tx, key)) ?? (await leftOutAtStart(tx, key));
  if (number > last) return false;
  const taken = await tx
    .selectFrom('number_given')
    .select('record_id')
    .where((is) => is.and({ ...key, number }))
    .executeTakeFirst();
  return taken === undefined;
}

async function lastIn(tx: Tx, key: Key): Promise<number | undefined> {
  const row = await tx
    .selectFrom('number_head')
    .select('last')
    .where((is) => is.and({ ...key }))
    .executeTakeFirst();
  return row?.last;
}

/** Numbers left out of a series that begins now. */
async function leftOutAtStart(tx: Tx, { tenant, year }: Key): Promise<number> {
  const restored = await tx
    .selectFrom('setting')
    .select('value')
    .where('tenant', '=', tenant)
    .where('name', '=', RESTORED)
    .executeTakeFirst();
  return restored && year <= Number(restored.value) ? LEFT_OUT : 0;
}

async function nextIn(tx: Tx, key: Key): Promise<number> {
  const first = (await lastIn(tx, key)) === undefined ? (await leftOutAtStart(tx, key)) + 1 : 1;
  const { last } = await tx
    .insertInto('number_head')
    .values({ ...key, last: first })
    .onConflict((c) =>
      c
        .columns(['tenant', 'series', 'year', 'root'])
        .doUpdateSet((is) => ({ last: is('number_head.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return last;
}

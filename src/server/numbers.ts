import type { Catalog } from '../catalog/catalog';
import { numberSeries } from '../rules/record-number';
import type { Op } from '../sync/protocol';
import { CENTRE } from '../sync/terms';
import type { Tx } from './database';
import type { Memory } from './memory/memory';
import type { Series } from './memory/numbers';
import { after, bucketOf } from './values';
import { containerOf, type Working } from './working';

/** In which transaction numbers are given, and what their operations carry. */
export interface Numbering {
  readonly memory: Memory;
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
  const series = seriesOf(numbering.catalog, record);
  if (!rule || !last || !series) return;
  const before = last.op.number ?? null;
  const isNew = record.made[0]?.op.kind === 'create';
  const number = await numberIn(numbering, series, { id: record.id, before, isNew });
  const held = record.values[rule.field] ?? null;
  if (!isNew && held === number) return;
  const patch: Op['patch'] = { [rule.field]: [held as number | null, number] };
  addOwn(numbering, record, last.op, { patch, reason: null });
}

/** The series a record takes its number from; null where it has none, or does not say which. */
export function seriesOf(
  catalog: Catalog,
  { declared, values }: Pick<Working, 'declared' | 'values'>,
): Series | null {
  const rule = declared?.number;
  const on = rule && values[rule.dateField];
  if (!rule || typeof on !== 'string' || !/^\d{4}-/u.test(on)) return null;
  const root = catalog.rootOf(String(values[rule.unitField]));
  const { series, year, root_unit } = numberSeries(rule.series, on, root);
  return { series, year, root: root_unit };
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

/**
 * The number a record has in a series, or the one it had before a restore, or the next one. Numbers
 * are never used again.
 */
async function numberIn(
  { memory, tenant }: Numbering,
  series: Series,
  { id, before, isNew }: { readonly id: string; readonly before: number | null; isNew: boolean },
): Promise<number> {
  const { numbers } = memory;
  // A number is given together with the record's first version that asks for one.
  const had = isNew ? null : await numbers.of(series, id);
  if (had !== null) return had;
  const atStart = () => leftOutAtStart(memory, tenant, series.year);
  const isBack = before !== null && (await isLeftOut(memory, series, before, atStart));
  const number = isBack ? before : await numbers.next(series, async () => (await atStart()) + 1);
  numbers.give(series, id, number);
  return number;
}

/** True for a number that was left out at a restore and that nobody has got back. */
async function isLeftOut(
  memory: Memory,
  series: Series,
  number: number,
  atStart: () => Promise<number>,
): Promise<boolean> {
  const last = (await memory.numbers.lastIn(series)) ?? (await atStart());
  if (number > last) return false;
  const tx = await memory.written();
  const taken = await tx
    .selectFrom('number_given')
    .select('record_id')
    .where('tenant', '=', memory.tenant)
    .where((is) => is.and({ ...series, number }))
    .executeTakeFirst();
  return taken === undefined;
}

/** Numbers left out of a series that begins now. */
async function leftOutAtStart(memory: Memory, tenant: string, year: number): Promise<number> {
  const restored = await memory.aside
    .selectFrom('setting')
    .select('value')
    .where('tenant', '=', tenant)
    .where('name', '=', RESTORED)
    .executeTakeFirst();
  return restored && year <= Number(restored.value) ? LEFT_OUT : 0;
}

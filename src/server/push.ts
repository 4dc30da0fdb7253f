import { isoDateOf, isoInstant } from '../base/clock';
import type { OpResult, PushReply, PushRequest } from '../sync/protocol';
import { LIMITS, type Op } from '../sync/protocol';
import { authorise, type Device, readAccount, readState } from './callers';
import type { Caller, Inside } from './centre';
import type { Tx } from './database';
import { sightOf, tagsOfUser } from './grants';
import type { Account, Court } from './judge';
import { Refusal } from './refusal';
import { takeUnit } from './units';
import { closeTransaction, hashOf, STREAM, type Writing } from './writing';

type SentUnit = PushRequest['units'][number];

/**
 * Takes units of work in their order, each in a transaction of its own: all of a unit or none. Sent
 * again, an operation gets the answer of then. What was taken before a refusal stays taken.
 *
 * Refusals: 403 as `authorise`, 409 `sync.epoch`, 409 `sync.order` {expected} for an operation out
 * of the device's order, 409 `sync.forked` when another one had its place, 413 `sync.too_large`,
 * 422 `sync.malformed`.
 */
export async function push(
  inside: Inside,
  caller: Caller,
  request: PushRequest,
): Promise<PushReply> {
  checkShape(caller, request);
  const results: OpResult[] = [];
  for (const unit of request.units) {
    const taken = await inside.database.write((tx) => takeOne(inside, tx, caller, request, unit));
    results.push(...taken);
  }
  return inside.database.read(async (tx) => {
    await authorise(tx, inside.tenant, caller);
    const { epoch } = await readState(tx, inside.tenant);
    return { epoch, head: await headOf(tx, inside.tenant), results };
  });
}

/** Position of the newest place of the feed. */
export async function headOf(tx: Tx, tenant: string): Promise<number> {
  const row = await tx
    .selectFrom('stream_head')
    .select('head')
    .where('tenant', '=', tenant)
    .where('stream', '=', STREAM)
    .executeTakeFirstOrThrow();
  return row.head;
}

function checkShape(caller: Caller, { device_id, units }: PushRequest): void {
  if (device_id !== caller.device) throw new Refusal(403, 'sync.device');
  const ops = units.flatMap((unit) => unit.ops);
  const isOwn = units.every(({ uow_id, ops: own }) => own.every((op) => op.uow_id === uow_id));
  const ids = new Set(ops.map(({ op_id }) => op_id));
  if (!isOwn || ids.size !== ops.length) throw new Refusal(422, 'sync.malformed');
  const bytes = Buffer.byteLength(JSON.stringify(units));
  const isTooMuch = ops.length > LIMITS.ops || bytes > 2 * LIMITS.bytes;
  if (isTooMuch && units.length > 1) throw new Refusal(413, 'sync.too_large');
}

async function takeOne(
  inside: Inside,
  tx: Tx,
  caller: Caller,
  { epoch }: PushRequest,
  unit: SentUnit,
): Promise<OpResult[]> {
  const { tenant } = inside;
  const lock = inside.database.locking() !== null;
  const { account, device } = await authorise(tx, tenant, caller, lock);
  const state = await readState(tx, tenant);
  if (state.epoch !== epoch) throw new Refusal(409, 'sync.epoch');
  const writing = writingOf(inside, tx);
  const known = await knownOps(tx, tenant, unit.ops);
  const changed = unit.ops.filter((op) => (known.get(op.op_id) ?? hashOf(op)) !== hashOf(op));
  if (changed.length > 0) return opChanged(writing, device, unit, changed);
  const fresh = unit.ops.filter(({ op_id }) => !known.has(op_id));
  const last = await lastInOrder(writing, device, unit.ops, known);
  if (fresh.length > 0) {
    const court = courtOf(inside, tx, account, device.id);
    const sent = fresh.map((op) => ({ op, decided: NOTHING, seq: op.seq, known: false }));
    await takeUnit(writing, court, sent);
    await releaseAll(inside, writing);
    await closeTransaction(writing);
  }
  if (fresh.length > 0 || last > device.last_seq) await seen(writing, device, last);
  return resultsOf(tx, tenant, unit.ops, new Set(known.keys()));
}

const NOTHING: ReadonlySet<string> = new Set();

function writingOf({ tenant, catalog, clock, ids }: Inside, tx: Tx): Writing {
  const at = isoInstant(clock.now());
  const lists = { places: [], created: [], settled: [], grants: false };
  return { tx, tenant, catalog, at, nextId: () => ids.next(), ...lists };
}

function courtOf(inside: Inside, tx: Tx, account: Account, device: string): Court {
  const { tenant, database, registry, catalog, clock } = inside;
  const tags = tagsOfUser(catalog, account);
  const today = isoDateOf(clock.now());
  return {
    ...{ tx, database, tenant, registry, account, device },
    allows: (role, form, action) => catalog.allows(role, form, action),
    sight: (containers) => sightOf({ tx, tenant, tags, today }, containers),
  };
}

async function knownOps(
  tx: Tx,
  tenant: string,
  ops: readonly Op[],
): Promise<ReadonlyMap<string, string>> {
  const ids = ops.map(({ op_id }) => op_id);
  const rows = await tx
    .selectFrom('op_log')
    .select(['op_id', 'hash'])
    .where('tenant', '=', tenant)
    .where('op_id', 'in', ids)
    .execute();
  return new Map(rows.map(({ op_id, hash }) => [op_id, hash]));
}

/** The same id for something else is a fault of a program, or worse: nothing of it is taken. */
async function opChanged(
  { tx, tenant, at, nextId }: Writing,
  device: Device,
  unit: SentUnit,
  changed: readonly Op[],
): Promise<OpResult[]> {
  const code = 'sync.op_changed';
  const rows = changed.map(({ op_id }) => {
    return { tenant, id: nextId(), at, code, device_id: device.id, op_id };
  });
  await tx.insertInto('alarm').values(rows).execute();
  return unit.ops.map(({ op_id }) => ({ op_id, status: 'rejected', code }));
}

/**
 * The place in the device's order up to which it has sent, with these. It rises by one; after a
 * restore what the centre has forgotten may lack. What is here already, sent under the identity the
 * device had before it was copied, takes its place too.
 */
async function lastInOrder(
  { tx, tenant }: Writing,
  device: Device,
  ops: readonly Op[],
  known: ReadonlyMap<string, string>,
): Promise<number> {
  let last = device.last_seq;
  for (const { op_id, seq } of ops) {
    if (seq === last + 1) last = seq;
    else if (!known.has(op_id)) {
      const taken = await tx
        .selectFrom('op_log')
        .select('op_id')
        .where('tenant', '=', tenant)
        .where('device_id', '=', device.id)
        .where('seq', '=', seq)
        .executeTakeFirst();
      if (taken) throw new Refusal(409, 'sync.forked');
      if (!device.lenient) throw new Refusal(409, 'sync.order', { expected: last + 1 });
      last = Math.max(last, seq);
    }
  }
  return last;
}

async function seen({ tx, tenant, at }: Writing, device: Device, last_seq: number) {
  await tx
    .updateTable('device')
    .set({ last_seq, last_seen_at: at })
    .where('tenant', '=', tenant)
    .where('id', '=', device.id)
    .execute();
}

/**
 * Takes in what waited for what has just gone in: the rest of units whose conflicts are settled,
 * and units that stood on a record which was not here. What these make may let others in.
 */
async function releaseAll(inside: Inside, writing: Writing): Promise<void> {
  const { tx, tenant } = writing;
  const done = new Set<string>();
  for (;;) {
    const created = writing.created.splice(0);
    const waiting = created.length
      ? await tx
          .selectFrom('op_log')
          .select('uow_id')
          .where('tenant', '=', tenant)
          .where('waits_on', 'in', created)
          .where('status', '=', 'waiting')
          .orderBy('device_id')
          .orderBy('seq')
          .execute()
      : [];
    const units = [...writing.settled.splice(0), ...waiting.map(({ uow_id }) => uow_id)];
    const next = [...new Set(units)].filter((uow) => !done.has(uow));
    if (next.length === 0) return;
    for (const uow of next) await release(inside, writing, uow);
  }
}

async function release(inside: Inside, writing: Writing, uow: string): Promise<void> {
  const { tx, tenant } = writing;
  const rows = await tx
    .selectFrom('op_log')
    .select(['op_id', 'device_id', 'seq', 'actor', 'payload'])
    .where('tenant', '=', tenant)
    .where('uow_id', '=', uow)
    .where('status', 'in', ['conflict', 'waiting'])
    .orderBy('seq')
    .execute();
  const conflicts = await tx
    .selectFrom('conflict')
    .select(['op_id', 'status', 'doc'])
    .where('tenant', '=', tenant)
    .where('uow_id', '=', uow)
    .execute();
  const first = rows[0];
  if (!first || conflicts.some(({ status }) => status === 'open')) return;
  const account = await readAccount(tx, tenant, first.actor);
  if (!account) return;
  const sent = rows.map(({ op_id, seq, payload }) => {
    const own = conflicts.filter((one) => one.op_id === op_id);
    const fields = own.flatMap(({ doc }) => JSON.parse(doc).fields as { field: string }[]);
    const decided = new Set(fields.map(({ field }) => field));
    return { op: JSON.parse(payload) as Op, decided, seq: seq ?? 0, known: true };
  });
  await takeUnit(writing, courtOf(inside, tx, account, first.device_id), sent);
}

/** How operations stand, with the places of those that are in. */
async function resultsOf(
  tx: Tx,
  tenant: string,
  ops: readonly Op[],
  known: ReadonlySet<string>,
): Promise<OpResult[]> {
  const rows = await tx
    .selectFrom('op_log as o')
    .leftJoin('change_log as c', (join) =>
      join.onRef('c.tenant', '=', 'o.tenant').onRef('c.op_id', '=', 'o.op_id'),
    )
    .select(['o.op_id', 'o.status', 'o.conflict', 'o.code', 'c.version', 'c.pos'])
    .where('o.tenant', '=', tenant)
    .where(
      'o.op_id',
      'in',
      ops.map(({ op_id }) => op_id),
    )
    .execute();
  const byId = new Map(rows.map((row) => [row.op_id, row]));
  return ops.map(({ op_id }) => {
    const row = byId.get(op_id);
    if (!row) throw new Error('an operation that was taken is not in the log');
    const { status, conflict, code, version, pos } = row;
    const duplicate = known.has(op_id) ? { duplicate: true } : {};
    return {
      op_id,
      status: status as OpResult['status'],
      version,
      pos,
      conflict,
      code,
      ...duplicate,
    };
  });
}

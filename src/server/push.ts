import type { CamePush, Op, OpResult, PushReply } from '../sync/protocol';
import { LIMITS } from '../sync/terms';
import { readAhead } from './ahead';
import { authorise, type Device, readState } from './callers';
import type { Caller, Inside } from './centre';
import type { Tx } from './database';
import { type Came, type CameUnit, isSaidAgain, readUnit } from './reading';
import { Refusal } from './refusal';
import { courtOf, endTransaction, writingOf } from './release';
import { resultsOf } from './results';
import { takeUnit } from './units';
import { isGoodId } from './values';
import { containerOf } from './working';
import { endUnit, logUnread, STREAM, type Writing } from './writing';

/** Operations taken in one transaction: what is locked by it others wait for. */
const AT_ONCE = 40;

/**
 * Takes units of work in their order, each whole or not at all. Sent again, an operation gets the
 * answer of then. What was taken before a refusal stays taken.
 *
 * Refusals: 403 as `authorise`, 409 `sync.epoch`, 409 `sync.order` {expected} for an operation out
 * of the device's order, 409 `sync.forked` when another one had its place, 413 `sync.too_large`,
 * 422 `sync.malformed`.
 */
export async function push(inside: Inside, caller: Caller, request: CamePush): Promise<PushReply> {
  const sent = request.units.map(readUnit);
  checkShape(caller, request, sent);
  if (sent.length === 0) return stateFor(inside, caller);
  const { epoch } = request;
  const results: OpResult[] = [];
  let head = 0;
  for (const units of portions(sent)) {
    const portion = { epoch, units };
    const taken = await inside.database.write((tx) => takeSome(inside, tx, caller, portion));
    if (taken.refusal) throw taken.refusal;
    results.push(...taken.results);
    head = taken.head;
  }
  return { epoch, head, results };
}

/** The answer to a push of nothing. */
function stateFor({ database, tenant }: Inside, caller: Caller): Promise<PushReply> {
  return database.read(async (tx) => {
    await authorise(tx, tenant, caller);
    const { epoch } = await readState(tx, tenant);
    return { epoch, head: await headOf(tx, tenant), results: [] };
  });
}

/** Units in portions of about so many operations. */
function portions(units: readonly CameUnit[]): CameUnit[][] {
  const all: CameUnit[][] = [];
  let count = AT_ONCE;
  for (const unit of units) {
    if (count >= AT_ONCE) {
      all.push([]);
      count = 0;
    }
    all.at(-1)?.push(unit);
    count += unit.came.length;
  }
  return all;
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

function checkShape(
  caller: Caller,
  { device_id, units }: CamePush,
  sent: readonly CameUnit[],
): void {
  if (device_id !== caller.device) throw new Refusal(403, 'sync.device');
  const ids = sent.flatMap(({ came }) => came.map(({ op_id }) => op_id));
  if (new Set(ids).size !== ids.length || !ids.every(isGoodId)) {
    throw new Refusal(422, 'sync.malformed');
  }
  const bytes = Buffer.byteLength(JSON.stringify(units));
  const isTooMuch = ids.length > LIMITS.ops || bytes > 2 * LIMITS.bytes;
  if (isTooMuch && units.length > 1) throw new Refusal(413, 'sync.too_large');
}

/** What a transaction took, and what it met then. */
interface Taken {
  readonly results: readonly OpResult[];
  readonly refusal: Refusal | null;
  /** Newest position of the feed, these among it. */
  readonly head: number;
}

async function takeSome(
  inside: Inside,
  tx: Tx,
  caller: Caller,
  { epoch, units }: { epoch: string; units: readonly CameUnit[] },
): Promise<Taken> {
  const { tenant } = inside;
  const lock = inside.database.locking() !== null;
  const { account, device } = await authorise(tx, tenant, caller, lock);
  const state = await readState(tx, tenant);
  if (state.epoch !== epoch) throw new Refusal(409, 'sync.epoch');
  const writing = writingOf(inside, tx);
  const court = await courtOf(inside, writing.memory, account, device.id);
  if (lock) await lockAhead(tx, tenant, units);
  const came = units.flatMap((unit) => unit.came);
  const known = await knownOps(tx, tenant, came);
  const isFresh = ({ op_id }: { readonly op_id: string }) => !known.has(op_id);
  const fresh = units.flatMap(({ ops }) => ops?.filter(isFresh) ?? []);
  await readAhead({ ...inside, ...writing }, fresh);
  const changed = new Set<string>();
  let last = device.last_seq;
  let refusal: Refusal | null = null;
  const ofDevice = { actor: account.id, device_id: device.id };
  for (const unit of units) {
    const order = await lastInOrder(writing, { ...device, last_seq: last }, unit.came, known);
    if (order instanceof Refusal) {
      refusal = order;
      break;
    }
    last = order;
    const differing = unit.came.filter((one) => isOther(one, unit.ops, known.get(one.op_id)));
    if (differing.length > 0) {
      await alarm(writing, device, differing);
      for (const { op_id } of unit.came) changed.add(op_id);
      continue;
    }
    logUnread(writing, unit.unread.filter(isFresh), ofDevice);
    const news = unit.ops?.filter(isFresh) ?? [];
    if (news.length === 0) continue;
    const sent = news.map((op) => ({ op, decided: NOTHING, seq: op.seq, stood: null }));
    await takeUnit(writing, court, sent);
    endUnit(writing);
  }
  if (last !== device.last_seq) await seen(writing, device, last);
  const head = (await endTransaction(inside, writing)) ?? (await headOf(tx, tenant));
  if (refusal) return { results: [], refusal, head };
  const taken = came.filter(({ op_id }) => !changed.has(op_id));
  const results = new Map((await resultsOf(tx, tenant, taken)).map((one) => [one.op_id, one]));
  return { results: came.map(({ op_id }) => answerTo(op_id, results, known)), refusal, head };
}

/**
 * Locks what these operations will change in one order for everybody: two transactions that met
 * crosswise would have to be undone and done again.
 */
async function lockAhead(tx: Tx, tenant: string, units: readonly CameUnit[]): Promise<void> {
  const ops = units.flatMap((unit) => unit.ops ?? []);
  if (ops.length === 0) return;
  await tx
    .selectFrom('record')
    .select('record_id')
    .where('tenant', '=', tenant)
    .where('record_id', 'in', [...new Set(ops.map(({ record_id }) => record_id))])
    .orderBy('record_id')
    .forUpdate()
    .execute();
  await tx
    .selectFrom('container_tag')
    .select('tag')
    .where('tenant', '=', tenant)
    .where('container', 'in', [...new Set(ops.map((op) => containerOf(op.record_id, op.bucket)))])
    .orderBy('container')
    .orderBy('tag')
    .forUpdate()
    .execute();
}

async function knownOps(
  tx: Tx,
  tenant: string,
  ops: readonly Came[],
): Promise<ReadonlyMap<string, KnownOp>> {
  const ids = ops.map(({ op_id }) => op_id);
  const rows = await tx
    .selectFrom('op_log')
    .select(['op_id', 'hash', 'payload'])
    .where('tenant', '=', tenant)
    .where('op_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.op_id, row]));
}

/** An operation the log has already. */
interface KnownOp {
  readonly hash: string;
  readonly payload: string;
}

/** True for what has the id of another one. */
function isOther(
  { op_id, hash }: Came,
  ops: readonly Op[] | null,
  known: KnownOp | undefined,
): boolean {
  if (!known || known.hash === hash) return false;
  const op = ops?.find((one) => one.op_id === op_id);
  return !op || !isSaidAgain(op, known.payload);
}

const NOTHING: ReadonlySet<string> = new Set();

const CHANGED = 'sync.op_changed';

/** The same id for something else is a fault of a program, or worse: nothing of it is taken. */
async function alarm(
  { memory, tenant, at, nextId }: Writing,
  device: Device,
  changed: readonly Came[],
): Promise<void> {
  const rows = changed.map(({ op_id }) => {
    return { tenant, id: nextId(), at, code: CHANGED, device_id: device.id, op_id };
  });
  await memory.aside.insertInto('alarm').values(rows).execute();
}

/**
 * The place in its order up to which a device has sent, with these. It rises by one; after a
 * restore what the centre has forgotten may lack. What is here already, sent under the identity
 * the device had before it was copied, takes its place too.
 * @returns the new place, or why these are not taken
 */
async function lastInOrder(
  { memory, tenant }: Writing,
  device: Device,
  ops: readonly Came[],
  known: ReadonlyMap<string, KnownOp>,
): Promise<number | Refusal> {
  let last = device.last_seq;
  for (const { op_id, seq } of ops) {
    if (seq === last + 1) {
      last = seq;
      continue;
    }
    const tx = await memory.written();
    const taken = await tx
      .selectFrom('op_log')
      .select('op_id')
      .where('tenant', '=', tenant)
      .where('device_id', '=', device.id)
      .where('seq', '=', seq)
      .executeTakeFirst();
    // Also what is here already: its place is another's where a copy has gone on under this name.
    if (taken && taken.op_id !== op_id) return new Refusal(409, 'sync.forked');
    if (known.has(op_id)) continue;
    if (!device.lenient) return new Refusal(409, 'sync.order', { expected: last + 1 });
    last = Math.max(last, seq);
  }
  return last;
}

async function seen({ memory, tenant, at }: Writing, device: Device, last_seq: number) {
  await memory.aside
    .updateTable('device')
    .set({ last_seq, last_seen_at: at })
    .where('tenant', '=', tenant)
    .where('id', '=', device.id)
    .execute();
}

/** The answer to an operation; one whose id had been used for something else has no result. */
function answerTo(
  op_id: string,
  results: ReadonlyMap<string, OpResult>,
  known: ReadonlyMap<string, KnownOp>,
): OpResult {
  const result = results.get(op_id);
  if (!result) return { op_id, status: 'rejected', code: CHANGED };
  return known.has(op_id) ? { ...result, duplicate: true } : result;
}

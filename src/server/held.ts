import type { Op, OpResult } from '../sync/protocol';
import { authorise, readAccount } from './callers';
import type { Caller, Inside } from './centre';
import type { Tx } from './database';
import type { Account, Court } from './judge';
import type { Memory } from './memory/memory';
import { Refusal } from './refusal';
import { courtOf, endTransaction, unitThatWaits, type WaitingUnit, writingOf } from './release';
import { resultsOf } from './results';
import { takeUnit } from './units';
import { answerPlace, endUnit, type Writing } from './writing';

/** One operation that is held. What it says is not told here: only what it is about. */
export interface HeldOp {
  readonly op_id: string;
  readonly form: string;
  readonly record_id: string;
  readonly client: string | null;
  readonly kind: string;
  readonly code: string | null;
}

/** A unit of work that is held, and whose. */
export interface HeldUnit {
  readonly uow_id: string;
  readonly actor: string;
  readonly received_at: string;
  readonly ops: readonly HeldOp[];
}

/** What a person decides of held units. */
export interface HeldDecision {
  readonly units: readonly string[];
  readonly decision: 'let_in' | 'archive';
  /** In own words; kept. */
  readonly reason: string;
}

/** Units that are held, oldest first. */
export function heldUnits({ database, tenant }: Inside): Promise<HeldUnit[]> {
  return database.read(async (tx) => {
    const rows = await tx
      .selectFrom('op_log')
      .select(['op_id', 'uow_id', 'actor', 'received_at', 'code', 'payload'])
      .where('tenant', '=', tenant)
      .where('status', '=', 'held')
      .orderBy('received_at')
      .orderBy('device_id')
      .orderBy('seq')
      .execute();
    const units = new Map<string, HeldUnit & { ops: HeldOp[] }>();
    for (const { op_id, uow_id, actor, received_at, code, payload } of rows) {
      const { form, record_id, bucket: client, kind } = JSON.parse(payload) as Op;
      const unit = units.get(uow_id) ?? { uow_id, actor, received_at, ops: [] };
      unit.ops.push({ op_id, form, record_id, client, kind, code });
      units.set(uow_id, unit);
    }
    return [...units.values()];
  });
}

/**
 * What the author decides of own held operations: to be judged anew, by the rights of now, or to be
 * put aside. Operations of a unit go together.
 * @returns how all operations of these units stand then, and those asked of that are held no more
 *
 * Refusals: 403 as `authorise`, 409 `held.none` one of them is not here, or is another's.
 */
export function decideOwn(
  inside: Inside,
  caller: Caller,
  asked: Omit<HeldDecision, 'units'> & { readonly ops: readonly string[] },
): Promise<OpResult[]> {
  const { database, tenant } = inside;
  return database.write(async (tx) => {
    const { account } = await authorise(tx, tenant, caller, database.locking() !== null);
    const rows = await tx
      .selectFrom('op_log')
      .select(['op_id', 'uow_id', 'status', 'actor'])
      .where('tenant', '=', tenant)
      .where('op_id', 'in', [...asked.ops])
      .execute();
    const own = rows.filter(({ actor }) => actor === account.id);
    if (own.length !== new Set(asked.ops).size) throw new Refusal(409, 'held.none');
    const isHeld = ({ status }: { status: string }) => status === 'held';
    const units = [...new Set(own.filter(isHeld).map(({ uow_id }) => uow_id))];
    const decided = await decide(inside, tx, account, { ...asked, units });
    // What somebody else has decided meanwhile is told as it stands.
    const others = own.filter((one) => !isHeld(one));
    return [...decided, ...(await resultsOf(tx, tenant, others))];
  });
}

/**
 * What a superior decides of others' held units: they go in on the superior's own rights and sight,
 * under the author's name, or they are put aside. All or none.
 *
 * Refusals: 409 `held.none` one of them is not held, 403 `held.user` no such active user, 403
 * `held.unseen` the superior may not see the client either, or not enter it.
 */
export function decideFor(inside: Inside, by: string, decision: HeldDecision): Promise<OpResult[]> {
  const { database, tenant } = inside;
  return database.write(async (tx) => {
    const account = await readAccount(tx, tenant, by);
    if (!account?.active) throw new Refusal(403, 'held.user');
    const results = await decide(inside, tx, account, decision);
    const isRefused = results.some(
      ({ status, code }) => status === 'held' || code === 'sync.right',
    );
    if (isRefused) throw new Refusal(403, 'held.unseen');
    return results;
  });
}

async function decide(
  inside: Inside,
  tx: Tx,
  by: Account,
  { units, decision, reason }: HeldDecision,
): Promise<OpResult[]> {
  const { tenant } = inside;
  const writing = writingOf(inside, tx);
  const all: { op_id: string }[] = [];
  for (const uow_id of units) {
    const unit = await unitThatWaits(writing.memory, uow_id, ['held']);
    if (!unit) throw new Refusal(409, 'held.none');
    if (decision === 'archive') await archive(writing, unit);
    else await letIn(inside, writing, by, unit);
    const said = { decided_by: by.id, decision, reason, at: writing.at };
    await tx
      .insertInto('held_decision')
      .values({ tenant, uow_id, ...said })
      .execute();
    endUnit(writing);
    all.push(...unit.sent.map(({ op }) => op));
  }
  await endTransaction(inside, writing);
  return resultsOf(tx, tenant, all);
}

/** Nothing of it goes in; its text stays, and what stood on it is judged anew. */
async function archive(writing: Writing, { sent }: WaitingUnit): Promise<void> {
  const { memory, tenant } = writing;
  const tx = await memory.written();
  const ids = sent.map(({ op }) => op.op_id);
  await tx
    .updateTable('op_log')
    .set({ status: 'rejected', code: 'sync.archived' })
    .where('tenant', '=', tenant)
    .where('op_id', 'in', ids)
    .execute();
  for (const { op } of sent) {
    writing.places.push(answerPlace(op));
    writing.created.push(op.record_id);
  }
}

async function letIn(
  inside: Inside,
  writing: Writing,
  by: Account,
  { actor, device, sent }: WaitingUnit,
): Promise<void> {
  const { memory, tenant } = writing;
  const author = await readAccount(await memory.written(), tenant, actor);
  if (!author) throw new Refusal(409, 'held.none');
  await takeUnit(writing, await courtFor(inside, memory, { author, by, device }), sent);
  const told = new Set(writing.places.filter(isAnswer).map(({ op_id }) => op_id));
  // The author may see neither the client nor what went in: an answer says so.
  for (const { op } of sent) if (!told.has(op.op_id)) writing.places.push(answerPlace(op));
}

const isAnswer = ({ op_id, version }: Writing['places'][number]) => op_id !== null && !version;

/**
 * The author's own court, or that of a superior for the author: what goes in counts as entered by
 * the superior, or the author would see the client again by it.
 */
async function courtFor(
  inside: Inside,
  memory: Memory,
  { author, by, device }: { author: Account; by: Account; device: string },
): Promise<Court> {
  if (by.id === author.id) return courtOf(inside, memory, author, device);
  const court = await courtOf(inside, memory, by, device);
  const entered = { worker: author.id, unit: author.unit, forWorker: by.id, forUnit: by.unit };
  const account = { ...by, id: author.id };
  return { ...court, account, standsFor: async () => entered };
}

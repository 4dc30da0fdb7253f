import { isoDateOf, isoInstant } from '../base/clock';
import type { Op, OpStatus } from '../sync/protocol';
import { readAccount } from './callers';
import type { Inside } from './centre';
import type { Tx } from './database';
import { sightIn } from './grants';
import type { Account, Court } from './judge';
import { type Absent, Memory } from './memory/memory';
import { absentToday, standsForIn, tagsWith } from './standing';
import { type Sent, takeUnit } from './units';
import { closeTransaction, endUnit, noteGrants, STREAM, type Writing } from './writing';

/** A transaction that is about to write. */
export function writingOf({ database, tenant, catalog, clock, ids }: Inside, tx: Tx): Writing {
  const at = isoInstant(clock.now());
  const memory = new Memory(tx, tenant, database.locking() !== null);
  const lists = { places: [], ends: [], created: [], settled: [] };
  const sets = { came: new Set<string>(), lacking: new Set<string>() };
  return { memory, tenant, catalog, at, nextId: () => ids.next(), ...lists, ...sets };
}

/** The court of a user at a device, as things stand now. */
export async function courtOf(
  inside: Inside,
  memory: Memory,
  account: Account,
  device: string,
): Promise<Court> {
  const { tenant, registry, catalog, clock, notices } = inside;
  const today = isoDateOf(clock.now());
  const tags = tagsWith(catalog, account, await absentsIn(memory, account, today));
  const sightBy = (own: readonly string[], containers: readonly string[]) =>
    sightIn(memory, { tags: own, today }, containers);
  return {
    ...{ memory, tenant, registry, account, device, notices },
    allows: (role, form, action) => catalog.allows(role, form, action),
    standsFor: async (container) => {
      const absents = await absentsIn(memory, account, today);
      return standsForIn({ catalog, account }, container, absents, sightBy);
    },
    sight: (containers) => sightBy(tags, containers),
  };
}

/** Whom a user stands in for today, asked once until a record about it changes. */
async function absentsIn(
  memory: Memory,
  account: Account,
  today: string,
): Promise<readonly Absent[]> {
  const known = memory.absents.get(account.id);
  if (known) return known;
  const tx = await memory.written();
  const found = await absentToday({ tx, tenant: memory.tenant, today }, account);
  memory.absents.set(account.id, found);
  return found;
}

/**
 * Ends a transaction: lets in what waited for it, also what another one puts aside at this moment,
 * and gives its places their positions. The row of the head stays locked from here on: of two
 * transactions, one that brings a record and one that misses it, the later one sees the other.
 * @returns the last position, null where nothing had to go into the feed
 */
export async function endTransaction(inside: Inside, writing: Writing): Promise<number | null> {
  const { memory, came, lacking } = writing;
  await releaseAll(inside, writing);
  await noteGrants(writing);
  if (memory.isLocking && came.size + lacking.size > 0) {
    await memory.aside
      .selectFrom('stream_head')
      .select('head')
      .where('tenant', '=', memory.tenant)
      .where('stream', '=', STREAM)
      .forUpdate()
      .execute();
    const missed = await comeMeanwhile(memory, [...lacking]);
    memory.forget();
    writing.created.push(...came, ...missed);
    await releaseAll(inside, writing);
  }
  return closeTransaction(writing);
}

/** Which of these records are here by now, or will not come as they were to. */
async function comeMeanwhile(memory: Memory, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const tx = await memory.written();
  const { tenant } = memory;
  const here = await tx
    .selectFrom('record')
    .select('record_id')
    .where('tenant', '=', tenant)
    .where('record_id', 'in', [...ids])
    .execute();
  const refused = await tx
    .selectFrom('op_log')
    .select('record_id')
    .distinct()
    .where('tenant', '=', tenant)
    .where('record_id', 'in', [...ids])
    .where('status', 'in', ['held', 'rejected'])
    .execute();
  return [...here, ...refused].map(({ record_id }) => record_id);
}

/**
 * Takes in what waited for what has just gone in: the rest of units whose conflicts are settled,
 * and units that stood on a record which was not here. What these make may let others in.
 */
async function releaseAll(inside: Inside, writing: Writing): Promise<void> {
  const { memory, tenant } = writing;
  for (;;) {
    const tx = await memory.written();
    const created = writing.created.splice(0);
    for (const id of created) writing.came.add(id);
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
    if (units.length === 0) return;
    for (const uow of new Set(units)) {
      await release(inside, writing, uow);
      endUnit(writing);
    }
  }
}

async function release(inside: Inside, writing: Writing, uow: string): Promise<void> {
  const { memory, tenant } = writing;
  const unit = await unitThatWaits(memory, uow, ['conflict', 'waiting']);
  if (!unit || unit.isOpen) return;
  const account = await readAccount(await memory.written(), tenant, unit.actor);
  if (!account) return;
  await takeUnit(writing, await courtOf(inside, memory, account, unit.device), unit.sent);
}

/** A unit that is not in, as it is judged once more. */
export interface WaitingUnit {
  readonly actor: string;
  readonly device: string;
  /** Without what a person has decided of it. */
  readonly sent: readonly Sent[];
  /** True when a conflict of it is still to be settled. */
  readonly isOpen: boolean;
}

/** The operations of a unit that stand so, locked until the end; null where there is none. */
export async function unitThatWaits(
  memory: Memory,
  uow: string,
  statuses: readonly OpStatus[],
): Promise<WaitingUnit | null> {
  const { tenant } = memory;
  const tx = await memory.written();
  let query = tx
    .selectFrom('op_log')
    .select(['op_id', 'device_id', 'seq', 'actor', 'status', 'payload'])
    .where('tenant', '=', tenant)
    .where('uow_id', '=', uow)
    .where('status', 'in', [...statuses])
    .orderBy('seq');
  if (memory.isLocking) query = query.forUpdate();
  const rows = await query.execute();
  const conflicts = await tx
    .selectFrom('conflict')
    .select(['op_id', 'status', 'doc'])
    .where('tenant', '=', tenant)
    .where('uow_id', '=', uow)
    .execute();
  const first = rows[0];
  if (!first) return null;
  const sent = rows.map(({ op_id, seq, status, payload }) => {
    const own = conflicts.filter((one) => one.op_id === op_id);
    const fields = own.flatMap(({ doc }) => JSON.parse(doc).fields as { field: string }[]);
    const decided = new Set(fields.map(({ field }) => field));
    const stood = status as OpStatus;
    return { op: JSON.parse(payload) as Op, decided, seq: seq ?? 0, stood };
  });
  const isOpen = conflicts.some(({ status }) => status === 'open');
  return { actor: first.actor, device: first.device_id, sent, isOpen };
}

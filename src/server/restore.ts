import { isoDateOf } from '../base/clock';
import type { Ids } from '../base/ids';
import { yearOf } from '../rules/calendar';
import { readState } from './callers';
import type { Inside } from './centre';
import type { Database, Tx } from './database';
import { leaveOut } from './numbers';
import { headOf } from './push';
import { Refusal } from './refusal';
import { STREAM } from './writing';

/**
 * The tenant of a database; a new one gets it here, with its first epoch. Programs that open a new
 * database together agree on one.
 */
export async function beginTenant(
  database: Database,
  { at, ids }: { at: string; ids: Ids },
): Promise<string> {
  const known = await database.read(tenantIn);
  if (known !== undefined) return known;
  const [tenant, epoch] = [ids.next(), ids.next()];
  return database.write(async (tx) => {
    // The row of the schema is held until the commit: one program after the other.
    await tx.updateTable('schema_version').set({ id: 1 }).where('id', '=', 1).execute();
    const made = await tenantIn(tx);
    if (made !== undefined) return made;
    const nothing = { restored_epoch: null, restored_head: null, durable: 0, grants: 0 };
    await tx
      .insertInto('centre')
      .values({ tenant, epoch, ...nothing, created_at: at })
      .execute();
    await tx.insertInto('stream_head').values({ tenant, stream: STREAM, head: 0 }).execute();
    return tenant;
  });
}

async function tenantIn(tx: Tx): Promise<string | undefined> {
  return (await tx.selectFrom('centre').select('tenant').executeTakeFirst())?.tenant;
}

/**
 * Says that the database was restored from a copy: a new epoch begins, and stations send again what
 * the copy had not. Places in a device's order that the copy forgot may then lack for good. Numbers
 * given since the copy stand on records and papers out there: each series goes on beyond them.
 */
export function markRestored(inside: Inside): Promise<{ epoch: string; head: number }> {
  const { database, tenant, ids, clock } = inside;
  const epoch = ids.next();
  return database.write(async (tx) => {
    await tx.updateTable('device').set({ lenient: 1 }).where('tenant', '=', tenant).execute();
    await leaveOut(tx, tenant, yearOf(isoDateOf(clock.now())));
    const before = await readState(tx, tenant);
    const head = await headOf(tx, tenant);
    await tx
      .updateTable('centre')
      .set((is) => ({
        ...{ epoch, restored_epoch: before.epoch, restored_head: head },
        ...{ durable: Math.min(before.durable, head), grants: is('grants', '+', 1) },
      }))
      .where('tenant', '=', tenant)
      .execute();
    return { epoch, head };
  });
}

/** Keeps the position a verified copy reaches to. Refusal: 422 `sync.cursor` beyond the head. */
export function markDurable({ database, tenant }: Inside, durable: number): Promise<void> {
  return database.write(async (tx) => {
    if (durable > (await headOf(tx, tenant))) throw new Refusal(422, 'sync.cursor');
    await tx.updateTable('centre').set({ durable }).where('tenant', '=', tenant).execute();
  });
}

/** True when the feed has as many places as its head says, up to the head (SYNC 3.4). */
export function verifyFeed({ database, tenant }: Inside): Promise<boolean> {
  return database.read(async (tx) => {
    const head = await headOf(tx, tenant);
    const { count, last } = await tx
      .selectFrom('change_log')
      .select((is) => [is.fn.countAll().as('count'), is.fn.max('pos').as('last')])
      .where('tenant', '=', tenant)
      .where('stream', '=', STREAM)
      .executeTakeFirstOrThrow();
    return Number(count) === head && Number(last ?? 0) === head;
  });
}

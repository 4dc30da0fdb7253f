import type { Caller } from './centre';
import type { Tx } from './database';
import type { Account } from './judge';
import { Refusal } from './refusal';

/** A workstation as the centre knows it. */
export interface Device {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly last_seq: number;
  readonly lenient: boolean;
  readonly registered_at: string;
  readonly last_seen_at: string | null;
  readonly revoked_at: string | null;
}

/** How a tenant stands. */
export interface State {
  readonly epoch: string;
  readonly restored: { readonly epoch: string; readonly head: number } | null;
  readonly durable: number;
  /** Rises with whatever may change what somebody sees. */
  readonly grants: number;
}

/** Reads how the tenant stands; with `lock`, no restore goes in between. */
export async function readState(tx: Tx, tenant: string): Promise<State> {
  const row = await tx
    .selectFrom('centre')
    .selectAll()
    .where('tenant', '=', tenant)
    .executeTakeFirstOrThrow();
  const { epoch, restored_epoch, restored_head, durable, grants } = row;
  const restored =
    restored_epoch === null ? null : { epoch: restored_epoch, head: restored_head ?? 0 };
  return { epoch, restored, durable, grants };
}

/** A user, or undefined. */
export async function readAccount(
  tx: Tx,
  tenant: string,
  id: string,
): Promise<Account | undefined> {
  const row = await tx
    .selectFrom('user_account')
    .select(['id', 'name', 'unit', 'role', 'active'])
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...row, active: row.active === 1 };
}

/** A device, or undefined. `lock` keeps it from others until the end of the transaction. */
export async function readDevice(
  tx: Tx,
  tenant: string,
  id: string,
  lock: boolean,
): Promise<Device | undefined> {
  let query = tx.selectFrom('device').selectAll().where('tenant', '=', tenant).where('id', '=', id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) return undefined;
  const { user_id: user, name, last_seq, lenient, registered_at, last_seen_at, revoked_at } = row;
  return {
    ...{ id, user, name, last_seq, lenient: lenient === 1 },
    ...{ registered_at, last_seen_at, revoked_at },
  };
}

/**
 * Who calls, as of now: the right to be here is asked of the database with each request.
 *
 * Refusals: 403 `sync.disabled` unknown or disabled; 403 `sync.device` unknown, of somebody else,
 * or revoked.
 */
export async function authorise(
  tx: Tx,
  tenant: string,
  caller: Caller,
  lock = false,
): Promise<{ account: Account; device: Device }> {
  const account = await readAccount(tx, tenant, caller.user);
  if (!account?.active) throw new Refusal(403, 'sync.disabled');
  const device = await readDevice(tx, tenant, caller.device, lock);
  if (!device || device.user !== caller.user || device.revoked_at !== null) {
    throw new Refusal(403, 'sync.device');
  }
  return { account, device };
}

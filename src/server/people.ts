import { isoInstant } from '../base/clock';
import { type Device, readAccount, readDevice } from './callers';
import type { Inside } from './centre';
import type { Tx } from './database';
import type { Account } from './judge';
import { Refusal } from './refusal';

/** A user to be kept; a password not given stays as it is. */
export interface StoredUser extends Account {
  readonly password_hash?: string | null;
}

/** Users in order of id. */
export async function usersOf(tx: Tx, tenant: string): Promise<Account[]> {
  const rows = await tx
    .selectFrom('user_account')
    .select(['id', 'name', 'unit', 'role', 'active'])
    .where('tenant', '=', tenant)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, active: row.active === 1 }));
}

/** Adds or changes a user. What somebody sees may change with it. */
export function save({ database, tenant }: Inside, user: StoredUser): Promise<void> {
  const { id, name, unit, role, password_hash } = user;
  const row = { name, unit, role, active: user.active ? 1 : 0 };
  const secret = password_hash === undefined ? {} : { password_hash };
  return database.write(async (tx) => {
    await tx
      .insertInto('user_account')
      .values({ tenant, id, ...row, password_hash: password_hash ?? null })
      .onConflict((c) => c.columns(['tenant', 'id']).doUpdateSet({ ...row, ...secret }))
      .execute();
    await tx
      .updateTable('centre')
      .set((is) => ({ grants: is('grants', '+', 1) }))
      .where('tenant', '=', tenant)
      .execute();
  });
}

/** Registers a workstation for a user; again, it changes its name. */
export function register(
  { database, tenant, clock }: Inside,
  { id, user, name }: { id: string; user: string; name: string },
): Promise<void> {
  return database.write(async (tx) => {
    const account = await readAccount(tx, tenant, user);
    if (!account?.active) throw new Refusal(403, 'sync.disabled');
    const known = await readDevice(tx, tenant, id, false);
    if (known && known.user !== user) throw new Refusal(409, 'sync.device_taken');
    if (known?.revoked_at) throw new Refusal(403, 'sync.device');
    const fixed = { tenant, id, user_id: user, last_seq: 0, lenient: 0 };
    const times = { registered_at: isoInstant(clock.now()), last_seen_at: null, revoked_at: null };
    await tx
      .insertInto('device')
      .values({ ...fixed, name, ...times })
      .onConflict((c) => c.columns(['tenant', 'id']).doUpdateSet({ name }))
      .execute();
  });
}

/** Marks a workstation as lost. Refusal: 404 `sync.device`. */
export function revoke({ database, tenant, clock }: Inside, id: string): Promise<void> {
  const revoked_at = isoInstant(clock.now());
  return database.write(async (tx) => {
    const done = await tx
      .updateTable('device')
      .set({ revoked_at })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst();
    if (Number(done.numUpdatedRows) !== 1) throw new Refusal(404, 'sync.device');
    await tx
      .updateTable('refresh_token')
      .set({ revoked_at })
      .where('tenant', '=', tenant)
      .where('device_id', '=', id)
      .where('revoked_at', 'is', null)
      .execute();
  });
}

/** Workstations of a user, or of all. */
export function devicesOf({ database, tenant }: Inside, user?: string): Promise<Device[]> {
  return database.read(async (tx) => {
    let query = tx.selectFrom('device').select('id').where('tenant', '=', tenant).orderBy('id');
    if (user !== undefined) query = query.where('user_id', '=', user);
    const found: Device[] = [];
    for (const { id } of await query.execute()) {
      const device = await readDevice(tx, tenant, id, false);
      if (device) found.push(device);
    }
    return found;
  });
}

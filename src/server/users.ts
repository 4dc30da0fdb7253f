import { type Clock, isoInstant } from '../base/clock';
import { revokeTokens } from './accounts';
import type { Database } from './database';
import { hashOfPassword } from './passwords';

/** A device of a user, as the centre knows it. */
export interface DeviceRow {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly registered_at: string;
  /** When it last signed in or went on; at most 15 minutes behind. */
  readonly last_seen_at: string | null;
  readonly revoked_at: string | null;
}

/** What is done to accounts from beside the centre. */
export interface UserAdmin {
  /** @returns false when there is no such user */
  setPassword(user: string, password: string): Promise<boolean>;
  /** Makes every refresh token of a user good no longer. */
  signOut(user: string): Promise<void>;
  /** Devices, of one user or of all, those seen last first. */
  devices(user?: string): Promise<DeviceRow[]>;
  /**
   * A lost device is never let in again, nor what it had signed in with. What it had sent stays.
   * @returns false when there is no such device
   */
  revoke(device: string): Promise<boolean>;
}

/** Administration of the accounts of a centre. */
export function userAdmin(database: Database, tenant: string, clock: Clock): UserAdmin {
  const now = () => isoInstant(clock.now());
  return {
    async setPassword(user, password) {
      const password_hash = await hashOfPassword(password);
      return database.write(async (tx) => {
        const done = await tx
          .updateTable('user_account')
          .set({ password_hash })
          .where('tenant', '=', tenant)
          .where('id', '=', user)
          .returning('id')
          .execute();
        // Who knew the old one is to know the new one.
        await revokeTokens(tx, tenant, { user_id: user }, now());
        return done.length > 0;
      });
    },
    signOut: (user) => database.write((tx) => revokeTokens(tx, tenant, { user_id: user }, now())),
    devices: (user) =>
      database.read((tx) => {
        const all = tx
          .selectFrom('device')
          .select(['id', 'user_id', 'name', 'registered_at', 'last_seen_at', 'revoked_at'])
          .where('tenant', '=', tenant)
          .orderBy('last_seen_at', 'desc')
          .orderBy('id');
        return (user === undefined ? all : all.where('user_id', '=', user)).execute();
      }),
    revoke: (device) =>
      database.write(async (tx) => {
        const done = await tx
          .updateTable('device')
          .set({ revoked_at: now() })
          .where('tenant', '=', tenant)
          .where('id', '=', device)
          .returning('id')
          .execute();
        await revokeTokens(tx, tenant, { device_id: device }, now());
        return done.length > 0;
      }),
  };
}

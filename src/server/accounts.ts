import { createHmac } from 'node:crypto';
import { type Clock, isoInstant } from '../base/clock';
import type { Ids } from '../base/ids';
import type { Random } from '../base/random';
import type { Tokens } from '../sync/protocol';
import type { Caller } from './centre';
import type { Database, Tx } from './database';
import { isPassword } from './passwords';
import { Refusal } from './refusal';
import {
  ACCESS_S,
  accessToken,
  hashOfRefresh,
  newRefresh,
  REFRESH_DAYS,
  readAccess,
} from './tokens';

/** What signing in and out of the centre needs. */
export interface AccountsOptions {
  readonly database: Database;
  readonly tenant: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  /**
   * What every program of the centre has and the database has not: tokens are signed with it.
   * Undefined: with a secret of this program's own, after which stations renew their tokens.
   */
  readonly key?: Buffer | undefined;
  /** Programs share a database and nothing else: what they sign with lies in it. */
  readonly kept?: boolean;
}

/** Who may call, and with what. Everything is asked of the database anew. */
export interface Accounts {
  /**
   * Signs in and registers the device. Refusals: `auth.refused` for an unknown user, a wrong
   * password and a disabled user alike; `device.revoked`, `device.other_user`.
   */
  login(given: Login): Promise<Tokens>;
  /**
   * A new pair of tokens for a refresh token, which is then used up. Given again before its
   * successor was used (the reply was lost), the successor is replaced; given again after that,
   * somebody else has it: the whole family is good no longer. Refusals: `auth.sign_in`,
   * `device.revoked`, `device.other_user`, `user.disabled`.
   */
  refresh(given: Refresh): Promise<Tokens>;
  /** Refusals: `auth.token` (none, none of ours, run out), `device.revoked`, `user.disabled`. */
  callerOf(authorization: string | undefined): Promise<Caller>;
  /** Whether a caller let in before is still let in. */
  mayStill(caller: Caller): Promise<boolean>;
}

interface Login {
  readonly user: string;
  readonly password: string;
  readonly device_id: string;
  readonly device_name: string;
}

interface Refresh {
  readonly refresh: string;
  readonly device_id: string;
  readonly device_name: string;
}

const DAY_MS = 86_400_000;
const SALT = 'token_secret';

/** The accounts of a centre. */
export async function openAccounts(options: AccountsOptions): Promise<Accounts> {
  const { database, tenant, clock } = options;
  const secret = await secretOf(options);

  const standing = (caller: Caller) =>
    database.read((tx) =>
      tx
        .selectFrom('device as d')
        .innerJoin('user_account as u', (join) =>
          join.onRef('u.tenant', '=', 'd.tenant').onRef('u.id', '=', 'd.user_id'),
        )
        .select(['u.active', 'd.revoked_at'])
        .where('d.tenant', '=', tenant)
        .where('d.id', '=', caller.device)
        .where('u.id', '=', caller.user)
        .executeTakeFirst(),
    );

  async function tokensOf(caller: Caller, refresh: string): Promise<Tokens> {
    return {
      access: await accessToken(secret, caller, clock.now()),
      expires_in: ACCESS_S,
      refresh,
    };
  }

  return {
    async login({ user, password, device_id, device_name }) {
      const account = await database.read((tx) =>
        tx
          .selectFrom('user_account')
          .select(['active', 'password_hash'])
          .where('tenant', '=', tenant)
          .where('id', '=', user)
          .executeTakeFirst(),
      );
      const kept = account?.active === 1 ? account.password_hash : null;
      if (!(await isPassword(kept, password))) throw new Refusal(401, 'auth.refused');
      const caller = { user, device: device_id };
      const { token, hash } = newRefresh(options.random);
      await database.write(async (tx) => {
        await registered(tx, options, caller, device_name);
        await addToken(tx, options, caller, { hash, family: hash, parent: null });
      });
      return tokensOf(caller, token);
    },

    async refresh(given) {
      const { token, hash } = newRefresh(options.random);
      const done = await database.write((tx) => refreshed(tx, options, given, hash));
      if (done instanceof Refusal) throw done;
      return tokensOf(done, token);
    },

    async callerOf(authorization) {
      const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? [];
      const caller = token ? await readAccess(secret, token, clock.now()) : null;
      const found = caller && (await standing(caller));
      if (!caller || !found) throw new Refusal(401, 'auth.token');
      if (found.revoked_at !== null) throw new Refusal(403, 'device.revoked');
      if (found.active !== 1) throw new Refusal(403, 'user.disabled');
      return caller;
    },

    async mayStill(caller) {
      const found = await standing(caller);
      return found?.active === 1 && found.revoked_at === null;
    },
  };
}

async function secretOf(options: AccountsOptions): Promise<Uint8Array> {
  const { key, kept, random } = options;
  if (!key && !kept) return random.bytes(32);
  const salt = await saltOf(options);
  return key ? createHmac('sha256', key).update(salt).digest() : salt;
}

/** What this centre has its own secrets by; of several programs that start at once one makes it. */
async function saltOf({ database, tenant, random }: AccountsOptions): Promise<Uint8Array> {
  const made = Buffer.from(random.bytes(32)).toString('base64');
  const value = await database.write(async (tx) => {
    const row = { tenant, name: SALT, value: made };
    await tx
      .insertInto('setting')
      .values(row)
      .onConflict((c) => c.doNothing())
      .execute();
    const found = await tx
      .selectFrom('setting')
      .select('value')
      .where('tenant', '=', tenant)
      .where('name', '=', SALT)
      .executeTakeFirstOrThrow();
    return found.value;
  });
  return Buffer.from(value, 'base64');
}

/** Registers a device of a user, or refreshes what is known of it. */
async function registered(
  tx: Tx,
  { tenant, clock }: AccountsOptions,
  { user, device }: Caller,
  name: string,
): Promise<void> {
  const now = isoInstant(clock.now());
  const known = await tx
    .selectFrom('device')
    .select(['user_id', 'revoked_at'])
    .where('tenant', '=', tenant)
    .where('id', '=', device)
    .executeTakeFirst();
  if (known?.revoked_at) throw new Refusal(403, 'device.revoked');
  if (known && known.user_id !== user) throw new Refusal(403, 'device.other_user');
  if (known) {
    await tx
      .updateTable('device')
      .set({ name, last_seen_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', device)
      .execute();
    return;
  }
  const begun = {
    last_seq: 0,
    lenient: 0,
    registered_at: now,
    last_seen_at: now,
    revoked_at: null,
  };
  await tx
    .insertInto('device')
    .values({ tenant, id: device, user_id: user, name, ...begun })
    .execute();
}

async function addToken(
  tx: Tx,
  { tenant, clock }: AccountsOptions,
  { user, device }: Caller,
  token: { hash: string; family: string; parent: string | null },
): Promise<void> {
  const expires = new Date(clock.now().getTime() + REFRESH_DAYS * DAY_MS);
  await tx
    .insertInto('refresh_token')
    .values({
      ...{ tenant, ...token, user_id: user, device_id: device },
      ...{ expires_at: isoInstant(expires), used_at: null, revoked_at: null },
    })
    .execute();
}

/** Uses a refresh token up. A refusal that changes something is given, so that it is kept. */
async function refreshed(
  tx: Tx,
  options: AccountsOptions,
  given: Refresh,
  next: string,
): Promise<Caller | Refusal> {
  const { tenant, clock, database } = options;
  const now = isoInstant(clock.now());
  const hash = hashOfRefresh(given.refresh);
  const query = tx
    .selectFrom('refresh_token')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('hash', '=', hash);
  const locking = database.locking() ? query.forUpdate() : query;
  const held = await locking.executeTakeFirst();
  if (!held || held.expires_at <= now) return new Refusal(401, 'auth.sign_in');
  const refused = await standingOf(tx, tenant, held.user_id, held.device_id);
  if (refused) return refused;
  if (held.revoked_at !== null || (held.used_at && !(await replaceable(tx, tenant, hash, now)))) {
    await revokeTokens(tx, tenant, { family: held.family }, now);
    return new Refusal(401, 'auth.sign_in');
  }
  await tx
    .updateTable('refresh_token')
    .set({ used_at: now })
    .where('tenant', '=', tenant)
    .where('hash', '=', hash)
    .execute();
  const caller = { user: held.user_id, device: given.device_id };
  await registered(tx, options, caller, given.device_name);
  await addToken(tx, options, caller, { hash: next, family: held.family, parent: hash });
  return caller;
}

/** Whether the successor of a used token was never used: then it never arrived, and goes. */
async function replaceable(tx: Tx, tenant: string, hash: string, now: string): Promise<boolean> {
  const gone = await tx
    .updateTable('refresh_token')
    .set({ revoked_at: now })
    .where('tenant', '=', tenant)
    .where('parent', '=', hash)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('hash')
    .execute();
  return gone.length > 0;
}

async function standingOf(
  tx: Tx,
  tenant: string,
  user: string,
  device: string,
): Promise<Refusal | null> {
  const account = await tx
    .selectFrom('user_account')
    .select('active')
    .where('tenant', '=', tenant)
    .where('id', '=', user)
    .executeTakeFirst();
  if (account?.active !== 1) return new Refusal(403, 'user.disabled');
  const known = await tx
    .selectFrom('device')
    .select('revoked_at')
    .where('tenant', '=', tenant)
    .where('id', '=', device)
    .executeTakeFirst();
  return known?.revoked_at ? new Refusal(403, 'device.revoked') : null;
}

/** Makes refresh tokens good no longer: of a family, of a user, or of a device. */
export async function revokeTokens(
  tx: Tx,
  tenant: string,
  whose:
    | { readonly family: string }
    | { readonly user_id: string }
    | { readonly device_id: string },
  now: string,
): Promise<void> {
  const [[column, value]] = Object.entries(whose) as [['family' | 'user_id' | 'device_id', string]];
  await tx
    .updateTable('refresh_token')
    .set({ revoked_at: now })
    .where('tenant', '=', tenant)
    .where(column, '=', value)
    .where('revoked_at', 'is', null)
    .execute();
}

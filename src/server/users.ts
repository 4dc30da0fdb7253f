import { type Clock, isoInstant } from '../base/clock';
import { revokeTokens } from './accounts';
import type { Centre } from './centre';
import type { Account } from './judge';
import { hashOfPassword } from './passwords';

/** A user comes in, or changes: name, unit, role. Without a password nobody signs in as them. */
export async function saveUser(
  centre: Centre,
  user: Account,
  password: string | null,
): Promise<void> {
  if (password === null) await centre.saveUser(user);
  else await centre.saveUser({ ...user, password_hash: await hashOfPassword(password) });
}

/** Gives a user another password; whoever signed in with the one before has to sign in anew. */
export async function setPassword(
  centre: Centre,
  user: Account,
  password: string,
  clock: Clock,
): Promise<void> {
  await saveUser(centre, user, password);
  await signOut(centre, user.id, clock);
}

/** Shuts a user out, or lets them in again: holds from the next request on. */
export async function setActive(
  centre: Centre,
  user: Account,
  active: boolean,
  clock: Clock,
): Promise<void> {
  await centre.saveUser({ ...user, active });
  if (!active) await signOut(centre, user.id, clock);
}

function signOut({ database, tenant }: Centre, user: string, clock: Clock): Promise<void> {
  const now = isoInstant(clock.now());
  return database.write((tx) => revokeTokens(tx, tenant, { user_id: user }, now));
}

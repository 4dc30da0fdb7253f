import { readState, type State } from './callers';
import type { Inside } from './centre';
import type { Tx } from './database';
import { headOf } from './push';
import { schemaOf } from './schema';

/** How a centre stands, for those who run it. */
export interface Status extends Omit<State, 'grants'> {
  readonly tenant: string;
  readonly head: number;
  readonly database: 'sqlite' | 'postgres';
  readonly schema: number;
  readonly users: { readonly active: number; readonly disabled: number };
  readonly devices: { readonly active: number; readonly revoked: number };
  /** When a device last sent something; null when none has. */
  readonly last_seen_at: string | null;
  /** Operations that are not in, by how they stand. */
  readonly not_in: Readonly<Record<string, number>>;
  /** Conflicts that wait for a person. */
  readonly open_conflicts: number;
  /** Requests that no program in its right mind sends. */
  readonly alarms: number;
}

/** Counts how a centre stands, as of one moment. */
export function statusOf({ database, tenant }: Inside): Promise<Status> {
  return database.read(async (tx) => {
    const { grants: _grants, ...state } = await readState(tx, tenant);
    return {
      ...state,
      ...{ tenant, head: await headOf(tx, tenant), database: database.kind },
      schema: await schemaOf(tx),
      ...(await peopleIn(tx, tenant)),
      ...(await openIn(tx, tenant)),
    };
  });
}

async function peopleIn(tx: Tx, tenant: string) {
  const users = await tx
    .selectFrom('user_account')
    .select('active')
    .where('tenant', '=', tenant)
    .execute();
  const devices = await tx
    .selectFrom('device')
    .select(['revoked_at', 'last_seen_at'])
    .where('tenant', '=', tenant)
    .execute();
  const active = users.filter((user) => user.active === 1).length;
  const revoked = devices.filter(({ revoked_at }) => revoked_at !== null).length;
  const seen = devices
    .map(({ last_seen_at }) => last_seen_at)
    .sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1));
  return {
    users: { active, disabled: users.length - active },
    devices: { active: devices.length - revoked, revoked },
    last_seen_at: seen.at(-1) ?? null,
  };
}

/** What waits for a person, and what has raised an alarm. */
async function openIn(tx: Tx, tenant: string) {
  const rows = await tx
    .selectFrom('op_log')
    .select((is) => ['status', is.fn.countAll().as('n')])
    .where('tenant', '=', tenant)
    .where('status', 'not in', ['applied', 'merged'])
    .groupBy('status')
    .orderBy('status')
    .execute();
  const { n: conflicts } = await tx
    .selectFrom('conflict')
    .select((is) => is.fn.countAll().as('n'))
    .where('tenant', '=', tenant)
    .where('status', '=', 'open')
    .executeTakeFirstOrThrow();
  const { n: alarms } = await tx
    .selectFrom('alarm')
    .select((is) => is.fn.countAll().as('n'))
    .where('tenant', '=', tenant)
    .executeTakeFirstOrThrow();
  return {
    not_in: Object.fromEntries(rows.map(({ status, n }) => [status, Number(n)])),
    open_conflicts: Number(conflicts),
    alarms: Number(alarms),
  };
}

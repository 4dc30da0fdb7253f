import { type Clock, isoInstant } from '../base/clock';
import type { Ids } from '../base/ids';
import type { Catalog } from '../catalog/catalog';
import type { Registry } from '../form/define';
import type { Wire } from '../sync/ports';
import type {
  CamePush,
  HeldReply,
  HeldRequest,
  HelloReply,
  HelloRequest,
  OpResult,
  PushReply,
} from '../sync/protocol';
import { PROTOCOL } from '../sync/protocol';
import { LIMITS } from '../sync/terms';
import { authorise, readState } from './callers';
import type { Database } from './database';
import { pull, snapshot } from './feed';
import { decideFor, decideOwn, type HeldDecision, type HeldUnit, heldUnits } from './held';
import type { Account, Notices } from './judge';
import { devicesOf, register, revoke, type StoredUser, save, usersOf } from './people';
import { headOf, push } from './push';
import { Refusal } from './refusal';
import { beginTenant, markDurable, markRestored, verifyFeed } from './restore';
import { refuseOutdated } from './schema';
import { checksums, reconcile, type ScopeCache, scope } from './scope';
import { type Status, statusOf } from './status';

/** Who asks, and from which workstation; the shell has made sure of it. */
export interface Caller {
  readonly user: string;
  readonly device: string;
}

/** The wire's calls, each with who asks. */
type Asked<F> = F extends (...args: infer A) => infer R ? (caller: Caller, ...args: A) => R : never;

/** The centre: the wire's calls for a caller, and what keeping it needs. */
export interface Centre extends CentreCalls {
  readonly tenant: string;
  readonly database: Database;
  /** Registers a workstation. Refusals: 403 `sync.disabled`, 409 `sync.device_taken`. */
  registerDevice(device: { id: string; user: string; name: string }): Promise<void>;
  /** From now on nothing is taken from a lost workstation. */
  revokeDevice(id: string): Promise<void>;
  devices(user?: string): ReturnType<typeof devicesOf>;
  /** Adds or changes a user; what the user may see changes at once. */
  saveUser(user: StoredUser): Promise<void>;
  users(): Promise<Account[]>;
  /**
   * Newest position, and the revision of the grants: whoever pokes stations looks at these.
   * Refusal: 503 `server.outdated`.
   */
  state(): Promise<{ epoch: string; head: number; grants: number }>;
  /** After a restore from a copy: a new epoch, and what the copy still had of the old one. */
  restored(): Promise<{ epoch: string; head: number }>;
  /** How it stands, for those who run it. */
  status(): Promise<Status>;
  /** Units that wait for a person to let them in. */
  heldUnits(): Promise<HeldUnit[]>;
  /** What a superior decides of them. Refusals: those of `decideFor`. */
  decideHeld(by: string, decision: HeldDecision): Promise<OpResult[]>;
  /** What the author decides of own ones. Refusals: those of `decideOwn`. */
  held(caller: Caller, request: HeldRequest): Promise<HeldReply>;
  /** A verified copy holds everything up to a position. */
  setDurable(position: number): Promise<void>;
  /** True when the feed has no gap: as many places as the head says. */
  verify(): Promise<boolean>;
  close(): Promise<void>;
}

type CentreCalls = { readonly [call in Exclude<keyof Wire, 'push'>]: Asked<Wire[call]> } & {
  push(caller: Caller, request: CamePush): Promise<PushReply>;
};

/** What a centre is made of. */
export interface Parts {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Without it the centre writes no reminders of its own. */
  readonly notices?: Notices;
}

/** The parts with the tenant, as the calls need them. */
export interface Inside extends Parts {
  readonly tenant: string;
  readonly scopes: ScopeCache;
}

/**
 * Opens the centre on its database; the first time it gets its tenant and its first epoch. Several
 * programs may run on one PostgreSQL at once: nothing is remembered between two calls that the
 * database does not say.
 */
export async function openCentre(parts: Parts): Promise<Centre> {
  const { database, clock, ids } = parts;
  const tenant = await beginTenant(database, { at: isoInstant(clock.now()), ids });
  const inside: Inside = { ...parts, tenant, scopes: new Map() };
  return {
    tenant,
    database,
    hello: (caller, request) => hello(inside, caller, request),
    push: (caller, request) => push(inside, caller, request),
    pull: (caller, after, limit) => pull(inside, caller, after, limit),
    scope: (caller) => scope(inside, caller),
    snapshot: (caller, container, after, at) => snapshot(inside, caller, container, { after, at }),
    checksums: (caller, request) => checksums(inside, caller, request),
    reconcile: (caller, request) => reconcile(inside, caller, request),
    workers: (caller) =>
      database.read(async (tx) => {
        await authorise(tx, tenant, caller);
        return { workers: await usersOf(tx, tenant) };
      }),
    registerDevice: (device) => register(inside, device),
    revokeDevice: (id) => revoke(inside, id),
    devices: (user) => devicesOf(inside, user),
    saveUser: (user) => save(inside, user),
    users: () => database.read((tx) => usersOf(tx, tenant)),
    state: () =>
      database.read(async (tx) => {
        await refuseOutdated(tx);
        const { epoch, grants } = await readState(tx, tenant);
        return { epoch, head: await headOf(tx, tenant), grants };
      }),
    status: () => statusOf(inside),
    heldUnits: () => heldUnits(inside),
    decideHeld: (by, decision) => decideFor(inside, by, decision),
    held: async (caller, request) => ({ results: await decideOwn(inside, caller, request) }),
    restored: () => markRestored(inside),
    setDurable: (position) => markDurable(inside, position),
    verify: () => verifyFeed(inside),
    close: () => database.close(),
  };
}

/** Refusals: 403 as `authorise`; 426 `sync.protocol` {min, max} where none is spoken by both. */
async function hello(
  { database, tenant, clock }: Inside,
  caller: Caller,
  { protocol, device_id }: HelloRequest,
): Promise<HelloReply> {
  const { min, max } = protocol;
  if (min > PROTOCOL || max < PROTOCOL) {
    throw new Refusal(426, 'sync.protocol', { min: PROTOCOL, max: PROTOCOL });
  }
  if (device_id !== caller.device) throw new Refusal(403, 'sync.device');
  return database.read(async (tx) => {
    const { account: user } = await authorise(tx, tenant, caller);
    const { epoch, restored, durable } = await readState(tx, tenant);
    const head = await headOf(tx, tenant);
    const server_time = isoInstant(clock.now());
    const limits = { ops: LIMITS.ops, bytes: LIMITS.bytes, page: LIMITS.page };
    return {
      ...{ protocol: PROTOCOL, tenant, epoch, restored, head, durable },
      ...{ server_time, user, limits },
    };
  });
}

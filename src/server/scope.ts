import { isoDateOf } from '../base/clock';
import type { Values } from '../form/value';
import { sumWith, sumWithout } from '../records/sync-place';
import { checksumOf, digestOf, type Summed } from '../sync/checksum';
import type {
  ChecksumsReply,
  ChecksumsRequest,
  ReconcileReply,
  ReconcileRequest,
  ScopeReply,
} from '../sync/protocol';
import { authorise, readState } from './callers';
import type { Caller, Inside } from './centre';
import type { Tx } from './database';
import { allSeen, type Looking, nearTo, sightOf } from './grants';
import type { Account } from './judge';
import { headOf } from './push';
import { tagsNow } from './standing';
import { GRANTS_KEPT } from './writing';

/** All that a user may see, at one state of the grants. */
export interface Scope {
  readonly seen: ReadonlySet<string>;
  readonly digest: string;
  readonly count: number;
}

/** A scope as it was worked out: of whom and which day, and at which revision of the grants. */
interface KeptScope {
  readonly key: string;
  readonly revision: number;
  readonly scope: Scope;
}

/** Scopes worked out before, by user; the newest of each. */
export type ScopeCache = Map<string, KeptScope>;

/** Users whose scope is kept; beyond them it is worked out at each request. */
const KEPT = 1000;

/** A user as the containers are looked at. */
export async function lookingOf(inside: Inside, tx: Tx, account: Account): Promise<Looking> {
  const { tenant, catalog, clock } = inside;
  const today = isoDateOf(clock.now());
  const tags = await tagsNow({ tx, tenant, catalog, today }, account);
  return { tx, tenant, tags, today };
}

/**
 * What a user may see now. It is worked out anew when the user's tags or the day have changed; of
 * other changes only the containers they may concern are looked at.
 */
export async function scopeIn(
  inside: Inside,
  looking: Looking,
  { epoch, grants }: { readonly epoch: string; readonly grants: number },
): Promise<Scope> {
  const { tags, today } = looking;
  const user = tags[0] ?? '';
  const key = JSON.stringify([epoch, today, tags]);
  const kept = inside.scopes.get(user);
  const known = kept?.key === key ? kept : undefined;
  if (known?.revision === grants) return known.scope;
  const changed = known && (await changedSince(looking, known.revision, grants));
  const scope =
    known && changed ? await scopeAfter(looking, known.scope, changed) : await scopeAnew(looking);
  if (inside.scopes.size >= KEPT) inside.scopes.clear();
  inside.scopes.set(user, { key, revision: grants, scope });
  return scope;
}

async function scopeAnew(looking: Looking): Promise<Scope> {
  const containers = await allSeen(looking);
  return {
    seen: new Set(containers),
    digest: digestOf(containers),
    count: containers.length,
  };
}

/** Above so many changed containers it is quicker to look at everything. */
const CHANGED_MOST = 2000;

/** Containers whose grants changed between two revisions; null when that is not known any more. */
async function changedSince(
  { tx, tenant }: Looking,
  from: number,
  to: number,
): Promise<string[] | null> {
  if (from > to || to - from > GRANTS_KEPT) return null;
  const rows = await tx
    .selectFrom('grant_event')
    .select('container')
    .where('tenant', '=', tenant)
    .where('revision', '>', from)
    .where('revision', '<=', to)
    .distinct()
    .limit(CHANGED_MOST + 1)
    .execute();
  return rows.length > CHANGED_MOST ? null : rows.map(({ container }) => container);
}

async function scopeAfter(
  looking: Looking,
  before: Scope,
  changed: readonly string[],
): Promise<Scope> {
  const near = await nearTo(looking, changed);
  const sight = await sightOf(looking, near);
  const seen = new Set(before.seen);
  let digest = before.digest;
  for (const one of near) {
    if (sight.seen.has(one) === seen.has(one)) continue;
    if (seen.delete(one)) digest = sumWithout(digest, one);
    else {
      seen.add(one);
      digest = sumWith(digest, one);
    }
  }
  return { seen, digest, count: seen.size };
}

/** Every container the caller may see now. Refusals: 403 as `authorise`. */
export function scope(inside: Inside, caller: Caller): Promise<ScopeReply> {
  const { database, tenant } = inside;
  return database.read(async (tx) => {
    const { account } = await authorise(tx, tenant, caller);
    const state = await readState(tx, tenant);
    const { seen } = await scopeIn(inside, await lookingOf(inside, tx, account), state);
    return { epoch: state.epoch, at: await headOf(tx, tenant), containers: [...seen].sort() };
  });
}

/**
 * Counts and sums of containers over the records as they stand; one the caller may not see, or that
 * is not here, is left out. Refusals: 403 as `authorise`.
 */
export function checksums(
  inside: Inside,
  caller: Caller,
  request: ChecksumsRequest,
): Promise<ChecksumsReply> {
  const { database, tenant } = inside;
  return database.read(async (tx) => {
    const { account } = await authorise(tx, tenant, caller);
    const { epoch } = await readState(tx, tenant);
    const { seen } = await sightOf(await lookingOf(inside, tx, account), request.containers);
    const asked = request.containers.filter((one) => seen.has(one));
    const byContainer = await recordsIn(tx, tenant, asked);
    const sums = asked.map((container) => {
      const records = byContainer.get(container) ?? [];
      return { container, count: records.length, checksum: checksumOf(records) };
    });
    return { epoch, at: await headOf(tx, tenant), sums };
  });
}

async function recordsIn(
  tx: Tx,
  tenant: string,
  containers: readonly string[],
): Promise<Map<string, Summed[]>> {
  const found = new Map<string, Summed[]>();
  if (containers.length === 0) return found;
  const rows = await tx
    .selectFrom('record')
    .select(['record_id', 'container', 'version', 'bucket', 'voided', 'doc'])
    .where('tenant', '=', tenant)
    .where('container', 'in', [...containers])
    .execute();
  for (const { record_id, container, version, bucket, voided, doc } of rows) {
    const values = JSON.parse(doc) as Values;
    const summed = { record_id, version, bucket, voided: voided === 1, values };
    const list = found.get(container);
    if (list) list.push(summed);
    else found.set(container, [summed]);
  }
  return found;
}

/** Which of these operations the centre has never taken. Refusals: 403 as `authorise`. */
export function reconcile(
  inside: Inside,
  caller: Caller,
  { op_ids }: ReconcileRequest,
): Promise<ReconcileReply> {
  const { database, tenant } = inside;
  return database.read(async (tx) => {
    await authorise(tx, tenant, caller);
    if (op_ids.length === 0) return { missing: [] };
    const rows = await tx
      .selectFrom('op_log')
      .select('op_id')
      .where('tenant', '=', tenant)
      .where('op_id', 'in', op_ids)
      .execute();
    const here = new Set(rows.map(({ op_id }) => op_id));
    return { missing: op_ids.filter((op_id) => !here.has(op_id)) };
  });
}

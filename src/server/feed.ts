import type { Conflict, Item, Op, PullReply, SnapshotReply } from '../sync/protocol';
import { LIMITS } from '../sync/terms';
import { authorise, readState } from './callers';
import type { Caller, Inside } from './centre';
import type { Tx } from './database';
import { sightOf } from './grants';
import { headOf } from './push';
import { Refusal } from './refusal';
import { resultsOf } from './results';
import { lookingOf, scopeIn } from './scope';
import { STREAM } from './writing';

/** Places looked through at once; most of them may be of others' clients. */
const STEP = 2000;
/** Steps of one request: a page without anything to see still moves the cursor along. */
const STEPS = 10;

/**
 * A page of the feed: what the caller may see now of the places above a position. A page never ends
 * inside a unit of work. A record that came into a container brings its whole history with it, at
 * the place where it came; one that left a container the caller sees is told to have left.
 *
 * Refusals: 403 as `authorise`, 409 `sync.cursor` beyond the head.
 */
export async function pull(
  inside: Inside,
  caller: Caller,
  after: number,
  limit: number,
): Promise<PullReply> {
  const { database, tenant } = inside;
  return database.read(async (tx) => {
    const { account } = await authorise(tx, tenant, caller);
    const state = await readState(tx, tenant);
    const { epoch } = state;
    const head = await headOf(tx, tenant);
    if (after > head) throw new Refusal(409, 'sync.cursor');
    const scope = await scopeIn(inside, await lookingOf(inside, tx, account), state);
    const most = Math.max(1, Math.min(limit, LIMITS.page));
    const { places, to } = await placesFor(tx, tenant, scope.seen, { after, most });
    const items = await itemsOf({ tx, tenant, user: account.id }, places);
    const { digest, count } = scope;
    return { epoch, from: after, to, head, items, done: to >= head, scope: { digest, count } };
  });
}

interface Place {
  readonly pos: number;
  readonly record_id: string;
  readonly version: number | null;
  readonly op_id: string | null;
  readonly conflict_id: string | null;
  /** Set where all the caller may know is that the record has left. */
  readonly left: string | null;
  /** Moved into the container it is in: what it was before comes along. */
  readonly moved: boolean;
}

async function placesFor(
  tx: Tx,
  tenant: string,
  seen: ReadonlySet<string>,
  { after, most }: { after: number; most: number },
): Promise<{ places: Place[]; to: number }> {
  const places: Place[] = [];
  let to = after;
  for (let step = 0; step < STEPS; step += 1) {
    const rows = await rowsAbove(tx, tenant, to);
    for (const row of rows) {
      const place = placeOf(row, seen);
      if (place) places.push(place);
      if (row.pos === row.unit_end && places.length >= most) return { places, to: row.pos };
    }
    to = rows.at(-1)?.pos ?? to;
    if (rows.length < STEP) break;
  }
  return cutAtUnit(tx, tenant, places, to);
}

/** The page ends with the unit that its last place belongs to. */
async function cutAtUnit(tx: Tx, tenant: string, places: Place[], to: number) {
  const row = await tx
    .selectFrom('change_log')
    .select('unit_end')
    .where('tenant', '=', tenant)
    .where('stream', '=', STREAM)
    .where('pos', '=', to)
    .executeTakeFirst();
  if (!row || row.unit_end === to) return { places, to };
  const before = await tx
    .selectFrom('change_log')
    .select((is) => is.fn.max('pos').as('pos'))
    .where('tenant', '=', tenant)
    .where('stream', '=', STREAM)
    .where('unit_end', '<', row.unit_end)
    .executeTakeFirstOrThrow();
  const end = Number(before.pos);
  return { places: places.filter(({ pos }) => pos <= end), to: end };
}

type PlaceRow = Awaited<ReturnType<typeof rowsAbove>>[number];

function rowsAbove(tx: Tx, tenant: string, after: number) {
  return tx
    .selectFrom('change_log as c')
    .leftJoin('record as r', (join) =>
      join.onRef('r.tenant', '=', 'c.tenant').onRef('r.record_id', '=', 'c.record_id'),
    )
    .select(['c.pos', 'c.unit_end', 'c.record_id', 'c.version', 'c.op_id', 'c.conflict_id'])
    .select(['c.left_container', 'r.container'])
    .where('c.tenant', '=', tenant)
    .where('c.stream', '=', STREAM)
    .where('c.pos', '>', after)
    .orderBy('c.pos')
    .limit(STEP)
    .execute();
}

/** Where the record is now decides, not where it was at that place. */
function placeOf(row: PlaceRow, seen: ReadonlySet<string>): Place | null {
  const { pos, record_id, version, op_id, conflict_id, left_container, container } = row;
  const place = { pos, record_id, version, op_id, conflict_id };
  // An answer goes to the author, whether the record is seen or not.
  if (isAnswer(place)) return { ...place, left: null, moved: false };
  if (container !== null && seen.has(container)) {
    return { ...place, left: null, moved: left_container !== null };
  }
  if (left_container === null || !seen.has(left_container)) return null;
  return { ...place, left: left_container, moved: false };
}

const isAnswer = ({ version, op_id }: Pick<Place, 'version' | 'op_id'>) =>
  version === null && op_id !== null;

/** In which transaction, and whose answers are given. */
interface Reading {
  readonly tx: Tx;
  readonly tenant: string;
  readonly user: string;
}

async function itemsOf(reading: Reading, places: readonly Place[]): Promise<Item[]> {
  const { tx, tenant } = reading;
  const shown = places.filter(({ left }) => left === null);
  const answers = await answersOf(reading, shown.filter(isAnswer));
  const versions = await versionsOf(tx, tenant, shown);
  const along = await conflictsAlong(tx, tenant, shown);
  const conflicts = await conflictsOf(tx, tenant, [...shown, ...along]);
  const items: Item[] = [];
  for (const { pos, record_id, version, op_id, conflict_id, left, moved } of places) {
    const answer = op_id === null || version !== null ? undefined : answers.get(op_id);
    if (answer) items.push({ ...answer, pos });
    else if (left !== null) items.push({ kind: 'left', pos, record_id, container: left });
    else if (conflict_id !== null) {
      const conflict = conflicts.get(conflict_id);
      if (conflict) items.push({ kind: 'conflict', pos, conflict });
    } else if (version !== null) {
      const first = moved ? 1 : version;
      for (let at = first; at <= version; at += 1) {
        const found = versions.get(record_id)?.get(at);
        if (found) items.push(found.pos === pos ? found : { ...found, pos, place: found.pos });
      }
      if (moved) items.push(...cameAlong(along, conflicts, { record_id, pos }));
    }
  }
  return items;
}

type AnswerItem = Extract<Item, { kind: 'answer' }>;

/** What became of operations of the user's own, by id; their position is not set. */
async function answersOf(
  { tx, tenant, user }: Reading,
  places: readonly Place[],
): Promise<Map<string, AnswerItem>> {
  const ids = places.flatMap(({ op_id }) => op_id ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('op_log')
    .select(['op_id', 'received_at'])
    .where('tenant', '=', tenant)
    .where('op_id', 'in', ids)
    .where('actor', '=', user)
    .execute();
  if (rows.length === 0) return new Map();
  const received = new Map(rows.map(({ op_id, received_at }) => [op_id, received_at]));
  const results = await resultsOf(tx, tenant, rows);
  return new Map(
    results.map((result): [string, AnswerItem] => {
      const at = received.get(result.op_id) ?? '';
      return [result.op_id, { kind: 'answer', pos: 0, at, result }];
    }),
  );
}

type OpItem = Extract<Item, { kind: 'op' }>;

/** Versions of the records of these places, by record and number, each at its own place. */
async function versionsOf(
  tx: Tx,
  tenant: string,
  places: readonly Pick<Place, 'record_id' | 'version' | 'moved'>[],
): Promise<Map<string, Map<number, OpItem>>> {
  const byRecord = new Map<string, Map<number, OpItem>>();
  const ids = [...new Set(places.filter(({ version }) => version).map((one) => one.record_id))];
  if (ids.length === 0) return byRecord;
  const lowest = Math.min(
    ...places.flatMap(({ version, moved }) => (version === null ? [] : [moved ? 1 : version])),
  );
  const rows = await tx
    .selectFrom('record_version as v')
    .innerJoin('op_log as o', (join) =>
      join.onRef('o.tenant', '=', 'v.tenant').onRef('o.op_id', '=', 'v.op_id'),
    )
    .innerJoin('change_log as c', (join) =>
      join.onRef('c.tenant', '=', 'v.tenant').onRef('c.op_id', '=', 'v.op_id'),
    )
    .select(['v.record_id', 'v.version', 'v.device_id', 'v.kind', 'v.bucket', 'v.patch'])
    .select(['o.payload', 'o.received_at', 'c.pos'])
    .where('c.version', 'is not', null)
    .where('v.tenant', '=', tenant)
    .where('v.record_id', 'in', ids)
    .where('v.version', '>=', lowest)
    .execute();
  for (const row of rows) {
    const own = byRecord.get(row.record_id) ?? new Map<number, OpItem>();
    own.set(row.version, opItem(row));
    byRecord.set(row.record_id, own);
  }
  return byRecord;
}

interface VersionRow {
  readonly pos: number;
  readonly version: number;
  readonly device_id: string;
  readonly kind: string;
  readonly bucket: string | null;
  readonly patch: string | null;
  readonly payload: string;
  readonly received_at: string;
}

/** The operation as it went in: with the patch and the client that merging left it. */
function opItem(row: VersionRow): OpItem {
  const { seq: _seq, seen: _seen, number: _number, ...sent } = JSON.parse(row.payload) as Op;
  const patch = row.patch === null ? sent.patch : (JSON.parse(row.patch) as Op['patch']);
  const kind = row.kind as Op['kind'];
  const { pos, version, device_id, received_at, bucket } = row;
  const whole = row.patch === null ? {} : { sent: { kind: sent.kind, patch: sent.patch } };
  return {
    ...{ kind: 'op', pos, op: { ...sent, kind, bucket, patch }, ...whole },
    ...{ device_id, version, received_at },
  };
}

async function conflictsOf(
  tx: Tx,
  tenant: string,
  places: readonly Pick<ConflictPlace, 'conflict_id'>[],
): Promise<Map<string, Conflict>> {
  const ids = places.flatMap(({ conflict_id }) => conflict_id ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('conflict')
    .select(['id', 'doc'])
    .where('tenant', '=', tenant)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, doc }) => [id, JSON.parse(doc) as Conflict]));
}

type ConflictPlace = Readonly<Pick<Place, 'pos' | 'record_id' | 'conflict_id'>>;

/** Where conflicts of records that came into a container were opened and settled before. */
async function conflictsAlong(
  tx: Tx,
  tenant: string,
  places: readonly Place[],
): Promise<ConflictPlace[]> {
  const moves = places.filter(({ moved }) => moved);
  if (moves.length === 0) return [];
  return tx
    .selectFrom('change_log')
    .select(['pos', 'record_id', 'conflict_id'])
    .where('tenant', '=', tenant)
    .where('stream', '=', STREAM)
    .where('record_id', 'in', [...new Set(moves.map((one) => one.record_id))])
    .where('pos', '<', Math.max(...moves.map(({ pos }) => pos)))
    .where('conflict_id', 'is not', null)
    .orderBy('pos')
    .execute();
}

/** The conflicts a record that came at a position brings with it, each at its own places. */
function cameAlong(
  along: readonly ConflictPlace[],
  conflicts: ReadonlyMap<string, Conflict>,
  { record_id, pos }: Pick<Place, 'record_id' | 'pos'>,
): Item[] {
  return along
    .filter((one) => one.record_id === record_id && one.pos < pos)
    .flatMap((one) => {
      const conflict = conflicts.get(one.conflict_id ?? '');
      return conflict ? [{ kind: 'conflict', pos, place: one.pos, conflict } as const] : [];
    });
}

/**
 * A page of a container's whole history as of one position, by the places of the feed. Asked with
 * `at` null, it is of now.
 *
 * Refusals: 403 as `authorise`, 403 `sync.container` not seen or not here, 409 `sync.cursor`.
 */
export async function snapshot(
  inside: Inside,
  caller: Caller,
  container: string,
  { after, at }: { after: number; at: number | null },
): Promise<SnapshotReply> {
  const { database, tenant } = inside;
  return database.read(async (tx) => {
    const { account } = await authorise(tx, tenant, caller);
    const { epoch } = await readState(tx, tenant);
    const head = await headOf(tx, tenant);
    if ((at ?? head) > head) throw new Refusal(409, 'sync.cursor');
    const { seen } = await sightOf(await lookingOf(inside, tx, account), [container]);
    if (!seen.has(container)) throw new Refusal(403, 'sync.container');
    const rows = await tx
      .selectFrom('record as r')
      .innerJoin('change_log as c', (join) =>
        join.onRef('c.tenant', '=', 'r.tenant').onRef('c.record_id', '=', 'r.record_id'),
      )
      .select(['c.pos', 'c.record_id', 'c.version', 'c.op_id', 'c.conflict_id'])
      .where('r.tenant', '=', tenant)
      .where('r.container', '=', container)
      .where('c.stream', '=', STREAM)
      .where('c.pos', '>', after)
      .where('c.pos', '<=', at ?? head)
      .orderBy('c.pos')
      .limit(LIMITS.page + 1)
      .execute();
    const page = rows.slice(0, LIMITS.page);
    const places = page.map((row) => ({ ...row, left: null, moved: false }));
    const items = await itemsOf({ tx, tenant, user: account.id }, places);
    const next = rows.length > page.length ? (page.at(-1)?.pos ?? null) : null;
    return { epoch, container, at: at ?? head, items, next };
  });
}

import type { Base } from './base';
import type { Acknowledged } from './sync-acknowledged';
import type { DeliveryStatus } from './sync-delivery';
import type { StoredLink } from './sync-link';

/** A change of this base that is not at the centre as it was meant. */
export interface OpenChange {
  readonly op_id: string;
  /** The save it was part of. */
  readonly uow_id: string;
  readonly form: string;
  readonly record_id: string;
  readonly bucket: string | null;
  /** Instant by the station's clock. */
  readonly claimed_at: string;
  /** Null: not answered. */
  readonly status: DeliveryStatus | null;
  readonly code: string | null;
  readonly conflict: string | null;
  /** 1 where its client has been taken from the base since. */
  readonly gone: 0 | 1;
}

/** So many are told of; more would be read by nobody. */
const MOST = 1000;

const OF_CHANGE = 'c.op_id, c.uow_id, c.form, c.record_id, c.bucket, c.claimed_at';
const OF_KEPT = ['uow_id', 'form', 'record_id', 'bucket', 'claimed_at']
  .map((name) => `k.body ->> '$.change.${name}' AS ${name}`)
  .join(', ');
const OPEN = "('conflict', 'waiting', 'held', 'rejected')";
const UNSEEN = 'NOT EXISTS (SELECT 1 FROM acknowledged AS a WHERE a.op_id =';

const OPEN_CHANGES = `
SELECT ${OF_CHANGE}, NULL AS status, NULL AS code, NULL AS conflict, 0 AS gone, c.seq AS place
  FROM delivery AS d JOIN change AS c ON c.seq = d.seq WHERE d.own = 1 AND d.status IS NULL
UNION ALL SELECT ${OF_CHANGE}, d.status, d.code, d.conflict, 0, c.seq
  FROM delivery AS d JOIN change AS c ON c.seq = d.seq
  WHERE d.own = 1 AND d.status IN ${OPEN} AND d.pos IS NULL
    AND (d.status <> 'rejected' OR ${UNSEEN} c.op_id))
UNION ALL SELECT ${OF_CHANGE}, NULL, NULL, NULL, 0, c.seq FROM change AS c
  WHERE c.seq > ? AND NOT EXISTS (SELECT 1 FROM delivery AS d WHERE d.seq = c.seq)
UNION ALL SELECT k.op_id, ${OF_KEPT}, k.status, k.code, k.conflict, 1, 0 FROM kept AS k
  WHERE k.status IS NULL OR k.status IN ${OPEN}
    AND (k.status <> 'rejected' OR ${UNSEEN} k.op_id))
ORDER BY place LIMIT ${MOST}`;

/** Changes of this base that are not at the centre as they were meant, oldest first. */
export function openChanges(base: Base, { handed }: StoredLink): OpenChange[] {
  return base.sql<OpenChange>(OPEN_CHANGES).all(handed);
}

const OPEN_WITH = `
SELECT c.record_id FROM delivery AS d CROSS JOIN change AS c ON c.seq = d.seq
  WHERE d.own = 1 AND d.status IS NULL AND c.bucket IN (SELECT value FROM json_each(:buckets))
UNION SELECT c.record_id FROM delivery AS d CROSS JOIN change AS c ON c.seq = d.seq
  WHERE d.own = 1 AND d.status IN ${OPEN} AND d.pos IS NULL
    AND c.bucket IN (SELECT value FROM json_each(:buckets))
UNION SELECT record_id FROM change
  WHERE seq > :handed AND +bucket IN (SELECT value FROM json_each(:buckets))`;

/** Ids of records that changes of this base which are not in put with one of these clients. */
export function openWith(base: Base, { handed }: StoredLink, buckets: readonly string[]): string[] {
  return base
    .sql<{ record_id: string }>(OPEN_WITH)
    .all({ handed, buckets: JSON.stringify(buckets) })
    .map((row) => row.record_id);
}

/** A change the centre refused, with when and why the user has acknowledged it. */
export interface SeenChange extends OpenChange, Omit<Acknowledged, 'op_id'> {}

const SEEN_CHANGES = `
SELECT o.*, a.actor, a.at, a.reason FROM acknowledged AS a JOIN (
  SELECT ${OF_CHANGE}, d.status, d.code, d.conflict, 0 AS gone
    FROM delivery AS d JOIN change AS c ON c.seq = d.seq
    WHERE d.own = 1 AND d.status = 'rejected' AND d.pos IS NULL
  UNION ALL SELECT k.op_id, ${OF_KEPT}, k.status, k.code, k.conflict, 1 FROM kept AS k
    WHERE k.status = 'rejected') AS o ON o.op_id = a.op_id
ORDER BY a.at DESC, o.op_id LIMIT ${MOST}`;

/** Refused changes of this base that are acknowledged, the latest first. */
export function seenChanges(base: Base): SeenChange[] {
  return base.sql<SeenChange>(SEEN_CHANGES).all();
}

/** How many changes of this base stand where. */
interface OpenCounts {
  readonly waiting: number;
  readonly held: number;
  /** Refused, and nobody has acknowledged it. */
  readonly rejected: number;
  /** Refused and acknowledged. */
  readonly acknowledged: number;
}

const COUNT_OPEN = `
SELECT coalesce(sum(o.status = 'waiting'), 0) AS waiting,
  coalesce(sum(o.status = 'held'), 0) AS held,
  coalesce(sum(o.status = 'rejected' AND a.op_id IS NULL), 0) AS rejected,
  coalesce(sum(o.status = 'rejected' AND a.op_id IS NOT NULL), 0) AS acknowledged
FROM (SELECT d.status, c.op_id FROM delivery AS d JOIN change AS c ON c.seq = d.seq
    WHERE d.own = 1 AND d.status IN ${OPEN} AND d.pos IS NULL
  UNION ALL SELECT status, op_id FROM kept WHERE status IN ${OPEN}) AS o
LEFT JOIN acknowledged AS a ON a.op_id = o.op_id`;

/** How many changes of this base wait for another, were held, and were refused. */
export function countOpen(base: Base): OpenCounts {
  return base.sql<OpenCounts>(COUNT_OPEN).get() as OpenCounts;
}

/** Conflicts nobody has settled, not in this base either; a settling that was refused is none. */
const UNSETTLED =
  "FROM conflict WHERE status = 'open'" +
  ' AND NOT EXISTS (SELECT 1 FROM settlement AS s LEFT JOIN delivery AS d ON d.seq = s.seq' +
  " WHERE s.conflict = conflict.id AND d.status IS NOT 'rejected')";

/** How many conflicts wait for somebody. */
export function countConflicts(base: Base): number {
  return base.sql<{ n: number }>(`SELECT count(*) AS n ${UNSETTLED}`).get()?.n ?? 0;
}

/** A conflict as the centre said it, and the change of this base that settles it, if there is. */
export interface KnownConflict {
  readonly id: string;
  /** As JSON, in the shape of the protocol. */
  readonly body: string;
  /** Operation of this base that settles it, also one that has not gone. */
  readonly settled_by: string | null;
}

const SETTLED_BY =
  'SELECT c.op_id FROM settlement AS s JOIN change AS c ON c.seq = s.seq' +
  ' LEFT JOIN delivery AS d ON d.seq = s.seq' +
  " WHERE s.conflict = k.id AND d.status IS NOT 'rejected' ORDER BY s.seq DESC LIMIT 1";
const KNOWN = `SELECT k.id, k.body, (${SETTLED_BY}) AS settled_by FROM conflict AS k`;

/** A conflict by id. */
export function knownConflict(base: Base, id: string): KnownConflict | undefined {
  return base.sql<KnownConflict>(`${KNOWN} WHERE k.id = ?`).get(id);
}

/** Conflicts, the open ones first, of each the newest first. */
export function knownConflicts(base: Base): KnownConflict[] {
  const text = `${KNOWN} ORDER BY k.status, k.opened_at DESC, k.id LIMIT ${MOST}`;
  return base.sql<KnownConflict>(text).all();
}

/** Conflicts nobody has settled, not in this base either, the newest first. */
export function unsettledConflicts(base: Base): KnownConflict[] {
  const text = `${KNOWN} WHERE k.id IN (SELECT id ${UNSETTLED}) ORDER BY k.opened_at DESC, k.id`;
  return base.sql<KnownConflict>(`${text} LIMIT ${MOST}`).all();
}

const NOTE =
  'INSERT INTO settlement (seq, conflict) SELECT max(seq), ? FROM change WHERE record_id = ?';

/** Notes that the newest change of a record settles a conflict; in its unit of work. */
export function noteSettlement(base: Base, recordId: string, conflict: string): void {
  base.sql(NOTE).run(conflict, recordId);
}

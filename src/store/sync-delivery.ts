import type { Base } from './base';
import type { Patch } from './changes';

/** What an operation has been answered with; as the protocol names it. */
export type DeliveryStatus = 'applied' | 'merged' | 'conflict' | 'waiting' | 'held' | 'rejected';

/** What a base knows of a change beside the change itself; none for one that has not gone. */
export interface Delivery {
  /** The change. */
  readonly seq: number;
  /** Made in this base, which is to be answered for it. */
  readonly own: boolean;
  /** Under whose identity it went. */
  readonly device_id: string;
  /** Its number among what this device sends; null where another one sent it. */
  readonly wire_seq: number | null;
  /** Null: not answered. */
  readonly status: DeliveryStatus | null;
  /** Of the record at the centre after it; it counts only beside a position. */
  readonly version: number | null;
  /** Place in the feed; not null once it is in. */
  readonly pos: number | null;
  readonly conflict: string | null;
  readonly code: string | null;
  /** As the centre took it, where that is not as it was sent. */
  readonly kind: string | null;
  readonly patch: Patch | null;
  /** When it was answered, or taken by the centre. */
  readonly at: string | null;
}

type Stored = Omit<Delivery, 'own' | 'patch'> & { own: number; patch: string | null };

const NAMES = [
  ...['seq', 'own', 'device_id', 'wire_seq', 'status', 'version', 'pos'],
  ...['conflict', 'code', 'kind', 'patch', 'at'],
] as const;
const COLUMNS = NAMES.map((name) => `d.${name}`).join(', ');
const OVER = NAMES.slice(1).map((name) => `${name} = excluded.${name}`);
const PUT =
  `INSERT INTO delivery (${NAMES.join(', ')}) VALUES (${NAMES.map(() => '?').join(', ')})` +
  ` ON CONFLICT DO UPDATE SET ${OVER.join(', ')}`;

/** Nothing known of a change yet. */
export const NOT_SENT: Omit<Delivery, 'seq' | 'own' | 'device_id'> = {
  wire_seq: null,
  status: null,
  version: null,
  pos: null,
  conflict: null,
  code: null,
  kind: null,
  patch: null,
  at: null,
};

/** Writes what is known of a change, over what was. */
export function putDelivery(base: Base, delivery: Delivery): void {
  const { own, patch } = delivery;
  const cells = NAMES.map((name) => {
    if (name === 'own') return own ? 1 : 0;
    return name === 'patch' ? patch && JSON.stringify(patch) : delivery[name];
  });
  base.sql(PUT).run(...cells);
}

/** What is known of the changes of a record, by `seq`. */
export function deliveriesOf(base: Base, recordId: string): Map<number, Delivery> {
  const text =
    `SELECT ${COLUMNS} FROM change AS c JOIN delivery AS d ON d.seq = c.seq` +
    ' WHERE c.record_id = ?';
  return new Map(
    base
      .sql<Stored>(text)
      .all(recordId)
      .map((row) => [row.seq, fromStored(row)]),
  );
}

/** A change as the exchange looks for it. */
export interface FoundOp {
  readonly seq: number;
  readonly record_id: string;
  readonly bucket: string | null;
  readonly kind: string;
  readonly patch: string;
  readonly delivery: Delivery | undefined;
}

/** The change an operation is in this base. */
export function findOp(base: Base, opId: string): FoundOp | undefined {
  const text = 'SELECT seq, record_id, bucket, kind, patch FROM change WHERE op_id = ?';
  const found = base.sql<Omit<FoundOp, 'delivery'>>(text).get(opId);
  if (!found) return undefined;
  const stored = base.sql<Stored>(`SELECT ${COLUMNS} FROM delivery AS d WHERE d.seq = ?`);
  const row = stored.get(found.seq);
  return { ...found, delivery: row && fromStored(row) };
}

/** The newest version of a record that is in, 0 for none. */
export function versionIn(base: Base, recordId: string): number {
  const text =
    'SELECT max(d.version) AS version FROM change AS c JOIN delivery AS d ON d.seq = c.seq' +
    ' WHERE c.record_id = ? AND d.pos IS NOT NULL';
  return base.sql<{ version: number | null }>(text).get(recordId)?.version ?? 0;
}

/** What the author of a change had seen of its record. */
export interface Seen {
  /** Every version up to this one. */
  readonly version: number;
  /** Other operations, oldest first. */
  readonly others: readonly string[];
}

/** The newest place of the feed that anything here has, 0 for none. */
export function newestPlace(base: Base): number {
  const text = 'SELECT pos FROM delivery WHERE pos IS NOT NULL ORDER BY pos DESC LIMIT 1';
  return base.sql<{ pos: number }>(text).get()?.pos ?? 0;
}

type Before = Pick<Delivery, 'version' | 'pos'> & { readonly op_id: string };

/** What stood in a record before a change and may be at the centre, by version. */
function before(base: Base, recordId: string, seq: number): Before[] {
  const text =
    'SELECT c.op_id, d.version, d.pos FROM change AS c JOIN delivery AS d ON d.seq = c.seq' +
    " WHERE c.record_id = ? AND c.seq < ? AND d.status IS NOT 'rejected'" +
    ' ORDER BY d.version, c.seq';
  return base.sql<Before>(text).all(recordId, seq);
}

/** What the author of a change had seen, as the centre numbers versions now. */
export function seenBefore(base: Base, recordId: string, seq: number): Seen {
  const rows = before(base, recordId, seq);
  let version = 0;
  for (const one of rows) {
    if (one.pos !== null && one.version === version + 1) version += 1;
  }
  const isNamed = ({ pos, version: own }: Before) => pos === null || (own ?? 0) > version;
  return { version, others: rows.filter(isNamed).map(({ op_id }) => op_id) };
}

/** The same by operations alone: true after any restore of the centre. */
export function allSeenBefore(base: Base, recordId: string, seq: number): Seen {
  return { version: 0, others: before(base, recordId, seq).map(({ op_id }) => op_id) };
}

/** True when a record holds more than stood in it at that place: of the feed, or of this base. */
export function isChangedSince(
  base: Base,
  recordId: string,
  { pos, seq }: { readonly pos: number | null; readonly seq: number },
): boolean {
  const text =
    'SELECT 1 FROM change AS c LEFT JOIN delivery AS d ON d.seq = c.seq WHERE c.record_id = ?';
  const later =
    pos === null ? ' AND d.pos IS NULL AND c.seq >= ?' : ' AND (d.pos IS NULL OR d.pos >= ?)';
  return base.sql(`${text}${later} LIMIT 1`).get(recordId, pos ?? seq) !== undefined;
}

/**
 * Operations of this base the centre answered above a position, or without one, in the order they
 * were sent. What a copy of this base sent is asked for there.
 */
export function answeredOps(base: Base, above: number): string[] {
  const text =
    'SELECT op_id, wire_seq FROM delivery AS d JOIN change AS c ON c.seq = d.seq' +
    ' WHERE d.own = 1 AND d.status IS NOT NULL AND d.wire_seq IS NOT NULL' +
    ' AND (d.pos IS NULL OR d.pos > ?)' +
    ' UNION ALL SELECT op_id, wire_seq FROM kept WHERE status IS NOT NULL ORDER BY wire_seq';
  return base
    .sql<{ op_id: string }>(text)
    .all(above)
    .map((row) => row.op_id);
}

/** Answers to what is not in. */
const NOT_IN = "('conflict', 'waiting', 'held', 'rejected')";

/**
 * Forgets what was in above a position, as the centre itself has: own operations are unanswered
 * anew, others' are no longer sure of their place. So are own ones that are not in: what the centre
 * has of them may have come from a copy of this base, or be what stood before. Gives the records
 * concerned.
 */
export function forgetAbove(base: Base, pos: number): string[] {
  const text = 'SELECT DISTINCT c.record_id FROM delivery AS d JOIN change AS c ON c.seq = d.seq';
  const open = `own = 1 AND wire_seq IS NOT NULL AND status IN ${NOT_IN}`;
  const ids = base
    .sql<{ record_id: string }>(`${text} WHERE d.pos > ? UNION ${text} WHERE ${open}`)
    .all(pos);
  base
    .sql(
      'UPDATE delivery SET status = NULL, version = NULL, kind = NULL, patch = NULL' +
        ' WHERE own = 1 AND wire_seq IS NOT NULL AND pos > ?',
    )
    .run(pos);
  // The code of what was refused stays until the new answer: so long it stands in no record.
  const code = "CASE WHEN status IN ('held', 'rejected') THEN code END";
  base
    .sql(`UPDATE delivery SET code = ${code}, status = NULL, conflict = NULL WHERE ${open}`)
    .run();
  base.sql(`UPDATE kept SET status = NULL, code = NULL WHERE status IN ${NOT_IN}`).run();
  base.sql('UPDATE delivery SET pos = NULL WHERE pos > ?').run(pos);
  return ids.map((row) => row.record_id);
}

/** Makes one of this base's own operations unanswered again; gives its record if it is here. */
export function forgetAnswer(base: Base, opId: string): string | undefined {
  base
    .sql(
      'UPDATE delivery SET status = NULL, version = NULL, pos = NULL, conflict = NULL,' +
        ' code = NULL, kind = NULL, patch = NULL WHERE own = 1 AND wire_seq IS NOT NULL' +
        ' AND seq = (SELECT seq FROM change WHERE op_id = ?)',
    )
    .run(opId);
  base.sql('UPDATE kept SET status = NULL, code = NULL WHERE op_id = ?').run(opId);
  return findOp(base, opId)?.record_id;
}

function fromStored(row: Stored): Delivery {
  return { ...row, own: row.own === 1, patch: row.patch === null ? null : JSON.parse(row.patch) };
}

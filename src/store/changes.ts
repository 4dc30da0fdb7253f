import type { Value } from '../form/value';
import type { Base } from './base';
import { nextHeld, writeLine } from './filling';

/** What was done to a record; `restore` takes a void back. */
export type ChangeKind = 'create' | 'amend' | 'void' | 'restore';

/** Field by field: what it held, and what it holds now. */
export type Patch = { readonly [field: string]: readonly [was: Value, now: Value] };

/** One line of history. Never altered: a table of its own, held by triggers. */
export interface Change {
  /** Order in this base. */
  readonly seq: number;
  readonly op_id: string;
  /** Changes of one save have the same. */
  readonly uow_id: string;
  readonly device_id: string;
  /** Order among the changes of the device, from 1 without a gap. */
  readonly dev_seq: number;
  readonly actor: string;
  /** Instant by the clock of the device: a claim, as clocks decide nothing. */
  readonly claimed_at: string;
  /** Day the user was recording as. */
  readonly work_on: string;
  readonly form: string;
  readonly form_version: number;
  readonly record_id: string;
  /** The client the record belongs to after the change; null for what belongs to nobody. */
  readonly bucket: string | null;
  /** Version the change was made on; 0 for a new record. */
  readonly base_version: number;
  readonly kind: ChangeKind;
  readonly patch: Patch;
  readonly reason: string | null;
}

/** A change as it is handed in: the base gives the order, and its own device where none is said. */
export type NewChange = Omit<Change, 'seq' | 'device_id' | 'dev_seq'>;

/** Columns of a change, in order. */
export const CHANGE_COLUMNS =
  'seq, op_id, uow_id, device_id, dev_seq, actor, claimed_at, work_on, form, form_version,' +
  ' record_id, bucket, base_version, kind, patch, reason';

const LAST = 'SELECT coalesce(max(seq), 0) AS last FROM change';
const LAST_OF_DEVICE = 'SELECT coalesce(max(dev_seq), 0) AS last FROM change WHERE device_id = ?';

const COLUMNS =
  'op_id, uow_id, device_id, actor, claimed_at, work_on, form, form_version, record_id, bucket,' +
  ' base_version, kind, patch, reason, dev_seq';
const MARKS = '?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?';
/** A line of history whose places the base finds, and one that brings them. */
const INSERT = `INSERT INTO change (${COLUMNS}) VALUES (${MARKS}, (${LAST_OF_DEVICE}) + 1)`;
const INSERT_PLACED = `INSERT INTO change (${COLUMNS}, seq) VALUES (${MARKS}, ?, ?)`;

/**
 * Adds a line of history, in the unit of work that writes the record.
 * @param deviceId whose change it is, where it came from elsewhere
 * @returns its `seq`
 * @throws Error outside `base.write`
 *
 * Problem (thrown, for `catching`): `record.refused` an op_id used before.
 */
export function appendChange(base: Base, change: NewChange, deviceId = base.deviceId): number {
  if (!base.db.inTransaction) throw new Error('a change belongs to a unit of work');
  const cells = [
    change.op_id,
    change.uow_id,
    deviceId,
    change.actor,
    change.claimed_at,
    change.work_on,
    change.form,
    change.form_version,
    change.record_id,
    change.bucket,
    change.base_version,
    change.kind,
    JSON.stringify(change.patch),
    change.reason,
  ];
  const seq = nextHeld(base, 'change', () => lastBy(base, LAST));
  if (seq === undefined) return Number(base.sql(INSERT).run(...cells, deviceId).lastInsertRowid);
  const ofDevice = nextHeld(base, `change/${deviceId}`, () =>
    lastBy(base, LAST_OF_DEVICE, deviceId),
  );
  writeLine(base, INSERT_PLACED, [...cells, ofDevice, seq]);
  return seq;
}

function lastBy(base: Base, text: string, ...given: string[]): number {
  return base.sql<{ last: number }>(text).get(...given)?.last ?? 0;
}

/** History of one record, oldest first. */
export function changesOf(base: Base, recordId: string): Change[] {
  const text = `SELECT ${CHANGE_COLUMNS} FROM change WHERE record_id = ? ORDER BY seq`;
  return base.sql<StoredChange>(text).all(recordId).map(fromStored);
}

/**
 * History of every record that belongs to a client or once did, the person's own among them, oldest
 * first. A record that was moved away brings what was done to it since: who must not see that
 * leaves it out.
 */
export function changesOfBucket(base: Base, bucket: string): Change[] {
  const text =
    `SELECT ${CHANGE_COLUMNS} FROM change WHERE record_id IN` +
    ' (SELECT record_id FROM change WHERE bucket = ?) ORDER BY seq';
  return base.sql<StoredChange>(text).all(bucket).map(fromStored);
}

/** The changes of a unit of work, oldest first; all of them have a `seq` from first to last. */
export function changesOfUnit(base: Base, unit: string, first: number, last: number): Change[] {
  const text = `SELECT ${CHANGE_COLUMNS} FROM change WHERE seq BETWEEN ? AND ? ORDER BY seq`;
  const found = base.sql<StoredChange>(text).all(first, last);
  return found.filter(({ uow_id }) => uow_id === unit).map(fromStored);
}

/** How many changes and uses the base holds; rises with everything done in it. */
export function deedCount(base: Base): number {
  const text = 'SELECT (SELECT count(*) FROM change) + (SELECT count(*) FROM use_log) AS deeds';
  return base.sql<{ deeds: number }>(text).get()?.deeds ?? 0;
}

/** A change as a row. */
export type StoredChange = Omit<Change, 'patch'> & { readonly patch: string };

/** A change from its row. */
export function fromStored(stored: StoredChange): Change {
  return { ...stored, patch: JSON.parse(stored.patch) as Patch };
}

import type { Base } from './base';
import { CHANGE_COLUMNS, type Change, fromStored, type StoredChange } from './changes';
import { type Delivery, NOT_SENT, putDelivery, seenBefore } from './sync-delivery';
import { changeLink, type StoredLink } from './sync-link';

/** A change on its way, as it is sent. */
export interface Outgoing {
  readonly wire_seq: number;
  readonly base_version: number;
  /** What its author had seen beside those versions, by operation. */
  readonly seen: readonly string[];
  /** The conflict it settles. */
  readonly resolves: string | null;
  /** The number its record was given with it by a centre that has since forgotten both. */
  readonly number?: number;
  readonly change: Omit<Change, 'seq' | 'device_id' | 'dev_seq'>;
}

/** What is on its way without its record: the client has been taken from the base since. */
interface KeptRow {
  readonly op_id: string;
  readonly wire_seq: number;
  readonly body: string;
}

const CHANGE = CHANGE_COLUMNS.split(', ')
  .map((name) => `c.${name}`)
  .join(', ');

/** How many operations of this base the centre has not answered. */
export function countOutgoing(base: Base, { handed }: StoredLink): number {
  const text =
    'SELECT (SELECT count(*) FROM delivery WHERE own = 1 AND status IS NULL)' +
    ' + (SELECT count(*) FROM kept WHERE status IS NULL)' +
    ' + (SELECT count(*) FROM change WHERE seq > ?)' +
    ' - (SELECT count(*) FROM delivery WHERE seq > ?) AS n';
  return base.sql<{ n: number }>(text).get(handed, handed)?.n ?? 0;
}

/** When the oldest unanswered operation was made; null when there is none. */
export function oldestOutgoing(base: Base, { handed }: StoredLink): string | null {
  const text =
    'SELECT min(at) AS at FROM (SELECT min(c.claimed_at) AS at FROM delivery AS d' +
    ' JOIN change AS c ON c.seq = d.seq WHERE d.own = 1 AND d.status IS NULL' +
    " UNION ALL SELECT min(body ->> '$.change.claimed_at') FROM kept WHERE status IS NULL" +
    ' UNION ALL SELECT min(claimed_at) FROM change WHERE seq > ?' +
    ' AND NOT EXISTS (SELECT 1 FROM delivery AS x WHERE x.seq = change.seq))';
  return base.sql<{ at: string | null }>(text).get(handed)?.at ?? null;
}

/**
 * The oldest unanswered operations in the order they are sent, each with its number: given once,
 * and the same again until it is answered. At least `most` of them where there are so many, and the
 * whole of the last unit of work. Inside a unit of work of the base.
 */
export function outgoing(base: Base, link: StoredLink, most: number): Outgoing[] {
  const kept = keptWaiting(base);
  const waiting = sentBefore(base, most);
  const sent = [...kept, ...waiting].sort((a, b) => a.wire_seq - b.wire_seq);
  if (sent.length > most) return sent;
  return [...sent, ...numbered(base, link, most - sent.length + 1)];
}

/** What a device changed a record by in a unit of work, newest last: so a centre gives numbers. */
export function changedWith(
  base: Base,
  { record_id, uow_id }: Pick<Change, 'record_id' | 'uow_id'>,
  deviceId: string,
): Change[] {
  const text =
    `SELECT ${CHANGE} FROM change AS c WHERE c.record_id = ? AND c.uow_id = ?` +
    ' AND c.device_id = ? ORDER BY c.seq';
  return base.sql<StoredChange>(text).all(record_id, uow_id, deviceId).map(fromStored);
}

/** Gives every operation its number now, so that their order stands without the history. */
export function numberAll(base: Base, link: StoredLink): void {
  numbered(base, link, Number.MAX_SAFE_INTEGER);
}

function keptWaiting(base: Base): Outgoing[] {
  const text = 'SELECT op_id, wire_seq, body FROM kept WHERE status IS NULL ORDER BY wire_seq';
  return base
    .sql<KeptRow>(text)
    .all()
    .map(({ wire_seq, body }) => ({
      ...({ seen: [] } as Pick<Outgoing, 'seen'>),
      ...(JSON.parse(body) as Omit<Outgoing, 'wire_seq'>),
      wire_seq,
    }));
}

type Waiting = StoredChange & { readonly wire_seq: number; readonly resolves: string | null };

function sentBefore(base: Base, most: number): Outgoing[] {
  const text =
    `SELECT ${CHANGE}, d.wire_seq, s.conflict AS resolves` +
    ' FROM delivery AS d JOIN change AS c ON c.seq = d.seq' +
    ' LEFT JOIN settlement AS s ON s.seq = d.seq' +
    ' WHERE d.own = 1 AND d.status IS NULL ORDER BY d.wire_seq';
  const rows = wholeUnits(base.sql<Waiting>(text).iterate(), most);
  return rows.map(({ wire_seq, resolves, ...stored }) =>
    outgoingOf(base, fromStored(stored), { wire_seq, resolves }),
  );
}

/** Numbers the next operations that have none. */
function numbered(base: Base, link: StoredLink, most: number): Outgoing[] {
  const text =
    `SELECT ${CHANGE}, s.conflict AS resolves FROM change AS c` +
    ' LEFT JOIN settlement AS s ON s.seq = c.seq' +
    ' WHERE c.seq > ? AND NOT EXISTS (SELECT 1 FROM delivery AS d WHERE d.seq = c.seq)' +
    ' ORDER BY c.seq';
  type Fresh = StoredChange & { readonly resolves: string | null };
  const rows = wholeUnits(base.sql<Fresh>(text).iterate(link.handed), most);
  let last = link.last_seq;
  const made = rows.map(({ resolves, ...stored }) => {
    const change = fromStored(stored);
    const wire_seq = ++last;
    const { device_id } = link;
    putDelivery(base, { ...NOT_SENT, seq: change.seq, own: true, device_id, wire_seq });
    return outgoingOf(base, change, { wire_seq, resolves });
  });
  const handed = rows.at(-1)?.seq;
  if (handed !== undefined) changeLink(base, { last_seq: last, handed });
  return made;
}

function outgoingOf(
  base: Base,
  change: Change,
  sent: Pick<Outgoing, 'wire_seq' | 'resolves'>,
): Outgoing {
  const { version, others } = seenBefore(base, change.record_id, change.seq);
  return { ...sent, base_version: version, seen: others, change };
}

/** The first rows, at least so many, up to the end of a unit of work. */
function wholeUnits<Row extends { readonly uow_id: string }>(
  rows: IterableIterator<Row>,
  most: number,
): Row[] {
  const taken: Row[] = [];
  for (const row of rows) {
    if (taken.length >= most && taken.at(-1)?.uow_id !== row.uow_id) break;
    taken.push(row);
  }
  return taken;
}

interface Numbered {
  readonly seq: number | null;
  readonly op_id: string;
}

/**
 * Numbers everything unanswered anew in the order it was made, from a number on, under an identity.
 */
export function renumber(base: Base, link: StoredLink, deviceId: string, from: number): void {
  numberAll(base, link);
  const text =
    'SELECT d.seq, c.op_id, d.wire_seq FROM delivery AS d JOIN change AS c ON c.seq = d.seq' +
    ' WHERE d.own = 1 AND d.status IS NULL UNION ALL' +
    ' SELECT NULL, op_id, wire_seq FROM kept WHERE status IS NULL ORDER BY 1 NULLS FIRST, 3';
  const rows = base.sql<Numbered>(text).all();
  rows.forEach(({ seq, op_id }, at) => {
    const number = from + at;
    if (seq === null) base.sql('UPDATE kept SET wire_seq = ? WHERE op_id = ?').run(number, op_id);
    else {
      const text = 'UPDATE delivery SET wire_seq = ?, device_id = ? WHERE seq = ?';
      base.sql(text).run(number, deviceId, seq);
    }
  });
  changeLink(base, { device_id: deviceId, last_seq: from + rows.length - 1 });
}

/** True when something unanswered went under another identity than the base has now. */
export function hasMixedNumbers(base: Base, { device_id }: StoredLink): boolean {
  const text = 'SELECT 1 FROM delivery WHERE own = 1 AND status IS NULL AND device_id <> ? LIMIT 1';
  return base.sql(text).get(device_id) !== undefined;
}

/** The lowest number among what is unanswered of this identity, else the next one. */
export function lowestNumber(base: Base, { device_id, last_seq }: StoredLink): number {
  const text =
    'SELECT min(wire_seq) AS n FROM delivery WHERE own = 1 AND status IS NULL AND device_id = ?';
  return base.sql<{ n: number | null }>(text).get(device_id)?.n ?? last_seq + 1;
}

/** The conflict a change of this base settles, null for any other. */
export function settlementOf(base: Base, seq: number): string | null {
  const text = 'SELECT conflict FROM settlement WHERE seq = ?';
  return base.sql<{ conflict: string }>(text).get(seq)?.conflict ?? null;
}

/** Keeps the text of an operation whose record goes from the base. */
export function keepOp(base: Base, container: string, op: Outgoing, delivery: Delivery): void {
  const { wire_seq, ...body } = op;
  const { status, conflict, code, at } = delivery;
  const text =
    'INSERT INTO kept (op_id, container, wire_seq, status, conflict, code, at, body)' +
    ' VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
  const { op_id } = op.change;
  const json = JSON.stringify(body);
  base.sql(text).run(op_id, container, wire_seq, status, conflict, code, at, json);
}

/** Takes an operation from among the kept ones; gives its number, null where it was not there. */
export function takeKept(base: Base, opId: string): number | null {
  const text = 'DELETE FROM kept WHERE op_id = ? RETURNING wire_seq';
  return base.sql<{ wire_seq: number }>(text).get(opId)?.wire_seq ?? null;
}

/** Writes what a kept operation was answered with; false where there is none. */
export function answerKept(base: Base, opId: string, answer: KeptAnswer): boolean {
  const row = base.sql<{ body: string }>('SELECT body FROM kept WHERE op_id = ?').get(opId);
  if (!row) return false;
  const op = JSON.parse(row.body) as Omit<Outgoing, 'wire_seq'>;
  const body = JSON.stringify({ ...op, change: withoutBefore(op.change) });
  const { status, code, conflict, at } = answer;
  base
    .sql('UPDATE kept SET status = ?, code = ?, conflict = ?, at = ?, body = ? WHERE op_id = ?')
    .run(status, code, conflict, at, body, opId);
  return true;
}

type KeptAnswer = Pick<Delivery, 'status' | 'code' | 'conflict' | 'at'>;

/**
 * A change without what its fields held before: others may have written that, and once it is
 * answered nobody needs it.
 */
export function withoutBefore(change: Outgoing['change']): Outgoing['change'] {
  const patch = Object.fromEntries(
    Object.entries(change.patch).map(([id, [, now]]) => [id, [null, now] as const]),
  );
  return { ...change, patch };
}

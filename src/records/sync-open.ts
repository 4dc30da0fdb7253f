import { good, type Result } from '../base/problems';
import { type PersonFacts, workerIn } from '../form/facts';
import type { Base } from '../store/base';
import { readRecord } from '../store/records';
import { readLink } from '../store/sync-link';
import {
  countConflicts,
  countOpen,
  type KnownConflict,
  knownConflicts,
  type OpenChange,
  openChanges,
  type SeenChange,
  seenChanges,
} from '../store/sync-open';
import { countOutgoing, oldestOutgoing } from '../store/sync-outgoing';
import type { Conflict } from '../sync/protocol';
import { type Door, factsAt, guardedWrite, rightProblem } from './door';
import { caseNow } from './kept-cases';
import type { DeliveryRow, SyncCounts } from './sync-state';
import { logUse } from './use';

/**
 * How things stand with the centre.
 * @throws Error in a base that has no centre
 */
export function readSyncCounts(base: Base): SyncCounts {
  return base.read(() => {
    const link = readLink(base);
    if (!link) throw new Error('a base without a centre has nothing to count');
    const { url, user, last_ok_at } = link;
    const pending = countOutgoing(base, link);
    const oldest = pending ? oldestOutgoing(base, link) : null;
    const conflicts = countConflicts(base);
    return { url, user, pending, oldest, conflicts, ...countOpen(base), last_ok_at };
  });
}

/** A conflict in the shape of the protocol, in which it was read when it came. */
export function conflictIn({ body }: KnownConflict): Conflict {
  return JSON.parse(body) as Conflict;
}

const NO_ROW = { code: null, conflict: null, changes: 1, ops: [], gone: false } as const;

/** Conflicts as rows: those that wait for somebody, and those that are settled. */
function conflictRows(known: readonly KnownConflict[]): Bare[] {
  return known.map((one) => {
    const { id, form, record_id, bucket, opened_at, status, resolution } = conflictIn(one);
    const isSettled = status === 'resolved' || one.settled_by !== null;
    return {
      ...NO_ROW,
      ...{ form, id: record_id, bucket, conflict: id },
      state: isSettled ? 'settled' : 'conflict',
      since: isSettled ? (resolution?.at ?? opened_at) : opened_at,
    };
  });
}

/** A row before the names of its record and client are read. */
type Bare = Omit<DeliveryRow, 'name' | 'person'> & { readonly bucket: string | null };

/** Changes of one record in one state are one row, as old as the oldest of them. */
function changeRows(changes: readonly OpenChange[], conflicts: ReadonlySet<string>): Bare[] {
  const rows = new Map<string, Bare>();
  for (const change of changes) {
    const { form, record_id: id, bucket, claimed_at: since, status, code } = change;
    const isKnown = change.conflict !== null && conflicts.has(change.conflict);
    if (status === 'conflict' && isKnown) continue;
    const state =
      status === null || status === 'applied' || status === 'merged' ? 'pending' : status;
    const key = `${id} ${state} ${code}`;
    const before = rows.get(key);
    const gone = change.gone === 1;
    const ops = [...(before?.ops ?? []), change.op_id];
    const row: Bare = before ?? { ...NO_ROW, form, id, bucket, state, since, code, gone };
    rows.set(key, { ...row, ops, changes: ops.length });
  }
  return [...rows.values()];
}

/** What was refused and acknowledged: what was acknowledged at once is one row. */
function seenRows(door: Door, changes: readonly SeenChange[]): Bare[] {
  const rows = new Map<string, Bare>();
  for (const { form, record_id: id, bucket, code, op_id, actor, at, reason, gone } of changes) {
    const key = `${id} ${code} ${at}`;
    const before = rows.get(key);
    const ops = [...(before?.ops ?? []), op_id];
    const who = workerIn(door.setting.workers, actor)?.name ?? actor;
    const row: Bare = { ...NO_ROW, form, id, bucket, code, state: 'acknowledged', since: at };
    rows.set(key, {
      ...row,
      ops,
      changes: ops.length,
      gone: gone === 1,
      seen: { who, at, reason },
    });
  }
  return [...rows.values()];
}

/** What asks for somebody first, what is settled last. */
const ORDER: readonly DeliveryRow['state'][] = [
  ...(['conflict', 'rejected', 'held', 'waiting', 'pending', 'settled', 'acknowledged'] as const),
];

/**
 * Every record some of whose changes are not at the centre as they were meant, and every conflict:
 * what asks for somebody first, what is settled or acknowledged last. Leaves a line in the use log
 * for each client shown. Empty in a base that has no centre. Problems: those of the base.
 */
export function readDelivery(door: Door): Result<readonly DeliveryRow[]> {
  const { base } = door.world;
  return guardedWrite(door, () => {
    const link = readLink(base);
    if (!link) return good([]);
    const known = knownConflicts(base);
    const ids = new Set(known.map(({ id }) => id));
    const open = [...conflictRows(known), ...changeRows(openChanges(base, link), ids)];
    const rows = [...open, ...seenRows(door, seenChanges(base))]
      .filter((row) => isReadable(door, row.form))
      .sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
      .map((row) => named(door, row));
    const persons = new Set(rows.flatMap(({ person }) => (person ? [person.id] : [])));
    logUse(
      door,
      [...persons].map((person) => ({ what: 'list', person, detail: 'delivery' })),
    );
    return good(rows);
  });
}

/** A form of a newer program is not known here; one the role may not read is not shown. */
function isReadable(door: Door, form: string): boolean {
  const isKnown = door.world.registry.all.some((one) => one.id === form);
  return isKnown && rightProblem(door, form, 'read') === null;
}

/** Whose a row is and how its form names the record. */
function named(door: Door, { bucket, ...row }: Bare): DeliveryRow {
  const { name, person } = nameAndPerson(door, row.form, row.id, bucket);
  return { ...row, name, person };
}

/** How a form names a record, masked, and its client; nothing of what is no longer here. */
export function nameAndPerson(
  door: Door,
  formId: string,
  id: string,
  bucket: string | null,
): { readonly name: string; readonly person: PersonFacts | null } {
  const form = door.world.registry.form(formId);
  const rec = readRecord(door.world.base, form, id);
  const whose = rec ? rec.bucket : bucket;
  const client = whose === null ? null : (caseNow(door, whose, false) ?? null);
  const name = rec ? form.name(rec, factsAt(door, client)) : '';
  return { name, person: client?.person ?? null };
}

import { appendChange, type ChangeKind, type Patch } from '../store/changes';
import { putConflict } from '../store/sync-conflicts';
import { putContainer } from '../store/sync-containers';
import {
  type Delivery,
  type FoundOp,
  findOp,
  NOT_SENT,
  newestPlace,
  putDelivery,
  versionIn,
} from '../store/sync-delivery';
import { readLink, turnLink } from '../store/sync-link';
import { openWith } from '../store/sync-open';
import { takeKept } from '../store/sync-outgoing';
import type { OpItem } from '../sync/ports';
import type { Item } from '../sync/protocol';
import type { Door } from './door';
import { PERSON } from './people';
import { takeAnswer } from './sync-answer';
import { foldRecord } from './sync-fold';
import { containerOf, noteContainer, sumWith } from './sync-place';
import { leaveRecord } from './sync-removal';
import { restingOn } from './sync-resting';

/** Takes places of the feed, and what their records come to. While `applying`. */
export function takeFeed(door: Door, items: readonly Item[]): void {
  takeItems(door, items);
  for (const place of newestPlaces(items)) noteContainer(door, place);
}

/** The same for places of a snapshot, whose container the caller notes. */
export function takeItems(door: Door, items: readonly Item[]): void {
  const late: Late = { head: newestPlace(door.world.base), ids: new Set() };
  const ids = items.flatMap((item) => takeItem(door, item, late));
  foldAll(door, [...ids, ...restingOn(door, late.ids), ...movedTo(door, items)]);
}

/** What this base alone has moved to a client who was taken from it and has now come back. */
function movedTo({ world }: Door, items: readonly Item[]): string[] {
  const clients = items.flatMap((item) =>
    item.kind === 'op' && item.op.form === PERSON && item.op.kind === 'create'
      ? item.op.record_id
      : [],
  );
  const link = readLink(world.base);
  return link && clients.length > 0 ? openWith(world.base, link, clients) : [];
}

/**
 * Records of which something came that has its place before what is here: with a client who may be
 * seen only now. What rests on them was made of what was here.
 */
interface Late {
  /** The newest place known before. */
  readonly head: number;
  readonly ids: Set<string>;
}

/**
 * Where each record is after these places: what it was in before may not be this user's to see.
 */
function newestPlaces(items: readonly Item[]): Iterable<Parameters<typeof noteContainer>[1]> {
  const places = new Map<string, Parameters<typeof noteContainer>[1]>();
  for (const item of items) {
    if (item.kind === 'left') places.delete(item.record_id);
    if (item.kind !== 'op') continue;
    const { record_id, bucket, kind } = item.op;
    const isBegun = kind === 'create' || places.get(record_id)?.kind === 'create';
    places.set(record_id, { record_id, bucket, kind: isBegun ? 'create' : kind });
  }
  return places.values();
}

/** Folds records anew, each once; says so where that has no line of history. */
export function foldAll(door: Door, ids: Iterable<string>): void {
  const stale = new Set(ids);
  let changed = false;
  for (const id of stale) {
    stale.delete(id);
    changed = foldRecord(door, id, stale) || changed;
  }
  if (changed) turnLink(door.world.base);
}

/** @returns ids of records to be folded anew */
function takeItem(door: Door, item: Item, late: Late): string[] {
  const { base } = door.world;
  if (item.kind === 'left') return leaveRecord(door, item.record_id, item.container);
  if (item.kind === 'op') return takeOp(door, item, late);
  if (item.kind === 'answer') {
    const id = takeAnswer(door, item.result, item.at);
    return id === null ? [] : [id];
  }
  const { id, record_id, op_id, opened_at } = item.conflict;
  const status = item.conflict.status === 'resolved' ? 'resolved' : 'open';
  const body = JSON.stringify(item.conflict);
  putConflict(base, { id, record_id, op_id, status, opened_at, body }, item.place ?? item.pos);
  return [record_id];
}

function takeOp(door: Door, item: OpItem, late: Late): string[] {
  const { base } = door.world;
  const { op, version, device_id, received_at: at, place: pos = item.pos } = item;
  const found = findOp(base, op.op_id);
  if (pos < late.head && found?.delivery?.pos !== pos) late.ids.add(op.record_id);
  if (found) {
    putDelivery(base, { ...confirmed(found, item), version, pos, at });
  } else {
    const before = versionIn(base, op.record_id);
    if (version > before + 1) return missedBefore(door, item);
    const wire_seq = takeKept(base, op.op_id);
    const { kind, patch } = item.sent ?? op;
    const said = { patch: patch as Patch, kind: kind as ChangeKind, base_version: version - 1 };
    const seq = appendChange(base, { ...op, ...said }, device_id);
    const own = wire_seq !== null;
    const place = { status: 'applied', version, pos, at } as const;
    const known = { ...NOT_SENT, seq, own, device_id, wire_seq, ...place };
    putDelivery(base, { ...known, ...takenAs(op, { kind, patch: JSON.stringify(patch) }) });
  }
  return [op.record_id];
}

/** What stood before this is not here, as where a record came from one who may not be seen. */
function missedBefore(door: Door, { op }: OpItem): string[] {
  const container = containerOf(op.bucket, op.record_id);
  putContainer(door.world.base, container, 'partial', sumWith);
  return [];
}

/** A change of this base, or one that was here before, now that the centre has it in. */
function confirmed(found: FoundOp, { op, device_id }: OpItem): Delivery {
  const was = found.delivery ?? { ...NOT_SENT, seq: found.seq, own: true, device_id };
  const isIn = was.status === 'merged' || was.status === 'applied';
  return {
    ...was,
    status: isIn ? was.status : 'applied',
    conflict: null,
    code: null,
    ...takenAs(op, found),
    device_id,
  };
}

/** What of a change is not in as its author wrote it. */
function takenAs(
  op: OpItem['op'],
  said: { readonly kind: string; readonly patch: string },
): Pick<Delivery, 'kind' | 'patch'> {
  return {
    kind: op.kind === said.kind ? null : op.kind,
    patch: JSON.stringify(op.patch) === said.patch ? null : (op.patch as Patch),
  };
}

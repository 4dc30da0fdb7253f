import { CHANGE_COLUMNS, type StoredChange } from '../changes';
import type { Draft } from '../drafts';
import type { StoredWorker } from '../workers';
import type { Cell, FoundRow } from './cells';

/** What is known of a change: made here, and what the centre said of it. */
export interface FoundDelivery {
  readonly seq: number;
  readonly own: boolean;
  readonly status: string | null;
}

/** What stood beside the history as text, column by column, and its number on the wire. */
export interface FoundKept {
  readonly op_id: string;
  readonly wire_seq: number;
  readonly cells: readonly Cell[];
}

/** To which centre a base belongs, and whose it is. */
export interface FoundLink {
  readonly url: string;
  readonly user: string;
}

/** A use as the log holds it, column by column. */
export type FoundUse = readonly Cell[];

/** Rows by the table they are of, newest first where one has several states. */
export interface Sorted {
  readonly changes: ReadonlyMap<string, StoredChange>;
  readonly deliveries: ReadonlyMap<number, FoundDelivery>;
  /** The conflict a change settles, by `seq`. */
  readonly settlements: ReadonlyMap<number, string>;
  readonly kept: ReadonlyMap<string, FoundKept>;
  readonly drafts: readonly Draft[];
  readonly workers: readonly StoredWorker[];
  readonly uses: ReadonlyMap<string, FoundUse>;
  readonly link: FoundLink | null;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/u;
const DAY = /^\d{4}-\d\d-\d\d$/u;
const KINDS = new Set(['create', 'amend', 'void', 'restore']);
const STATUSES = new Set(['applied', 'merged', 'conflict', 'waiting', 'held', 'rejected']);
const ROLES_LONG = 64;

const isText = (cell: Cell | undefined): cell is string => typeof cell === 'string';
const isWhole = (cell: Cell | undefined): cell is number => typeof cell === 'number';
const isTextOrNone = (cell: Cell | undefined) => cell === null || isText(cell);
const isIn = (set: ReadonlySet<string>, cell: Cell | undefined) => isText(cell) && set.has(cell);
const matches = (form: RegExp, cell: Cell | undefined) => isText(cell) && form.test(cell);

function isJson(cell: Cell | undefined): boolean {
  if (!isText(cell)) return false;
  try {
    return typeof JSON.parse(cell) === 'object';
  } catch {
    return false;
  }
}

const NAMES = CHANGE_COLUMNS.split(', ');

/** A line of history; its `seq` is the place of the row. */
function changeIn({ rowid, cells }: FoundRow): StoredChange | null {
  if (rowid === null || cells.length !== NAMES.length || cells[0] !== null) return null;
  const [, op, uow, device, dev, actor, at, day, form, version, record, bucket, base, kind] = cells;
  const [patch, reason] = cells.slice(14);
  const good =
    [op, uow, device, actor, form, record].every(isText) &&
    [dev, version, base].every(isWhole) &&
    [bucket, reason].every(isTextOrNone) &&
    matches(INSTANT, at) &&
    matches(DAY, day) &&
    isIn(KINDS, kind) &&
    isJson(patch);
  if (!good) return null;
  const named = Object.fromEntries(NAMES.map((name, n) => [name, cells[n]]));
  return { ...named, seq: rowid } as unknown as StoredChange;
}

const DELIVERY_COLUMNS = 13;

function deliveryIn({ rowid, cells }: FoundRow): FoundDelivery | null {
  if (rowid === null || cells.length !== DELIVERY_COLUMNS || cells[0] !== null) return null;
  const [, own, device, wire, , status] = cells;
  const good = (own === 0 || own === 1) && isText(device) && (wire === null || isWhole(wire));
  if (!good || !(status === null || isIn(STATUSES, status))) return null;
  return { seq: rowid, own: own === 1, status: status as string | null };
}

function settlementIn({ rowid, cells }: FoundRow): [number, string] | null {
  const [seq, conflict] = cells;
  const good = rowid !== null && cells.length === 2 && seq === null && isText(conflict);
  return good ? [rowid, conflict] : null;
}

const KEPT_COLUMNS = 8;

function keptIn({ rowid, cells }: FoundRow): FoundKept | null {
  const [op_id, container, wire, status, , , , body] = cells;
  const good =
    rowid !== null &&
    cells.length === KEPT_COLUMNS &&
    isText(op_id) &&
    isText(container) &&
    isWhole(wire) &&
    (status === null || isIn(STATUSES, status)) &&
    isJson(body);
  return good ? { op_id, wire_seq: wire, cells } : null;
}

const DRAFT_COLUMNS = 6;

function draftIn({ rowid, cells }: FoundRow): Draft | null {
  const [actor, form, record, client, value, saved_at] = cells;
  const good =
    rowid === null &&
    cells.length === DRAFT_COLUMNS &&
    [actor, form, record].every(isText) &&
    isTextOrNone(client) &&
    isJson(value) &&
    matches(INSTANT, saved_at);
  if (!good) return null;
  const key = { actor, form, record, client, saved_at } as Omit<Draft, 'value'>;
  return { ...key, value: JSON.parse(String(value)) as unknown };
}

const WORKER_COLUMNS = 6;

function workerIn({ rowid, cells }: FoundRow): StoredWorker | null {
  const [id, name, unit, role, active, os_user] = cells;
  const good =
    rowid !== null &&
    cells.length === WORKER_COLUMNS &&
    [id, name, unit, role].every((cell) => isText(cell) && cell.length <= 2 * ROLES_LONG) &&
    (active === 0 || active === 1) &&
    isTextOrNone(os_user);
  if (!good) return null;
  return { id, name, unit, role, active: active === 1, os_user } as unknown as StoredWorker;
}

const USE_COLUMNS = 11;

function logLineIn({ rowid, cells }: FoundRow): FoundUse | null {
  const [id, at, day, actor] = cells;
  const good =
    rowid !== null &&
    cells.length === USE_COLUMNS &&
    isText(id) &&
    isText(actor) &&
    matches(INSTANT, at) &&
    matches(DAY, day);
  return good ? cells : null;
}

const LINK_COLUMNS_LEAST = 10;

function linkIn({ rowid, cells }: FoundRow): FoundLink | null {
  const [one, url, user, device] = cells;
  const good = rowid === 1 && one === null && cells.length >= LINK_COLUMNS_LEAST;
  if (!good || !matches(/^https?:\/\//u, url) || !isText(user) || !isText(device)) return null;
  return { url: String(url), user };
}

/**
 * Sorts rows by their shape to the tables they are of. Of lines that are never altered any state of
 * a page will do; of the others only the newest counts, so that nothing dropped comes back.
 */
export function sortRows(rows: readonly FoundRow[]): Sorted {
  const changes = new Map<string, StoredChange>();
  const deliveries = new Map<number, FoundDelivery>();
  const settlements = new Map<number, string>();
  const kept = new Map<string, FoundKept>();
  const drafts = new Map<string, Draft>();
  const workers = new Map<string, StoredWorker>();
  const uses = new Map<string, FoundUse>();
  let link: FoundLink | null = null;
  // Newest last: what comes later is written over what came before.
  const inOrder = [...rows].sort((a, b) => Number(a.newest) - Number(b.newest));
  for (const row of inOrder) {
    const change = changeIn(row);
    if (change) changes.set(change.op_id, change);
    const delivery = deliveryIn(row);
    if (delivery) deliveries.set(delivery.seq, delivery);
    const settlement = settlementIn(row);
    if (settlement) settlements.set(...settlement);
    const use = logLineIn(row);
    if (use) uses.set(String(use[0]), use);
    link = linkIn(row) ?? link;
    const worker = workerIn(row);
    if (worker) workers.set(worker.id, worker);
    if (!row.newest) continue;
    const text = keptIn(row);
    if (text) kept.set(text.op_id, text);
    const draft = draftIn(row);
    if (draft) drafts.set(JSON.stringify([draft.actor, draft.form, draft.record]), draft);
  }
  const found = { changes, deliveries, settlements, kept, uses, link };
  return { ...found, drafts: [...drafts.values()], workers: [...workers.values()] };
}

import { createHash } from 'node:crypto';
import { type CamePush, type Op, opSchema } from '../sync/protocol';
import { LIMITS } from '../sync/terms';
import { hasGoodIds, isGoodId } from './values';

/** An operation as it came: its place in the order of its device, and what makes it the same. */
export interface Came {
  readonly op_id: string;
  readonly seq: number;
  readonly hash: string;
}

/** What became of a unit that cannot be read, operation by operation. */
export interface Unread extends Came {
  readonly code: 'sync.malformed' | 'sync.too_large' | 'sync.unit';
  readonly uow_id: string;
  readonly record_id: string;
  /** As it was sent. */
  readonly payload: string;
}

/** A unit of work as it came: its operations, or why they cannot be read. */
export interface CameUnit {
  readonly came: readonly Came[];
  readonly ops: readonly Op[] | null;
  readonly unread: readonly Unread[];
}

type SentUnit = CamePush['units'][number];
type Loose = SentUnit['ops'][number];

/** Reads a unit: one that makes no sense is told apart, so that those beside it can go in. */
export function readUnit(unit: SentUnit): CameUnit {
  if ('uow_id' in unit && unit.ops.every((op) => isGood(op, unit.uow_id))) {
    const came = unit.ops.map((op) => ({ op_id: op.op_id, seq: op.seq, hash: hashOf(op) }));
    return { came, ops: unit.ops, unread: [] };
  }
  const codes = unit.ops.map((op) => (isLike(op) ? 'sync.unit' : 'sync.malformed'));
  const isBad = codes.includes('sync.malformed');
  const whole = unit.ops.length > LIMITS.unit ? 'sync.too_large' : 'sync.malformed';
  const unread = unit.ops.map((op, at) => unreadOf(op, isBad ? (codes[at] ?? whole) : whole));
  return { came: unread, ops: null, unread };
}

const isGood = (op: Op, uow: string) => op.uow_id === uow && hasGoodIds(op);

/** True for an operation that would be read for itself. */
function isLike(op: Loose): op is Op {
  return opSchema.safeParse(op).success && hasGoodIds(op as Op);
}

/** What is no id is kept in the text alone: not every database could hold it by itself. */
function unreadOf(op: Loose, code: Unread['code']): Unread {
  const { op_id, seq } = op;
  const given = op as { readonly uow_id?: unknown; readonly record_id?: unknown };
  const idOr = (id: unknown) => (typeof id === 'string' && isGoodId(id) ? id : '-');
  const payload = JSON.stringify(op);
  const {
    seq: _seq,
    base_version: _base,
    seen: _seen,
    bucket: _bucket,
    ...said
  } = op as Partial<Op>;
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex');
  const kept = { uow_id: idOr(given.uow_id), record_id: idOr(given.record_id) };
  return { op_id, seq, hash, code, payload, ...kept };
}

/** What makes an operation the same one, wherever it is sent from and however often. */
export function hashOf(op: Op): string {
  const { seq: _seq, base_version: _base, seen: _seen, bucket: _bucket, ...sent } = op;
  const { number: _number, patch, resolves, ...said } = sent;
  const inOrder = (values: object) => Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([inOrder(said), inOrder(patch), resolves ?? null]);
  return createHash('sha256').update(text).digest('hex');
}

/**
 * True for an operation that says what a kept one says. What stood there before is no part of that:
 * a base that had to give the client up has it no more.
 */
export function isSaidAgain(op: Op, kept: string): boolean {
  const read = opSchema.safeParse(JSON.parse(kept));
  return read.success && hashOf(withoutBefore(op)) === hashOf(withoutBefore(read.data));
}

function withoutBefore(op: Op): Op {
  const said = Object.entries(op.patch).map(([id, [, now]]) => [id, [null, now] as const]);
  return { ...op, patch: Object.fromEntries(said) };
}

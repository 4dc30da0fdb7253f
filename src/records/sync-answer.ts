import { findOp, NOT_SENT, putDelivery } from '../store/sync-delivery';
import { answerKept } from '../store/sync-outgoing';
import type { OpResult } from '../sync/protocol';
import type { Door } from './door';
import { noteContainer } from './sync-place';

/**
 * Takes one answer of the centre. While `applying`.
 * @returns the record, where it may come to something else than before
 */
export function takeAnswer(door: Door, result: OpResult, at: string): string | null {
  const { base } = door.world;
  const { op_id, status } = result;
  const version = result.version ?? null;
  const pos = result.pos ?? null;
  const said = {
    status,
    version,
    pos,
    conflict: result.conflict ?? null,
    code: result.code ?? null,
  };
  const found = findOp(base, op_id);
  if (!found) {
    answerKept(base, op_id, { ...said, at });
    return null;
  }
  const was = found.delivery ?? {
    ...NOT_SENT,
    seq: found.seq,
    own: true,
    device_id: base.deviceId,
  };
  // The feed has said since that it is in.
  if (was.pos !== null && pos === null) return null;
  putDelivery(base, { ...was, ...said, at });
  if (pos !== null) noteContainer(door, found);
  return found.record_id;
}

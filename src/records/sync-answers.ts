import { findOp, NOT_SENT, putDelivery } from '../store/sync-delivery';
import { answerKept } from '../store/sync-outgoing';
import type { OpResult } from '../sync/protocol';
import type { Door } from './door';
import { foldAll } from './sync-incoming';
import { noteContainer } from './sync-place';

/** Takes the centre's answers. While `applying`. */
export function takeAnswers(door: Door, results: readonly OpResult[], at: string): void {
  const touched = new Set<string>();
  for (const result of results) {
    const record = takeAnswer(door, result, at);
    if (record) touched.add(record);
  }
  foldAll(door, touched);
}

/** @returns the record, where it may come to something else than before */
function takeAnswer(door: Door, result: OpResult, at: string): string | null {
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

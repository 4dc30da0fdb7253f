import type { Conflict, Op } from '../../src/sync/protocol';
import { AT, type Feed, receive, type Station } from './feed';

/** A linked base with what comes to it. */
interface Linked {
  readonly station: Station;
  readonly feed: Feed;
}

export type Sides = Conflict['fields'];

/** Somebody else's change of the record that waits, as it comes by the feed. */
export function others({ station, feed }: Linked, op_id: string, patch: Op['patch']): void {
  const [own] = station.log.pending(10, 262_144).flatMap(({ ops }) => ops);
  const last = feed.items.findLast((item) => item.kind === 'op');
  if (last?.kind !== 'op') throw new Error('nothing is in');
  const like = own ?? { ...last.op, seq: 1 };
  const theirs = { ...like, kind: 'amend' as const, actor: 'yhtpälöst', patch, reason: 'heidän' };
  feed.push('muu', [{ ...theirs, op_id, uow_id: op_id }]);
  receive(station, feed);
}

/** The centre says that a change of this base, which waits, meets another. */
export function inConflict({ station, feed }: Linked, fields: Sides): Conflict {
  const [op] = station.log.pending(10, 262_144).flatMap(({ ops }) => ops);
  if (!op) throw new Error('nothing waits');
  const changed = fields.filter(
    ({ field, base, theirs }) => field !== '$voided' && base !== theirs,
  );
  const patch = changed.map(({ field, base, theirs }) => [field, [base, theirs] as const]);
  others({ station, feed }, 'their-op', Object.fromEntries(patch));
  const conflict: Conflict = {
    ...{ id: 'conflict-1', record_id: op.record_id, form: op.form, bucket: op.bucket },
    ...{ op_id: op.op_id, uow_id: op.uow_id, fields, status: 'open', opened_at: AT },
    theirs: { actor: 'yhtpälöst', claimed_at: AT, op_id: 'their-op', version: 2 },
    mine: { actor: op.actor, claimed_at: op.claimed_at, reason: op.reason },
    resolution: null,
  };
  const result = { op_id: op.op_id, status: 'conflict' as const, conflict: conflict.id };
  station.log.answered([result], AT);
  feed.items.push({ kind: 'conflict', pos: feed.items.length + 1, conflict });
  receive(station, feed);
  return conflict;
}

import type { Outgoing } from '../store/sync-outgoing';
import type { Unit } from '../sync/ports';
import type { Op } from '../sync/protocol';
import { LIMITS } from '../sync/terms';

/**
 * Operations as units of work, the first ones within the limits; one unit however large it is.
 * @param ops in the order they are sent, the last unit whole
 */
export function unitsWithin(ops: readonly Outgoing[], maxOps: number, maxBytes: number): Unit[] {
  const units: { uow_id: string; ops: Op[] }[] = [];
  for (const one of ops) {
    const { uow_id } = one.change;
    if (units.at(-1)?.uow_id !== uow_id) units.push({ uow_id, ops: [] });
    units.at(-1)?.ops.push(opOf(one));
  }
  let count = 0;
  let bytes = 0;
  const within = units.findIndex((unit, at) => {
    count += unit.ops.length;
    bytes += Buffer.byteLength(JSON.stringify(unit));
    return at > 0 && (count > maxOps || bytes > maxBytes);
  });
  return within < 0 ? units : units.slice(0, within);
}

function opOf({ wire_seq, base_version, seen, resolves, number, change }: Outgoing): Op {
  const { op_id, uow_id, actor, claimed_at, work_on, form, form_version } = change;
  const { record_id, bucket, kind, reason } = change;
  return {
    ...{ op_id, uow_id, seq: wire_seq, actor, claimed_at, work_on, form, form_version },
    ...{ record_id, bucket, base_version, kind, patch: change.patch as Op['patch'], reason },
    ...(seen.length === 0 ? {} : { seen: seen.slice(-LIMITS.seen) }),
    ...(resolves === null ? {} : { resolves }),
    ...(number === undefined ? {} : { number }),
  };
}

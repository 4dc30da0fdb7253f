import type { Outgoing } from '../store/sync-outgoing';
import type { Unit } from '../sync/ports';
import type { Op } from '../sync/protocol';

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

function opOf({ wire_seq, base_version, resolves, change }: Outgoing): Op {
  const op = { ...change, patch: change.patch as Op['patch'], seq: wire_seq, base_version };
  return resolves === null ? op : { ...op, resolves };
}

import { isoInstant } from '../base/clock';
import { bad, good, type Result } from '../base/problems';
import { acknowledge, isRejected } from '../store/sync-acknowledged';
import { type Door, guardedWrite } from './door';
import type { Acknowledgement } from './sync-state';

/**
 * The user has seen that the centre refused changes of this base, and says why nothing more comes
 * of them. The words stay, with who, when and why; only nobody is waited for any more.
 *
 * Problems: `acknowledge.reason` none was given; `acknowledge.state` one of them is not refused, or
 * is acknowledged already; those of the base.
 */
export function acknowledgeRejected(door: Door, { ops, reason }: Acknowledgement): Result<null> {
  const { base, clock } = door.world;
  const said = reason.trim();
  if (said === '') return bad('acknowledge.reason');
  return guardedWrite(door, () => {
    if (ops.length === 0 || !ops.every((op) => isRejected(base, op))) {
      return bad('acknowledge.state');
    }
    const at = isoInstant(clock.now());
    const actor = door.setting.me.id;
    for (const op_id of ops) acknowledge(base, { op_id, actor, at, reason: said });
    return good(null);
  });
}

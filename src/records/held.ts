import { isoInstant } from '../base/clock';
import { acknowledge, isRejected } from '../store/sync-acknowledged';
import { readLink } from '../store/sync-link';
import { type OpenChange, openChanges } from '../store/sync-open';
import type { OpResult } from '../sync/protocol';
import type { World } from './world';

/** Changes of this base that are held at the centre, oldest first. Empty without a centre. */
export function heldChanges({ base }: World): OpenChange[] {
  return base.read(() => {
    const link = readLink(base);
    return link ? openChanges(base, link).filter(({ status }) => status === 'held') : [];
  });
}

/** What its author has put aside has been seen: nobody is waited for, the words stay. */
export function sawArchived(
  { base, clock }: World,
  results: readonly OpResult[],
  reason: string,
): void {
  base.write(() => {
    const actor = readLink(base)?.user ?? '';
    const at = isoInstant(clock.now());
    for (const { op_id } of results) {
      if (isRejected(base, op_id)) acknowledge(base, { op_id, actor, at, reason });
    }
  });
}

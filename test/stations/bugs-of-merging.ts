import type { Op } from '../../src/sync/protocol';
import { CENTRE } from '../../src/sync/terms';
import { type Bug, but, sentAs, without } from './planting';

const isMerge = ({ patch }: Op) => patch.merged_into !== undefined;

/** Faults in what becomes of clients who are one and the same. */
export const MERGING_BUGS: readonly Bug[] = [
  {
    name: 'a merge leaves the records with the one who is gone',
    log: (log) =>
      but(log, {
        pending: (ops, bytes) =>
          log.pending(ops, bytes).map((unit) => ({
            ...unit,
            ops: unit.ops.some(isMerge)
              ? unit.ops.filter(({ form }) => form === 'person')
              : unit.ops,
          })),
      }),
  },
  {
    name: 'what the centre makes follow a merge is not taken',
    log: without(
      (item) => item.kind === 'op' && item.device_id === CENTRE && 'person' in item.op.patch,
    ),
  },
  {
    name: 'a merge does not say into whom',
    log: sentAs(({ patch: { merged_into: _, ...patch }, ...op }) => ({ ...op, patch })),
  },
];

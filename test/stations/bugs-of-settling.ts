import type { Op } from '../../src/sync/protocol';
import { type Bug, but, sentAs, without } from './planting';

/** Faults in what people decide of conflicts. */
export const SETTLING_BUGS: readonly Bug[] = [
  {
    name: 'settling drops the value that was chosen',
    log: sentAs((op) => (op.resolves ? { ...op, patch: {} } : op)),
  },
  {
    name: 'settling goes as any other change',
    log: sentAs(({ resolves: _, ...op }) => op),
  },
  {
    name: 'the reason of a decision is not kept',
    log: sentAs((op) => (op.resolves ? { ...op, reason: null } : op)),
  },
  {
    name: 'that a conflict was settled is not told',
    log: without((item) => item.kind === 'conflict' && item.conflict.status === 'resolved'),
  },
  {
    name: 'the side that was not chosen comes back with the rest of its unit',
    log: (log) => {
      const sent = new Map<string, Op>();
      const asSent = <P extends Parameters<typeof log.apply>[0]>(page: P): P => ({
        ...page,
        items: page.items.map((item) => {
          const own = item.kind === 'op' ? sent.get(item.op.op_id) : undefined;
          return item.kind === 'op' && own
            ? { ...item, op: { ...item.op, patch: own.patch } }
            : item;
        }),
      });
      return but(log, {
        pending: (ops, bytes) => {
          const units = log.pending(ops, bytes);
          for (const op of units.flatMap((unit) => unit.ops)) sent.set(op.op_id, op);
          return units;
        },
        apply: (page) => log.apply(asSent(page)),
      });
    },
  },
];

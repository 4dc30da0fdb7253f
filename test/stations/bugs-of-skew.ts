import type { Log } from '../../src/sync/ports';
import { type Bug, but } from './planting';

type Items = Parameters<Log['apply']>[0]['items'];

/** What the next release has besides, as somebody who copies only known fields would lose it. */
function known(items: Items): Items {
  return items.map((item) => {
    if (item.kind !== 'op') return item;
    const { mood: _, nickname: __, ...patch } = item.op.patch;
    return { ...item, op: { ...item.op, patch } };
  });
}

/** Faults where programs of two releases meet. */
export const SKEW_BUGS: readonly Bug[] = [
  {
    name: 'fields of a newer program are dropped',
    log: (log) =>
      but(log, {
        apply: (page) => log.apply({ ...page, items: known(page.items) }),
        addContainer: (page) => log.addContainer({ ...page, items: known(page.items) }),
      }),
  },
];

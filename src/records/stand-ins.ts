import type { Form } from '../form/define';
import { type Worker, workerIn } from '../form/facts';
import { textIn } from '../form/value';
import { queryRecords } from '../store/query';
import type { Door } from './door';
import { surname } from './given';
import { joined, listOf, type WorkList, waitingOf } from './work-list';

/** Workers the user stands in for on the work date; it ends by itself (ROWS 232). */
export function standsInFor(door: Door): Worker[] {
  const ids = new Set(door.world.registry.all.flatMap((form) => absentBy(door, form)));
  return [...ids].flatMap((id) => workerIn(door.setting.workers, id) ?? []);
}

function absentBy(door: Door, form: Form): (string | null)[] {
  const { stands } = form;
  if (!stands) return [];
  const { me, workDate } = door.setting;
  const where = {
    [stands.substitute]: me.id,
    [stands.from]: { lte: workDate },
    [stands.until]: { gte: workDate },
    voided: false,
  };
  const found = queryRecords(door.world.base, form, { where, order: 'entry' });
  return found.map((rec) => textIn(rec.values, stands.absent));
}

/**
 * What waits for those the user stands in for today, each row with whose it is. Their drafts are
 * their own, and what waits for their unit does so for everybody in it.
 */
export function standingList(door: Door): WorkList {
  const { base, registry } = door.world;
  return base.read(() => {
    const found = standsInFor(door).flatMap((absent) =>
      registry.all.map((form) => {
        const one = waitingOf(door, form, { worker: absent.id, unit: null });
        const at = () => surname(absent.name);
        return { ...one, waited: one.waited.map((row) => ({ ...row, at })) };
      }),
    );
    return listOf(door, 'standing', joined(found));
  });
}

import { good, type Result } from '../base/problems';
import { type Door, guarded } from './door';
import { queueList } from './queue';
import { logUse } from './use';
import { type ListKind, type WorkList, workList } from './work-list';

/** The lists of the start screen, in the order of their tabs. */
export const LIST_KINDS: readonly ListKind[] = ['mine', 'queue'];

/** Lists that show clients who need not be the worker's own. */
const OTHERS_CLIENTS: readonly ListKind[] = ['queue'];

/**
 * A list of the start screen. One that shows clients who need not be the worker's own leaves a line
 * in the use log for each person shown, the first time it shows them.
 * @param told persons a line was written of in this session, by list; grows
 *
 * Problems: those of the base.
 */
export function readList(door: Door, kind: ListKind, told: Set<string>): Result<WorkList> {
  return guarded(() => {
    const list = READERS[kind](door);
    if (OTHERS_CLIENTS.includes(kind)) logShown(door, list, told);
    return good(list);
  });
}

const READERS: Readonly<Record<ListKind, (door: Door) => WorkList>> = {
  mine: workList,
  queue: queueList,
};

function logShown(door: Door, { kind, rows }: WorkList, told: Set<string>): void {
  const shown = new Set(rows.flatMap(({ person }) => (person ? [person.id] : [])));
  const fresh = [...shown].filter((id) => !told.has(`${kind} ${id}`));
  if (!fresh.length) return;
  door.world.base.write(() =>
    logUse(
      door,
      fresh.map((person) => ({ what: 'list' as const, person, detail: kind })),
    ),
  );
  for (const id of fresh) told.add(`${kind} ${id}`);
}

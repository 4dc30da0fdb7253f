import { good, type Result } from '../base/problems';
import { type Door, guarded } from './door';
import { givenList } from './given';
import { caseList } from './own-cases';
import { queueList } from './queue';
import { standingList, standsInFor } from './stand-ins';
import { logUse, type UseLine } from './use';
import { type ListKind, type WorkList, workList } from './work-list';

/** The lists of the start screen, in the order of their tabs. */
export const LIST_KINDS: readonly ListKind[] = ['mine', 'queue', 'given', 'cases', 'standing'];

/** Lists that show clients who need not be the worker's own, and what makes that lawful. */
const OTHERS_CLIENTS: Readonly<Partial<Record<ListKind, UseLine['basis']>>> = {
  queue: 'role',
  standing: 'substitution',
};

/** A list, and whether there is somebody whose list the worker sees too. */
export interface ShownList {
  readonly list: WorkList;
  readonly standsIn: boolean;
}

/**
 * A list of the start screen. One that shows clients who need not be the worker's own leaves a line
 * in the use log for each person shown, the first time it shows them.
 * @param told persons a line was written of in this session, by list; grows
 *
 * Problems: those of the base.
 */
export function readList(door: Door, kind: ListKind, told: Set<string>): Result<ShownList> {
  return guarded(() => {
    const list = READERS[kind](door);
    const basis = OTHERS_CLIENTS[kind];
    if (basis) logShown(door, list, basis, told);
    return good({ list, standsIn: standsInFor(door).length > 0 });
  });
}

const READERS: Readonly<Record<ListKind, (door: Door) => WorkList>> = {
  mine: workList,
  queue: queueList,
  given: givenList,
  cases: caseList,
  standing: standingList,
};

function logShown(
  door: Door,
  { kind, rows }: WorkList,
  basis: UseLine['basis'],
  told: Set<string>,
): void {
  const shown = new Set(rows.flatMap(({ person }) => (person ? [person.id] : [])));
  const fresh = [...shown].filter((id) => !told.has(`${kind} ${id}`));
  if (!fresh.length) return;
  door.world.base.write(() =>
    logUse(
      door,
      fresh.map((person) => ({ what: 'list' as const, person, detail: kind, basis })),
    ),
  );
  for (const id of fresh) told.add(`${kind} ${id}`);
}

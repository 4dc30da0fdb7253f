import { good, type Result } from '../base/problems';
import { type PersonFacts, workerIn } from '../form/facts';
import { readLink } from '../store/sync-link';
import { unsettledConflicts } from '../store/sync-open';
import { type Door, guarded, rightProblem } from './door';
import { conflictIn, nameAndPerson } from './sync-open';

/** A conflict that waits for somebody, as one line tells it; without its values. */
export interface ConflictNews {
  readonly id: string;
  readonly form: string;
  readonly record: string;
  readonly name: string;
  readonly person: PersonFacts | null;
  /** Name of the other of the two, whose change is not the user's own. */
  readonly who: string;
  /** Fields of the form, or `$voided`. */
  readonly fields: readonly string[];
}

/**
 * Conflicts nobody has settled, but for those known already, the newest first; only what the role
 * may read. Nothing in a base without a centre. Problems: those of the base.
 */
export function conflictNews(
  door: Door,
  known: ReadonlySet<string>,
): Result<readonly ConflictNews[]> {
  const { base, registry } = door.world;
  const { me, workers } = door.setting;
  return guarded(() => {
    if (!readLink(base)) return good([]);
    const open = unsettledConflicts(base).filter(
      (one) => one.settled_by === null && !known.has(one.id),
    );
    return good(
      open.flatMap((one) => {
        const { id, form, record_id, bucket, fields, mine, theirs } = conflictIn(one);
        const isKnown = registry.all.some((declared) => declared.id === form);
        if (!isKnown || rightProblem(door, form, 'read')) return [];
        const other = mine.actor === me.id ? theirs.actor : mine.actor;
        return {
          ...{ id, form, record: record_id, fields: fields.map(({ field }) => field) },
          ...nameAndPerson(door, form, record_id, bucket),
          who: workerIn(workers, other)?.name ?? other,
        };
      }),
    );
  });
}

import { good, type Result } from '../base/problems';
import { type PersonFacts, workerIn } from '../form/facts';
import { readLink } from '../store/sync-link';
import { type KnownConflict, knownConflict, unsettledConflicts } from '../store/sync-open';
import { type Door, guarded, rightProblem } from './door';
import { conflictIn, nameAndPerson } from './sync-open';

/** A conflict that waits for somebody, or no longer does, as one line tells it; not its values. */
export interface ConflictNews {
  readonly id: string;
  readonly form: string;
  readonly record: string;
  readonly name: string;
  readonly person: PersonFacts | null;
  /** Name of the other of the two, whose change is not the user's own; else of who settled it. */
  readonly who: string;
  /** Settled since: by the user, or by somebody else. */
  readonly settled?: 'own' | 'others';
  /** Fields of the form, or `$voided`. */
  readonly fields: readonly string[];
}

/**
 * Conflicts nobody has settled, but for those known already, the newest first, and those known that
 * are settled by now; only what the role may read. Nothing in a base without a centre. Problems:
 * those of the base.
 */
export function conflictNews(
  door: Door,
  known: ReadonlySet<string>,
): Result<readonly ConflictNews[]> {
  const { base } = door.world;
  const { me } = door.setting;
  return guarded(() => {
    if (!readLink(base)) return good([]);
    const open = unsettledConflicts(base).filter((one) => one.settled_by === null);
    const came = open.filter(({ id }) => !known.has(id));
    const isOpen = new Set(open.map(({ id }) => id));
    const left = [...known].filter((id) => !isOpen.has(id));
    const ended = left.flatMap((id) => knownConflict(base, id) ?? []);
    return good([
      ...came.flatMap((one) => {
        const { mine, theirs } = conflictIn(one);
        return told(door, one, mine.actor === me.id ? theirs.actor : mine.actor);
      }),
      ...ended.flatMap((one): ConflictNews[] => {
        const by = conflictIn(one).resolution?.actor ?? (one.settled_by === null ? null : me.id);
        if (by === null) return [];
        const settled = by === me.id ? 'own' : 'others';
        return told(door, one, by).map((news) => ({ ...news, settled }));
      }),
    ]);
  });
}

function told(door: Door, one: KnownConflict, other: string): ConflictNews[] {
  const { id, form, record_id, bucket, fields } = conflictIn(one);
  const isKnown = door.world.registry.all.some((declared) => declared.id === form);
  if (!isKnown || rightProblem(door, form, 'read')) return [];
  const news = {
    ...{ id, form, record: record_id, fields: fields.map(({ field }) => field) },
    ...nameAndPerson(door, form, record_id, bucket),
    who: workerIn(door.setting.workers, other)?.name ?? other,
  };
  return [news];
}

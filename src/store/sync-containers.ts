import type { Base } from './base';
import { changeLink, readLink } from './sync-link';

/** `held`: all of it is here; `partial`: only what has come by the feed so far. */
export type ContainerState = 'held' | 'partial';

/** The containers of which anything the centre has is here; in order of id. */
export function readContainers(base: Base, state?: ContainerState): string[] {
  const text = `SELECT id FROM container${state ? ' WHERE state = ?' : ''} ORDER BY id`;
  return base
    .sql<{ id: string }>(text)
    .all(...(state ? [state] : []))
    .map((row) => row.id);
}

/** What a base has of a container; undefined for nothing. */
export function containerState(base: Base, id: string): ContainerState | undefined {
  const text = 'SELECT state FROM container WHERE id = ?';
  return base.sql<{ state: ContainerState }>(text).get(id)?.state;
}

/**
 * Notes what the base has of a container.
 * @param sumWith gives the sum over the ids with this one added
 */
export function putContainer(
  base: Base,
  id: string,
  state: ContainerState,
  sumWith: (sum: string, id: string) => string,
): void {
  const was = containerState(base, id);
  if (was === state) return;
  base
    .sql(
      'INSERT INTO container (id, state) VALUES (?, ?)' +
        ' ON CONFLICT DO UPDATE SET state = excluded.state',
    )
    .run(id, state);
  if (!was) count(base, id, 1, sumWith);
}

/** No container is known to be here whole any more. */
export function doubtContainers(base: Base): void {
  base.sql("UPDATE container SET state = 'partial'").run();
}

/** Notes that nothing of a container is here any more. `sumWithout` takes its id from the sum. */
export function removeContainer(
  base: Base,
  id: string,
  sumWithout: (sum: string, id: string) => string,
): void {
  const done = base.sql('DELETE FROM container WHERE id = ?').run(id);
  if (done.changes) count(base, id, -1, sumWithout);
}

function count(base: Base, id: string, by: 1 | -1, sum: (was: string, id: string) => string): void {
  const link = readLink(base);
  if (!link) return;
  const { held_count, held_sum } = link;
  changeLink(base, { held_count: held_count + by, held_sum: sum(held_sum, id) });
}

/**
 * True when something of this base in the container's records is not in, or something of others has
 * lost its place: then its sum says nothing. What is refused for good is out of the record.
 */
export function isUnsettled(base: Base, container: string): boolean {
  const text =
    'SELECT 1 FROM change AS o LEFT JOIN delivery AS d ON d.seq = o.seq WHERE o.record_id IN' +
    ' (SELECT record_id FROM change WHERE bucket = ? UNION ALL SELECT ?)' +
    " AND (d.seq IS NULL OR (d.pos IS NULL AND coalesce(d.status, '')" +
    " NOT IN ('rejected', 'held') AND NOT EXISTS" +
    " (SELECT 1 FROM conflict AS x WHERE x.op_id = o.op_id AND x.status = 'resolved'))) LIMIT 1";
  return base.sql(text).get(container, container) !== undefined;
}

/** Ids of the records that are or once were in a container, with their forms. */
export function recordsEver(base: Base, container: string): { id: string; form: string }[] {
  const text =
    'SELECT DISTINCT record_id AS id, form FROM change WHERE bucket = ?' +
    ' UNION SELECT DISTINCT record_id, form FROM change WHERE record_id = ? ORDER BY 1';
  return base.sql<{ id: string; form: string }>(text).all(container, container);
}

import type { Problem } from '../base/problems';

/** A row of the worker grid; a row without a worker is an empty row and does not count. */
export interface WorkerRow {
  /** The worker's id. */
  readonly worker: string;
  readonly responsible: boolean;
}

/**
 * Checks that a record has exactly one responsible worker and nobody twice.
 *
 * Problems, the first that fits: `workers.none` {}; `workers.twice` {row} the second row of the
 * same worker, from 1; `workers.no_responsible` {}; `workers.many_responsible` {count}.
 */
export function exactlyOneResponsible(rows: readonly WorkerRow[]): Problem | undefined {
  const filled = rows.filter((row) => row.worker !== '');
  if (filled.length === 0) return { code: 'workers.none' };
  const twice = rows.findIndex(
    (row, at) => row.worker !== '' && rows.findIndex((r) => r.worker === row.worker) < at,
  );
  if (twice >= 0) return { code: 'workers.twice', values: { row: twice + 1 } };
  const count = filled.filter((row) => row.responsible).length;
  if (count === 0) return { code: 'workers.no_responsible' };
  if (count > 1) return { code: 'workers.many_responsible', values: { count } };
  return undefined;
}

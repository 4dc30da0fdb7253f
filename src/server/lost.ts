import type { Op } from '../sync/protocol';
import type { Memory } from './memory/memory';

/** True for a centre that once was restored from a copy: it may have lost what stations know. */
export async function wasRestored({ aside, tenant }: Memory): Promise<boolean> {
  const row = await aside
    .selectFrom('centre')
    .select('restored_epoch')
    .where('tenant', '=', tenant)
    .executeTakeFirstOrThrow();
  return row.restored_epoch !== null;
}

/**
 * The change that decided a conflict before a restored centre met it again: it has come before what
 * waited for it, and is in. Undefined where there is none.
 */
export async function decisionBefore(
  memory: Memory,
  record: string,
  conflict: string,
): Promise<Op | undefined> {
  if (!(await wasRestored(memory))) return undefined;
  const tx = await memory.written();
  const rows = await tx
    .selectFrom('record_version as v')
    .innerJoin('op_log as o', (join) =>
      join.onRef('o.tenant', '=', 'v.tenant').onRef('o.op_id', '=', 'v.op_id'),
    )
    .select('o.payload')
    .where('v.tenant', '=', memory.tenant)
    .where('v.record_id', '=', record)
    .orderBy('v.version')
    .execute();
  return rows
    .map(({ payload }) => JSON.parse(payload) as Op)
    .find(({ resolves }) => resolves === conflict);
}

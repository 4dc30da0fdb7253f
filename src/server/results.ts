import type { OpResult } from '../sync/protocol';
import type { Tx } from './database';

/** How operations that are in the log stand, with the places of those that are in. */
export async function resultsOf(
  tx: Tx,
  tenant: string,
  ops: readonly { readonly op_id: string }[],
): Promise<OpResult[]> {
  const ids = ops.map(({ op_id }) => op_id);
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('op_log as o')
    // An answer has a place of its own, which is none of the operation.
    .leftJoin('change_log as c', (join) =>
      join
        .onRef('c.tenant', '=', 'o.tenant')
        .onRef('c.op_id', '=', 'o.op_id')
        .on('c.version', 'is not', null),
    )
    .select(['o.op_id', 'o.status', 'o.conflict', 'o.code', 'c.version', 'c.pos'])
    .where('o.tenant', '=', tenant)
    .where('o.op_id', 'in', ids)
    .execute();
  const byId = new Map(rows.map((row) => [row.op_id, row]));
  return ids.map((op_id) => {
    const row = byId.get(op_id);
    if (!row) throw new Error('an operation that was taken is not in the log');
    const { conflict, code, version, pos } = row;
    return { op_id, status: row.status as OpResult['status'], version, pos, conflict, code };
  });
}

import type { Base } from './base';

/** That the user has seen a change the centre refused. */
export interface Acknowledged {
  readonly op_id: string;
  readonly actor: string;
  readonly at: string;
  readonly reason: string;
}

/** True for a change of this base that the centre refused and nobody has acknowledged. */
export function isRejected(base: Base, opId: string): boolean {
  const text =
    'SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM acknowledged WHERE op_id = ?) AND (EXISTS' +
    ' (SELECT 1 FROM change AS c JOIN delivery AS d ON d.seq = c.seq WHERE c.op_id = ?' +
    " AND d.own = 1 AND d.pos IS NULL AND d.status = 'rejected')" +
    " OR EXISTS (SELECT 1 FROM kept WHERE op_id = ? AND status = 'rejected'))";
  return base.sql(text).get(opId, opId, opId) !== undefined;
}

/** Writes that it was seen; once. */
export function acknowledge(base: Base, { op_id, actor, at, reason }: Acknowledged): void {
  base
    .sql('INSERT INTO acknowledged (op_id, actor, at, reason) VALUES (?, ?, ?, ?)')
    .run(op_id, actor, at, reason);
}

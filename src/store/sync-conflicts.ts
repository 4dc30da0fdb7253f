import type { Base } from './base';

/** A conflict as it came, with its text. */
export interface StoredConflict {
  readonly id: string;
  readonly record_id: string;
  readonly op_id: string;
  readonly status: 'open' | 'resolved';
  readonly opened_at: string;
  /** As the centre says it. */
  readonly body: string;
}

const COLUMNS = 'id, record_id, op_id, status, opened_at, body';

/** Writes a conflict as the centre says it now, at its place in the feed. */
export function putConflict(base: Base, conflict: StoredConflict, pos: number): void {
  const { id, record_id, op_id, status, opened_at, body } = conflict;
  base
    .sql(
      `INSERT INTO conflict (${COLUMNS}, opened_pos, pos) VALUES (?, ?, ?, ?, ?, ?, ?, ?)` +
        ' ON CONFLICT (id) DO UPDATE SET status = excluded.status, body = excluded.body,' +
        ' pos = excluded.pos, opened_pos = min(opened_pos, excluded.opened_pos)' +
        ' WHERE excluded.pos >= pos',
    )
    .run(id, record_id, op_id, status, opened_at, body, pos, pos);
}

/** Conflicts of a record, oldest first. */
export function conflictsOf(base: Base, recordId: string): StoredConflict[] {
  const text = `SELECT ${COLUMNS} FROM conflict WHERE record_id = ? ORDER BY opened_at, id`;
  return base.sql<StoredConflict>(text).all(recordId);
}

/**
 * Forgets what the centre said of conflicts above a position. Gives the records concerned: of those
 * opened before it only the settling is forgotten.
 */
export function forgetConflicts(base: Base, above: number): string[] {
  const ids = base
    .sql<{ record_id: string }>('SELECT DISTINCT record_id FROM conflict WHERE pos > ?')
    .all(above);
  base.sql('DELETE FROM conflict WHERE opened_pos > ?').run(above);
  base
    .sql(
      "UPDATE conflict SET status = 'open', pos = opened_pos, body =" +
        " json_set(body, '$.status', 'open', '$.resolution', NULL) WHERE pos > ?",
    )
    .run(above);
  return ids.map((row) => row.record_id);
}

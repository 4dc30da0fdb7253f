import type { Migration } from '../migrate';

/**
 * What the user has seen of what the centre refused, and why nothing more comes of it. It is never
 * altered; a client who goes from the base leaves it, as the words of the change stay too.
 */
const ACKNOWLEDGED = `
CREATE TABLE acknowledged (
  op_id TEXT NOT NULL PRIMARY KEY CHECK (length(op_id) BETWEEN 1 AND 64),
  actor TEXT NOT NULL CHECK (length(actor) BETWEEN 1 AND 64),
  at TEXT NOT NULL CHECK (length(at) BETWEEN 1 AND 40),
  reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER acknowledged_update BEFORE UPDATE ON acknowledged
BEGIN SELECT RAISE(ABORT, 'change.append_only'); END;
CREATE TRIGGER acknowledged_delete BEFORE DELETE ON acknowledged
BEGIN SELECT RAISE(ABORT, 'change.append_only'); END;
`;

/** Entries the centre refused can be acknowledged: they then wait for nobody. */
export const acknowledged: Migration = { id: 3, name: '0003-acknowledged', sql: ACKNOWLEDGED };

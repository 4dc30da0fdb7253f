/** What a base knows of its centre, beside the history. Empty in a base that has none. */
export const SIDE_TABLES = `
CREATE TABLE link (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  url TEXT NOT NULL CHECK (length(url) BETWEEN 1 AND 1000),
  user TEXT NOT NULL CHECK (length(user) BETWEEN 1 AND 64),
  device_id TEXT NOT NULL CHECK (length(device_id) BETWEEN 1 AND 64),
  tenant TEXT,
  epoch TEXT,
  cursor INTEGER NOT NULL DEFAULT 0 CHECK (cursor >= 0),
  refresh TEXT,
  last_ok_at TEXT,
  last_seq INTEGER NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
  handed INTEGER NOT NULL DEFAULT 0 CHECK (handed >= 0),
  turn INTEGER NOT NULL DEFAULT 0,
  held_count INTEGER NOT NULL DEFAULT 0 CHECK (held_count >= 0),
  held_sum TEXT NOT NULL DEFAULT '0000000000000000'
) STRICT;

CREATE TABLE delivery (
  seq INTEGER NOT NULL PRIMARY KEY REFERENCES change (seq),
  own INTEGER NOT NULL CHECK (own IN (0, 1)),
  device_id TEXT NOT NULL,
  wire_seq INTEGER CHECK (wire_seq >= 1),
  base_version INTEGER CHECK (base_version >= 0),
  status TEXT CHECK (status IN ('applied', 'merged', 'conflict', 'waiting', 'held', 'rejected')),
  version INTEGER CHECK (version >= 1),
  pos INTEGER CHECK (pos >= 0),
  conflict TEXT,
  code TEXT,
  kind TEXT,
  patch TEXT CHECK (patch IS NULL OR json_valid(patch)),
  at TEXT
) STRICT;

CREATE INDEX delivery_waiting ON delivery (wire_seq) WHERE own = 1 AND status IS NULL;
CREATE INDEX delivery_open ON delivery (status) WHERE status NOT IN ('applied', 'merged');
CREATE INDEX delivery_by_pos ON delivery (pos) WHERE pos IS NOT NULL;

CREATE TABLE settlement (
  seq INTEGER NOT NULL PRIMARY KEY REFERENCES change (seq),
  conflict TEXT NOT NULL
) STRICT;

CREATE TABLE conflict (
  id TEXT NOT NULL PRIMARY KEY,
  record_id TEXT NOT NULL,
  op_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'resolved')),
  opened_at TEXT NOT NULL,
  opened_pos INTEGER NOT NULL CHECK (opened_pos >= 0),
  pos INTEGER NOT NULL CHECK (pos >= 0),
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE INDEX conflict_by_record ON conflict (record_id);
CREATE INDEX conflict_by_op ON conflict (op_id);
CREATE INDEX conflict_by_status ON conflict (status, opened_at);

CREATE TABLE container (
  id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('held', 'partial'))
) STRICT, WITHOUT ROWID;

CREATE TABLE kept (
  op_id TEXT NOT NULL PRIMARY KEY,
  container TEXT NOT NULL,
  wire_seq INTEGER NOT NULL CHECK (wire_seq >= 1),
  status TEXT CHECK (status IN ('applied', 'merged', 'conflict', 'waiting', 'held', 'rejected')),
  conflict TEXT,
  code TEXT,
  at TEXT,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE INDEX container_partial ON container (id) WHERE state = 'partial';
CREATE INDEX kept_waiting ON kept (wire_seq) WHERE status IS NULL;

CREATE TABLE applying (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1)
) STRICT;

DROP TRIGGER change_delete;
CREATE TRIGGER change_delete BEFORE DELETE ON change
WHEN NOT EXISTS (SELECT 1 FROM applying)
BEGIN SELECT RAISE(ABORT, 'change.append_only'); END;
`;

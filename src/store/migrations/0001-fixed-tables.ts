/** Tables that belong to no form. */
export const FIXED_TABLES = `
CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER meta_kind_update BEFORE UPDATE ON meta WHEN OLD.key = 'kind'
BEGIN SELECT RAISE(ABORT, 'base.kind_fixed'); END;

CREATE TRIGGER meta_kind_delete BEFORE DELETE ON meta WHEN OLD.key = 'kind'
BEGIN SELECT RAISE(ABORT, 'base.kind_fixed'); END;

CREATE TABLE worker (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  unit TEXT NOT NULL,
  role TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  os_user TEXT UNIQUE
) STRICT;

CREATE TRIGGER worker_keep BEFORE DELETE ON worker
BEGIN SELECT RAISE(ABORT, 'worker.deleted'); END;

CREATE TABLE change (
  seq INTEGER PRIMARY KEY,
  op_id TEXT NOT NULL UNIQUE CHECK (length(op_id) BETWEEN 1 AND 64),
  uow_id TEXT NOT NULL CHECK (length(uow_id) BETWEEN 1 AND 64),
  device_id TEXT NOT NULL,
  dev_seq INTEGER NOT NULL CHECK (dev_seq >= 1),
  actor TEXT NOT NULL,
  claimed_at TEXT NOT NULL,
  work_on TEXT NOT NULL CHECK (date(work_on) IS work_on),
  form TEXT NOT NULL,
  form_version INTEGER NOT NULL CHECK (form_version >= 1),
  record_id TEXT NOT NULL,
  bucket TEXT,
  base_version INTEGER NOT NULL CHECK (base_version >= 0),
  kind TEXT NOT NULL CHECK (kind IN ('create', 'amend', 'void', 'restore')),
  patch TEXT NOT NULL CHECK (json_valid(patch)),
  reason TEXT,
  UNIQUE (device_id, dev_seq)
) STRICT;

CREATE INDEX change_by_record ON change (record_id, seq);
CREATE INDEX change_by_bucket ON change (bucket, seq);
CREATE INDEX change_of_nobody ON change (form, seq) WHERE bucket IS NULL AND kind = 'amend';

CREATE TRIGGER change_update BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'change.append_only'); END;

CREATE TRIGGER change_replace BEFORE INSERT ON change
WHEN EXISTS (
  SELECT 1 FROM change
  WHERE seq = NEW.seq OR op_id = NEW.op_id
    OR (device_id = NEW.device_id AND dev_seq = NEW.dev_seq)
)
BEGIN SELECT RAISE(ABORT, 'change.append_only'); END;

CREATE TRIGGER change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'change.append_only'); END;

CREATE TABLE use_log (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL,
  work_on TEXT NOT NULL CHECK (date(work_on) IS work_on),
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  unit TEXT NOT NULL,
  person TEXT,
  what TEXT NOT NULL,
  detail TEXT,
  purpose TEXT,
  basis TEXT
) STRICT;

CREATE INDEX use_log_by_person ON use_log (person, at);
CREATE INDEX use_log_by_actor ON use_log (actor, at);
CREATE INDEX use_log_by_time ON use_log (at);

CREATE TRIGGER use_log_update BEFORE UPDATE ON use_log
BEGIN SELECT RAISE(ABORT, 'use_log.append_only'); END;

CREATE TRIGGER use_log_replace BEFORE INSERT ON use_log
WHEN EXISTS (SELECT 1 FROM use_log WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'use_log.append_only'); END;

CREATE TRIGGER use_log_delete BEFORE DELETE ON use_log
BEGIN SELECT RAISE(ABORT, 'use_log.append_only'); END;

CREATE TABLE draft (
  actor TEXT NOT NULL,
  form TEXT NOT NULL,
  record TEXT NOT NULL,
  client TEXT,
  value TEXT NOT NULL CHECK (json_valid(value)),
  saved_at TEXT NOT NULL,
  PRIMARY KEY (actor, form, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  series TEXT NOT NULL,
  year INTEGER NOT NULL,
  root TEXT NOT NULL,
  last INTEGER NOT NULL CHECK (last >= 0),
  PRIMARY KEY (series, year, root)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER counter_back BEFORE UPDATE ON counter
WHEN NEW.last < OLD.last OR NEW.series <> OLD.series OR NEW.year <> OLD.year OR NEW.root <> OLD.root
BEGIN SELECT RAISE(ABORT, 'counter.back'); END;

CREATE TRIGGER counter_keep BEFORE DELETE ON counter
BEGIN SELECT RAISE(ABORT, 'counter.back'); END;

CREATE TABLE person_key (
  key TEXT NOT NULL CHECK (length(key) >= 1),
  person TEXT NOT NULL,
  PRIMARY KEY (key, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_key_by_person ON person_key (person);
`;

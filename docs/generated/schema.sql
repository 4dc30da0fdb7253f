-- Made by "npm run docs"; do not edit. The truth is src/store/migrations/.

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

CREATE TABLE "person" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "last_name" TEXT NOT NULL
    CHECK (length("last_name") BETWEEN 1 AND 60 AND instr("last_name", char(0)) = 0
      AND instr("last_name", char(10)) = 0),
  "first_names" TEXT NOT NULL
    CHECK (length("first_names") BETWEEN 1 AND 80 AND instr("first_names", char(0)) = 0
      AND instr("first_names", char(10)) = 0),
  "municipality" TEXT
    CHECK ("municipality" IS NULL
      OR (length("municipality") BETWEEN 1 AND 64
      AND "municipality" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "street" TEXT
    CHECK ("street" IS NULL OR (length("street") BETWEEN 1 AND 80
      AND instr("street", char(0)) = 0 AND instr("street", char(10)) = 0)),
  "postcode" TEXT
    CHECK ("postcode" IS NULL OR (length("postcode") BETWEEN 1 AND 10
      AND instr("postcode", char(0)) = 0 AND instr("postcode", char(10)) = 0)),
  "city" TEXT
    CHECK ("city" IS NULL OR (length("city") BETWEEN 1 AND 40
      AND instr("city", char(0)) = 0 AND instr("city", char(10)) = 0)),
  "phone" TEXT
    CHECK ("phone" IS NULL OR (length("phone") BETWEEN 1 AND 30
      AND instr("phone", char(0)) = 0 AND instr("phone", char(10)) = 0)),
  "language" TEXT
    CHECK ("language" IS NULL OR (length("language") BETWEEN 1 AND 64
      AND "language" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "protected" INTEGER CHECK ("protected" IS NULL OR ("protected" IN (0, 1))),
  "deceased_on" TEXT
    CHECK ("deceased_on" IS NULL
      OR (length("deceased_on") = 10 AND date("deceased_on") IS "deceased_on")),
  "merged_into" TEXT
    CHECK ("merged_into" IS NULL
      OR (length("merged_into") BETWEEN 1 AND 64
      AND "merged_into" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'))
) STRICT;

CREATE INDEX "person_by_bucket" ON "person" ("bucket", "diary_on", "entry_no");

CREATE TABLE "person__identifiers" (
  "record_id" TEXT NOT NULL REFERENCES "person" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" BETWEEN 0 AND 8),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 11 AND instr("value", char(0)) = 0
      AND instr("value", char(10)) = 0),
  "class" TEXT NOT NULL
    CHECK (length("class") BETWEEN 1 AND 64 AND "class" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "from" TEXT CHECK ("from" IS NULL OR (length("from") = 10 AND date("from") IS "from")),
  "until" TEXT CHECK ("until" IS NULL OR (length("until") = 10 AND date("until") IS "until")),
  PRIMARY KEY ("record_id", "pos")
) STRICT, WITHOUT ROWID;

CREATE TABLE "household" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra"))
) STRICT;

CREATE INDEX "household_by_bucket" ON "household" ("bucket", "diary_on", "entry_no");

CREATE TABLE "household__members" (
  "record_id" TEXT NOT NULL REFERENCES "household" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" BETWEEN 0 AND 29),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "role" TEXT NOT NULL
    CHECK (length("role") BETWEEN 1 AND 64 AND "role" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "from" TEXT CHECK ("from" IS NULL OR (length("from") = 10 AND date("from") IS "from")),
  "until" TEXT CHECK ("until" IS NULL OR (length("until") = 10 AND date("until") IS "until")),
  "guardian" INTEGER CHECK ("guardian" IS NULL OR ("guardian" IN (0, 1))),
  PRIMARY KEY ("record_id", "pos")
) STRICT, WITHOUT ROWID;

CREATE TABLE "initiation" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "type" TEXT NOT NULL
    CHECK (length("type") BETWEEN 1 AND 64 AND "type" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "relates_to" TEXT
    CHECK ("relates_to" IS NULL OR (length("relates_to") BETWEEN 1 AND 64
      AND "relates_to" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "date" TEXT NOT NULL CHECK (length("date") = 10 AND date("date") IS "date"),
  "register_no" INTEGER NOT NULL CHECK ("register_no" BETWEEN 1 AND 9999999),
  "from" TEXT NOT NULL
    CHECK (length("from") BETWEEN 1 AND 64 AND "from" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "from_name" TEXT
    CHECK ("from_name" IS NULL OR (length("from_name") BETWEEN 1 AND 80
      AND instr("from_name", char(0)) = 0 AND instr("from_name", char(10)) = 0)),
  "from_role" TEXT
    CHECK ("from_role" IS NULL OR (length("from_role") BETWEEN 1 AND 80
      AND instr("from_role", char(0)) = 0 AND instr("from_role", char(10)) = 0)),
  "reason" TEXT NOT NULL
    CHECK (length("reason") BETWEEN 1 AND 64 AND "reason" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "worker" TEXT
    CHECK ("worker" IS NULL OR (length("worker") BETWEEN 1 AND 64
      AND "worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "unit" TEXT NOT NULL
    CHECK (length("unit") BETWEEN 1 AND 64 AND "unit" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "second_worker" TEXT
    CHECK ("second_worker" IS NULL
      OR (length("second_worker") BETWEEN 1 AND 64
      AND "second_worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "text" TEXT
    CHECK ("text" IS NULL OR (length("text") BETWEEN 1 AND 20000 AND instr("text", char(0)) = 0)),
  "handled_by" TEXT
    CHECK ("handled_by" IS NULL OR (length("handled_by") BETWEEN 1 AND 64
      AND "handled_by" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "dismissed_on" TEXT
    CHECK ("dismissed_on" IS NULL
      OR (length("dismissed_on") = 10 AND date("dismissed_on") IS "dismissed_on")),
  "dismissal_reason" TEXT
    CHECK ("dismissal_reason" IS NULL
      OR (length("dismissal_reason") BETWEEN 1 AND 64
      AND "dismissal_reason" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "copied_from" TEXT
    CHECK ("copied_from" IS NULL
      OR (length("copied_from") BETWEEN 1 AND 64
      AND "copied_from" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'))
) STRICT;

CREATE INDEX "initiation_by_bucket" ON "initiation" ("bucket", "diary_on", "entry_no");

CREATE TABLE "initiation__suspensions" (
  "record_id" TEXT NOT NULL REFERENCES "initiation" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" BETWEEN 0 AND 19),
  "from" TEXT NOT NULL CHECK (length("from") = 10 AND date("from") IS "from"),
  "until" TEXT CHECK ("until" IS NULL OR (length("until") = 10 AND date("until") IS "until")),
  "reason" TEXT NOT NULL
    CHECK (length("reason") BETWEEN 1 AND 64 AND "reason" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos")
) STRICT, WITHOUT ROWID;

CREATE TABLE "initiation__copied_to" (
  "record_id" TEXT NOT NULL REFERENCES "initiation" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" >= 0),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 64 AND "value" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos"),
  UNIQUE ("record_id", "value")
) STRICT, WITHOUT ROWID;

CREATE INDEX "initiation__copied_to_value" ON "initiation__copied_to" ("value");

CREATE TABLE "investigation" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "from" TEXT NOT NULL CHECK (length("from") = 10 AND date("from") IS "from"),
  "until" TEXT CHECK ("until" IS NULL OR (length("until") = 10 AND date("until") IS "until")),
  "type" TEXT NOT NULL
    CHECK (length("type") BETWEEN 1 AND 64 AND "type" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "worker" TEXT NOT NULL
    CHECK (length("worker") BETWEEN 1 AND 64 AND "worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "unit" TEXT NOT NULL
    CHECK (length("unit") BETWEEN 1 AND 64 AND "unit" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "second_worker" TEXT
    CHECK ("second_worker" IS NULL
      OR (length("second_worker") BETWEEN 1 AND 64
      AND "second_worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "special_support" INTEGER CHECK ("special_support" IS NULL OR ("special_support" IN (0, 1))),
  "file_type" TEXT NOT NULL
    CHECK (length("file_type") BETWEEN 1 AND 64
      AND "file_type" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "archived_on" TEXT NOT NULL
    CHECK (length("archived_on") = 10 AND date("archived_on") IS "archived_on"),
  "archive" TEXT NOT NULL
    CHECK (length("archive") BETWEEN 1 AND 64 AND "archive" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "lent_to" TEXT
    CHECK ("lent_to" IS NULL OR (length("lent_to") BETWEEN 1 AND 64
      AND "lent_to" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "lent_on" TEXT
    CHECK ("lent_on" IS NULL OR (length("lent_on") = 10 AND date("lent_on") IS "lent_on")),
  "principal" TEXT NOT NULL
    CHECK (length("principal") BETWEEN 1 AND 64 AND "principal" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')
) STRICT;

CREATE INDEX "investigation_by_bucket" ON "investigation" ("bucket", "diary_on", "entry_no");

CREATE TABLE "investigation__persons" (
  "record_id" TEXT NOT NULL REFERENCES "investigation" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" >= 0),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 64 AND "value" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos"),
  UNIQUE ("record_id", "value")
) STRICT, WITHOUT ROWID;

CREATE INDEX "investigation__persons_value" ON "investigation__persons" ("value");

CREATE TABLE "investigation__parties" (
  "record_id" TEXT NOT NULL REFERENCES "investigation" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" >= 0),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 64 AND "value" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos"),
  UNIQUE ("record_id", "value")
) STRICT, WITHOUT ROWID;

CREATE INDEX "investigation__parties_value" ON "investigation__parties" ("value");

CREATE TABLE "investigation__initiations" (
  "record_id" TEXT NOT NULL REFERENCES "investigation" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" >= 0),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 64 AND "value" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos"),
  UNIQUE ("record_id", "value")
) STRICT, WITHOUT ROWID;

CREATE INDEX "investigation__initiations_value" ON "investigation__initiations" ("value");

CREATE TABLE "decision" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "investigation" TEXT NOT NULL
    CHECK (length("investigation") BETWEEN 1 AND 64
      AND "investigation" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "type" TEXT NOT NULL
    CHECK (length("type") BETWEEN 1 AND 64 AND "type" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "decided_on" TEXT NOT NULL
    CHECK (length("decided_on") = 10 AND date("decided_on") IS "decided_on"),
  "outcome" TEXT NOT NULL
    CHECK (length("outcome") BETWEEN 1 AND 64 AND "outcome" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "notice_given" INTEGER NOT NULL CHECK ("notice_given" IN (0, 1)),
  "notice_on" TEXT
    CHECK ("notice_on" IS NULL OR (length("notice_on") = 10 AND date("notice_on") IS "notice_on")),
  "notice_manner" TEXT
    CHECK ("notice_manner" IS NULL
      OR (length("notice_manner") BETWEEN 1 AND 64
      AND "notice_manner" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "valid_from" TEXT NOT NULL
    CHECK (length("valid_from") = 10 AND date("valid_from") IS "valid_from"),
  "valid_until" TEXT
    CHECK ("valid_until" IS NULL
      OR (length("valid_until") = 10 AND date("valid_until") IS "valid_until")),
  "decider" TEXT NOT NULL
    CHECK (length("decider") BETWEEN 1 AND 64 AND "decider" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "unit" TEXT NOT NULL
    CHECK (length("unit") BETWEEN 1 AND 64 AND "unit" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "corrects" TEXT
    CHECK ("corrects" IS NULL OR (length("corrects") BETWEEN 1 AND 64
      AND "corrects" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "grounds" TEXT
    CHECK ("grounds" IS NULL OR (length("grounds") BETWEEN 1 AND 20000
      AND instr("grounds", char(0)) = 0)),
  "decision_no" INTEGER NOT NULL CHECK ("decision_no" BETWEEN 1 AND 9999999)
) STRICT;

CREATE INDEX "decision_by_bucket" ON "decision" ("bucket", "diary_on", "entry_no");

CREATE TABLE "decision__persons" (
  "record_id" TEXT NOT NULL REFERENCES "decision" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" >= 0),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 64 AND "value" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos"),
  UNIQUE ("record_id", "value")
) STRICT, WITHOUT ROWID;

CREATE INDEX "decision__persons_value" ON "decision__persons" ("value");

CREATE TABLE "service" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "from" TEXT NOT NULL CHECK (length("from") = 10 AND date("from") IS "from"),
  "until" TEXT CHECK ("until" IS NULL OR (length("until") = 10 AND date("until") IS "until")),
  "decision" TEXT NOT NULL
    CHECK (length("decision") BETWEEN 1 AND 64 AND "decision" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "service" TEXT NOT NULL
    CHECK (length("service") BETWEEN 1 AND 64 AND "service" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "worker" TEXT NOT NULL
    CHECK (length("worker") BETWEEN 1 AND 64 AND "worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "unit" TEXT NOT NULL
    CHECK (length("unit") BETWEEN 1 AND 64 AND "unit" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "second_worker" TEXT
    CHECK ("second_worker" IS NULL
      OR (length("second_worker") BETWEEN 1 AND 64
      AND "second_worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "guardian" TEXT
    CHECK ("guardian" IS NULL OR (length("guardian") BETWEEN 1 AND 64
      AND "guardian" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "high_costs" INTEGER CHECK ("high_costs" IS NULL OR ("high_costs" IN (0, 1))),
  "enforcement" TEXT
    CHECK ("enforcement" IS NULL
      OR (length("enforcement") BETWEEN 1 AND 64
      AND "enforcement" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'))
) STRICT;

CREATE INDEX "service_by_bucket" ON "service" ("bucket", "diary_on", "entry_no");

CREATE TABLE "service__suspensions" (
  "record_id" TEXT NOT NULL REFERENCES "service" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" BETWEEN 0 AND 19),
  "from" TEXT NOT NULL CHECK (length("from") = 10 AND date("from") IS "from"),
  "until" TEXT CHECK ("until" IS NULL OR (length("until") = 10 AND date("until") IS "until")),
  "reason" TEXT NOT NULL
    CHECK (length("reason") BETWEEN 1 AND 64 AND "reason" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos")
) STRICT, WITHOUT ROWID;

CREATE TABLE "service__persons" (
  "record_id" TEXT NOT NULL REFERENCES "service" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" >= 0),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 64 AND "value" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos"),
  UNIQUE ("record_id", "value")
) STRICT, WITHOUT ROWID;

CREATE INDEX "service__persons_value" ON "service__persons" ("value");

CREATE TABLE "service__rehabilitation_persons" (
  "record_id" TEXT NOT NULL REFERENCES "service" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" >= 0),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 64 AND "value" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos"),
  UNIQUE ("record_id", "value")
) STRICT, WITHOUT ROWID;

CREATE INDEX "service__rehabilitation_persons_value" ON "service__rehabilitation_persons" ("value");

CREATE TABLE "enforcement" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "investigation" TEXT NOT NULL
    CHECK (length("investigation") BETWEEN 1 AND 64
      AND "investigation" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "from" TEXT NOT NULL CHECK (length("from") = 10 AND date("from") IS "from"),
  "until" TEXT CHECK ("until" IS NULL OR (length("until") = 10 AND date("until") IS "until")),
  "file_type" TEXT NOT NULL
    CHECK (length("file_type") BETWEEN 1 AND 64
      AND "file_type" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "worker" TEXT NOT NULL
    CHECK (length("worker") BETWEEN 1 AND 64 AND "worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "unit" TEXT NOT NULL
    CHECK (length("unit") BETWEEN 1 AND 64 AND "unit" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "second_worker" TEXT
    CHECK ("second_worker" IS NULL
      OR (length("second_worker") BETWEEN 1 AND 64
      AND "second_worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'))
) STRICT;

CREATE INDEX "enforcement_by_bucket" ON "enforcement" ("bucket", "diary_on", "entry_no");

CREATE TABLE "work_entry" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "attached" TEXT NOT NULL
    CHECK (length("attached") BETWEEN 1 AND 64 AND "attached" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "municipality" TEXT
    CHECK ("municipality" IS NULL
      OR (length("municipality") BETWEEN 1 AND 64
      AND "municipality" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "occasion" TEXT NOT NULL CHECK (length("occasion") = 10 AND date("occasion") IS "occasion"),
  "event" TEXT NOT NULL
    CHECK (length("event") BETWEEN 1 AND 64 AND "event" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "present" INTEGER NOT NULL CHECK ("present" BETWEEN 0 AND 99),
  "not_reachable" INTEGER NOT NULL CHECK ("not_reachable" IN (0, 1)),
  "quantity" INTEGER NOT NULL CHECK ("quantity" BETWEEN 0 AND 1440),
  "price" INTEGER CHECK ("price" IS NULL OR ("price" BETWEEN 0 AND 10000000)),
  "review_on" TEXT
    CHECK ("review_on" IS NULL OR (length("review_on") = 10 AND date("review_on") IS "review_on")),
  "note" TEXT
    CHECK ("note" IS NULL OR (length("note") BETWEEN 1 AND 4000 AND instr("note", char(0)) = 0))
) STRICT;

CREATE INDEX "work_entry_by_bucket" ON "work_entry" ("bucket", "diary_on", "entry_no");

CREATE TABLE "work_entry__workers" (
  "record_id" TEXT NOT NULL REFERENCES "work_entry" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" BETWEEN 0 AND 8),
  "worker" TEXT NOT NULL
    CHECK (length("worker") BETWEEN 1 AND 64 AND "worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "unit" TEXT NOT NULL
    CHECK (length("unit") BETWEEN 1 AND 64 AND "unit" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "responsible" INTEGER NOT NULL CHECK ("responsible" IN (0, 1)),
  PRIMARY KEY ("record_id", "pos")
) STRICT, WITHOUT ROWID;

CREATE TABLE "work_entry__others" (
  "record_id" TEXT NOT NULL REFERENCES "work_entry" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" >= 0),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 64 AND "value" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos"),
  UNIQUE ("record_id", "value")
) STRICT, WITHOUT ROWID;

CREATE TABLE "staff_entry" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "occasion" TEXT NOT NULL CHECK (length("occasion") = 10 AND date("occasion") IS "occasion"),
  "event" TEXT NOT NULL
    CHECK (length("event") BETWEEN 1 AND 64 AND "event" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "group" TEXT CHECK ("group" IS NULL OR (length("group") BETWEEN 1 AND 80)),
  "present" INTEGER NOT NULL CHECK ("present" BETWEEN 0 AND 99),
  "quantity" INTEGER NOT NULL CHECK ("quantity" BETWEEN 0 AND 1440),
  "note" TEXT
    CHECK ("note" IS NULL OR (length("note") BETWEEN 1 AND 4000 AND instr("note", char(0)) = 0))
) STRICT;

CREATE INDEX "staff_entry_by_bucket" ON "staff_entry" ("bucket", "diary_on", "entry_no");

CREATE TABLE "staff_entry__workers" (
  "record_id" TEXT NOT NULL REFERENCES "staff_entry" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" BETWEEN 0 AND 8),
  "worker" TEXT NOT NULL
    CHECK (length("worker") BETWEEN 1 AND 64 AND "worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "unit" TEXT NOT NULL
    CHECK (length("unit") BETWEEN 1 AND 64 AND "unit" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "responsible" INTEGER NOT NULL CHECK ("responsible" IN (0, 1)),
  PRIMARY KEY ("record_id", "pos")
) STRICT, WITHOUT ROWID;

CREATE TABLE "diary_note" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "date" TEXT NOT NULL CHECK (length("date") = 10 AND date("date") IS "date"),
  "attached" TEXT
    CHECK ("attached" IS NULL OR (length("attached") BETWEEN 1 AND 64
      AND "attached" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "text" TEXT NOT NULL CHECK (length("text") BETWEEN 1 AND 20000 AND instr("text", char(0)) = 0)
) STRICT;

CREATE INDEX "diary_note_by_bucket" ON "diary_note" ("bucket", "diary_on", "entry_no");

CREATE TABLE "reminder" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT
    CHECK ("person" IS NULL OR (length("person") BETWEEN 1 AND 64
      AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "due_on" TEXT NOT NULL CHECK (length("due_on") = 10 AND date("due_on") IS "due_on"),
  "text" TEXT NOT NULL
    CHECK (length("text") BETWEEN 1 AND 200 AND instr("text", char(0)) = 0
      AND instr("text", char(10)) = 0),
  "owner" TEXT NOT NULL
    CHECK (length("owner") BETWEEN 1 AND 64 AND "owner" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "concerns" TEXT
    CHECK ("concerns" IS NULL OR (length("concerns") BETWEEN 1 AND 64
      AND "concerns" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "done" INTEGER NOT NULL CHECK ("done" IN (0, 1))
) STRICT;

CREATE INDEX "reminder_by_bucket" ON "reminder" ("bucket", "diary_on", "entry_no");

CREATE TABLE "handover" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "attached" TEXT NOT NULL
    CHECK (length("attached") BETWEEN 1 AND 64 AND "attached" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "from_worker" TEXT
    CHECK ("from_worker" IS NULL
      OR (length("from_worker") BETWEEN 1 AND 64
      AND "from_worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "to_worker" TEXT
    CHECK ("to_worker" IS NULL OR (length("to_worker") BETWEEN 1 AND 64
      AND "to_worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "to_unit" TEXT
    CHECK ("to_unit" IS NULL OR (length("to_unit") BETWEEN 1 AND 64
      AND "to_unit" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "reason" TEXT NOT NULL
    CHECK (length("reason") BETWEEN 1 AND 64 AND "reason" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "text" TEXT
    CHECK ("text" IS NULL OR (length("text") BETWEEN 1 AND 200
      AND instr("text", char(0)) = 0 AND instr("text", char(10)) = 0)),
  "outcome" TEXT
    CHECK ("outcome" IS NULL OR (length("outcome") BETWEEN 1 AND 64
      AND "outcome" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "answered_on" TEXT
    CHECK ("answered_on" IS NULL
      OR (length("answered_on") = 10 AND date("answered_on") IS "answered_on")),
  "answered_by" TEXT
    CHECK ("answered_by" IS NULL
      OR (length("answered_by") BETWEEN 1 AND 64
      AND "answered_by" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "return_reason" TEXT
    CHECK ("return_reason" IS NULL
      OR (length("return_reason") BETWEEN 1 AND 64
      AND "return_reason" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "return_text" TEXT
    CHECK ("return_text" IS NULL OR (length("return_text") BETWEEN 1 AND 200
      AND instr("return_text", char(0)) = 0 AND instr("return_text", char(10)) = 0))
) STRICT;

CREATE INDEX "handover_by_bucket" ON "handover" ("bucket", "diary_on", "entry_no");

CREATE TABLE "stand_in" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "absent" TEXT NOT NULL
    CHECK (length("absent") BETWEEN 1 AND 64 AND "absent" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "substitute" TEXT NOT NULL
    CHECK (length("substitute") BETWEEN 1 AND 64
      AND "substitute" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "from" TEXT NOT NULL CHECK (length("from") = 10 AND date("from") IS "from"),
  "until" TEXT NOT NULL CHECK (length("until") = 10 AND date("until") IS "until"),
  "text" TEXT
    CHECK ("text" IS NULL OR (length("text") BETWEEN 1 AND 200
      AND instr("text", char(0)) = 0 AND instr("text", char(10)) = 0))
) STRICT;

CREATE INDEX "stand_in_by_bucket" ON "stand_in" ("bucket", "diary_on", "entry_no");

CREATE TABLE "trace" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "version" INTEGER NOT NULL CHECK ("version" >= 1),
  "bucket" TEXT,
  "form_version" INTEGER NOT NULL CHECK ("form_version" >= 1),
  "diary_on" TEXT NOT NULL CHECK (date("diary_on") IS "diary_on"),
  "service_task" TEXT,
  "closed_at" TEXT CHECK ("closed_at" IS NULL OR date("closed_at") IS "closed_at"),
  "voided" INTEGER NOT NULL DEFAULT 0 CHECK ("voided" IN (0, 1)),
  "entered_on" TEXT NOT NULL CHECK (date("entered_on") IS "entered_on"),
  "entered_by" TEXT NOT NULL,
  "entered_at" TEXT NOT NULL,
  "entry_no" INTEGER NOT NULL,
  "extra" TEXT NOT NULL DEFAULT '{}' CHECK (json_valid("extra")),
  "person" TEXT NOT NULL
    CHECK (length("person") BETWEEN 1 AND 64 AND "person" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "date" TEXT NOT NULL CHECK (length("date") = 10 AND date("date") IS "date"),
  "kind" TEXT NOT NULL
    CHECK (length("kind") BETWEEN 1 AND 64 AND "kind" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "subject" TEXT
    CHECK ("subject" IS NULL OR (length("subject") BETWEEN 1 AND 64
      AND "subject" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "subject_on" TEXT
    CHECK ("subject_on" IS NULL
      OR (length("subject_on") = 10 AND date("subject_on") IS "subject_on")),
  "other" TEXT
    CHECK ("other" IS NULL OR (length("other") BETWEEN 1 AND 64
      AND "other" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')),
  "other_id" TEXT
    CHECK ("other_id" IS NULL OR (length("other_id") BETWEEN 1 AND 11
      AND instr("other_id", char(0)) = 0 AND instr("other_id", char(10)) = 0)),
  "reason" TEXT NOT NULL
    CHECK (length("reason") BETWEEN 1 AND 64 AND "reason" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  "worker" TEXT NOT NULL
    CHECK (length("worker") BETWEEN 1 AND 64 AND "worker" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*')
) STRICT;

CREATE INDEX "trace_by_bucket" ON "trace" ("bucket", "diary_on", "entry_no");

CREATE INDEX household__members_by_person ON household__members (person);

CREATE INDEX initiation_unhandled ON initiation (worker, diary_on)
WHERE handled_by IS NULL AND dismissed_on IS NULL AND worker IS NOT NULL;

CREATE INDEX initiation_second ON initiation (second_worker, diary_on)
WHERE handled_by IS NULL AND dismissed_on IS NULL AND second_worker IS NOT NULL;

CREATE INDEX initiation_queued ON initiation (unit, diary_on)
WHERE worker IS NULL AND handled_by IS NULL AND dismissed_on IS NULL AND voided = 0;

CREATE INDEX investigation_running ON investigation (worker, diary_on) WHERE until IS NULL;

CREATE INDEX investigation_ending ON investigation (worker, until) WHERE until IS NOT NULL;

CREATE INDEX investigation_second ON investigation (second_worker, until)
WHERE second_worker IS NOT NULL;

CREATE INDEX enforcement_running ON enforcement (worker, until);

CREATE INDEX enforcement_second ON enforcement (second_worker, until)
WHERE second_worker IS NOT NULL;

CREATE INDEX service_running ON service (worker, until);

CREATE INDEX service_second ON service (second_worker, until) WHERE second_worker IS NOT NULL;

CREATE INDEX decision_by_decider ON decision (decider, diary_on);

CREATE INDEX decision_by_unit ON decision (unit, diary_on);

CREATE INDEX decision_by_investigation ON decision (investigation);

CREATE INDEX investigation_by_principal ON investigation (principal);

CREATE INDEX service_by_guardian ON service (guardian) WHERE guardian IS NOT NULL;

CREATE INDEX trace_by_other ON trace (other) WHERE other IS NOT NULL;

CREATE INDEX service_by_decision ON service (decision);

CREATE INDEX reminder_waiting ON reminder (owner, due_on) WHERE done = 0;

CREATE INDEX reminder_given ON reminder (entered_by, due_on) WHERE done = 0;

CREATE INDEX handover_to_worker ON handover (to_worker, diary_on)
WHERE outcome IS NULL AND to_worker IS NOT NULL;

CREATE INDEX handover_to_unit ON handover (to_unit, diary_on)
WHERE outcome IS NULL AND to_unit IS NOT NULL;

CREATE INDEX handover_given ON handover (entered_by, diary_on) WHERE outcome IS NULL;

CREATE INDEX stand_in_substitute ON stand_in (substitute, until);

CREATE INDEX stand_in_absent ON stand_in (absent, until);

CREATE INDEX stand_in_given ON stand_in (entered_by, until);

CREATE INDEX work_entry_by_entry ON work_entry (entered_by, entered_on, entry_no);

CREATE INDEX staff_entry_by_entry ON staff_entry (entered_by, entered_on, entry_no);

CREATE INDEX initiation_by_entry ON initiation (entered_by, entered_on, entry_no);

CREATE INDEX investigation_by_entry ON investigation (entered_by, entered_on, entry_no);

CREATE INDEX decision_by_entry ON decision (entered_by, entered_on, entry_no);

CREATE INDEX service_by_entry ON service (entered_by, entered_on, entry_no);

CREATE INDEX diary_note_by_entry ON diary_note (entered_by, entered_on, entry_no);

CREATE INDEX reminder_by_entry ON reminder (entered_by, entered_on, entry_no);

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

CREATE TRIGGER change_delete BEFORE DELETE ON change
WHEN NOT EXISTS (SELECT 1 FROM applying)
BEGIN SELECT RAISE(ABORT, 'change.append_only'); END;

CREATE TRIGGER "person_keep" BEFORE DELETE ON "person"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "household_keep" BEFORE DELETE ON "household"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "initiation_keep" BEFORE DELETE ON "initiation"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "investigation_keep" BEFORE DELETE ON "investigation"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "decision_keep" BEFORE DELETE ON "decision"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "decision_frozen" BEFORE UPDATE ON "decision"
WHEN OLD."notice_given" = 1 AND NOT EXISTS (SELECT 1 FROM "applying")
  AND NOT (NEW."version" = OLD."version" + 1
  AND NEW."id" IS OLD."id"
  AND (NEW."bucket" IS OLD."bucket" OR EXISTS (SELECT 1 FROM "person" WHERE "id" = OLD."bucket"
    AND "merged_into" = NEW."bucket"))
  AND NEW."diary_on" IS OLD."diary_on"
  AND NEW."service_task" IS OLD."service_task"
  AND NEW."closed_at" IS OLD."closed_at"
  AND NEW."voided" IS OLD."voided"
  AND NEW."entered_on" IS OLD."entered_on"
  AND NEW."entered_by" IS OLD."entered_by"
  AND NEW."entered_at" IS OLD."entered_at"
  AND NEW."entry_no" IS OLD."entry_no"
  AND NEW."extra" IS OLD."extra"
  AND (NEW."person" IS OLD."person" OR EXISTS (SELECT 1 FROM "person" WHERE "id" = OLD."person"
    AND "merged_into" = NEW."person"))
  AND NEW."investigation" IS OLD."investigation"
  AND NEW."type" IS OLD."type"
  AND NEW."decided_on" IS OLD."decided_on"
  AND NEW."outcome" IS OLD."outcome"
  AND NEW."notice_given" IS OLD."notice_given"
  AND NEW."notice_on" IS OLD."notice_on"
  AND NEW."notice_manner" IS OLD."notice_manner"
  AND NEW."valid_from" IS OLD."valid_from"
  AND NEW."valid_until" IS OLD."valid_until"
  AND NEW."decider" IS OLD."decider"
  AND NEW."unit" IS OLD."unit"
  AND NEW."corrects" IS OLD."corrects"
  AND NEW."grounds" IS OLD."grounds"
  AND NEW."decision_no" IS OLD."decision_no")
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

CREATE TRIGGER "decision__persons_frozen_update" BEFORE UPDATE ON "decision__persons"
WHEN (SELECT "notice_given" FROM "decision" WHERE "id" = OLD."record_id") = 1
  AND NOT EXISTS (SELECT 1 FROM "applying")
  AND NOT (NEW."record_id" IS OLD."record_id" AND NEW."pos" IS OLD."pos"
  AND EXISTS (SELECT 1 FROM "person" WHERE "id" = OLD."value" AND "merged_into" = NEW."value"))
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

CREATE TRIGGER "decision__persons_frozen_delete" BEFORE DELETE ON "decision__persons"
WHEN (SELECT "notice_given" FROM "decision" WHERE "id" = OLD."record_id") = 1
  AND NOT EXISTS (SELECT 1 FROM "applying")
  AND NOT (EXISTS (SELECT 1 FROM "person" AS p JOIN "decision__persons" AS o ON o."value" =
    p."merged_into"
    WHERE p."id" = OLD."value" AND o."record_id" = OLD."record_id"))
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

CREATE TRIGGER "decision__persons_frozen_insert" BEFORE INSERT ON "decision__persons"
WHEN (SELECT "notice_given" FROM "decision" WHERE "id" = NEW."record_id") = 1
  AND NOT EXISTS (SELECT 1 FROM "applying")
  AND (SELECT "version" FROM "decision" WHERE "id" = NEW."record_id") > 1
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

CREATE TRIGGER "service_keep" BEFORE DELETE ON "service"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "enforcement_keep" BEFORE DELETE ON "enforcement"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "work_entry_keep" BEFORE DELETE ON "work_entry"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "staff_entry_keep" BEFORE DELETE ON "staff_entry"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "diary_note_keep" BEFORE DELETE ON "diary_note"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "reminder_keep" BEFORE DELETE ON "reminder"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "handover_keep" BEFORE DELETE ON "handover"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "stand_in_keep" BEFORE DELETE ON "stand_in"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "trace_keep" BEFORE DELETE ON "trace"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE INDEX initiation_by_relates_to ON initiation (relates_to) WHERE relates_to IS NOT NULL;

CREATE INDEX initiation_by_handled_by ON initiation (handled_by) WHERE handled_by IS NOT NULL;

CREATE INDEX initiation_by_copied_from ON initiation (copied_from) WHERE copied_from IS NOT NULL;

CREATE INDEX decision_by_corrects ON decision (corrects) WHERE corrects IS NOT NULL;

CREATE INDEX service_by_enforcement ON service (enforcement) WHERE enforcement IS NOT NULL;

CREATE INDEX enforcement_by_investigation ON enforcement (investigation);

CREATE INDEX work_entry_by_attached ON work_entry (attached) WHERE attached IS NOT NULL;

CREATE INDEX diary_note_by_attached ON diary_note (attached) WHERE attached IS NOT NULL;

CREATE INDEX reminder_by_concerns ON reminder (concerns) WHERE concerns IS NOT NULL;

CREATE INDEX handover_by_attached ON handover (attached) WHERE attached IS NOT NULL;

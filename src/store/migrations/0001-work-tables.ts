/** Enforcement, work done, notes, reminders and traces, as their forms declared them. */
export const WORK_TABLES = `
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

CREATE TRIGGER "enforcement_keep" BEFORE DELETE ON "enforcement"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "work_entry_keep" BEFORE DELETE ON "work_entry"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "staff_entry_keep" BEFORE DELETE ON "staff_entry"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "diary_note_keep" BEFORE DELETE ON "diary_note"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "reminder_keep" BEFORE DELETE ON "reminder"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "handover_keep" BEFORE DELETE ON "handover"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "stand_in_keep" BEFORE DELETE ON "stand_in"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "trace_keep" BEFORE DELETE ON "trace"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;
`;

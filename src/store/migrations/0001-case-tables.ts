/** The case from initiation to service, as their forms declared them. */
export const CASE_TABLES = `
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

CREATE TRIGGER "initiation_keep" BEFORE DELETE ON "initiation"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "investigation_keep" BEFORE DELETE ON "investigation"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "decision_keep" BEFORE DELETE ON "decision"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

CREATE TRIGGER "decision_frozen" BEFORE UPDATE ON "decision"
WHEN OLD."notice_given" = 1 AND NOT (NEW."version" = OLD."version" + 1
  AND NEW."id" IS OLD."id"
  AND (NEW."bucket" IS OLD."bucket"
      OR EXISTS (SELECT 1 FROM "person" WHERE "id" = OLD."bucket" AND "merged_into" = NEW."bucket"))
  AND NEW."diary_on" IS OLD."diary_on"
  AND NEW."service_task" IS OLD."service_task"
  AND NEW."closed_at" IS OLD."closed_at"
  AND NEW."voided" IS OLD."voided"
  AND NEW."entered_on" IS OLD."entered_on"
  AND NEW."entered_by" IS OLD."entered_by"
  AND NEW."entered_at" IS OLD."entered_at"
  AND NEW."entry_no" IS OLD."entry_no"
  AND NEW."extra" IS OLD."extra"
  AND (NEW."person" IS OLD."person"
      OR EXISTS (SELECT 1 FROM "person" WHERE "id" = OLD."person" AND "merged_into" = NEW."person"))
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

CREATE TABLE "decision__persons" (
  "record_id" TEXT NOT NULL REFERENCES "decision" ("id"),
  "pos" INTEGER NOT NULL CHECK ("pos" >= 0),
  "value" TEXT NOT NULL
    CHECK (length("value") BETWEEN 1 AND 64 AND "value" NOT GLOB '*[^A-Za-zÅÄÖåäö0-9_.:-]*'),
  PRIMARY KEY ("record_id", "pos"),
  UNIQUE ("record_id", "value")
) STRICT, WITHOUT ROWID;

CREATE INDEX "decision__persons_value" ON "decision__persons" ("value");

CREATE TRIGGER "decision__persons_frozen_update" BEFORE UPDATE ON "decision__persons"
WHEN (SELECT "notice_given" FROM "decision" WHERE "id" = OLD."record_id") = 1
  AND NOT (NEW."record_id" IS OLD."record_id" AND NEW."pos" IS OLD."pos"
  AND EXISTS (SELECT 1 FROM "person" WHERE "id" = OLD."value" AND "merged_into" = NEW."value"))
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

CREATE TRIGGER "decision__persons_frozen_delete" BEFORE DELETE ON "decision__persons"
WHEN (SELECT "notice_given" FROM "decision" WHERE "id" = OLD."record_id") = 1
  AND NOT (EXISTS (SELECT 1 FROM "person" AS p JOIN "decision__persons" AS o ON o."value" =
      p."merged_into"
    WHERE p."id" = OLD."value" AND o."record_id" = OLD."record_id"))
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

CREATE TRIGGER "decision__persons_frozen_insert" BEFORE INSERT ON "decision__persons"
WHEN (SELECT "notice_given" FROM "decision" WHERE "id" = NEW."record_id") = 1
  AND (SELECT "version" FROM "decision" WHERE "id" = NEW."record_id") > 1
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

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

CREATE TRIGGER "service_keep" BEFORE DELETE ON "service"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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
`;

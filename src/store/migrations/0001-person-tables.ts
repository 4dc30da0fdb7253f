/** Persons and their households, as their forms declared them. */
export const PERSON_TABLES = `
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

CREATE TRIGGER "person_keep" BEFORE DELETE ON "person"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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

CREATE TRIGGER "household_keep" BEFORE DELETE ON "household"
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

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
`;

/** What guards the records, made anew to let the exchange with the centre through. */
export const GUARDS = `
DROP TRIGGER "person_keep";
CREATE TRIGGER "person_keep" BEFORE DELETE ON "person"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "household_keep";
CREATE TRIGGER "household_keep" BEFORE DELETE ON "household"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "initiation_keep";
CREATE TRIGGER "initiation_keep" BEFORE DELETE ON "initiation"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "investigation_keep";
CREATE TRIGGER "investigation_keep" BEFORE DELETE ON "investigation"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "decision_keep";
CREATE TRIGGER "decision_keep" BEFORE DELETE ON "decision"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "decision_frozen";
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

DROP TRIGGER "decision__persons_frozen_update";
CREATE TRIGGER "decision__persons_frozen_update" BEFORE UPDATE ON "decision__persons"
WHEN (SELECT "notice_given" FROM "decision" WHERE "id" = OLD."record_id") = 1
  AND NOT EXISTS (SELECT 1 FROM "applying")
  AND NOT (NEW."record_id" IS OLD."record_id" AND NEW."pos" IS OLD."pos"
  AND EXISTS (SELECT 1 FROM "person" WHERE "id" = OLD."value" AND "merged_into" = NEW."value"))
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

DROP TRIGGER "decision__persons_frozen_delete";
CREATE TRIGGER "decision__persons_frozen_delete" BEFORE DELETE ON "decision__persons"
WHEN (SELECT "notice_given" FROM "decision" WHERE "id" = OLD."record_id") = 1
  AND NOT EXISTS (SELECT 1 FROM "applying")
  AND NOT (EXISTS (SELECT 1 FROM "person" AS p JOIN "decision__persons" AS o ON o."value" =
    p."merged_into"
    WHERE p."id" = OLD."value" AND o."record_id" = OLD."record_id"))
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

DROP TRIGGER "decision__persons_frozen_insert";
CREATE TRIGGER "decision__persons_frozen_insert" BEFORE INSERT ON "decision__persons"
WHEN (SELECT "notice_given" FROM "decision" WHERE "id" = NEW."record_id") = 1
  AND NOT EXISTS (SELECT 1 FROM "applying")
  AND (SELECT "version" FROM "decision" WHERE "id" = NEW."record_id") > 1
BEGIN SELECT RAISE(ABORT, 'record.frozen'); END;

DROP TRIGGER "service_keep";
CREATE TRIGGER "service_keep" BEFORE DELETE ON "service"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "enforcement_keep";
CREATE TRIGGER "enforcement_keep" BEFORE DELETE ON "enforcement"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "work_entry_keep";
CREATE TRIGGER "work_entry_keep" BEFORE DELETE ON "work_entry"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "staff_entry_keep";
CREATE TRIGGER "staff_entry_keep" BEFORE DELETE ON "staff_entry"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "diary_note_keep";
CREATE TRIGGER "diary_note_keep" BEFORE DELETE ON "diary_note"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "reminder_keep";
CREATE TRIGGER "reminder_keep" BEFORE DELETE ON "reminder"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "handover_keep";
CREATE TRIGGER "handover_keep" BEFORE DELETE ON "handover"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "stand_in_keep";
CREATE TRIGGER "stand_in_keep" BEFORE DELETE ON "stand_in"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;

DROP TRIGGER "trace_keep";
CREATE TRIGGER "trace_keep" BEFORE DELETE ON "trace"
WHEN NOT EXISTS (SELECT 1 FROM "applying")
BEGIN SELECT RAISE(ABORT, 'record.deleted'); END;
`;

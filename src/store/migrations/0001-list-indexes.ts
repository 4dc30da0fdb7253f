/** What the finder, the work list and the work grid look records up by. */
export const LIST_INDEXES = `
CREATE INDEX household__members_by_person ON household__members (person);

CREATE INDEX initiation_unhandled ON initiation (worker, diary_on)
WHERE handled_by IS NULL AND dismissed_on IS NULL AND worker IS NOT NULL;

CREATE INDEX initiation_second ON initiation (second_worker, diary_on)
WHERE handled_by IS NULL AND dismissed_on IS NULL AND second_worker IS NOT NULL;

CREATE INDEX initiation_queued ON initiation (unit, diary_on)
WHERE worker IS NULL AND handled_by IS NULL AND dismissed_on IS NULL AND voided = 0;

CREATE INDEX investigation_running ON investigation (worker, diary_on) WHERE until IS NULL;

CREATE INDEX decision_by_decider ON decision (decider, diary_on);
CREATE INDEX decision_by_unit ON decision (unit, diary_on);
CREATE INDEX decision_by_investigation ON decision (investigation);
CREATE INDEX service_by_decision ON service (decision);

CREATE INDEX reminder_waiting ON reminder (owner, due_on) WHERE done = 0;

CREATE INDEX work_entry_by_entry ON work_entry (entered_by, entered_on, entry_no);
CREATE INDEX staff_entry_by_entry ON staff_entry (entered_by, entered_on, entry_no);
`;

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
`;

import type { Migration } from '../migrate';

/** What rests on a record is looked up by the column that names it. */
const LINK_INDEXES = `
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
`;

/** Records that come after what rests on them are found again: indexes, and nothing else. */
export const links: Migration = { id: 4, name: '0004-links', sql: LINK_INDEXES };

/** What was decided of units that were held, by whom and why; nothing of it is taken away. */
export const HELD: readonly string[] = [
  `CREATE TABLE held_decision (
  tenant text NOT NULL,
  uow_id text NOT NULL,
  at text NOT NULL,
  decided_by text NOT NULL,
  decision text NOT NULL CHECK (decision IN ('let_in', 'archive')),
  reason text NOT NULL,
  PRIMARY KEY (tenant, uow_id, at)
)`,
  "CREATE INDEX op_log_held ON op_log (tenant, received_at) WHERE status = 'held'",
];

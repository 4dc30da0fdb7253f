/** Rows of the centre's tables as both databases give them; ticks are 0 and 1. */
export interface Tables {
  schema_version: { id: number; version: number };
  centre: {
    tenant: string;
    epoch: string;
    restored_epoch: string | null;
    restored_head: number | null;
    durable: number;
    /** Rises with whatever may change what somebody sees. */
    grants: number;
    created_at: string;
  };
  setting: { tenant: string; name: string; value: string };
  stream_head: { tenant: string; stream: string; head: number };
  user_account: {
    tenant: string;
    id: string;
    name: string;
    unit: string;
    role: string;
    active: number;
    password_hash: string | null;
  };
  device: {
    tenant: string;
    id: string;
    user_id: string;
    name: string;
    last_seq: number;
    /** Since a restore, places in the device's order may lack: those the centre forgot. */
    lenient: number;
    registered_at: string;
    last_seen_at: string | null;
    revoked_at: string | null;
  };
  refresh_token: {
    tenant: string;
    hash: string;
    user_id: string;
    device_id: string;
    family: string;
    /** Hash of the token it came after; null for the first of a family. */
    parent: string | null;
    expires_at: string;
    used_at: string | null;
    revoked_at: string | null;
  };
  op_log: {
    tenant: string;
    op_id: string;
    device_id: string;
    /** Null for what the centre itself writes. */
    seq: number | null;
    uow_id: string;
    hash: string;
    actor: string;
    record_id: string;
    status: string;
    conflict: string | null;
    /** Record it waits for, which is not here. */
    waits_on: string | null;
    code: string | null;
    received_at: string;
    /** The operation as it was sent. */
    payload: string;
  };
  record: {
    tenant: string;
    record_id: string;
    form: string;
    form_version: number;
    bucket: string | null;
    container: string;
    version: number;
    voided: number;
    /** Unit of who entered it, at that time. */
    entered_unit: string;
    /** Made by a stand-in: whom it counts as made by; JSON of `EnteredAs`. */
    entered_as: string | null;
    /** By which it is seen, between spaces. */
    tags: string;
    doc: string;
  };
  record_version: {
    tenant: string;
    record_id: string;
    version: number;
    op_id: string;
    device_id: string;
    kind: string;
    bucket: string | null;
    /** What went in, where that is not all that was sent. */
    patch: string | null;
  };
  change_log: {
    tenant: string;
    stream: string;
    pos: number;
    /** Last position of the same transaction: a page never ends inside one. */
    unit_end: number;
    record_id: string;
    version: number | null;
    op_id: string | null;
    conflict_id: string | null;
    /** Container the record was in before. */
    left_container: string | null;
  };
  conflict: {
    tenant: string;
    id: string;
    record_id: string;
    op_id: string;
    uow_id: string;
    status: string;
    /** The conflict as it goes into the feed. */
    doc: string;
  };
  /** By which a container is seen, and how many of its records say so. */
  container_tag: { tenant: string; container: string; tag: string; n: number };
  /** Who sees the clients of the absent on which days, by a record that says so. */
  standing: {
    tenant: string;
    record_id: string;
    absent: string;
    substitute: string;
    from_on: string;
    until_on: string;
  };
  joined: { tenant: string; record_id: string; person: string; until: string; voided: number };
  /** Containers that may be seen by others since a revision of the grants. */
  grant_event: { tenant: string; revision: number; container: string };
  number_given: {
    tenant: string;
    series: string;
    year: number;
    root: string;
    record_id: string;
    number: number;
  };
  number_head: { tenant: string; series: string; year: number; root: string; last: number };
  held_decision: {
    tenant: string;
    uow_id: string;
    at: string;
    decided_by: string;
    decision: string;
    reason: string;
  };
  alarm: {
    tenant: string;
    id: string;
    at: string;
    code: string;
    device_id: string;
    op_id: string | null;
  };
}

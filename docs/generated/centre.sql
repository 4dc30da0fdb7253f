-- Made by "npm run docs"; do not edit. The truth is src/server/migrations/.

CREATE TABLE schema_version (id bigint NOT NULL PRIMARY KEY, version bigint NOT NULL);

CREATE TABLE centre (
  tenant text NOT NULL PRIMARY KEY,
  epoch text NOT NULL,
  restored_epoch text,
  restored_head bigint,
  durable bigint NOT NULL,
  grants bigint NOT NULL,
  created_at text NOT NULL
);

CREATE TABLE setting (
  tenant text NOT NULL,
  name text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (tenant, name)
);

CREATE TABLE stream_head (
  tenant text NOT NULL,
  stream text NOT NULL,
  head bigint NOT NULL,
  PRIMARY KEY (tenant, stream)
);

CREATE TABLE user_account (
  tenant text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  role text NOT NULL,
  active bigint NOT NULL CHECK (active IN (0, 1)),
  password_hash text,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE device (
  tenant text NOT NULL,
  id text NOT NULL,
  user_id text NOT NULL,
  name text NOT NULL,
  last_seq bigint NOT NULL,
  lenient bigint NOT NULL CHECK (lenient IN (0, 1)),
  registered_at text NOT NULL,
  last_seen_at text,
  revoked_at text,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, user_id) REFERENCES user_account (tenant, id)
);

CREATE TABLE refresh_token (
  tenant text NOT NULL,
  hash text NOT NULL,
  user_id text NOT NULL,
  device_id text NOT NULL,
  family text NOT NULL,
  parent text,
  expires_at text NOT NULL,
  used_at text,
  revoked_at text,
  PRIMARY KEY (tenant, hash),
  FOREIGN KEY (tenant, device_id) REFERENCES device (tenant, id)
);

CREATE INDEX refresh_token_family ON refresh_token (tenant, family);

CREATE INDEX refresh_token_parent ON refresh_token (tenant, parent);

CREATE TABLE op_log (
  tenant text NOT NULL,
  op_id text NOT NULL,
  device_id text NOT NULL,
  seq bigint,
  uow_id text NOT NULL,
  hash text NOT NULL,
  actor text NOT NULL,
  record_id text NOT NULL,
  status text NOT NULL,
  conflict text,
  waits_on text,
  code text,
  received_at text NOT NULL,
  payload text NOT NULL,
  PRIMARY KEY (tenant, op_id),
  UNIQUE (tenant, device_id, seq)
);

CREATE INDEX op_log_unit ON op_log (tenant, uow_id);

CREATE INDEX op_log_out ON op_log (tenant, record_id)
  WHERE status NOT IN ('applied', 'merged');

CREATE INDEX op_log_waits ON op_log (tenant, waits_on) WHERE status = 'waiting';

CREATE TABLE record (
  tenant text NOT NULL,
  record_id text NOT NULL,
  form text NOT NULL,
  form_version bigint NOT NULL,
  bucket text,
  container text NOT NULL,
  version bigint NOT NULL CHECK (version >= 1),
  voided bigint NOT NULL CHECK (voided IN (0, 1)),
  entered_unit text NOT NULL,
  tags text NOT NULL,
  doc text NOT NULL, entered_as text,
  PRIMARY KEY (tenant, record_id)
);

CREATE INDEX record_container ON record (tenant, container);

CREATE TABLE record_version (
  tenant text NOT NULL,
  record_id text NOT NULL,
  version bigint NOT NULL,
  op_id text NOT NULL,
  device_id text NOT NULL,
  kind text NOT NULL,
  bucket text,
  patch text,
  PRIMARY KEY (tenant, record_id, version),
  UNIQUE (tenant, op_id),
  FOREIGN KEY (tenant, record_id) REFERENCES record (tenant, record_id),
  FOREIGN KEY (tenant, op_id) REFERENCES op_log (tenant, op_id)
);

CREATE TABLE change_log (
  tenant text NOT NULL,
  stream text NOT NULL,
  pos bigint NOT NULL CHECK (pos >= 1),
  unit_end bigint NOT NULL,
  record_id text NOT NULL,
  version bigint,
  op_id text,
  conflict_id text,
  left_container text,
  PRIMARY KEY (tenant, stream, pos)
);

CREATE INDEX change_log_record ON change_log (tenant, record_id, pos);

CREATE INDEX change_log_op ON change_log (tenant, op_id);

CREATE TABLE conflict (
  tenant text NOT NULL,
  id text NOT NULL,
  record_id text NOT NULL,
  op_id text NOT NULL,
  uow_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'resolved')),
  doc text NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE INDEX conflict_unit ON conflict (tenant, uow_id);

CREATE TABLE container_tag (
  tenant text NOT NULL,
  container text NOT NULL,
  tag text NOT NULL,
  n bigint NOT NULL,
  PRIMARY KEY (tenant, container, tag)
);

CREATE INDEX container_tag_tag ON container_tag (tenant, tag, container) WHERE n > 0;

CREATE TABLE joined (
  tenant text NOT NULL,
  record_id text NOT NULL,
  person text NOT NULL,
  until text NOT NULL,
  voided bigint NOT NULL CHECK (voided IN (0, 1)),
  PRIMARY KEY (tenant, record_id, person)
);

CREATE INDEX joined_person ON joined (tenant, person);

CREATE TABLE grant_event (
  tenant text NOT NULL,
  revision bigint NOT NULL,
  container text NOT NULL,
  PRIMARY KEY (tenant, revision, container)
);

CREATE TABLE number_given (
  tenant text NOT NULL,
  series text NOT NULL,
  year bigint NOT NULL,
  root text NOT NULL,
  record_id text NOT NULL,
  number bigint NOT NULL,
  PRIMARY KEY (tenant, series, year, root, record_id),
  UNIQUE (tenant, series, year, root, number)
);

CREATE TABLE number_head (
  tenant text NOT NULL,
  series text NOT NULL,
  year bigint NOT NULL,
  root text NOT NULL,
  last bigint NOT NULL,
  PRIMARY KEY (tenant, series, year, root)
);

CREATE TABLE alarm (
  tenant text NOT NULL,
  id text NOT NULL,
  at text NOT NULL,
  code text NOT NULL,
  device_id text NOT NULL,
  op_id text,
  PRIMARY KEY (tenant, id)
);

CREATE TRIGGER record_version_no_update BEFORE UPDATE ON record_version BEGIN SELECT RAISE(ABORT, 'centre.append_only'); END;

CREATE TRIGGER record_version_no_delete BEFORE DELETE ON record_version BEGIN SELECT RAISE(ABORT, 'centre.append_only'); END;

CREATE TRIGGER change_log_no_update BEFORE UPDATE ON change_log BEGIN SELECT RAISE(ABORT, 'centre.append_only'); END;

CREATE TRIGGER change_log_no_delete BEFORE DELETE ON change_log BEGIN SELECT RAISE(ABORT, 'centre.append_only'); END;

CREATE TABLE standing (
  tenant text NOT NULL,
  record_id text NOT NULL,
  absent text NOT NULL,
  substitute text NOT NULL,
  from_on text NOT NULL,
  until_on text NOT NULL,
  PRIMARY KEY (tenant, record_id)
);

CREATE INDEX standing_substitute ON standing (tenant, substitute);

CREATE TABLE held_decision (
  tenant text NOT NULL,
  uow_id text NOT NULL,
  at text NOT NULL,
  decided_by text NOT NULL,
  decision text NOT NULL CHECK (decision IN ('let_in', 'archive')),
  reason text NOT NULL,
  PRIMARY KEY (tenant, uow_id, at)
);

CREATE INDEX op_log_held ON op_log (tenant, received_at) WHERE status = 'held';

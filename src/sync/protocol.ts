import { z } from 'zod';
import { LIMITS } from './terms';

/** Version of the protocol this program speaks; a centre and a client name the range they know. */
export const PROTOCOL = 1;

/** Ids go into keys and into texts of other programs: nothing but what ids are made of. */
export const ID = /^[A-Za-zÅÄÖåäö0-9_.:-]{1,64}$/u;

const id = z.string().min(1).max(64);
const version = z.int().min(0);
/** Place in the order of everything the centre has taken, from 1 without a gap. */
const position = z.int().min(0);
const instant = z.iso.datetime();
const day = z.iso.date();
const code = z.string().min(1).max(80);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** What a field can hold, also one this version does not know. */
const value = z.union([scalar, z.array(z.union([scalar, z.record(z.string(), scalar)]))]);

/** The smallest change: one save of one record, as the station wrote it in its history. */
export const opSchema = z.object({
  op_id: id,
  /** Operations of one unit of work are taken all or none. */
  uow_id: id,
  /** Order among what the device sends, from 1 without a gap. */
  seq: z.int().min(1),
  actor: id,
  /** Instant by the clock of the station: a claim, decides nothing. */
  claimed_at: instant,
  work_on: day,
  form: id,
  form_version: z.int().min(1),
  record_id: id,
  /** Client the record belongs to after the change; null: nobody. */
  bucket: id.nullable(),
  /**
   * The author had seen every version of the record up to this one; 0: none. What the same device
   * sent before counts as seen.
   */
  base_version: version,
  /** What else of the record the author had seen, by operation; in and not in. */
  seen: z.array(id).max(LIMITS.seen).optional(),
  kind: z.enum(['create', 'amend', 'void', 'restore']),
  /** Field by field: what it held for the author, and what it holds now. */
  patch: z.record(z.string().min(1).max(64), z.tuple([value, value])),
  reason: z.string().max(4000).nullable(),
  /** The conflict this change settles. */
  resolves: id.nullish(),
  /**
   * Sent again after a restore: the number the centre had given the record with this change, where
   * the station has heard of it. A centre that left numbers out at a restore gives it back.
   */
  number: z.int().min(1).nullish(),
});
export type Op = z.infer<typeof opSchema>;

/** What became of an operation at the centre. */
const opStatus = z.enum([
  /** In, as it was sent. */
  'applied',
  /** In, beside changes of others the author had not seen. */
  'merged',
  /** Not in: somebody else changed the same; a person decides. Its unit of work waits with it. */
  'conflict',
  /** Not in: it stands on an operation that is itself in conflict. */
  'waiting',
  /** Not in: written in good faith on a client the author may no longer see. */
  'held',
  /** Not in: against a rule that time does not mend; `code` says which. */
  'rejected',
]);
export type OpStatus = z.infer<typeof opStatus>;

const opResultSchema = z.object({
  op_id: id,
  status: opStatus,
  /** Version of the record and place in the feed, once it is in. */
  version: version.nullish(),
  pos: position.nullish(),
  conflict: id.nullish(),
  code: code.nullish(),
  /** True when the centre had the operation already: the result of then. */
  duplicate: z.boolean().nullish(),
});
export type OpResult = z.infer<typeof opResultSchema>;

/** One field that two people changed apart. */
const conflictField = z.looseObject({
  /** A field of the form, or `$voided`. */
  field: z.string(),
  base: value,
  theirs: value,
  mine: value,
});

/** What a newer centre says besides is kept with it, for a program that knows it. */
const conflictSchema = z.looseObject({
  id,
  record_id: id,
  form: id,
  bucket: id.nullable(),
  op_id: id,
  uow_id: id,
  fields: z.array(conflictField),
  /** Whose change is in, and whose waits. */
  theirs: z.looseObject({ actor: id, claimed_at: instant, op_id: id, version }),
  mine: z.looseObject({ actor: id, claimed_at: instant, reason: z.string().nullable() }),
  /** Another one is a newer centre's: the conflict is read, and left to a newer program. */
  status: z.union([z.enum(['open', 'resolved']), z.string().min(1).max(40)]),
  opened_at: instant,
  resolution: z
    .looseObject({ op_id: id, actor: id, at: instant, reason: z.string().nullable() })
    .nullable(),
});
export type Conflict = z.infer<typeof conflictSchema>;

/** One place of the feed. */
const itemSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('op'),
    pos: position,
    /** Its own place, where it comes along with a record that has come into a container. */
    place: position.optional(),
    /** As it went in. */
    op: opSchema.omit({ seq: true, seen: true, number: true }),
    /** As its author wrote it, where that is more: the rest had been decided or written again. */
    sent: opSchema.pick({ kind: true, patch: true }).optional(),
    device_id: id,
    /** Version of the record after it. */
    version,
    received_at: instant,
  }),
  z.object({
    kind: z.literal('conflict'),
    pos: position,
    /** As of an operation. */
    place: position.optional(),
    conflict: conflictSchema,
  }),
  /**
   * What became of an operation of the caller's own that had waited and is still not in, once what
   * it waited for was decided: a rule refused it, or it met another conflict.
   */
  z.object({ kind: z.literal('answer'), pos: position, at: instant, result: opResultSchema }),
  /** The record is no longer in a container the caller sees. */
  z.object({ kind: z.literal('left'), pos: position, record_id: id, container: id }),
]);
export type Item = z.infer<typeof itemSchema>;

export const helloRequest = z.object({
  protocol: z.object({ min: z.int(), max: z.int() }),
  app: z.string().max(64),
  device_id: id,
  epoch: id.nullable(),
  cursor: position,
  pending: z.int().min(0),
  /** Form versions the program knows. */
  forms: z.record(z.string(), z.int().min(1)),
});
export type HelloRequest = z.infer<typeof helloRequest>;

const workerSchema = z.object({
  id,
  name: z.string(),
  unit: z.string(),
  role: z.string(),
  active: z.boolean(),
});
export type CentreWorker = z.infer<typeof workerSchema>;

export const helloReply = z.object({
  protocol: z.int(),
  tenant: id,
  epoch: id,
  /** After a restore from a backup: what the centre still had of the epoch before. */
  restored: z.object({ epoch: id, head: position }).nullable(),
  head: position,
  /** Highest position known to lie in a verified backup. */
  durable: position,
  server_time: instant,
  user: workerSchema,
  limits: z.object({ ops: z.int(), bytes: z.int(), page: z.int() }),
});
export type HelloReply = z.infer<typeof helloReply>;

const unitSchema = z.object({ uow_id: id, ops: z.array(opSchema).min(1).max(LIMITS.unit) });

/**
 * A unit the centre cannot read, or that was too large to be sent: of each operation its id and
 * place are enough to refuse it by itself, so that the units beside it go in.
 */
const outlineUnit = z.object({
  ops: z.array(z.looseObject({ op_id: id.regex(ID), seq: z.int().min(1) })).min(1),
});

export const pushRequest = z.object({
  device_id: id,
  epoch: id,
  units: z.array(z.union([unitSchema, outlineUnit])).max(LIMITS.ops),
});
export type OutlineUnit = z.infer<typeof outlineUnit>;
/** What comes to the centre; a station sends nothing but what can be read. */
export type CamePush = z.infer<typeof pushRequest>;
export type PushRequest = Omit<CamePush, 'units'> & { units: z.infer<typeof unitSchema>[] };
export const pushReply = z.object({ epoch: id, head: position, results: z.array(opResultSchema) });
export type PushReply = z.infer<typeof pushReply>;

/** Query of a pull; how many places of the feed at most. */
export const pullQuery = z.object({
  after: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1).max(LIMITS.page),
});

export const pullReply = z.object({
  epoch: id,
  from: position,
  /** The next `after`; may pass places the caller may not see. */
  to: position,
  head: position,
  items: z.array(itemSchema),
  done: z.boolean(),
  /** Sum over the containers the caller may see now (`digestOf`), and their number. */
  scope: z.object({ digest: z.string(), count: z.int() }),
});
export type PullReply = z.infer<typeof pullReply>;

export const scopeReply = z.object({ epoch: id, at: position, containers: z.array(id) });
export type ScopeReply = z.infer<typeof scopeReply>;

export const snapshotRequest = z.object({
  container: id,
  after: position,
  /** Null with the first page; then the `at` of the reply. */
  at: position.nullable(),
});

export const snapshotReply = z.object({
  epoch: id,
  container: id,
  /** Position the whole snapshot is of; asked for again with each page. */
  at: position,
  items: z.array(itemSchema),
  /** The next `after`, null when this was the last page. */
  next: position.nullable(),
});
export type SnapshotReply = z.infer<typeof snapshotReply>;

export const checksumsRequest = z.object({ containers: z.array(id).max(1000) });
export type ChecksumsRequest = z.infer<typeof checksumsRequest>;
export const checksumsReply = z.object({
  epoch: id,
  at: position,
  sums: z.array(z.object({ container: id, count: z.int(), checksum: z.string() })),
});
export type ChecksumsReply = z.infer<typeof checksumsReply>;

export const reconcileRequest = z.object({ op_ids: z.array(id).max(1000) });
export type ReconcileRequest = z.infer<typeof reconcileRequest>;
export const reconcileReply = z.object({ missing: z.array(id) });
export type ReconcileReply = z.infer<typeof reconcileReply>;

/** What an author decides of own operations that are held; those of a unit go together. */
export const heldRequest = z.object({
  ops: z.array(id).min(1).max(1000),
  decision: z.enum(['let_in', 'archive']),
  reason: z.string().trim().min(1).max(4000),
});
export type HeldRequest = z.infer<typeof heldRequest>;
/** How all operations of their units stand then. */
export const heldReply = z.object({ results: z.array(opResultSchema) });
export type HeldReply = z.infer<typeof heldReply>;

export const workersReply = z.object({ workers: z.array(workerSchema) });
export type WorkersReply = z.infer<typeof workersReply>;

export const loginRequest = z.object({
  user: id,
  password: z.string().min(1).max(1024),
  device_id: id,
  device_name: z.string().max(120),
});
/** A device that has become another one (a copied base) says so by giving its new id here. */
export const refreshRequest = z.object({
  refresh: z.string().max(512),
  device_id: id,
  device_name: z.string().max(120),
});
export const tokensReply = z.object({
  access: z.string(),
  /** Seconds the access token is good for. */
  expires_in: z.int(),
  refresh: z.string(),
});
export type Tokens = z.infer<typeof tokensReply>;

/** What an event `poke` carries: where the feed ends now. `grants` carries nothing. */
export const eventPoke = z.object({ head: position });

/** RFC 9457 with a stable code. */
export const problemReply = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code,
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

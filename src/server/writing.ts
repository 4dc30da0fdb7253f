import type { Conflict, Op, OpStatus } from '../sync/protocol';
import { CENTRE } from '../sync/terms';
import type { Tx } from './database';
import { followMerged } from './following';
import { joinedIn, tagsOf } from './grants';
import type { Court, Judged, Verdict } from './judge';
import { giveNumber, type Numbering } from './numbers';
import { hashOf, type Unread } from './reading';
import { noticeSame } from './same-person';
import { refuseOutdated } from './schema';
import { putStanding } from './standing';
import { containerOf, type Made, type Working } from './working';

/** A place of the feed before it has its position. */
export interface FeedPlace {
  readonly record_id: string;
  readonly version: number | null;
  readonly op_id: string | null;
  readonly conflict_id: string | null;
  readonly left_container: string | null;
}

/** A unit of work is over: a page of the feed may end here. */
export function endUnit({ places, ends }: Writing): void {
  if (places.length > (ends.at(-1) ?? 0)) ends.push(places.length);
}

/** The place of an answer to an operation that waited, for its author only. */
export function answerPlace({ record_id, op_id }: Op): FeedPlace {
  return { record_id, version: null, op_id, conflict_id: null, left_container: null };
}

/** One transaction of the centre, and what it has to put into the feed at its end. */
export interface Writing extends Numbering {
  readonly places: FeedPlace[];
  /** How many places there were at the end of each unit of work. */
  readonly ends: number[];
  /** Records that came about, or will not: what waited for them is judged anew. */
  readonly created: string[];
  /** Units of work whose conflicts were settled. */
  readonly settled: string[];
  /** Containers that others may see from now on than did before. */
  readonly granted: Set<string>;
}

/** A new row of the log of operations, or what became of one that waited. */
export interface Logged {
  readonly verdict: Verdict;
  readonly device: string;
  readonly seq: number | null;
  readonly status: OpStatus;
  readonly conflict: string | null;
  readonly waitsOn: string | null;
  readonly code: string | null;
}

/** Writes what became of the operations of a unit. */
export async function logOps(
  { tx, tenant, at }: Writing,
  rows: readonly Logged[],
  known: ReadonlySet<string>,
): Promise<void> {
  const fresh = rows.filter(({ verdict }) => !known.has(verdict.op.op_id));
  for (const some of inPortions(fresh)) {
    await tx
      .insertInto('op_log')
      .values(
        some.map(({ verdict: { op }, device, seq, status, conflict, waitsOn, code }) => ({
          ...{ tenant, op_id: op.op_id, device_id: device, seq, uow_id: op.uow_id },
          ...{ hash: hashOf(op), actor: op.actor, record_id: op.record_id, status, conflict },
          ...{ waits_on: waitsOn, code, received_at: at, payload: JSON.stringify(op) },
        })),
      )
      .execute();
  }
  for (const { verdict, status, conflict, waitsOn, code } of rows) {
    if (!known.has(verdict.op.op_id)) continue;
    await tx
      .updateTable('op_log')
      .set({ status, conflict, waits_on: waitsOn, code })
      .where('tenant', '=', tenant)
      .where('op_id', '=', verdict.op.op_id)
      .execute();
  }
}

/** Keeps the text of a unit that cannot be read, with why nothing of it is in. */
export async function logUnread(
  { tx, tenant, at }: Writing,
  unread: readonly Unread[],
  { actor, device_id }: { readonly actor: string; readonly device_id: string },
): Promise<void> {
  const whole = { status: 'rejected', conflict: null, waits_on: null, received_at: at };
  const rows = unread.map((one) => ({ tenant, actor, device_id, ...whole, ...one }));
  for (const some of inPortions(rows)) {
    await tx
      .insertInto('op_log')
      .values([...some])
      .execute();
  }
}

/** Writes the records of a unit that goes in: their numbers, versions and places in the feed. */
export async function writeRecords(
  writing: Writing,
  court: Court,
  judged: Judged,
  log: (numbered: readonly Made[]) => Promise<void>,
): Promise<void> {
  const touched = [...judged.records.values()].filter(({ made }) => made.length > 0);
  for (const record of touched) await giveNumber(writing, record);
  const followed = await followMerged(writing, court, judged.records);
  const told = await noticeSame(writing, court, touched);
  const changed = [...touched, ...followed, ...told];
  const made = changed.flatMap((record) => record.made.map((one) => ({ record, one })));
  await log(made.map(({ one }) => one).filter(({ device }) => device === CENTRE));
  for (const record of changed) await putRecord(writing, record);
  await putVersions(writing, made);
  await putTags(writing, changed);
  const order = new Map(judged.verdicts.map(({ op }, at) => [op.op_id, at]));
  const rank = ({ one }: { one: Made }) => order.get(one.op.op_id) ?? order.size;
  for (const { record, one } of made.sort((a, b) => rank(a) - rank(b))) {
    const { version, left } = one;
    const { op_id } = one.op;
    const place = { record_id: record.id, version, op_id };
    writing.places.push({ ...place, conflict_id: null, left_container: left });
    if (version === 1) writing.created.push(record.id);
  }
  await settle(writing, court, judged.settles);
}

async function putRecord({ tx, tenant }: Writing, record: Working): Promise<void> {
  const tags = tagsOf(record);
  const row = {
    form_version: record.formVersion,
    bucket: record.bucket,
    container: containerOf(record.id, record.bucket),
    version: record.version,
    voided: record.voided ? 1 : 0,
    tags: tags.join(' '),
    entered_as: record.enteredAs === null ? null : JSON.stringify(record.enteredAs),
    doc: JSON.stringify(record.values),
  };
  if (record.wasContainer !== null) {
    await tx
      .updateTable('record')
      .set(row)
      .where('tenant', '=', tenant)
      .where('record_id', '=', record.id)
      .execute();
    return;
  }
  const made = { record_id: record.id, form: record.form, entered_unit: record.enteredUnit };
  await tx
    .insertInto('record')
    .values({ tenant, ...made, ...row })
    .execute();
}

async function putVersions(
  { tx, tenant }: Writing,
  made: readonly { record: Working; one: Made }[],
): Promise<void> {
  const rows = made.map(({ record, one: { op, device, version, partial } }) => ({
    ...{ tenant, record_id: record.id, version, op_id: op.op_id, device_id: device },
    ...{ kind: op.kind, bucket: op.bucket },
    patch: partial ? JSON.stringify(op.patch) : null,
  }));
  for (const some of inPortions(rows)) {
    await tx
      .insertInto('record_version')
      .values([...some])
      .execute();
  }
}

/** Counts the tags of containers anew, and who belongs together. */
async function putTags(writing: Writing, changed: readonly Working[]): Promise<void> {
  const { tx, tenant } = writing;
  const counts = new Map<string, number>();
  const add = (container: string, tags: readonly string[], n: number) => {
    for (const tag of tags) {
      const key = JSON.stringify([container, tag]);
      counts.set(key, (counts.get(key) ?? 0) + n);
    }
  };
  for (const record of changed) {
    const was = record.wasTags === '' ? [] : record.wasTags.split(' ');
    if (record.wasContainer !== null) add(record.wasContainer, was, -1);
    const tags = tagsOf(record);
    add(containerOf(record.id, record.bucket), tags, 1);
    await putJoined(writing, record);
    await putStanding(writing, record);
  }
  const rows = [...counts].filter(([, n]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const deltas = rows.map(([key, n]) => {
    const [container, tag] = JSON.parse(key) as [string, string];
    return { tenant, container, tag, n };
  });
  for (const some of inPortions(deltas)) {
    const counted = await tx
      .insertInto('container_tag')
      .values([...some])
      .onConflict((c) =>
        c
          .columns(['tenant', 'container', 'tag'])
          .doUpdateSet((is) => ({ n: is('container_tag.n', '+', is.ref('excluded.n')) })),
      )
      .returning(['container', 'tag', 'n'])
      .execute();
    for (const { container, tag, n } of counted) {
      const before = n - (counts.get(JSON.stringify([container, tag])) ?? 0);
      if (n > 0 !== before > 0) writing.granted.add(container);
    }
  }
}

async function putJoined(writing: Writing, record: Working): Promise<void> {
  const { tx, tenant, granted } = writing;
  if (!record.declared?.joins) return;
  const voided = record.voided ? 1 : 0;
  const wanted = joinedIn(record.declared, record.values);
  const rows = await tx
    .selectFrom('joined')
    .select(['person', 'until', 'voided'])
    .where('tenant', '=', tenant)
    .where('record_id', '=', record.id)
    .orderBy('person')
    .execute();
  const now = wanted.map((one) => ({ ...one, voided }));
  const text = (list: readonly { person: string; until: string; voided: number }[]) =>
    JSON.stringify(list.map(({ person, until, voided: off }) => [person, until, off]).sort());
  if (text(rows) === text(now)) return;
  for (const one of [record.id, ...[...rows, ...now].map(({ person }) => person)]) granted.add(one);
  await tx
    .deleteFrom('joined')
    .where('tenant', '=', tenant)
    .where('record_id', '=', record.id)
    .execute();
  if (now.length > 0) {
    const made = now.map((one) => ({ tenant, record_id: record.id, ...one }));
    await tx.insertInto('joined').values(made).execute();
  }
}

/** Opens a conflict, with what both sides changed. */
export async function openConflict(writing: Writing, { op, conflict }: Verdict): Promise<string> {
  if (!conflict) throw new Error('a conflict without fields');
  const { tx, tenant, at } = writing;
  const { fields, theirs, bucket } = conflict;
  const doc: Conflict = {
    id: writing.nextId(),
    ...{ record_id: op.record_id, form: op.form, bucket, op_id: op.op_id, uow_id: op.uow_id },
    fields: [...fields],
    theirs: {
      ...{ actor: theirs.actor, claimed_at: theirs.claimed_at },
      ...{ op_id: theirs.op_id, version: theirs.version },
    },
    mine: { actor: op.actor, claimed_at: op.claimed_at, reason: op.reason },
    ...{ status: 'open', opened_at: at, resolution: null },
  };
  const { id, record_id, op_id, uow_id, status } = doc;
  await tx
    .insertInto('conflict')
    .values({ tenant, id, record_id, op_id, uow_id, status, doc: JSON.stringify(doc) })
    .execute();
  writing.places.push(conflictPlace(record_id, id));
  return id;
}

function conflictPlace(record_id: string, conflict_id: string): FeedPlace {
  return { record_id, version: null, op_id: null, conflict_id, left_container: null };
}

/** Archives what a person decided, with the reason given. */
async function settle(
  writing: Writing,
  { tx, tenant }: { tx: Tx; tenant: string },
  settles: ReadonlyMap<string, Op>,
): Promise<void> {
  for (const [id, op] of settles) {
    const key = { tenant, id };
    const { doc: text } = await tx
      .selectFrom('conflict')
      .select('doc')
      .where((is) => is.and(key))
      .executeTakeFirstOrThrow();
    const { op_id, actor, reason } = op;
    const doc: Conflict = {
      ...(JSON.parse(text) as Conflict),
      status: 'resolved',
      resolution: { op_id, actor, at: writing.at, reason },
    };
    await tx
      .updateTable('conflict')
      .set({ status: doc.status, doc: JSON.stringify(doc) })
      .where((is) => is.and(key))
      .execute();
    writing.places.push(conflictPlace(doc.record_id, id));
    writing.settled.push(doc.uow_id);
  }
}

/**
 * Gives the places of this transaction their positions and puts them into the feed. The row of the
 * head stays locked until the commit, so a position is seen only after all below it (SYNC 3.4):
 * this comes last. Refusal: 503 `server.outdated` where a newer program has changed the schema.
 */
export async function closeTransaction(writing: Writing): Promise<void> {
  endUnit(writing);
  const { tx, tenant, places, ends } = writing;
  if (writing.granted.size > 0) await noteGrants(writing);
  if (places.length === 0) return;
  const { head } = await tx
    .updateTable('stream_head')
    .set((is) => ({ head: is('head', '+', places.length) }))
    .where('tenant', '=', tenant)
    .where('stream', '=', STREAM)
    .returning('head')
    .executeTakeFirstOrThrow();
  await refuseOutdated(tx);
  const before = head - places.length;
  let end = 0;
  const rows = places.map((place, at) => {
    if (at >= (ends[end] ?? 0)) end += 1;
    const unit_end = before + (ends[end] ?? places.length);
    return { tenant, stream: STREAM, pos: before + at + 1, unit_end, ...place };
  });
  for (const some of inPortions(rows)) {
    await tx
      .insertInto('change_log')
      .values([...some])
      .execute();
  }
}

/** So many revisions are told one by one; who looked longer ago looks at everything anew. */
export const GRANTS_KEPT = 1000;

/** A new revision of the grants, and which containers it may concern. */
async function noteGrants({ tx, tenant, granted }: Writing): Promise<void> {
  const { grants: revision } = await tx
    .updateTable('centre')
    .set((is) => ({ grants: is('grants', '+', 1) }))
    .where('tenant', '=', tenant)
    .returning('grants')
    .executeTakeFirstOrThrow();
  const rows = [...granted].sort().map((container) => ({ tenant, revision, container }));
  for (const some of inPortions(rows)) {
    await tx
      .insertInto('grant_event')
      .values([...some])
      .execute();
  }
  await tx
    .deleteFrom('grant_event')
    .where('tenant', '=', tenant)
    .where('revision', '<=', revision - GRANTS_KEPT)
    .execute();
}

/** Rows written by one statement: both databases bound what a statement may carry. */
const ROWS = 500;

function inPortions<T>(rows: readonly T[]): readonly T[][] {
  const starts = Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, at) => at * ROWS);
  return starts.map((at) => rows.slice(at, at + ROWS));
}

/** The one feed of a tenant; more of them need a column only. */
export const STREAM = 'main';

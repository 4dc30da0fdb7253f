import { idFrom } from '../base/ids';
import type { Conflict, Op, OpStatus } from '../sync/protocol';
import { CENTRE } from '../sync/terms';
import { followMerged } from './following';
import { joinedIn, tagsOf } from './grants';
import type { Court, Judged, Verdict } from './judge';
import { decisionBefore } from './lost';
import { inPortions } from './memory/portions';
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
  /** All records that were among the created ones. */
  readonly came: Set<string>;
  /** Records that are not here, and that operations were put aside to wait for. */
  readonly lacking: Set<string>;
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
  { memory, tenant, at, lacking }: Writing,
  rows: readonly Logged[],
  known: ReadonlySet<string>,
): Promise<void> {
  for (const { verdict, device, seq, status, conflict, waitsOn, code } of rows) {
    const { op } = verdict;
    memory.log.keep(op);
    if (waitsOn !== null) lacking.add(waitsOn);
    if (known.has(op.op_id)) {
      const tx = await memory.written();
      await tx
        .updateTable('op_log')
        .set({ status, conflict, waits_on: waitsOn, code })
        .where('tenant', '=', tenant)
        .where('op_id', '=', op.op_id)
        .execute();
      continue;
    }
    memory.log.add({
      ...{ op_id: op.op_id, device_id: device, seq, uow_id: op.uow_id },
      ...{ hash: hashOf(op), actor: op.actor, record_id: op.record_id, status, conflict },
      ...{ waits_on: waitsOn, code, received_at: at, payload: JSON.stringify(op) },
    });
  }
}

/** Keeps the text of a unit that cannot be read, with why nothing of it is in. */
export function logUnread(
  { memory, at }: Writing,
  unread: readonly Unread[],
  { actor, device_id }: { readonly actor: string; readonly device_id: string },
): void {
  const whole = { status: 'rejected', conflict: null, waits_on: null, received_at: at };
  for (const one of unread) memory.log.add({ actor, device_id, ...whole, ...one });
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
  for (const record of changed) putRecord(writing, record);
  putVersions(writing, made);
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
  await settle(writing, judged.settles);
}

function putRecord({ memory }: Writing, record: Working): void {
  const tags = tagsOf(record);
  const row = {
    record_id: record.id,
    form: record.form,
    entered_unit: record.enteredUnit,
    form_version: record.formVersion,
    bucket: record.bucket,
    container: containerOf(record.id, record.bucket),
    version: record.version,
    voided: record.voided ? 1 : 0,
    tags: tags.join(' '),
    entered_as: record.enteredAs === null ? null : JSON.stringify(record.enteredAs),
    doc: JSON.stringify(record.values),
  };
  memory.records.put(row, record.wasContainer === null);
}

function putVersions({ memory }: Writing, made: readonly { record: Working; one: Made }[]): void {
  for (const { record, one } of made) {
    const { op, device, version, partial } = one;
    memory.versions.add({
      ...{ record_id: record.id, version, op_id: op.op_id, device_id: device },
      ...{ kind: op.kind, bucket: op.bucket },
      patch: partial ? JSON.stringify(op.patch) : null,
      op: memory.log.sentAs(op.op_id) ?? op,
    });
  }
}

/** Counts the tags of containers anew, and who belongs together. */
async function putTags(writing: Writing, changed: readonly Working[]): Promise<void> {
  const { memory } = writing;
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
  for (const [key, n] of counts) {
    if (n === 0) continue;
    const [container, tag] = JSON.parse(key) as [string, string];
    memory.tags.add({ container, tag }, n);
  }
}

async function putJoined(writing: Writing, record: Working): Promise<void> {
  const { memory, tenant } = writing;
  const { aside, granted } = memory;
  if (!record.declared?.joins) return;
  const voided = record.voided ? 1 : 0;
  const wanted = joinedIn(record.declared, record.values);
  const rows = await aside
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
  memory.tags.homes.clear();
  await aside
    .deleteFrom('joined')
    .where('tenant', '=', tenant)
    .where('record_id', '=', record.id)
    .execute();
  if (now.length > 0) {
    const made = now.map((one) => ({ tenant, record_id: record.id, ...one }));
    await aside.insertInto('joined').values(made).execute();
  }
}

/**
 * Opens a conflict, with what both sides changed; one that a person had decided before a restore is
 * archived at once.
 */
export async function openConflict(writing: Writing, { op, conflict }: Verdict): Promise<string> {
  if (!conflict) throw new Error('a conflict without fields');
  const { memory, tenant, at } = writing;
  const { fields, theirs, bucket } = conflict;
  const id = await conflictIdOf(writing, op);
  const before = await decisionBefore(memory, op.record_id, id);
  const doc: Conflict = {
    ...{ id, record_id: op.record_id, form: op.form, bucket, op_id: op.op_id, uow_id: op.uow_id },
    fields: [...fields],
    theirs: {
      ...{ actor: theirs.actor, claimed_at: theirs.claimed_at },
      ...{ op_id: theirs.op_id, version: theirs.version },
    },
    mine: { actor: op.actor, claimed_at: op.claimed_at, reason: op.reason },
    ...{ status: 'open', opened_at: at, resolution: null },
    ...(before && decidedBy(before, at)),
  };
  const { record_id, op_id, uow_id, status } = doc;
  await memory.aside
    .insertInto('conflict')
    .values({ tenant, id, record_id, op_id, uow_id, status, doc: JSON.stringify(doc) })
    .execute();
  writing.places.push(conflictPlace(record_id, id));
  if (before) writing.settled.push(uow_id);
  return id;
}

/** How it stands in a conflict that it was decided, by whom and why. */
function decidedBy({ op_id, actor, reason }: Op, at: string) {
  return { status: 'resolved', resolution: { op_id, actor, at, reason } } as const;
}

/**
 * The id of the next conflict about an operation. A centre restored from a copy that meets it again
 * gives it the id it had: a decision of it finds it.
 */
async function conflictIdOf({ memory, tenant }: Writing, { op_id, uow_id }: Op): Promise<string> {
  const before = await memory.aside
    .selectFrom('conflict')
    .select('op_id')
    .where('tenant', '=', tenant)
    .where('uow_id', '=', uow_id)
    .where('op_id', '=', op_id)
    .execute();
  return idFrom(`${op_id} ${before.length}`);
}

function conflictPlace(record_id: string, conflict_id: string): FeedPlace {
  return { record_id, version: null, op_id: null, conflict_id, left_container: null };
}

/** Archives what a person decided, with the reason given. */
async function settle(writing: Writing, settles: ReadonlyMap<string, Op>): Promise<void> {
  const { tenant } = writing;
  const { aside } = writing.memory;
  for (const [id, op] of settles) {
    const key = { tenant, id };
    const { doc: text } = await aside
      .selectFrom('conflict')
      .select('doc')
      .where((is) => is.and(key))
      .executeTakeFirstOrThrow();
    const doc: Conflict = { ...(JSON.parse(text) as Conflict), ...decidedBy(op, writing.at) };
    await aside
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
 * @returns the last position, null where nothing had to go into the feed
 */
export async function closeTransaction(writing: Writing): Promise<number | null> {
  endUnit(writing);
  const { memory, tenant, places, ends } = writing;
  await noteGrants(writing);
  const tx = await memory.written();
  if (places.length === 0) return null;
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
    await tx.insertInto('change_log').values(some).execute();
  }
  return head;
}

/** So many revisions are told one by one; who looked longer ago looks at everything anew. */
export const GRANTS_KEPT = 1000;

/** Where they changed: a new revision of the grants, and which containers it may concern. */
export async function noteGrants({ memory, tenant }: Writing): Promise<void> {
  await memory.written();
  const { aside, granted } = memory;
  if (granted.size === 0) return;
  const { grants: revision } = await aside
    .updateTable('centre')
    .set((is) => ({ grants: is('grants', '+', 1) }))
    .where('tenant', '=', tenant)
    .returning('grants')
    .executeTakeFirstOrThrow();
  const rows = [...granted].sort().map((container) => ({ tenant, revision, container }));
  for (const some of inPortions(rows)) {
    await aside.insertInto('grant_event').values(some).execute();
  }
  await aside
    .deleteFrom('grant_event')
    .where('tenant', '=', tenant)
    .where('revision', '<=', revision - GRANTS_KEPT)
    .execute();
  granted.clear();
}

/** The one feed of a tenant; more of them need a column only. */
export const STREAM = 'main';

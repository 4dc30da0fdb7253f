import type { Result } from '../base/problems';
import type { Form } from '../form/define';
import { type CaseFacts, workerIn } from '../form/facts';
import type { Field } from '../form/field';
import { isEmpty, type Rec, type Row, sameValue, type Value, type Values } from '../form/value';
import { type Change, changesOf, changesOfUnit } from '../store/changes';
import { catching } from '../store/errors';
import { householdsOf } from '../store/persons';
import { readRecord } from '../store/records';
import { nothingIn } from './answers';
import type { CaseCache } from './case-cache';
import { UnitOfWork } from './commit';
import { type Door, factsAt } from './door';
import { withCases } from './kept-cases';
import { PERSON } from './people';
import { personProblems } from './person-check';
import { refuseWith, Stop } from './stop';
import { pointingTo } from './void';

/**
 * Why changes were made that take others back: a row of `correction_reasons` that ended before
 * anybody could choose it.
 */
const UNDO = 'kumottu';

/** What was taken back. */
export interface Undone {
  /** What the unit of work was about: its first record, as it was before it was undone, masked. */
  readonly about: Rec;
  readonly kind: Change['kind'];
  /** How many other records were put back with it. */
  readonly others: number;
  /** The new record somebody filled in, which is to be an unsaved entry again; with its case. */
  readonly again: { readonly rec: Rec; readonly client: CaseFacts | null } | null;
  /** The open client's case as it stands now; null without one, or when the client is gone. */
  readonly client: CaseFacts | null;
}

/** A record of the unit, with what the unit did to it. */
interface Touched {
  readonly form: Form;
  readonly rec: Rec;
  readonly changes: readonly Change[];
}

/**
 * Takes back the last thing done in this session, by compensating changes in one unit of work: what
 * it made is voided, what it amended gets its answers back, what it voided comes back. Numbers stay
 * used. The undoing itself is not undone: the next call takes back what was done before. No right
 * is asked beyond that of having done it: it is the worker's own work of this sitting.
 *
 * Problems: `undo.nothing`; `undo.elsewhere` {who} it concerns another client than the open one;
 * `undo.changed` {name, user}; `undo.linked` {names, count}; `undo.gone` {name}; the form's
 * `locked`; `person.identifier_taken`.
 */
export function undoLast(door: Door, client: CaseFacts | null): Result<Undone> {
  try {
    const undone = catching(() => withCases(door, (cases) => undoIn(door, cases, client)));
    if (undone.ok) door.done?.pop();
    return undone;
  } catch (error) {
    if (!(error instanceof Stop) || error.result.kind !== 'refused') throw error;
    const [problem] = error.result.problems;
    if (!problem) throw error;
    return { ok: false, problem };
  }
}

function undoIn(door: Door, cases: CaseCache, client: CaseFacts | null): Undone {
  const found = lastUnit(door);
  if (!found) return refuseWith({ code: 'undo.nothing' });
  const { changes, typed } = found;
  const touched = touchedBy(door, changes);
  const [about] = touched as [Touched];
  // What takes back is no work that could be taken back in its turn.
  const { world, setting } = door;
  const unit = new UnitOfWork({ world, setting }, cases);
  const open = client?.person.id ?? null;
  refuseElsewhere(cases, about, open);
  const seen = unit.shown(about.rec);
  const ids = new Set(touched.map(({ rec }) => rec.id));
  const last = changes.at(-1)?.seq ?? 0;
  for (const one of touched) refuseDepending(door, one, ids, last);
  const before = about.rec.bucket === null ? null : (cases.of(about.rec.bucket) ?? null);
  const reversed = [...touched].reverse();
  for (const one of reversed) putBack(unit, one);
  for (const one of reversed) refuseGone(door, one);
  const owner = about.rec.bucket === null ? null : (cases.of(about.rec.bucket) ?? null);
  return {
    about: seen,
    kind: (changes[0] as Change).kind,
    others: touched.length - 1,
    again: typed === about.rec.id ? { rec: seen, client: owner ?? before } : null,
    client: open === null ? null : (cases.of(open) ?? null),
  };
}

/** The last unit of this session that stands in the base; one that failed left nothing. */
function lastUnit(door: Door): { changes: Change[]; typed: string | null } | null {
  for (let unit = door.done?.at(-1); unit; unit = door.done?.at(-1)) {
    const changes = changesOfUnit(door.world.base, unit.id, unit.first, unit.last);
    if (changes.length) return { changes, typed: unit.typed };
    door.done?.pop();
  }
  return null;
}

/** The records of the unit in the order it first wrote them. */
function touchedBy(door: Door, changes: readonly Change[]): Touched[] {
  const { base, registry } = door.world;
  const byRecord = new Map<string, Change[]>();
  for (const change of changes) {
    byRecord.set(change.record_id, [...(byRecord.get(change.record_id) ?? []), change]);
  }
  return [...byRecord.values()].map((own) => {
    const [first] = own as [Change];
    const form = registry.form(first.form);
    const rec = readRecord(base, form, first.record_id);
    return rec ? { form, rec, changes: own } : refuseWith({ code: 'record.missing' });
  });
}

/** What is undone must be seen: in the open case, or in the grid over all clients. */
function refuseElsewhere(cases: CaseCache, { form, rec }: Touched, open: string | null): void {
  if (rec.bucket === null || rec.bucket === open) return;
  if (open === null && (form.grid || form.id === PERSON)) return;
  const person = cases.of(rec.bucket)?.person;
  const who = person ? `${person.identifier} ${person.name}` : '';
  refuseWith({ code: 'undo.elsewhere', values: { who } });
}

/** Stops when the record has changed since, is frozen, or another one rests on it. */
function refuseDepending(
  door: Door,
  { form, rec, changes }: Touched,
  own: ReadonlySet<string>,
  last: number,
): void {
  const facts = factsAt(door, null);
  const newest = changedSince(door, form, rec, changes.at(-1)?.seq ?? 0);
  if (newest) {
    const user = workerIn(facts.workers, newest.actor)?.name ?? '';
    refuseWith({ code: 'undo.changed', values: { name: form.name(rec, facts), user } });
  }
  const locked = form.locked(rec);
  if (locked) refuseWith(locked);
  const isNew = changes[0]?.kind === 'create';
  const pointing = pointingTo(door, rec)
    .filter((one) => !own.has(one.rec.id) && (isNew || changedSince(door, one.form, one.rec, last)))
    .map((one) => one.form.name(one.rec, facts));
  const homes = isNew && form.id === PERSON ? householdsOf(door.world.base, rec.id) : [];
  const count = pointing.length + homes.filter((id) => !own.has(id)).length;
  if (count) refuseWith({ code: 'undo.linked', values: { names: pointing.join(', '), count } });
}

/**
 * The newest change since a `seq` that left something of it; null where all that was done since was
 * taken back, as when the one after this is undone first.
 */
function changedSince(door: Door, form: Form, rec: Rec, seq: number): Change | null {
  const all = changesOf(door.world.base, rec.id);
  const later = all.filter((change) => change.seq > seq);
  const newest = later.at(-1);
  if (!newest) return null;
  const was = before(form, rec.values, later);
  const isSame = Object.keys(was).every((id) => sameValue(was[id], rec.values[id]));
  const voiding = all.findLast(
    (change) => change.seq <= seq && (change.kind === 'void' || change.kind === 'restore'),
  );
  return isSame && rec.voided === (voiding?.kind === 'void') ? null : newest;
}

function putBack(unit: UnitOfWork, { form, rec, changes }: Touched): void {
  if (changes[0]?.kind === 'create') {
    if (!rec.voided) unit.putBack(form, rec, { values: rec.values, kind: 'void', reason: UNDO });
    return;
  }
  // The form is not asked: these answers stood a moment ago, whatever it would say of them anew.
  const values = before(form, rec.values, changes);
  const kind = rec.voided ? 'restore' : 'amend';
  unit.putBack(form, rec, { values, kind, reason: UNDO });
}

/** The answers as they were before the changes. */
function before(form: Form, now: Values, changes: readonly Change[]): Values {
  const values: Record<string, Value> = { ...now };
  for (const { patch } of [...changes].reverse()) {
    for (const [id, [was]] of Object.entries(patch)) {
      const field = form.fields[id];
      if (field) values[id] = was ?? nothingIn(field);
    }
  }
  return values;
}

/** Stops when what came back points to something voided, or took an identifier now in use. */
function refuseGone(door: Door, { form, rec, changes }: Touched): void {
  if (changes[0]?.kind === 'create') return;
  const { base } = door.world;
  const now = readRecord(base, form, rec.id);
  if (!now) return;
  if (form.id === PERSON) {
    const problems = personProblems(door, rec.id, now.values);
    if (problems.length) refuseWith(...problems);
  }
  for (const [id, field] of Object.entries(form.fields)) {
    for (const target of targetsIn(field, now.values[id])) {
      const gone = voidedAt(door, field, target);
      if (gone) refuseWith({ code: 'undo.gone', values: { name: gone } });
    }
  }
}

function targetsIn(field: Field, value: Value | undefined): string[] {
  if (value === undefined || isEmpty(value)) return [];
  if (field.kind === 'link') return [String(value)];
  if (field.kind === 'links') return (value as readonly string[]).map(String);
  const columns = Object.entries(field.columns ?? {}).filter(([, column]) => column.to);
  if (!columns.length || !Array.isArray(value)) return [];
  return (value as readonly Row[]).flatMap((row) =>
    columns.flatMap(([id]) => (row[id] ? [String(row[id])] : [])),
  );
}

/** How a voided record a link leads to is named, or null when it leads to a living one. */
function voidedAt(door: Door, field: Field, id: string): string | null {
  const { base, registry } = door.world;
  const forms = registry.all.filter(
    (form) => form.id === field.to || field.to === 'case' || field.kind === 'rows',
  );
  for (const form of forms) {
    const rec = readRecord(base, form, id);
    if (rec?.voided) return form.name(rec, factsAt(door, null));
    if (rec) return null;
  }
  return null;
}

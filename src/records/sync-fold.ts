import { ProblemError } from '../base/problems';
import type { Form } from '../form/define';
import type { Field } from '../form/field';
import { KINDS } from '../form/kinds/kinds';
import { storedOf } from '../form/table';
import { numberIn, type Rec, sameValue, textIn, type Value, type Values } from '../form/value';
import { numberSeries } from '../rules/record-number';
import { type Change, type ChangeKind, changesOf } from '../store/changes';
import { nextEntryNo } from '../store/counters';
import { catching } from '../store/errors';
import { readRecord } from '../store/records';
import { conflictsOf } from '../store/sync-conflicts';
import { type Delivery, deliveriesOf, isChangedSince } from '../store/sync-delivery';
import { hasCentre } from '../store/sync-link';
import { type Extra, extraOf, raiseCounter, writeFolded } from '../store/sync-rows';
import { CENTRE } from '../sync/terms';
import { clientOf, isCaseForm, nothingIn } from './answers';
import type { Door } from './door';
import { factsOf } from './facts';
import { PERSON } from './people';
import { indexPersonRecord } from './person-check';
import { afterChange } from './replay';

/** The field a conflict names when one voided what another changed. */
const VOIDED = '$voided';

/** A change with its place in the feed; null while it has none. */
export type Counting = Change & { readonly pos: number | null };

/** Answers that nothing mends: what was written is kept in its words and stands in no record. */
const FINAL: ReadonlySet<string> = new Set(['rejected', 'held']);

/** True for what was refused, also while that is asked for anew after a restore. */
function isFinal(delivery: Delivery | undefined): boolean {
  if (!delivery) return false;
  const { status, code } = delivery;
  return status === null ? code !== null : FINAL.has(status);
}

/** What a record comes to. */
interface Folded {
  readonly rec: Rec;
  readonly extra: Extra;
}

/**
 * The changes of a record in the order they count, each as it counts: what is in by its version,
 * what has lost its place with the centre after it, then what this base has made and is not in. Of
 * both the fields in conflict are left out, and what was refused altogether, unless all of the
 * record was.
 */
export function countingChanges(door: Door, recordId: string, made: readonly Change[]): Counting[] {
  const known = deliveriesOf(door.world.base, recordId);
  const all = made.map((change) => ({ ...change, pos: known.get(change.seq)?.pos ?? null }));
  if (known.size === 0) return all;
  const isIn = ({ pos }: Counting) => pos !== null;
  const isOthers = ({ seq }: Change) => known.get(seq)?.own === false;
  const byVersion = (a: Change, b: Change) =>
    (known.get(a.seq)?.version ?? 0) - (known.get(b.seq)?.version ?? 0) || a.seq - b.seq;
  const taken = (change: Counting) => asTaken(change, known.get(change.seq));
  const settled = all.filter(isIn).sort(byVersion);
  // Operations by which a restored centre gave numbers do not come again: it makes others.
  const isForgotten = (change: Counting) => !isIn(change) && change.device_id === CENTRE;
  const lost = all
    .filter((change) => !isIn(change) && isOthers(change) && !isForgotten(change))
    .sort(byVersion);
  // What was sent again may have met another: then it is in conflict like one of this base's own.
  // And it gives way to what has come in since.
  const maybe = lost.map((change) => withoutWritten(taken(change), settled));
  const unsure = lost.length ? withoutConflicts(door, recordId, maybe, known) : lost;
  const theirs = [...settled.map(taken), ...unsure];
  const mine = all.filter((change) => !isIn(change) && !isOthers(change));
  if (mine.length === 0) return theirs;
  const isRefused = ({ seq }: Change) => isFinal(known.get(seq));
  // What was refused from its beginning on is shown as it was written.
  const isKnown = theirs.length > 0 || !mine.some((one) => one.kind === 'create' && isRefused(one));
  const left = isKnown
    ? mine.filter((change) => !isRefused(change) && isHere(door, change, theirs))
    : mine;
  const written = settled.filter((change) => !isOthers(change));
  const standing = left.map((change) => withoutWritten(change, written));
  return [...theirs, ...withoutConflicts(door, recordId, standing, known)];
}

/**
 * False for what would take a record of the centre to a client who has been taken from this base:
 * it would stand in no diary, while the centre has it where it was. What does not move it names
 * the client its author saw it with: others may have moved it since.
 */
function isHere(
  { world: { base, registry } }: Door,
  { bucket, patch }: Change,
  theirs: readonly Change[],
): boolean {
  if (theirs.length === 0 || bucket === null || !('person' in patch)) return true;
  return readRecord(base, registry.form(PERSON), bucket) !== undefined;
}

/**
 * Without what a later change that is in said anew, also where a person has decided that since:
 * this one is not in.
 */
function withoutWritten(change: Counting, settled: readonly Change[]): Counting {
  const later = settled.filter(({ seq }) => seq > change.seq);
  if (later.length === 0) return change;
  const again = Object.keys(change.patch).filter((id) => later.some(({ patch }) => id in patch));
  const isVoided = later.some(({ kind }) => kind === 'void' || kind === 'restore');
  return without(change, new Set(isVoided ? [...again, VOIDED] : again));
}

/**
 * Changes of several records, each record's in the order they count; in a base without a centre
 * that is the order they were made.
 * @param changes oldest first
 */
export function inCountingOrder(door: Door, changes: readonly Change[]): readonly Change[] {
  if (!hasCentre(door.world.base)) return changes;
  const byRecord = new Map<string, Change[]>();
  for (const change of changes) {
    const own = byRecord.get(change.record_id);
    if (own) own.push(change);
    else byRecord.set(change.record_id, [change]);
  }
  const ordered = new Map(
    [...byRecord].map(([id, own]) => [id, countingChanges(door, id, own)[Symbol.iterator]()]),
  );
  return changes.flatMap(({ record_id }) => ordered.get(record_id)?.next().value ?? []);
}

/** As the centre took it, where something in it had been decided before. */
function asTaken(change: Counting, delivery: Delivery | undefined): Counting {
  if (!delivery?.patch && !delivery?.kind) return change;
  const kind = (delivery.kind ?? change.kind) as ChangeKind;
  return { ...change, kind, patch: delivery.patch ?? change.patch };
}

function withoutConflicts(
  { world }: Door,
  recordId: string,
  mine: readonly Counting[],
  known: ReadonlyMap<number, Delivery>,
): Counting[] {
  const conflicts = conflictsOf(world.base, recordId);
  if (conflicts.length === 0) return [...mine];
  const fieldsOf = conflicts.map(({ op_id, body }) => {
    const { fields } = JSON.parse(body) as { fields: { field: string }[] };
    return { op_id, fields: fields.map((one) => one.field) };
  });
  return mine.map((change) => {
    const status = known.get(change.seq)?.status;
    const out = fieldsOf.filter(({ op_id }) => op_id === change.op_id || status === 'waiting');
    return out.length ? without(change, new Set(out.flatMap(({ fields }) => fields))) : change;
  });
}

function without(change: Counting, fields: ReadonlySet<string>): Counting {
  const patch = Object.fromEntries(
    Object.entries(change.patch).filter(([field]) => !fields.has(field)),
  );
  const isVoiding = change.kind === 'void' || change.kind === 'restore';
  return { ...change, patch, kind: isVoiding && fields.has(VOIDED) ? 'amend' : change.kind };
}

/** Records whose rows are not yet what their changes come to. */
type Stale = ReadonlySet<string>;

const NONE: Stale = new Set();

/**
 * A record as its changes make it, null where its beginning is not here.
 * @param changes as `countingChanges` gives them
 */
function folded(door: Door, form: Form, changes: readonly Counting[], stale: Stale): Folded | null {
  const from = changes.findIndex(({ kind }) => kind === 'create');
  if (from < 0) return null;
  const known = new Set(storedOf(form));
  const extra: Record<string, unknown> = {};
  let rec: Rec | null = null;
  for (const change of changes) {
    for (const [id, [, now]] of Object.entries(change.patch)) {
      if (!known.has(id)) extra[id] = now;
    }
    const before: Rec | null = rec;
    const then = { change, was: before, stale };
    rec = afterChange(door, form, rec, change, () => linkedThen(door, form, then));
  }
  const made = rec as Rec;
  const bucket = form.id === PERSON ? made.id : clientOf(form, made.values);
  return { rec: { ...made, bucket }, extra };
}

/** A change of a record, what was before it, and which rows say nothing yet. */
interface Then {
  readonly change: Counting;
  readonly was: Rec | null;
  readonly stale: Stale;
}

/**
 * Records the answers link to as they were at that place of the feed, whatever has come since: so
 * each base derives the same, in whatever order things came to it. Voided ones are left out.
 */
function linkedThen(door: Door, form: Form, { change, was, stale }: Then): Rec[] {
  const { base, registry } = door.world;
  return Object.entries(form.fields).flatMap(([id, field]) => {
    const to = change.patch[id]?.[1] ?? was?.values[id];
    if (field.kind !== 'link' || field.to === undefined || typeof to !== 'string') return [];
    const forms = registry.all.filter(
      (one) => one.id === field.to || (field.to === 'case' && isCaseForm(one)),
    );
    if (!forms.length) return [];
    const isOther = stale.has(to) || isChangedSince(base, to, change);
    const rec = isOther
      ? recordThen(door, forms, to, { change, was, stale })
      : firstOf(forms, (one) => readRecord(base, one, to));
    return rec && !rec.voided ? [rec] : [];
  });
}

function firstOf<T>(forms: readonly Form[], read: (form: Form) => T | undefined): T | undefined {
  for (const form of forms) {
    const found = read(form);
    if (found) return found;
  }
  return undefined;
}

function recordThen(
  door: Door,
  forms: readonly Form[],
  id: string,
  { change, stale }: Then,
): Rec | null {
  const all = changesOf(door.world.base, id);
  const form = forms.find((one) => one.id === all[0]?.form);
  const before = countingChanges(door, id, all).filter((one) => isBefore(one, change));
  return (form && folded(door, form, before, stale)?.rec) ?? null;
}

function isBefore(one: Counting, then: Counting): boolean {
  if (then.pos !== null) return one.pos !== null && one.pos < then.pos;
  return one.pos !== null || one.seq < then.seq;
}

/**
 * Makes the row of a record what its changes come to, with what follows it: the finder, the
 * counter of its number. While `applying`.
 * @param stale records that are made anew after it: their rows are not looked at
 * @returns true when something was written
 */
export function foldRecord(door: Door, recordId: string, stale: Stale = NONE): boolean {
  const { base, registry } = door.world;
  const all = changesOf(base, recordId);
  const form = registry.all.find(({ id }) => id === all[0]?.form);
  const made = form && folded(door, form, countingChanges(door, recordId, all), stale);
  if (!made) return false;
  const was = readRecord(base, form, recordId);
  const rec: Rec = was
    ? { ...made.rec, version: was.version + 1, entry_no: was.entry_no }
    : { ...made.rec, version: 1, entry_no: nextEntryNo(base) };
  if (was && isSame(form, rec, was) && sameExtra(made.extra, extraOf(base, form, recordId))) {
    return false;
  }
  if (!written(door, form, { rec, extra: made.extra }, was)) return false;
  if (form.id === PERSON) indexPersonRecord(door, rec);
  raiseNumber(door, form, rec);
  return true;
}

function written(
  { world }: Door,
  form: Form,
  { rec, extra }: Folded,
  was: Rec | undefined,
): boolean {
  const { base } = world;
  const done = catching(() => writeFolded(base, form, rec, extra, !was));
  if (done.ok) return true;
  if (done.problem.code !== 'record.refused') throw new ProblemError(done.problem);
  // Answers this version cannot hold are kept beside, as are those of fields it does not know. A
  // new record that lacks one it needs has its history only.
  const fit = fitting(form, rec.values, was?.values);
  const beside = { ...extra, ...fit.others };
  const again = { ...rec, values: fit.values };
  return catching(() => writeFolded(base, form, again, beside, !was)).ok;
}

/** The answers that fit, in the place of others those of before; and the others. */
function fitting(form: Form, values: Values, was?: Values): { values: Values; others: Extra } {
  const kept: Record<string, Value> = {};
  const others: Record<string, unknown> = {};
  for (const id of storedOf(form)) {
    const field = form.fields[id] as Field;
    const value = values[id] ?? nothingIn(field);
    const isNothing = sameValue(value, nothingIn(field));
    const fits = isNothing || KINDS[field.kind].holds(field)(value);
    kept[id] = fits ? value : (was?.[id] ?? nothingIn(field));
    if (!fits) others[id] = value;
  }
  return { values: kept, others };
}

const DERIVED = [
  ...(['bucket', 'diary_on', 'service_task', 'closed_at', 'voided'] as const),
  ...(['entered_on', 'entered_by', 'entered_at'] as const),
];

function isSame(form: Form, a: Rec, b: Rec): boolean {
  return (
    DERIVED.every((name) => a[name] === b[name]) &&
    storedOf(form).every((id) => sameStored(form.fields[id] as Field, a.values[id], b.values[id]))
  );
}

/** An off tick and one nobody has touched are not the same answer, but the same sort of nothing. */
function sameStored(field: Field, a: Value | undefined, b: Value | undefined): boolean {
  return field.kind === 'flag' ? (a ?? null) === (b ?? null) : sameValue(a, b);
}

function sameExtra(a: Extra, b: Extra): boolean {
  const text = (extra: Extra) => JSON.stringify(Object.entries(extra).sort());
  return text(a) === text(b);
}

/** A number given elsewhere is not given here anew. */
function raiseNumber(door: Door, form: Form, { values }: Rec): void {
  const rule = form.number;
  const number = rule && numberIn(values, rule.field);
  const date = rule && textIn(values, rule.dateField);
  if (!rule || !number || !date) return;
  const root = factsOf(door.setting, null, null).rootOf(String(values[rule.unitField]));
  const { series, year, root_unit } = numberSeries(rule.series, date, root);
  raiseCounter(door.world.base, { series, year, root: root_unit }, number);
}

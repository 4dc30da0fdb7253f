import { bad, good, type Result } from '../base/problems';
import type { Form } from '../form/define';
import { workerIn } from '../form/facts';
import { type Rec, sameValue, type Value, type Values } from '../form/value';
import { changesOf, type Patch } from '../store/changes';
import { readRecord } from '../store/records';
import { type KnownConflict, knownConflict, noteSettlement } from '../store/sync-open';
import type { Conflict } from '../sync/protocol';
import { answersProblems } from './check';
import { UnitOfWork } from './commit';
import { type Door, factsAt, guardedWrite, rightProblem } from './door';
import { namesIn } from './history';
import { caseNow, withCases } from './kept-cases';
import { maskedPatch } from './mask';
import { savedResult } from './save';
import { refuseWith, type SaveResult, settled } from './stop';
import { countingChanges } from './sync-fold';
import { conflictIn, nameAndPerson } from './sync-open';
import type { Settlement, ShownConflict, ShownField } from './sync-state';
import { logUse } from './use';

/** The field of a conflict in which one voided what another changed. */
const VOIDED = '$voided';

/**
 * A conflict as it is shown, with a line in the use log; what turvakielto hides is null on all
 * sides. Problems: `role.read` {form}, `record.missing`.
 */
export function showConflict(door: Door, id: string): Result<ShownConflict> {
  return guardedWrite(door, () => {
    const { base, registry } = door.world;
    const known = knownConflict(base, id);
    const said = known && conflictIn(known);
    const form = registry.all.find((one) => one.id === said?.form);
    const rec = said && form && readRecord(base, form, said.record_id);
    if (!known || !said || !form || !rec) return bad('record.missing');
    const refused = rightProblem(door, form.id, 'read');
    if (refused) return { ok: false, problem: refused };
    logUse(door, [{ what: 'history', person: rec.bucket, detail: form.id }]);
    return good(shown(door, form, rec, said, known));
  });
}

function shown(
  door: Door,
  form: Form,
  rec: Rec,
  said: Conflict,
  known: KnownConflict,
): ShownConflict {
  const client = rec.bucket === null ? null : (caseNow(door, rec.bucket, false) ?? null);
  const facts = factsAt(door, client);
  const who = (id: string) => workerIn(facts.workers, id)?.name ?? id;
  const byOp = settlingChange(door, said, known);
  const isOpen = said.status === 'open' && !byOp;
  const sides = isOpen ? standingSides(said, rec) : (said.fields as readonly Sides[]);
  const fields = sides.map((field) => shownField(field, byOp?.patch ?? null));
  const patches = fields.flatMap(({ field, base, theirs, mine }) => [
    { patch: { [field]: [base, theirs] as const } },
    { patch: { [field]: [base, mine] as const } },
  ]);
  const hidden = client?.person.protected === true;
  const { mine, opened_at } = said;
  const theirs = (isOpen && standingBy(door, said, rec)) || said.theirs;
  return {
    ...{ id: said.id, form: form.id, record: rec.id, opened_at },
    ...nameAndPerson(door, form.id, rec.id, rec.bucket),
    fields: hidden ? fields.map((field) => maskedField(form, field)) : fields,
    theirs: { who: who(theirs.actor), at: theirs.claimed_at },
    mine: { who: who(mine.actor), at: mine.claimed_at, reason: mine.reason },
    settled: settledBy(said, byOp, who),
    version: rec.version,
    names: namesIn(door, form, patches, facts),
  };
}

/** A field with the values of both sides. */
type Sides = Omit<ShownField, 'chosen'>;

/** The fields with what stands in the record by now: others may have changed it since. */
function standingSides({ fields }: Conflict, rec: Rec): readonly Sides[] {
  return (fields as readonly Sides[]).map((one) => {
    if (one.field === VOIDED) return { ...one, theirs: rec.voided };
    const now = rec.values[one.field];
    return now === undefined ? one : { ...one, theirs: now };
  });
}

/** Whose change it is that stands, where that is another than when the conflict was opened. */
function standingBy(door: Door, said: Conflict, rec: Rec) {
  const now = standingSides(said, rec);
  const changed = said.fields.filter(
    (one, at) => !sameValue(one.theirs as Value, now[at]?.theirs ?? null),
  );
  const names = new Set(changed.map(({ field }) => field));
  const changes = countingChanges(door, rec.id, changesOf(door.world.base, rec.id));
  return changes.findLast(({ kind, patch }) => {
    if (names.has(VOIDED) && (kind === 'void' || kind === 'restore')) return true;
    return Object.keys(patch).some((field) => names.has(field));
  });
}

/** The change that settled a conflict, when it is in this base. */
function settlingChange({ world }: Door, said: Conflict, { settled_by }: KnownConflict) {
  const op = said.resolution?.op_id ?? settled_by;
  return op === null
    ? undefined
    : changesOf(world.base, said.record_id).find((one) => one.op_id === op);
}

/** Whose value stands: what the settling does not name stays as it was in the record. */
function shownField(sides: Sides, patch: Patch | null): ShownField {
  if (!patch) return sides;
  const now = patch[sides.field]?.[1];
  return { ...sides, chosen: now !== undefined && sameValue(now, sides.mine) ? 'mine' : 'theirs' };
}

function maskedField(form: Form, field: ShownField): ShownField {
  const one = (value: Value) =>
    maskedPatch(form, { [field.field]: [value, null] })[field.field]?.[0];
  const { base, mine, theirs } = field;
  if (!isKnown(form, field.field)) return { ...field, base: null, mine: null, theirs: null };
  return {
    ...field,
    base: one(base) ?? null,
    mine: one(mine) ?? null,
    theirs: one(theirs) ?? null,
  };
}

function settledBy(
  { resolution }: Conflict,
  byOp: ReturnType<typeof settlingChange>,
  who: (id: string) => string,
): ShownConflict['settled'] {
  if (resolution) {
    const { actor, at, reason } = resolution;
    return { who: who(actor), at, reason, sent: true };
  }
  if (!byOp) return null;
  return { who: who(byOp.actor), at: byOp.claimed_at, reason: byOp.reason, sent: false };
}

/**
 * Settles a conflict: a change of the record to the values chosen, which the centre takes in place
 * of what waits there. It may change nothing, where what stands by then stays. Both sides stay
 * readable.
 *
 * Problems: `role.amend` {form}; `conflict.settled`; `conflict.choose` a field without a choice;
 * `conflict.newer` one this program does not know; `record.missing`; those of the form. `stale`
 * when the record is another than was seen.
 */
export function settle(door: Door, settlement: Settlement): SaveResult {
  const { base, registry } = door.world;
  return settled(() =>
    withCases(door, (cases) => {
      const known = knownConflict(base, settlement.conflict);
      const said = known && conflictIn(known);
      const form = registry.all.find((one) => one.id === said?.form);
      const was = said && form && readRecord(base, form, said.record_id);
      if (!known || !said || !form || !was) return refuseWith({ code: 'record.missing' });
      const refused = rightProblem(door, form.id, 'amend');
      if (refused) refuseWith(refused);
      if (said.status === 'resolved' || known.settled_by !== null) {
        refuseWith({ code: 'conflict.settled' });
      }
      const { choices, reason } = settlement;
      const isOpen = said.status === 'open';
      if (!isOpen || said.fields.some(({ field }) => !isKnown(form, field))) {
        refuseWith({ code: 'conflict.newer' });
      }
      if (said.fields.some(({ field }) => !choices[field])) refuseWith({ code: 'conflict.choose' });
      const unit = new UnitOfWork(door, cases);
      if (was.version !== settlement.version) {
        return { kind: 'stale', theirs: unit.shown(was), fields: [] };
      }
      const { values, voided, named } = chosenIn(said, choices, was);
      const facts = unit.factsFor(was.bucket);
      if (!sameAnswers(values, was.values)) {
        const isPerson = (id: string) => cases.isPerson(id);
        const problems = answersProblems(door, form, values, facts, was, false, isPerson);
        if (problems.length) refuseWith(...problems);
      }
      // Void stays void: of a change that says nothing of it nobody could tell.
      const kind = voided ? 'void' : was.voided ? 'restore' : 'amend';
      const rec = unit.putBack(form, was, { values, kind, reason, named });
      noteSettlement(base, rec.id, said.id);
      return savedResult(unit, rec.id, null);
    }),
  );
}

/** False for a field that only a newer program has: here it could be neither read nor written. */
function isKnown(form: Form, field: string): boolean {
  return field === VOIDED || form.fields[field] !== undefined;
}

function sameAnswers(one: Values, other: Values): boolean {
  return Object.keys(one).every((id) => sameValue(one[id], other[id]));
}

/**
 * The record with the values that were chosen. `named`: fields in which the waiting side was
 * chosen; they go with the change also where they hold that already: it must be known what was
 * decided.
 */
function chosenIn(
  { fields }: Conflict,
  choices: Settlement['choices'],
  was: Rec,
): { readonly values: Values; readonly voided: boolean; readonly named: readonly string[] } {
  const values: Record<string, Value> = { ...was.values };
  const named: string[] = [];
  let { voided } = was;
  for (const one of fields as readonly Sides[]) {
    if (choices[one.field] !== 'mine') continue;
    if (one.field === VOIDED) voided = one.mine === true;
    else {
      values[one.field] = one.mine;
      named.push(one.field);
    }
  }
  return { values, voided, named };
}

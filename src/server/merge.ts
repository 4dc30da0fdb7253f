import type { Form } from '../form/define';
import { fieldsOfGroup, mergeGroup } from '../form/merging';
import { sameValue, type Value, type Values } from '../form/value';
import type { Conflict, Op } from '../sync/protocol';
import { CENTRE } from '../sync/terms';

/** A version of a record: who made it, and what it changed. */
export interface Version {
  readonly version: number;
  readonly op_id: string;
  readonly device_id: string;
  readonly actor: string;
  readonly claimed_at: string;
  readonly kind: Op['kind'];
  readonly patch: Op['patch'];
}

/** How a record stands. */
export interface Standing {
  readonly form: Form | undefined;
  readonly voided: boolean;
  readonly values: Values;
}

/** Whether a record is void, among the fields of a conflict. */
export const VOIDED = '$voided';

/** What comes of an operation that meets versions its author had not seen. */
export interface Meeting {
  /** Others had changed the record meanwhile; the centre's own numbering does not count. */
  readonly merged: boolean;
  /** Fields changed apart, to other values; none: the operation goes in. */
  readonly fields: Conflict['fields'];
  /** Whose change is in. */
  readonly theirs: Version | null;
}

/**
 * Compares an operation with the versions its author had not seen. A conflict is a change of the
 * same group of fields to another value (rule of `docs/decisions/0012`); no clock and no position
 * decides it.
 * @param unseen versions above the base of the operation that another device made, in order
 */
export function meet(now: Standing, unseen: readonly Version[], op: Op): Meeting {
  const others = unseen.filter((one) => one.device_id !== CENTRE);
  const last = others.at(-1);
  if (!last) return { merged: false, fields: [], theirs: null };
  const fields = [
    ...voidedApart(now, others, op),
    ...groupsApart(now, others, op),
    ...freezingApart(now, op),
  ];
  const once = [...new Map(fields.map((field) => [field.field, field])).values()];
  const named = new Set(once.map(({ field }) => field));
  const theirs = others.findLast((one) => touches(one, named)) ?? last;
  return { merged: true, fields: once, theirs };
}

function touches({ kind, patch }: Version, fields: ReadonlySet<string>): boolean {
  if (fields.has(VOIDED) && (kind === 'void' || kind === 'restore')) return true;
  return Object.keys(patch).some((id) => fields.has(id));
}

/** Void on one side and a change on the other. */
function voidedApart(now: Standing, others: readonly Version[], op: Op): Conflict['fields'] {
  if (op.kind === 'void' && !now.voided) {
    return [{ field: VOIDED, base: false, theirs: false, mine: true }];
  }
  const voidedByOther = now.voided && others.some(({ kind }) => kind === 'void');
  if (op.kind !== 'amend' || !voidedByOther) return [];
  const asked = Object.entries(op.patch).map(([field, [was, mine]]) => {
    return { field, base: was, theirs: held(now.values[field]), mine };
  });
  return [{ field: VOIDED, base: false, theirs: true, mine: false }, ...asked];
}

/** Groups that both changed, to different values: each with all its fields of either patch. */
function groupsApart(now: Standing, others: readonly Version[], op: Op): Conflict['fields'] {
  const { form } = now;
  const groupOf = (id: string) => mergeGroup(form, id);
  const changed = new Set(others.flatMap(({ patch }) => Object.keys(patch).map(groupOf)));
  const met = new Set(Object.keys(op.patch).map(groupOf));
  // The number is the centre's to give, whatever the two proposed.
  return [...met]
    .filter((group) => changed.has(group) && group !== form?.number?.field)
    .flatMap((group) => groupApart(now, others, op, group));
}

function groupApart(now: Standing, others: readonly Version[], op: Op, group: string) {
  const fields = fieldsOfGroup(now.form, group).map((field) => {
    const theirs = held(now.values[field]);
    const first = others.find(({ patch }) => patch[field] !== undefined)?.patch[field];
    const base = first ? first[0] : theirs;
    return { field, base, theirs, mine: op.patch[field]?.[1] ?? (op.patch[field] ? null : base) };
  });
  const isApart = ({ theirs, mine }: { theirs: unknown; mine: unknown }) =>
    !sameValue(theirs as Value, mine as Value);
  if (!fields.some(isApart)) return [];
  return fields.filter((one) => isApart(one) || op.patch[one.field] !== undefined);
}

/** What is never changed again is not made so beside changes its author had not seen. */
function freezingApart({ form, values }: Standing, op: Op): Conflict['fields'] {
  if (!form || !freezes(form, op.patch)) return [];
  const group = mergeGroup(form, form.frozenBy as string);
  return fieldsOfGroup(form, group)
    .filter((field) => op.patch[field] !== undefined)
    .map((field) => {
      const [was, mine] = op.patch[field] as Op['patch'][string];
      return { field, base: was, theirs: held(values[field]), mine };
    });
}

/** True when the patch sets the tick after which the record never changes. */
function freezes(form: Form, patch: Op['patch']): boolean {
  return form.frozenBy !== undefined && patch[form.frozenBy]?.[1] === true;
}

const held = (value: Value | undefined) => (value ?? null) as Op['patch'][string][0];

/**
 * Fields of an operation that who knew it has written again since: what waited must not come over
 * them when it goes in. The rest of their groups they saw and left as it was.
 */
export function writtenLater(later: readonly Version[], op: Pick<Op, 'kind' | 'patch'>): string[] {
  const isVoiding = (kind: string) => kind === 'void' || kind === 'restore';
  const again = Object.keys(op.patch).filter((id) => later.some(({ patch }) => id in patch));
  const voided = isVoiding(op.kind) && later.some(({ kind }) => isVoiding(kind));
  return voided ? [...again, VOIDED] : again;
}

/**
 * What is left of an operation once some of its fields have been decided by a person. A void that
 * was decided is one no longer.
 */
export function withoutDecided(op: Op, decided: ReadonlySet<string>): Op {
  const patch = Object.fromEntries(Object.entries(op.patch).filter(([id]) => !decided.has(id)));
  const kind = decided.has(VOIDED) && op.kind !== 'create' ? 'amend' : op.kind;
  return { ...op, kind, patch };
}

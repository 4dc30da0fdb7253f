import type { Form } from '../form/define';
import { isStored } from '../form/field';
import { outsideLimits } from '../form/schema';
import type { Value, Values } from '../form/value';
import { clientOf } from '../records/answers';
import { ID, type Op } from '../sync/protocol';

/** True for what can be an id. */
export function isGoodId(id: string): boolean {
  return ID.test(id);
}

/** True when the ids of an operation can be kept. */
export function hasGoodIds(op: Op): boolean {
  const ids = [op.op_id, op.uow_id, op.actor, op.form, op.record_id, op.bucket ?? 'x'];
  const named = op.resolves === undefined || op.resolves === null ? ids : [...ids, op.resolves];
  return [...named, ...Object.keys(op.patch)].every(isGoodId);
}

/** The answers after a patch; what was never answered is not there. */
export function after(values: Values, patch: Op['patch']): Values {
  const changed = Object.entries(patch).map(([id, [, now]]): [string, Value] => [id, now as Value]);
  return { ...values, ...Object.fromEntries(changed) };
}

/**
 * Fields of a patch that no record of the form could hold. Fields this version does not know are
 * let through as they are, and so is all of a form it does not know, or knows an older version of.
 * The number is the centre's to give. A new record must hold what its form requires.
 */
export function badFields(form: Form | undefined, op: Op, values: Values): string[] {
  if (!form || op.form_version > form.version) return [];
  const known = Object.entries(values).filter(([id]) => {
    const field = form.fields[id];
    return field !== undefined && id !== form.number?.field;
  });
  const asked = outsideLimits(form, Object.fromEntries(known));
  return asked.filter((id) => {
    if (id === form.number?.field) return false;
    const field = form.fields[id];
    if (field === undefined || !isStored(field)) return op.patch[id] !== undefined;
    return op.kind === 'create' || op.patch[id] !== undefined;
  });
}

/** The client a record belongs to, by what it holds; what a form unknown here says of itself. */
export function bucketOf(
  form: Form | undefined,
  op: Pick<Op, 'bucket' | 'record_id'>,
  values: Values,
): string | null {
  if (!form) return op.bucket;
  return form.isClient ? op.record_id : clientOf(form, values);
}

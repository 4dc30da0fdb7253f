import { good, type Result } from '../base/problems';
import type { Values } from '../form/value';
import { queryRecords } from '../store/query';
import { type Door, rightProblem } from './door';
import { maskedRecord } from './mask';
import { logUse } from './use';
import { personsBy } from './work-list';

/**
 * The answers of the newest record of a form the worker has saved, masked; null when there is none.
 * What a worker repeats at the start of a day is what was recorded last. Problems: `role.read`
 * {form}.
 */
export function lastSaved(door: Door, formId: string): Result<Values | null> {
  const { base, registry } = door.world;
  const form = registry.form(formId);
  const problem = rightProblem(door, formId, 'read');
  if (problem) return { ok: false, problem };
  const where = { entered_by: door.setting.me.id, voided: false };
  const [rec] = queryRecords(base, form, { where, order: 'newest', limit: 1 });
  if (!rec) return good(null);
  logUse(door, [{ what: 'show', person: rec.bucket, detail: formId }]);
  const person = personsBy(door, [rec.bucket]).get(rec.bucket ?? '');
  return good(maskedRecord(form, rec, person?.protected === true).values);
}

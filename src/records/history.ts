import { bad, good, type Result } from '../base/problems';
import type { Value } from '../form/value';
import { type ChangeKind, changesOf } from '../store/changes';
import { readRecord } from '../store/records';
import { type Door, factsAt, guardedWrite, rightProblem } from './door';
import { maskedPatch } from './mask';
import { personFacts, readPersons } from './people';
import { CORRECTION_REASONS } from './save';
import { logUse } from './use';

/** One change of a record, oldest first. */
export interface HistoryEntry {
  /** ISO instant by the clock of the workstation. */
  readonly at: string;
  /** Name of the worker, or the id of one no longer listed. */
  readonly who: string;
  /** Day the worker was recording as. */
  readonly work_on: string;
  readonly kind: ChangeKind;
  /** The reason in the language of the screen; null where none was asked. */
  readonly reason: string | null;
  readonly fields: readonly (readonly [field: string, was: Value, now: Value])[];
}

/**
 * The history of a record, with a line in the use log; hidden fields of a client under
 * turvakielto show that they changed, not what they held.
 * Problems: `role.read` {form}, `record.missing`.
 */
export function history(door: Door, formId: string, id: string): Result<HistoryEntry[]> {
  const { base, registry } = door.world;
  const form = registry.form(formId);
  const refused = rightProblem(door, form.id, 'read');
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const rec = readRecord(base, form, id);
    if (!rec) return bad('record.missing');
    logUse(door, [{ what: 'history', person: rec.bucket, detail: form.id }]);
    const isProtected = rec.bucket !== null && isProtectedClient(door, rec.bucket);
    const facts = factsAt(door, null);
    const entries = changesOf(base, id).map((change) => {
      const patch = isProtected ? maskedPatch(form, change.patch) : change.patch;
      const reason = facts.code(CORRECTION_REASONS, change.reason)?.text ?? change.reason;
      return {
        at: change.claimed_at,
        who: facts.workers.find((worker) => worker.id === change.actor)?.name ?? change.actor,
        work_on: change.work_on,
        kind: change.kind,
        reason,
        fields: Object.entries(patch).map(([field, [was, now]]) => [field, was, now] as const),
      };
    });
    return good(entries);
  });
}

function isProtectedClient(door: Door, personId: string): boolean {
  return personFacts(door, [...readPersons(door, [personId]).values()])[0]?.protected === true;
}

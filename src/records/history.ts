import { bad, good, type Result } from '../base/problems';
import type { Form } from '../form/define';
import type { Field } from '../form/field';
import type { Rec, Row, Value } from '../form/value';
import { type Change, type ChangeKind, changesOf } from '../store/changes';
import { readRecord } from '../store/records';
import { type Delivery, deliveriesOf } from '../store/sync-delivery';
import { hasCentre } from '../store/sync-link';
import { type Door, factsAt, guardedWrite, rightProblem } from './door';
import { caseNow } from './kept-cases';
import { maskedPatch } from './mask';
import { nameOfActor } from './names';
import { PERSON, personFacts, readPersons } from './people';
import { changesUntil } from './replay';
import { CORRECTION_REASONS } from './save';
import type { EntryState } from './sync-state';
import { logUse } from './use';

/** One change of a record. */
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
  /** Why the change is not in at the centre; null where it is, or where there is no centre. */
  readonly state: EntryState | null;
  readonly fields: readonly (readonly [field: string, was: Value, now: Value])[];
}

/** What has been done to a record. */
export interface RecordHistory {
  readonly form: string;
  /** How its form names the record. */
  readonly name: string;
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
  /** Texts of the persons and records its answers have pointed to, by id. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * The history of a record, with a line in the use log; hidden fields of a client under
 * turvakielto show that they changed, not what they held.
 * @param until ISO instant: only what had been done by then
 * Problems: `role.read` {form}, `record.missing`.
 */
export function history(
  door: Door,
  formId: string,
  id: string,
  until?: string,
): Result<RecordHistory> {
  const { base, registry } = door.world;
  const form = registry.form(formId);
  const refused = rightProblem(door, form.id, 'read');
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const rec = readRecord(base, form, id);
    if (!rec) return bad('record.missing');
    logUse(door, [{ what: 'history', person: rec.bucket, detail: form.id }]);
    const client = rec.bucket === null ? null : (caseNow(door, rec.bucket, false) ?? null);
    const facts = factsAt(door, client);
    const all = changesOf(base, id);
    const changes = until === undefined ? all : changesUntil(all, until);
    const known = hasCentre(base) ? deliveriesOf(base, id) : null;
    const entries = changes.map((change) => {
      const patch = client?.person.protected ? maskedPatch(form, change.patch) : change.patch;
      return {
        at: change.claimed_at,
        who: nameOfActor(door, change.actor),
        work_on: change.work_on,
        kind: change.kind,
        state: known && stateOf(known.get(change.seq)),
        reason: facts.code(CORRECTION_REASONS, change.reason)?.text ?? change.reason,
        fields: Object.entries(patch).map(([field, [was, now]]) => [field, was, now] as const),
      };
    });
    const names = namesIn(door, form, changes, factsAt(door, client));
    return good({ form: form.id, name: form.name(rec, facts), entries, names });
  });
}

/** Where a change of a linked base stands on its way; nothing known of it: it has not gone. */
function stateOf(known: Delivery | undefined): EntryState | null {
  if (!known || (known.status === null && known.pos === null)) return 'pending';
  const { status, pos } = known;
  return pos !== null || status === 'applied' || status === 'merged' ? null : status;
}

/**
 * Texts of what the answers of a record have pointed to: a record that was voided or belongs to
 * somebody else is in no open case, and still has its name.
 */
export function namesIn(
  door: Door,
  form: Form,
  changes: readonly Pick<Change, 'patch'>[],
  facts: ReturnType<typeof factsAt>,
): Record<string, string> {
  const persons = new Set<string>();
  const records = new Set<string>();
  for (const { patch } of changes) {
    for (const [id, values] of Object.entries(patch)) {
      const field = form.fields[id];
      if (!field) continue;
      for (const value of values) {
        for (const [to, target] of targetsOf(field, value)) {
          if (to === PERSON) persons.add(target);
          else records.add(target);
        }
      }
    }
  }
  const read = [...readPersons(door, [...persons]).values()];
  const named: [string, string][] = personFacts(door, read).map((person) => [
    person.id,
    `${person.identifier} ${person.name}`,
  ]);
  for (const id of records) {
    const rec = anyRecord(door, id);
    if (rec) named.push([id, door.world.registry.form(rec.form).name(rec, facts)]);
  }
  return Object.fromEntries(named);
}

/** Ids of persons and records a value points to, each with what it points to. */
function targetsOf(field: Field, value: Value): [to: string, id: string][] {
  const isNear = (to: string | undefined) => to === 'worker' || to === 'unit';
  if (field.kind === 'rows' && Array.isArray(value)) {
    return (value as readonly Row[]).flatMap((row) =>
      Object.entries(field.columns ?? {}).flatMap(([id, column]) =>
        targetsOf(column, row[id] ?? null),
      ),
    );
  }
  if (field.to === undefined || isNear(field.to) || value === null) return [];
  const ids = Array.isArray(value) ? value : [value];
  return ids.map((id) => [field.to as string, String(id)]);
}

function anyRecord({ world }: Door, id: string): Rec | undefined {
  for (const form of world.registry.all) {
    const rec = readRecord(world.base, form, id);
    if (rec) return rec;
  }
  return undefined;
}
